using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Copies a few neighbouring elements of each of many channels. Data only moves, so that the width of the vectors is a matter of speed.</summary>
internal static unsafe class ConvolutionCopy<T>
    where T : unmanaged
{
    /// <summary><c>target[c·targetStride + j] = source[c·sourceStride + j·step]</c> for j below <paramref name="length"/>.</summary>
    internal static void Copy(T* source, int step, nint sourceStride, T* target, nint targetStride, int channels, int length)
    {
        int bits = step == 1 ? VectorWidth.Bits : 0;
        if (bits >= 512 && length >= Vector512<T>.Count)
        {
            Neighbours<Vector512<T>, MatMulLanes512<T>>(source, sourceStride, target, targetStride, channels, length);
        }
        else if (bits >= 256 && length >= Vector256<T>.Count)
        {
            Neighbours<Vector256<T>, MatMulLanes256<T>>(source, sourceStride, target, targetStride, channels, length);
        }
        else if (bits >= 128 && length >= Vector128<T>.Count)
        {
            Neighbours<Vector128<T>, MatMulLanes128<T>>(source, sourceStride, target, targetStride, channels, length);
        }
        else if (VectorWidth.Bits == 0 && step == 1 && length > 0)
        {
            Neighbours<T, MatMulLanes1<T>>(source, sourceStride, target, targetStride, channels, length);
        }
        else
        {
            Stepping(source, step, sourceStride, target, targetStride, channels, length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Neighbours<TVector, TLanes>(T* source, nint sourceStride, T* target, nint targetStride, int channels, int length)
        where TVector : struct
        where TLanes : struct, IMatMulLanes<T, TVector>
    {
        int count = TLanes.Count;
        for (int c = 0; c < channels; c++)
        {
            // The last vector overlaps the one before.
            for (int j = 0; j < length - count; j += count)
            {
                TLanes.Store(TLanes.Load(source + j), target + j);
            }

            TLanes.Store(TLanes.Load(source + length - count), target + length - count);
            source += sourceStride;
            target += targetStride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Stepping(T* source, int step, nint sourceStride, T* target, nint targetStride, int channels, int length)
    {
        bool pairs = step == 2 && typeof(T) == typeof(float) && VectorWidth.Bits >= 256 && Avx2.IsSupported;
        for (int c = 0; c < channels; c++)
        {
            int done = pairs ? CopySecond((float*)source, (float*)target, length) : 0;
            T* from = source + ((nint)done * step);
            for (int j = done; j < length; j++)
            {
                target[j] = *from;
                from += step;
            }

            source += sourceStride;
            target += targetStride;
        }
    }

    /// <summary>Copies every second element, in whole vectors that end before the last one: nothing behind it is read.</summary>
    /// <returns>How many were copied.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int CopySecond(float* source, float* target, int length)
    {
        int j = 0;
        for (; j + 8 < length; j += 8)
        {
            Vector256<float> mixed = Avx.Shuffle(Vector256.Load(source + (2 * j)), Vector256.Load(source + (2 * j) + 8), 0x88);
            Avx2.Permute4x64(mixed.AsDouble(), 0xD8).AsSingle().Store(target + j);
        }

        return j;
    }

    /// <summary>Writes zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Clear(T* target, nint targetStride, int channels, int length)
    {
        for (int c = 0; c < channels; c++)
        {
            for (int j = 0; j < length; j++)
            {
                target[j] = default;
            }

            target += targetStride;
        }
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Copies a panel of a matrix into the order in which the micro-kernel reads it.</summary>
/// <remarks>Data only moves here, so the result has the same bits whichever instructions move it.</remarks>
internal static unsafe class MatMulPacking<T>
    where T : unmanaged
{
    /// <summary>
    /// <c>target[k · width + i] = source[i · laneStride + k · stepStride]</c> for i below <paramref name="lanes"/>, zero for the rest of
    /// the width. The zeros only feed lanes that are never stored, so they cannot turn an infinity into a NaN that anyone sees.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(T* source, nint laneStride, nint stepStride, int lanes, int depth, T* target, int width)
    {
        if (lanes < width)
        {
            ClearRest(target, lanes, depth, width);
        }

        Move(source, laneStride, stepStride, lanes, depth, target, width);
    }

    /// <summary>As <see cref="Pack"/>, but the rest of the width is left as it is: the transposition into a part of a matrix.</summary>
    /// <param name="source">The first element.</param>
    /// <param name="laneStride">The distance from a lane to the next.</param>
    /// <param name="stepStride">The distance from a step to the next.</param>
    /// <param name="lanes">The number of lanes.</param>
    /// <param name="depth">The number of steps.</param>
    /// <param name="target">Where the first lane of the first step goes.</param>
    /// <param name="width">The distance from a step to the next there.</param>
    /// <param name="ahead">How far behind each element the one lies that is moved next time, and prefetched; 0 where those are the lanes that follow.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Move(
        T* source, nint laneStride, nint stepStride, int lanes, int depth, T* target, int width, nint ahead = 0)
    {
        int bits = VectorWidth.Bits;
        int done = 0;
        if (laneStride == 1)
        {
            PackRows(source, stepStride, lanes, depth, target, width);
            done = lanes;
        }
        else if (stepStride == 1 && typeof(T) == typeof(float))
        {
            if (bits >= 512 && Avx512F.IsSupported)
            {
                for (; done + 16 <= lanes; done += 16)
                {
                    Transpose16((float*)source + (done * laneStride), laneStride, depth, (float*)target + done, width, ahead == 0 ? laneStride * 16 : ahead);
                }
            }

            if (bits >= 256 && Avx.IsSupported)
            {
                for (; done + 8 <= lanes; done += 8)
                {
                    Transpose8((float*)source + (done * laneStride), laneStride, depth, (float*)target + done, width, ahead == 0 ? laneStride * 8 : ahead);
                }
            }

            if (bits >= 128 && Sse.IsSupported)
            {
                for (; done + 4 <= lanes; done += 4)
                {
                    Transpose4((float*)source + (done * laneStride), laneStride, depth, (float*)target + done, width);
                }
            }
        }
        else if (stepStride == 1 && typeof(T) == typeof(double) && bits >= 256 && Avx.IsSupported)
        {
            for (; done + 4 <= lanes; done += 4)
            {
                Transpose4((double*)source + (done * laneStride), laneStride, depth, (double*)target + done, width);
            }
        }

        for (; done < lanes; done++)
        {
            T* from = source + (done * laneStride);
            T* to = target + done;
            for (int k = 0; k < depth; k++)
            {
                *to = *from;
                from += stepStride;
                to += width;
            }
        }
    }

    private static void ClearRest(T* target, int lanes, int depth, int width)
    {
        // Whole vectors first: what they clear below the first idle lane is filled afterwards.
        int count = Vector128<T>.Count;
        int start = Vector128.IsHardwareAccelerated && width % count == 0 ? lanes / count * count : lanes;
        for (int k = 0; k < depth; k++)
        {
            int i = start;
            for (; i + count <= width; i += count)
            {
                Vector128<T>.Zero.Store(target + i);
            }

            for (; i < width; i++)
            {
                target[i] = default;
            }

            target += width;
        }
    }

    private static void PackRows(T* source, nint stepStride, int lanes, int depth, T* target, int width)
    {
        int bits = VectorWidth.Bits;
        int whole = 0;
        if (bits >= 512 && Vector512.IsHardwareAccelerated)
        {
            int count = Vector512<T>.Count;
            if (lanes >= 3 * count)
            {
                T* from = source;
                T* to = target;
                for (int k = 0; k < depth; k++)
                {
                    Vector512<T> first = Vector512.Load(from);
                    Vector512<T> second = Vector512.Load(from + count);
                    Vector512<T> third = Vector512.Load(from + (2 * count));
                    Sse.Prefetch0(from + (8 * stepStride));
                    Sse.Prefetch0(from + (8 * stepStride) + count);
                    Sse.Prefetch0(from + (8 * stepStride) + (2 * count));
                    Sse.Prefetch0(from + (8 * stepStride) + (3 * count) - 1);
                    first.Store(to);
                    second.Store(to + count);
                    third.Store(to + (2 * count));
                    from += stepStride;
                    to += width;
                }

                whole = 3 * count;
            }

            for (; whole + count <= lanes; whole += count)
            {
                T* from = source + whole;
                T* to = target + whole;
                for (int k = 0; k < depth; k++)
                {
                    Vector512.Load(from).Store(to);
                    from += stepStride;
                    to += width;
                }
            }
        }

        if (bits >= 256 && Vector256.IsHardwareAccelerated)
        {
            int count = Vector256<T>.Count;
            for (; whole + count <= lanes; whole += count)
            {
                T* from = source + whole;
                T* to = target + whole;
                for (int k = 0; k < depth; k++)
                {
                    Vector256.Load(from).Store(to);
                    from += stepStride;
                    to += width;
                }
            }
        }

        if (bits >= 128 && Vector128.IsHardwareAccelerated)
        {
            int count = Vector128<T>.Count;
            for (; whole + count <= lanes; whole += count)
            {
                T* from = source + whole;
                T* to = target + whole;
                for (int k = 0; k < depth; k++)
                {
                    Vector128.Load(from).Store(to);
                    from += stepStride;
                    to += width;
                }
            }
        }

        for (; whole < lanes; whole++)
        {
            T* from = source + whole;
            T* to = target + whole;
            for (int k = 0; k < depth; k++)
            {
                *to = *from;
                from += stepStride;
                to += width;
            }
        }
    }

    // Four steps of 16 lanes: 128-bit quarters of rows i, i + 4, i + 8 and i + 12 form one register, so that the 4 x 4
    // transposes within the quarters bring the lanes out in order.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose16(float* source, nint stride, int depth, float* target, int width, nint ahead)
    {
        nint stride4 = stride * 4, stride8 = stride * 8, stride12 = stride * 12;
        int k = 0;
        float* next = source + ahead;
        for (; k + 4 <= depth; k += 4)
        {
            float* line = next + k + ((k & 12) * stride);
            Sse.Prefetch0(line);
            Sse.Prefetch0(line + stride);
            Sse.Prefetch0(line + (2 * stride));
            Sse.Prefetch0(line + (3 * stride));
            float* row = source + k;
            Vector512<float> r0 = Quarters(row, stride4, stride8, stride12);
            row += stride;
            Vector512<float> r1 = Quarters(row, stride4, stride8, stride12);
            row += stride;
            Vector512<float> r2 = Quarters(row, stride4, stride8, stride12);
            row += stride;
            Vector512<float> r3 = Quarters(row, stride4, stride8, stride12);
            Vector512<double> low01 = Avx512F.UnpackLow(r0, r1).AsDouble();
            Vector512<double> high01 = Avx512F.UnpackHigh(r0, r1).AsDouble();
            Vector512<double> low23 = Avx512F.UnpackLow(r2, r3).AsDouble();
            Vector512<double> high23 = Avx512F.UnpackHigh(r2, r3).AsDouble();
            Avx512F.UnpackLow(low01, low23).AsSingle().Store(target);
            Avx512F.UnpackHigh(low01, low23).AsSingle().Store(target + width);
            Avx512F.UnpackLow(high01, high23).AsSingle().Store(target + (2 * (nint)width));
            Avx512F.UnpackHigh(high01, high23).AsSingle().Store(target + (3 * (nint)width));
            target += 4 * (nint)width;
        }

        TransposeRest(source + k, stride, depth - k, target, width, 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Quarters(float* row, nint stride4, nint stride8, nint stride12)
    {
        Vector512<float> quarters = Vector128.Load(row).ToVector256Unsafe().ToVector512Unsafe();
        quarters = Avx512F.InsertVector128(quarters, Vector128.Load(row + stride4), 1);
        quarters = Avx512F.InsertVector128(quarters, Vector128.Load(row + stride8), 2);
        return Avx512F.InsertVector128(quarters, Vector128.Load(row + stride12), 3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose8(float* source, nint stride, int depth, float* target, int width, nint ahead)
    {
        nint stride4 = stride * 4;
        int k = 0;
        float* next = source + ahead;
        for (; k + 4 <= depth; k += 4)
        {
            float* line = next + k + (((k & 12) >> 1) * stride);
            Sse.Prefetch0(line);
            Sse.Prefetch0(line + stride);
            float* row = source + k;
            Vector256<float> r0 = Halves(row, stride4);
            row += stride;
            Vector256<float> r1 = Halves(row, stride4);
            row += stride;
            Vector256<float> r2 = Halves(row, stride4);
            row += stride;
            Vector256<float> r3 = Halves(row, stride4);
            Vector256<double> low01 = Avx.UnpackLow(r0, r1).AsDouble();
            Vector256<double> high01 = Avx.UnpackHigh(r0, r1).AsDouble();
            Vector256<double> low23 = Avx.UnpackLow(r2, r3).AsDouble();
            Vector256<double> high23 = Avx.UnpackHigh(r2, r3).AsDouble();
            Avx.UnpackLow(low01, low23).AsSingle().Store(target);
            Avx.UnpackHigh(low01, low23).AsSingle().Store(target + width);
            Avx.UnpackLow(high01, high23).AsSingle().Store(target + (2 * (nint)width));
            Avx.UnpackHigh(high01, high23).AsSingle().Store(target + (3 * (nint)width));
            target += 4 * (nint)width;
        }

        TransposeRest(source + k, stride, depth - k, target, width, 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Halves(float* row, nint stride4) =>
        Avx.InsertVector128(Vector128.Load(row).ToVector256Unsafe(), Vector128.Load(row + stride4), 1);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose4(float* source, nint stride, int depth, float* target, int width)
    {
        int k = 0;
        for (; k + 4 <= depth; k += 4)
        {
            float* row = source + k;
            Vector128<float> r0 = Vector128.Load(row);
            Vector128<float> r1 = Vector128.Load(row + stride);
            Vector128<float> r2 = Vector128.Load(row + (2 * stride));
            Vector128<float> r3 = Vector128.Load(row + (3 * stride));
            Vector128<float> low01 = Sse.UnpackLow(r0, r1);
            Vector128<float> high01 = Sse.UnpackHigh(r0, r1);
            Vector128<float> low23 = Sse.UnpackLow(r2, r3);
            Vector128<float> high23 = Sse.UnpackHigh(r2, r3);
            Sse.MoveLowToHigh(low01, low23).Store(target);
            Sse.MoveHighToLow(low23, low01).Store(target + width);
            Sse.MoveLowToHigh(high01, high23).Store(target + (2 * (nint)width));
            Sse.MoveHighToLow(high23, high01).Store(target + (3 * (nint)width));
            target += 4 * (nint)width;
        }

        TransposeRest(source + k, stride, depth - k, target, width, 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose4(double* source, nint stride, int depth, double* target, int width)
    {
        int k = 0;
        for (; k + 2 <= depth; k += 2)
        {
            double* row = source + k;
            Vector256<double> r02 = Avx.InsertVector128(Vector128.Load(row).ToVector256Unsafe(), Vector128.Load(row + (2 * stride)), 1);
            Vector256<double> r13 = Avx.InsertVector128(Vector128.Load(row + stride).ToVector256Unsafe(), Vector128.Load(row + (3 * stride)), 1);
            Avx.UnpackLow(r02, r13).Store(target);
            Avx.UnpackHigh(r02, r13).Store(target + width);
            target += 2 * (nint)width;
        }

        TransposeRest(source + k, stride, depth - k, target, width, 4);
    }

    private static void TransposeRest<TItem>(TItem* source, nint stride, int depth, TItem* target, int width, int lanes)
        where TItem : unmanaged
    {
        for (int k = 0; k < depth; k++)
        {
            for (int i = 0; i < lanes; i++)
            {
                target[i] = source[(i * stride) + k];
            }

            target += width;
        }
    }
}

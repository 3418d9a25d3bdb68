using System.Runtime.CompilerServices;

namespace Hillock.Kernels;

/// <summary>
/// How a row of the input is laid out for a kernel: padded, and split by the stride into phases, so that what an element of the kernel meets of all windows
/// are neighbours in memory.
/// </summary>
internal sealed unsafe class PoolingSplit
{
    /// <summary>The most elements of a step: rows have room for whole steps.</summary>
    internal const int Step = 16;

    private readonly PoolingAxis _axis;
    private readonly int _phaseLength;

    // Where a phase begins, or −1 if no element of the kernel needs it.
    private readonly int[] _phases;

    internal PoolingSplit(PoolingAxis axis)
    {
        _axis = axis;
        int stride = axis.Stride, behind = ((axis.Kernel - 1) * axis.Dilation) / stride;
        _phaseLength = Rounded(Math.Max(Rounded(axis.Output) + behind, ((axis.Input + axis.Padding) / stride) + 2)) + Step;
        _phases = new int[Math.Min(stride, axis.Reach)];
        Array.Fill(_phases, -1);
        Taps = new int[axis.Kernel];
        for (int tap = 0; tap < Taps.Length; tap++)
        {
            ref int phase = ref _phases[tap * axis.Dilation % stride];
            if (phase < 0)
            {
                phase = Length;
                Length += _phaseLength;
            }

            Taps[tap] = phase + (tap * axis.Dilation / stride);
        }
    }

    /// <summary>The elements of a split row.</summary>
    internal int Length { get; }

    /// <summary>Where the elements begin that an element of the kernel meets.</summary>
    internal int[] Taps { get; }

    /// <summary>A length rounded up to whole steps.</summary>
    internal static int Rounded(int length) => Partition.Count(length, Step) * Step;

    /// <summary>Copies a row between the paddings, which stay as they are.</summary>
    internal void Copy<T, TVector, TLanes>(T* row, T* target)
        where T : unmanaged
        where TVector : struct
        where TLanes : struct, IPoolingLanes<T, TVector>
    {
        int input = _axis.Input, stride = _axis.Stride, padding = _axis.Padding;
        if (stride == 1)
        {
            Unsafe.CopyBlockUnaligned(target + padding, row, (uint)((nint)input * sizeof(T)));
            return;
        }

        if (stride == 2 && _phases.Length == 2 && _phases[0] >= 0 && _phases[1] >= 0)
        {
            // Even elements of the row are in the phase of the padding.
            int phase = padding & 1;
            Pairs<T, TVector, TLanes>(row, target + _phases[phase] + (padding / 2), target + _phases[1 - phase] + ((padding + phase) / 2), input);
            return;
        }

        for (int j = 0; j < _phases.Length; j++)
        {
            if (_phases[j] >= 0)
            {
                int first = padding > j ? Partition.Count(padding - j, stride) : 0;
                T* to = target + _phases[j] + first;
                for (nint i = ((nint)first * stride) + j - padding; i < input; i += stride)
                {
                    *to++ = row[i];
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pairs<T, TVector, TLanes>(T* row, T* even, T* odd, int length)
        where T : unmanaged
        where TVector : struct
        where TLanes : struct, IPoolingLanes<T, TVector>
    {
        int pairs = length / 2, i = 0;
        for (; i <= pairs - TLanes.Count; i += TLanes.Count)
        {
            TVector first = TLanes.Load(row + (2 * i)), second = TLanes.Load(row + (2 * i) + TLanes.Count);
            TLanes.Store(TLanes.Even(first, second), even + i);
            TLanes.Store(TLanes.Odd(first, second), odd + i);
        }

        for (; i < pairs; i++)
        {
            even[i] = row[2 * i];
            odd[i] = row[(2 * i) + 1];
        }

        if ((length & 1) != 0)
        {
            even[i] = row[2 * i];
        }
    }
}

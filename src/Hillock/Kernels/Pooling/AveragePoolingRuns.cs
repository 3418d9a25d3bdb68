using System.Runtime.CompilerServices;

namespace Hillock.Kernels;

/// <summary>
/// The sums along a row of the shares of windows of a kernel, side by side in vectors: elements that lie a stride apart are in as many windows, one further
/// each, so that their sums are those of shifted shares. A share beside the row is a zero, which changes no sum that begins at 0.
/// </summary>
internal sealed unsafe class AveragePoolingRuns
{
    private readonly PoolingAxis _axis;

    internal AveragePoolingRuns(PoolingAxis axis)
    {
        _axis = axis;
        Front = PoolingSplit.Rounded(Most(0));
        Length = PoolingSplit.Rounded(Partition.Count(axis.Input + axis.Padding, axis.Stride)) + PoolingSplit.Step;
    }

    /// <summary>How many zeros stand in front of the shares.</summary>
    internal int Front { get; }

    /// <summary>The shares of a row with the zeros behind them.</summary>
    internal int Length { get; }

    /// <summary>Whether they are the windows of an axis, and enough of them.</summary>
    internal static bool Fits(PoolingAxis axis) =>
        axis.IsWide && axis.Dilation == 1 && (long)axis.Input + axis.Padding + (2 * PoolingSplit.Step) <= int.MaxValue;

    /// <summary>Writes the sums, up to a multiple of sixteen.</summary>
    internal void Sum<TDoubles>(double* shares, double* sums)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        if (_axis.Stride == 1)
        {
            Next<TDoubles>(shares + _axis.Padding + 1 - _axis.Kernel, _axis.Kernel, sums, _axis.Input);
            return;
        }

        for (int phase = 0; phase < _axis.Stride; phase++)
        {
            // The element i is the one of number (i + padding)/stride of its phase, and the last of its windows has that number.
            int most = Most(phase), first = phase >= _axis.Padding ? 0 : Partition.Count(_axis.Padding - phase, _axis.Stride);
            int begin = phase + (first * _axis.Stride) - _axis.Padding;
            if (begin < _axis.Input)
            {
                Apart<TDoubles>(shares + first + 1 - most, most, sums + begin, Partition.Count(_axis.Input - begin, _axis.Stride), _axis.Stride);
            }
        }
    }

    // The most windows of an element of a phase.
    private int Most(int phase) => phase < _axis.Kernel ? ((_axis.Kernel - 1 - phase) / _axis.Stride) + 1 : 0;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Next<TDoubles>(double* shares, int count, double* sums, int length)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        for (nuint i = 0; i < (nuint)length; i += SixteenDoubles.Length)
        {
            TDoubles sum = TDoubles.Create(0);
            for (int tap = 0; tap < count; tap++)
            {
                sum += TDoubles.Load(ref shares[tap], i);
            }

            sum.Store(ref *sums, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static void Apart<TDoubles>(double* shares, int count, double* sums, int length, int stride)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        double* chunk = stackalloc double[PoolingSplit.Step];
        for (int i = 0; i < length; i = Partition.End(i, PoolingSplit.Step, length))
        {
            TDoubles sum = TDoubles.Create(0);
            for (int tap = 0; tap < count; tap++)
            {
                sum += TDoubles.Load(ref shares[tap], (nuint)i);
            }

            sum.Store(ref *chunk, 0);
            int end = Math.Min(PoolingSplit.Step, length - i);
            for (int j = 0; j < end; j++)
            {
                *sums = chunk[j];
                sums += stride;
            }
        }
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hillock.Kernels;

/// <summary>Adds the columns of a dense matrix of at most <see cref="Reduce.BlockLength"/> rows to sums, a strip of columns at a time.</summary>
internal readonly ref struct ColumnSums<TElement>(ReadOnlySpan<TElement> x, int rows, int columns, Span<double> sums) : IParallelBody
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>The columns of a strip.</summary>
    internal const int Width = 128;

    private readonly ReadOnlySpan<TElement> _x = x;
    private readonly Span<double> _sums = sums;

    [SkipLocalsInit]
    public void Invoke(int index)
    {
        Span<double> lanes = stackalloc double[16 * Width];
        int first = index * Width;
        int count = Math.Min(Width, columns - first);
        Reduce.ColumnBlock(ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), first), rows, columns, lanes[..(16 * count)], count);
        for (int j = 0; j < count; j++)
        {
            _sums[first + j] += lanes[j];
        }
    }
}

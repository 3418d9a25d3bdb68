using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Windows that slide over planes, laid out as columns, and the sums of such columns.</summary>
internal static class Windows
{
    // About 10 us of work for a thread.
    private const int TaskElements = 1 << 14;

    /// <summary>Copies the windows: <c>columns[p, r, o] = planes[p, o·stride − padding + r·dilation]</c>, and 0 beside the plane.</summary>
    /// <param name="geometry">The sizes.</param>
    /// <param name="planes">The planes, <c>[count, height, width]</c>.</param>
    /// <param name="columns">Receives the windows, <c>[count, kernel elements, positions]</c>.</param>
    internal static void Unfold<TElement>(WindowGeometry geometry, ReadOnlySpan<TElement> planes, Span<TElement> columns)
        where TElement : unmanaged
    {
        if (columns.IsEmpty)
        {
            return;
        }

        int rows = columns.Length / geometry.Positions;
        int each = Math.Max(1, TaskElements / geometry.Positions);
        Parallelism.For(Partition.Count(rows, each), new UnfoldBody<TElement>(geometry, planes, columns, each, rows));
    }

    /// <summary>
    /// Adds the windows up: each element of a plane is the sum of the columns' elements that were copied from it, kernel element by kernel element.
    /// </summary>
    /// <param name="geometry">The sizes.</param>
    /// <param name="columns">The windows, <c>[count, kernel elements, positions]</c>.</param>
    /// <param name="planes">Receives the sums, <c>[count, height, width]</c>.</param>
    /// <param name="vectorBits">The width of the vectors.</param>
    internal static void Fold<TElement>(WindowGeometry geometry, ReadOnlySpan<TElement> columns, Span<TElement> planes, int vectorBits)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        planes.Clear();
        if (planes.IsEmpty || columns.IsEmpty)
        {
            return;
        }

        int count = planes.Length / geometry.PlaneLength;
        int each = Math.Max(1, TaskElements / (geometry.KernelLength * geometry.Positions));
        Parallelism.For(Partition.Count(count, each), new FoldBody<TElement>(geometry, columns, planes, each, count, vectorBits));
    }

    private readonly ref struct UnfoldBody<TElement>(
        WindowGeometry geometry, ReadOnlySpan<TElement> planes, Span<TElement> columns, int each, int rows) : IParallelBody
        where TElement : unmanaged
    {
        private readonly ReadOnlySpan<TElement> _planes = planes;
        private readonly Span<TElement> _columns = columns;

        public void Invoke(int index)
        {
            WindowGeometry g = geometry;
            int end = Partition.End(index * each, each, rows);
            for (int row = index * each; row < end; row++)
            {
                int plane = row / g.KernelLength, element = row - (plane * g.KernelLength);
                int top = ((element / g.KernelWidth) * g.DilationHeight) - g.PaddingHeight;
                int left = ((element % g.KernelWidth) * g.DilationWidth) - g.PaddingWidth;
                (int first, int last) = g.Inside(left);
                for (int i = 0; i < g.OutputHeight; i++)
                {
                    Span<TElement> target = _columns.Slice((row * g.Positions) + (i * g.OutputWidth), g.OutputWidth);
                    int y = (i * g.StrideHeight) + top;
                    if ((uint)y >= (uint)g.Height || first >= last)
                    {
                        target.Clear();
                        continue;
                    }

                    target[..first].Clear();
                    target[last..].Clear();
                    ReadOnlySpan<TElement> source = _planes.Slice((plane * g.PlaneLength) + (y * g.Width), g.Width);
                    if (g.StrideWidth == 1)
                    {
                        source.Slice(first + left, last - first).CopyTo(target[first..]);
                        continue;
                    }

                    for (int j = first; j < last; j++)
                    {
                        target[j] = source[(j * g.StrideWidth) + left];
                    }
                }
            }
        }
    }

    private readonly ref struct FoldBody<TElement>(
        WindowGeometry geometry, ReadOnlySpan<TElement> columns, Span<TElement> planes, int each, int count, int vectorBits)
        : IParallelBody, ILanesBody<TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        private readonly ReadOnlySpan<TElement> _columns = columns;
        private readonly Span<TElement> _planes = planes;

        public void Invoke(int index) => VectorWidth.Run<FoldBody<TElement>, TElement>(this, index, geometry.StrideWidth == 1 ? vectorBits : 0);

        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Invoke<TLanes>(int index)
            where TLanes : struct, ILanes<TLanes, TElement>
        {
            WindowGeometry g = geometry;
            int end = Partition.End(index * each, each, count);
            for (int row = index * each * g.KernelLength; row < end * g.KernelLength; row++)
            {
                int plane = row / g.KernelLength, element = row - (plane * g.KernelLength);
                int top = ((element / g.KernelWidth) * g.DilationHeight) - g.PaddingHeight;
                int left = ((element % g.KernelWidth) * g.DilationWidth) - g.PaddingWidth;
                (int first, int last) = g.Inside(left);
                for (int i = 0; i < g.OutputHeight && first < last; i++)
                {
                    int y = (i * g.StrideHeight) + top;
                    if ((uint)y < (uint)g.Height)
                    {
                        AddTo<TLanes, TElement>(
                            _columns.Slice((row * g.Positions) + (i * g.OutputWidth) + first, last - first),
                            _planes.Slice((plane * g.PlaneLength) + (y * g.Width), g.Width)[((first * g.StrideWidth) + left)..], g.StrideWidth);
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddTo<TLanes, TElement>(ReadOnlySpan<TElement> terms, Span<TElement> sums, int stride)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        ref TElement term = ref MemoryMarshal.GetReference(terms);
        ref TElement sum = ref MemoryMarshal.GetReference(sums);
        nuint count = (nuint)terms.Length, j = 0;
        for (; stride == 1 && j + (nuint)TLanes.Count <= count; j += (nuint)TLanes.Count)
        {
            (TLanes.Load(ref sum, j) + TLanes.Load(ref term, j)).Store(ref sum, j);
        }

        for (; j < count; j++)
        {
            Unsafe.Add(ref sum, j * (nuint)stride) += Unsafe.Add(ref term, j);
        }
    }
}

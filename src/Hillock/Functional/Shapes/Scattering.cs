using System.Numerics;
using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>Loops over index tensors; all tensors are contiguous and all indices in range.</summary>
internal static class Scattering
{
    internal static void CheckRange(Tensor index, int length, string function, string name = "index", string wayOut = "")
    {
        ReadOnlySpan<long> values = index.Span<long>();
        for (int i = 0; i < values.Length; i++)
        {
            if ((ulong)values[i] >= (ulong)length)
            {
                throw new ArgumentOutOfRangeException(
                    name, values[i], $"{function} expects {IndexRange.Text("indices", length, "positions")} but element {i} is {values[i]}{wayOut}.");
            }
        }

        GC.KeepAlive(index);
    }

    internal static void Gather(Tensor x, int axis, Tensor index, Tensor y)
    {
        switch (x.DataType.SizeInBytes())
        {
            case 8: Gather<long>(x, axis, index, y); break;
            case 4: Gather<int>(x, axis, index, y); break;
            case 2: Gather<short>(x, axis, index, y); break;
            default: Gather<byte>(x, axis, index, y); break;
        }
    }

    internal static void Add(Tensor source, int axis, Tensor index, Tensor y)
    {
        switch (y.DataType)
        {
            case DataType.Float32: Add<float>(source, axis, index, y); break;
            case DataType.Float64: Add<double>(source, axis, index, y); break;
            case DataType.Int64: Add<long>(source, axis, index, y); break;
            default: AddWide(source, y, (s, wide) => Add(s, axis, index, wide)); break;
        }
    }

    /// <summary>Picks slices; those at the position <paramref name="zero"/> are zeros.</summary>
    internal static void Select(Tensor x, int axis, Tensor index, Tensor y, long zero = -1)
    {
        // Elements, of which there are fewer than 2³¹, rather than bytes.
        switch (x.DataType.SizeInBytes())
        {
            case 8: Select<long>(x, axis, index, y, zero); break;
            case 4: Select<int>(x, axis, index, y, zero); break;
            case 2: Select<short>(x, axis, index, y, zero); break;
            default: Select<byte>(x, axis, index, y, zero); break;
        }
    }

    /// <summary>Adds slices in ascending order, except at the position <paramref name="skipped"/>.</summary>
    internal static void AddSlices(Tensor source, int axis, Tensor index, Tensor y, long skipped = -1)
    {
        switch (y.DataType)
        {
            case DataType.Float32: AddSlices<float>(source, axis, index, y, skipped); break;
            case DataType.Float64: AddSlices<double>(source, axis, index, y, skipped); break;
            case DataType.Int64: AddWholeSlices(source, axis, index, y); break;
            default: AddWide(source, y, (s, wide) => AddSlices(s, axis, index, wide, skipped)); break;
        }
    }

    private static void Select<T>(Tensor x, int axis, Tensor index, Tensor y, long zero)
        where T : unmanaged
    {
        if (y.Length == 0)
        {
            return;
        }

        ReadOnlySpan<long> positions = index.Span<long>();
        ReadOnlySpan<T> source = x.ReachUnchecked<T>();
        Span<T> target = y.ReachUnchecked<T>();
        int inner = Inner(y.Shape, axis);
        int from = x.Shape[axis] * inner;
        int to = positions.Length * inner;
        if (inner == 1)
        {
            IndexedElements.Copy(source, from, positions, target, zero);
        }
        else
        {
            for (int i = 0; i < target.Length / to; i++)
            {
                IndexedRows.Copy(source.Slice(i * from, from), inner, positions, target.Slice(i * to, to), zero);
            }
        }

        GC.KeepAlive(x);
        GC.KeepAlive(index);
        GC.KeepAlive(y);
    }

    private static void Gather<T>(Tensor x, int axis, Tensor index, Tensor y)
        where T : unmanaged
    {
        ReadOnlySpan<T> source = x.ReachUnchecked<T>();
        Span<T> target = y.ReachUnchecked<T>();
        IndexWalk walk = new IndexWalk(x.Shape, index.Shape, axis);
        ReadOnlySpan<long> positions = index.Span<long>();
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = source[walk.Next((int)positions[i])];
        }

        GC.KeepAlive(x);
        GC.KeepAlive(index);
        GC.KeepAlive(y);
    }

    private static void Add<T>(Tensor source, int axis, Tensor index, Tensor y)
        where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<T> terms = source.Span<T>();
        Span<T> target = y.Span<T>();
        IndexWalk walk = new IndexWalk(y.Shape, index.Shape, axis);
        ReadOnlySpan<long> positions = index.Span<long>();
        for (int i = 0; i < terms.Length; i++)
        {
            target[walk.Next((int)positions[i])] += terms[i];
        }

        GC.KeepAlive(source);
        GC.KeepAlive(index);
        GC.KeepAlive(y);
    }

    private static void AddSlices<T>(Tensor source, int axis, Tensor index, Tensor y, long skipped)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> terms = source.Span<T>();
        if (terms.IsEmpty)
        {
            return;
        }

        int inner = Inner(y.Shape, axis);
        ReadOnlySpan<long> positions = index.Span<long>();
        Span<T> target = y.Span<T>();
        int from = positions.Length * inner;
        int to = y.Shape[axis] * inner;
        if (inner == 1)
        {
            IndexedElements.Add(target, to, positions, terms, skipped);
        }
        else
        {
            for (int i = 0; i < terms.Length / from; i++)
            {
                IndexedRows.Add(target.Slice(i * to, to), inner, positions, terms.Slice(i * from, from), skipped);
            }
        }

        GC.KeepAlive(source);
        GC.KeepAlive(index);
        GC.KeepAlive(y);
    }

    private static void AddWholeSlices(Tensor source, int axis, Tensor index, Tensor y)
    {
        ReadOnlySpan<long> terms = source.Span<long>();
        if (terms.IsEmpty)
        {
            return;
        }

        int inner = Inner(y.Shape, axis);
        int to = y.Shape[axis];
        ReadOnlySpan<long> positions = index.Span<long>();
        Span<long> target = y.Span<long>();
        for (int i = 0; i < terms.Length / (positions.Length * inner); i++)
        {
            for (int j = 0; j < positions.Length; j++)
            {
                Span<long> row = target.Slice(((i * to) + (int)positions[j]) * inner, inner);
                ReadOnlySpan<long> addend = terms.Slice(((i * positions.Length) + j) * inner, inner);
                for (int k = 0; k < inner; k++)
                {
                    row[k] += addend[k];
                }
            }
        }

        GC.KeepAlive(source);
        GC.KeepAlive(index);
        GC.KeepAlive(y);
    }

    private static void AddWide(Tensor source, Tensor y, Action<Tensor, Tensor> add)
    {
        DataType type = y.DataType.IsFloatingPoint() ? DataType.Float32 : DataType.Int64;
        Tensor wide = y.To(type);
        add(source.To(type), wide);
        Conversion.Copy(wide, y);
    }

    /// <summary>The elements of one slice at one position in front of the axis, of a tensor that has some.</summary>
    private static int Inner(Shape shape, int axis) => shape.Strides[axis];
}

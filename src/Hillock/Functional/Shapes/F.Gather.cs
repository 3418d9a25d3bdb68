using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>Elements picked along an axis: <c>y[i, j] = x[index[i, j], j]</c> for axis 0, and so on.</summary>
    /// <param name="x">Where to pick from.</param>
    /// <param name="axis">The axis that the indices run along; negatives count from the last.</param>
    /// <param name="index">The positions, Int64 or Int32, with as many axes as <paramref name="x"/> and no longer in the other axes.</param>
    /// <returns>A tensor of the shape of <paramref name="index"/>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or the index is not of whole numbers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is negative or too large.</exception>
    /// <example>
    /// <code>
    /// Tensor x = Tensor.From([1f, 2, 3, 4], [2, 2]);
    /// Console.WriteLine(F.Gather(x, 1, Tensor.From([1L, 0], [2, 1])).Flatten()); // float32 [2] [2, 3]
    /// </code>
    /// </example>
    public static Tensor Gather(Tensor x, int axis, Tensor index)
    {
        Tensor positions = CheckIndex(x, ref axis, index, nameof(Gather));
        Tensor source = x.Detach().Contiguous();
        Tensor y = Tensor.Empty(index.Shape, x.DataType);
        Scattering.Gather(source, axis, positions, y);
        return Tracks(x) ? y.By(new GatherNode(x, axis, positions)) : y;
    }

    /// <summary>A copy of <paramref name="x"/> to which elements are added: <c>y[index[i, j], j] += source[i, j]</c> for axis 0, and so on.</summary>
    /// <param name="x">What to add to, of a floating-point type or Int64.</param>
    /// <param name="axis">The axis that the indices run along; negatives count from the last.</param>
    /// <param name="index">The positions, Int64 or Int32, of the shape of <paramref name="source"/>.</param>
    /// <param name="source">What to add, in row-major order where positions repeat.</param>
    /// <exception cref="ArgumentException">The shapes or types do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is negative or too large.</exception>
    public static Tensor ScatterAdd(Tensor x, int axis, Tensor index, Tensor source)
    {
        ArgumentNullException.ThrowIfNull(source);
        Tensor positions = CheckIndex(x, ref axis, index, nameof(ScatterAdd));
        if (!source.Shape.Equals(index.Shape) || source.DataType != x.DataType)
        {
            throw new ArgumentException(
                $"ScatterAdd expects a source of {x.DataType.Name()} {index.Shape}, as the index, but got {source.DataType.Name()} {source.Shape}.",
                nameof(source));
        }

        Tensor y = Copy(x.Detach());
        Scattering.Add(source.Detach().Contiguous(), axis, positions, y);
        return Tracks(x, source) ? y.By(new ScatterAddNode(x, source, axis, positions)) : y;
    }

    /// <summary>Slices picked along an axis: position <c>i</c> of the result is position <c>index[i]</c> of <paramref name="x"/>.</summary>
    /// <param name="x">Where to pick from.</param>
    /// <param name="axis">The axis; negatives count from the last.</param>
    /// <param name="index">The positions: one axis of Int64 or Int32.</param>
    /// <exception cref="ArgumentException">The index is not of one axis of whole numbers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is negative or too large.</exception>
    public static Tensor IndexSelect(Tensor x, int axis, Tensor index)
    {
        ArgumentNullException.ThrowIfNull(x);
        axis = x.Shape.Axis(axis);
        Tensor positions = CheckPositions(index, x.Shape[axis], nameof(IndexSelect));
        return IndexSelect(x, axis, positions, zero: -1, skipped: -1);
    }

    /// <summary>Slices at checked positions.</summary>
    /// <param name="x">Where to pick from.</param>
    /// <param name="axis">The axis, not negative.</param>
    /// <param name="positions">The positions, one axis of int64, contiguous.</param>
    /// <param name="zero">The position whose slices are zeros, or −1.</param>
    /// <param name="skipped">The position that gets no gradient, or −1.</param>
    internal static Tensor IndexSelect(Tensor x, int axis, Tensor positions, long zero, long skipped)
    {
        int[] dimensions = x.Shape.Dimensions.ToArray();
        dimensions[axis] = positions.Length;
        Tensor y = Tensor.Empty(Shape.Adopt(dimensions), x.DataType);
        Scattering.Select(x.Detach().Contiguous(), axis, positions, y, zero);
        return Tracks(x) ? y.By(new IndexSelectNode(x, axis, positions, skipped)) : y;
    }

    /// <summary>A tensor of zeros to whose slices others are added, except at the position <paramref name="skipped"/>.</summary>
    internal static Tensor IndexSum(Shape shape, int axis, Tensor positions, Tensor source, long skipped)
    {
        Tensor y = Tensor.Zeros(shape, source.DataType);
        Scattering.AddSlices(source.Detach().Contiguous(), axis, positions, y, skipped);
        return Tracks(source) ? y.By(new IndexSumNode(source, axis, positions, skipped)) : y;
    }

    /// <summary>
    /// A copy of <paramref name="x"/> to whose slices others are added: the slice at <c>index[i]</c> gets slice <c>i</c> of <paramref name="source"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The shapes or types do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is negative or too large.</exception>
    public static Tensor IndexAdd(Tensor x, int axis, Tensor index, Tensor source)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(source);
        axis = x.Shape.Axis(axis);
        Tensor positions = CheckPositions(index, x.Shape[axis], nameof(IndexAdd));
        int[] dimensions = x.Shape.Dimensions.ToArray();
        dimensions[axis] = positions.Length;
        if (!source.Shape.Is(dimensions) || source.DataType != x.DataType)
        {
            throw new ArgumentException(
                $"IndexAdd expects a source of {x.DataType.Name()} {Shape.Format(dimensions)} but got {source.DataType.Name()} {source.Shape}.",
                nameof(source));
        }

        Tensor y = Copy(x.Detach());
        Scattering.AddSlices(source.Detach().Contiguous(), axis, positions, y);
        return Tracks(x, source) ? y.By(new IndexAddNode(x, source, axis, positions)) : y;
    }

    /// <summary>A 1 at each index and 0 elsewhere, along a new last axis.</summary>
    /// <param name="index">The indices, of whole numbers.</param>
    /// <param name="classes">The length of the new axis; −1 for the largest index plus 1.</param>
    /// <param name="dataType">The type of the result: Int64 as in PyTorch unless said otherwise.</param>
    /// <exception cref="ArgumentException">There are no indices to infer the classes from, or the tensor is not of whole numbers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is negative or not below <paramref name="classes"/>.</exception>
    /// <example>
    /// <code>
    /// Console.WriteLine(F.OneHot(Tensor.From([2L]), 4)[0]); // int64 [4] [0, 0, 1, 0]
    /// </code>
    /// </example>
    public static Tensor OneHot(Tensor index, int classes = -1, DataType dataType = DataType.Int64)
    {
        ArgumentNullException.ThrowIfNull(index);
        if (classes < -1 || (classes == -1 && index.Length == 0))
        {
            throw new ArgumentException(
                $"OneHot expects a number of classes{(classes == -1 ? " when there are no indices" : "")} but got {classes}.", nameof(classes));
        }

        Tensor positions = CheckWhole(index, nameof(OneHot));
        int count = classes >= 0 ? classes : CountUpTo(positions, nameof(OneHot), nameof(index));
        Scattering.CheckRange(positions, count, nameof(OneHot));
        int[] dimensions = new int[index.Rank + 1];
        index.Shape.Dimensions.CopyTo(dimensions);
        dimensions[^1] = count;
        Tensor y = Tensor.Zeros(Shape.Adopt(dimensions), DataType.Int64);
        ReadOnlySpan<long> values = positions.Span<long>();
        Span<long> ones = y.Span<long>();
        for (int i = 0; i < values.Length; i++)
        {
            ones[(i * count) + (int)values[i]] = 1;
        }

        GC.KeepAlive(positions);
        GC.KeepAlive(y);
        return y.To(dataType);
    }

    private static Tensor CheckIndex(Tensor x, ref int axis, Tensor index, string function)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor positions = CheckWhole(index, function);
        bool fits = x.Rank == index.Rank && x.Rank > 0;
        axis = fits ? x.Shape.Axis(axis) : axis;
        for (int i = 0; fits && i < x.Rank; i++)
        {
            fits = i == axis || index.Shape[i] <= x.Shape[i];
        }

        if (!fits)
        {
            throw new ArgumentException(
                $"{function} expects an index of as many axes as the tensor's {x.Shape}, no longer except along axis {axis}, but got {index.Shape}.",
                nameof(index));
        }

        Scattering.CheckRange(positions, x.Shape[axis], function);
        return positions;
    }

    private static Tensor CheckPositions(Tensor index, int length, string function)
    {
        Tensor positions = CheckWhole(index, function);
        if (index.Rank != 1)
        {
            throw new ArgumentException($"{function} expects an index of one axis but got {index.Shape}.", nameof(index));
        }

        Scattering.CheckRange(positions, length, function);
        return positions;
    }

    private static Tensor CheckWhole(Tensor index, string function, string name = "index")
    {
        ArgumentNullException.ThrowIfNull(index, name);
        if (index.DataType.IsFloatingPoint() || index.DataType == DataType.Bool)
        {
            throw new ArgumentException(
                $"{function} expects whole numbers (int64, int32 or uint8) but got {index.DataType.Name()}; use To(DataType.Int64).", name);
        }

        return index.To(DataType.Int64).Contiguous();
    }

    /// <summary>The largest of whole numbers of 0 or more, and 1 more.</summary>
    private static int CountUpTo(Tensor numbers, string function, string name)
    {
        long smallest = Min(numbers).Item<long>();
        long largest = Max(numbers).Item<long>();
        return smallest >= 0 && largest < int.MaxValue
            ? (int)(largest + 1)
            : throw new ArgumentOutOfRangeException(
                name, smallest < 0 ? smallest : largest,
                $"{function} expects whole numbers from 0 to {int.MaxValue - 1} but got numbers from {smallest} to {largest}.");
    }
}

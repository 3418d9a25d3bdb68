using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>A tensor mirrored at the first and last element of an axis, which are not repeated: <c>c b | a b c | b a</c>.</summary>
    /// <param name="x">The tensor, of any type.</param>
    /// <param name="before">How many positions to put before the first; a negative number takes positions away.</param>
    /// <param name="after">How many to put after the last; a negative number takes positions away.</param>
    /// <param name="axis">The axis; negatives count from the last.</param>
    /// <returns>The tensor with <c>before + length + after</c> positions along the axis. Source: PyTorch's <c>pad</c> with the mode <c>reflect</c>.</returns>
    /// <exception cref="ArgumentException">A side is not shorter than the axis, or less than nothing would be left.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <example>
    /// <code>
    /// Console.WriteLine(F.ReflectionPad(Tensor.From([1f, 2, 3]), 2, 1)); // float32 [6] [3, 2, 1, 2, 3, 2]
    /// </code>
    /// </example>
    public static Tensor ReflectionPad(Tensor x, int before, int after, int axis = -1) => PadByCopies(
        nameof(ReflectionPad), x, before, after, axis, static length => length - 1,
        static (place, length) => place < 0 ? -place : place < length ? place : (2 * (length - 1)) - place);

    /// <summary>A tensor whose first and last element along an axis are repeated: <c>a a | a b c | c c</c>.</summary>
    /// <param name="x">The tensor, of any type.</param>
    /// <param name="before">How many positions to put before the first; a negative number takes positions away.</param>
    /// <param name="after">How many to put after the last; a negative number takes positions away.</param>
    /// <param name="axis">The axis; negatives count from the last.</param>
    /// <returns>The tensor with <c>before + length + after</c> positions along the axis. Source: PyTorch's <c>pad</c> with the mode <c>replicate</c>.</returns>
    /// <exception cref="ArgumentException">There is nothing to repeat, or less than nothing would be left.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <example>
    /// <code>
    /// Console.WriteLine(F.ReplicationPad(Tensor.From([1f, 2, 3]), 2, 1)); // float32 [6] [1, 1, 1, 2, 3, 3]
    /// </code>
    /// </example>
    public static Tensor ReplicationPad(Tensor x, int before, int after, int axis = -1) => PadByCopies(
        nameof(ReplicationPad), x, before, after, axis, static length => length == 0 ? 0 : int.MaxValue,
        static (place, length) => Math.Clamp(place, 0, length - 1));

    /// <summary>A tensor that goes on along an axis with its other end: <c>b c | a b c | a b</c>.</summary>
    /// <param name="x">The tensor, of any type.</param>
    /// <param name="before">How many positions to put before the first; a negative number takes positions away.</param>
    /// <param name="after">How many to put after the last; a negative number takes positions away.</param>
    /// <param name="axis">The axis; negatives count from the last.</param>
    /// <returns>The tensor with <c>before + length + after</c> positions along the axis. Source: PyTorch's <c>pad</c> with the mode <c>circular</c>.</returns>
    /// <exception cref="ArgumentException">A side is longer than the axis, or less than nothing would be left.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <example>
    /// <code>
    /// Console.WriteLine(F.CircularPad(Tensor.From([1f, 2, 3]), 2, 1)); // float32 [6] [2, 3, 1, 2, 3, 1]
    /// </code>
    /// </example>
    public static Tensor CircularPad(Tensor x, int before, int after, int axis = -1) => PadByCopies(
        nameof(CircularPad), x, before, after, axis, static length => length,
        static (place, length) => place < 0 ? place + length : place < length ? place : place - length);

    /// <summary>Numbers put around several axes, or positions taken away where a side is negative.</summary>
    /// <param name="function">The name for messages.</param>
    /// <param name="x">The tensor.</param>
    /// <param name="sides">What to put before and after each of the last axes.</param>
    /// <param name="value">What to put there.</param>
    internal static Tensor Pad(string function, Tensor x, ReadOnlySpan<(int Before, int After)> sides, double value)
    {
        int first = x.Rank - sides.Length;
        int[] dimensions = x.Shape.Dimensions.ToArray();
        int[] starts = new int[x.Rank];
        for (int i = 0; i < sides.Length; i++)
        {
            int axis = first + i;
            (int before, int after) = sides[i];
            dimensions[axis] = PaddedLength(function, x, before, after, axis);
            int cutBefore = (int)Math.Min(x.Shape[axis], Math.Max(0, -(long)before));
            int cutEnd = (int)Math.Max(cutBefore, x.Shape[axis] - Math.Max(0, -(long)after));
            starts[axis] = Math.Max(0, before);
            x = cutBefore == 0 && cutEnd == x.Shape[axis] ? x : Slice(x, axis, cutBefore, cutEnd - cutBefore, 1);
        }

        // Where more is taken away than there is, only what is put on the other side is left.
        Tensor y = Tensor.Full(Shape.Adopt(dimensions), value, x.DataType);
        if (x.Length > 0)
        {
            Tensor part = y;
            for (int axis = first; axis < x.Rank; axis++)
            {
                part = Slice(part, axis, starts[axis], x.Shape[axis], 1);
            }

            Conversion.CopySameType(x, x.Strides, part);
        }

        return Tracks(x) ? y.By(new PadNode(x, starts)) : y;
    }

    private static Tensor PadByCopies(string function, Tensor x, int before, int after, int axis, Func<int, int> most, Func<int, int, int> source)
    {
        ArgumentNullException.ThrowIfNull(x);
        axis = x.Shape.Axis(axis);
        int length = x.Shape[axis];
        int limit = Math.Max(0, most(length));
        if (before > limit || after > limit)
        {
            throw new ArgumentException(
                $"{function} expects at most {limit} elements on each side of the length {length} of axis {axis} but got {before} and {after} for " +
                $"{x.Shape}; pad less, or with zeros.", nameof(before));
        }

        int padded = PaddedLength(function, x, before, after, axis);
        if (before == 0 && after == 0)
        {
            return x;
        }

        long[] places = new long[padded];
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = source((int)Math.Min(int.MaxValue, (long)i - before), length);
        }

        return IndexSelect(x, axis, Tensor.From(places));
    }

    private static int PaddedLength(string function, Tensor x, int before, int after, int axis)
    {
        long length = (long)before + x.Shape[axis] + after;
        return length >= 0 && length <= TensorSize.Most ? (int)length : throw new ArgumentException(
            $"{function} would give axis {axis} of {x.Shape} {length} positions by {before} before and {after} after; " +
            (length < 0 ? "take away no more than there is." : "a tensor holds fewer, so work on parts."), nameof(before));
    }
}

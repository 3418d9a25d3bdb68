using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>Shifts the elements in row-major order; those that leave at one end come in at the other. The shape stays.</summary>
    /// <param name="x">The elements, of any type.</param>
    /// <param name="shift">How many places towards the end; negative ones go towards the start, and any number is allowed.</param>
    /// <returns>A copy.</returns>
    public static Tensor Roll(Tensor x, int shift)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Reshape(Roll(Reshape(x, x.Length), shift, 0), x.Shape);
    }

    /// <summary>Shifts the elements along an axis, around its ends: along axis 0, <c>y[i] = x[(i − shift) mod n]</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public static Tensor Roll(Tensor x, int shift, int axis) => Roll(x, [shift], [axis]);

    /// <summary>Shifts the elements along several axes, around their ends. An axis that is named twice is shifted by the sum.</summary>
    /// <param name="x">The elements, of any type.</param>
    /// <param name="shifts">How many places towards the end, for each of the axes.</param>
    /// <param name="axes">The axes; negatives count from the last.</param>
    /// <returns>A copy.</returns>
    /// <exception cref="ArgumentException">There are not as many shifts as axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public static Tensor Roll(Tensor x, ReadOnlySpan<int> shifts, ReadOnlySpan<int> axes)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (shifts.Length != axes.Length)
        {
            throw new ArgumentException($"Roll expects a shift for each axis but got {shifts.Length} shifts and {axes.Length} axes.", nameof(shifts));
        }

        int[] starts = new int[x.Rank];
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = x.Shape.Axis(axes[i]);
            int length = Math.Max(1, x.Shape[axis]);

            // The element that comes first.
            starts[axis] = (int)(((starts[axis] - (long)shifts[i]) % length + length) % length);
        }

        return RollTo(x, starts);
    }

    /// <summary>Rolls each axis so that the element at <paramref name="starts"/> comes first.</summary>
    internal static Tensor RollTo(Tensor x, int[] starts)
    {
        Tensor y = x.Detach();
        for (int axis = 0; axis < starts.Length; axis++)
        {
            if (starts[axis] > 0)
            {
                int start = starts[axis];
                int length = y.Shape[axis];
                Tensor rolled = Tensor.Empty(y.Shape, y.DataType);
                CopyPart(y, start, length - start, 0);
                CopyPart(y, 0, start, length - start);
                y = rolled;

                void CopyPart(Tensor source, int from, int count, int to)
                {
                    Tensor part = Slice(source, axis, from, count, 1);
                    Conversion.CopySameType(part, part.Strides, Slice(rolled, axis, to, count, 1));
                }
            }
        }

        y = ReferenceEquals(y.Storage, x.Storage) ? Copy(y) : y;
        return Tracks(x) ? y.By(new RollNode(x, starts)) : y;
    }
}

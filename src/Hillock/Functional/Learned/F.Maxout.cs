using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>
    /// The largest of every <paramref name="pieces"/> neighbours along an axis: with a linear layer before it, the most general convex function of that many
    /// lines.
    /// </summary>
    /// <param name="x">The arguments, of a floating-point type. Element <c>i·pieces + j</c> of the axis is piece <c>j</c> of unit <c>i</c>.</param>
    /// <param name="pieces">How many elements compete, at least 1; divides the axis.</param>
    /// <param name="axis">The axis; negatives count from the last.</param>
    /// <returns>A tensor whose axis is shorter by the factor of <paramref name="pieces"/>.</returns>
    /// <remarks>
    /// The gradient goes to the largest piece, to the first of equal ones. NaN is larger than any number.
    /// Source: Goodfellow, Warde-Farley, Mirza, Courville, Bengio, "Maxout networks" (2013).
    /// </remarks>
    /// <exception cref="ArgumentException">The pieces do not divide the axis, or <paramref name="x"/> is not of a floating-point type.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or <paramref name="pieces"/> is below 1.</exception>
    public static Tensor Maxout(Tensor x, int pieces, int axis = -1)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentOutOfRangeException.ThrowIfLessThan(pieces, 1);
        if (!x.DataType.IsFloatingPoint())
        {
            throw Elementwise.NeedsFloatingPoint(x.DataType);
        }

        int length = x.Shape[axis];
        if (length % pieces != 0)
        {
            throw new ArgumentException(
                $"Maxout of {pieces} pieces expects a length of axis {axis} that {pieces} divides but got {length} in the shape {x.Shape}; give the layer " +
                $"before it {pieces} outputs for each unit.", nameof(x));
        }

        // [..., units, pieces, ...]: the pieces of a unit are neighbours.
        int at = axis < 0 ? axis + x.Rank : axis;
        int[] dimensions = [.. x.Shape.Dimensions[..at], length / pieces, pieces, .. x.Shape.Dimensions[(at + 1)..]];
        Tensor grouped = x.Reshape(dimensions);
        dimensions[at + 1] = 1;
        Tensor largest = x.Length == 0 ? Tensor.Zeros(Shape.Create(dimensions), DataType.Int64) : ArgMax(grouped, at + 1, keepDims: true);
        return Gather(grouped, at + 1, largest).Squeeze(at + 1);
    }
}

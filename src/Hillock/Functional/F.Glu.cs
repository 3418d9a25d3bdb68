using Hillock.Activations;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The gated linear unit: <c>a·σ(b)</c> with the two halves <c>[a, b]</c> of an axis.</summary>
    /// <param name="x">The argument, of a floating-point type.</param>
    /// <param name="axis">The axis to halve, of an even length; negative ones count from the end.</param>
    /// <returns>A tensor whose axis is half as long.</returns>
    /// <exception cref="ArgumentException">The axis is of an odd length, or <paramref name="x"/> not of a floating-point type.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="x"/> has no such axis.</exception>
    /// <remarks>Source: Dauphin, Fan, Auli, Grangier, "Language modeling with gated convolutional networks" (2017).</remarks>
    public static Tensor Glu(Tensor x, int axis = -1)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (!x.DataType.IsFloatingPoint())
        {
            throw Elementwise.NeedsFloatingPoint(x.DataType);
        }

        int length = x.Shape[axis];
        if (length % 2 != 0)
        {
            throw new ArgumentException($"Glu expects an even length of axis {axis} but got {length} in the shape {x.Shape}; choose another axis.", nameof(x));
        }

        return MixedDerivative(default(GatedLinear), 0, 0, x.Slice(axis, 0, length / 2), x.Slice(axis, length / 2));
    }
}

using Hillock.Activations;
using Hillock.Numbers;
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
    public static Tensor Glu(Tensor x, int axis = -1) => Gated(x, axis, default(GatedLinear), nameof(Glu));

    /// <summary>The gated linear unit with a swish for a gate: <c>a·bσ(b)</c> with the two halves <c>[a, b]</c> of an axis.</summary>
    /// <inheritdoc cref="Glu"/>
    /// <remarks>
    /// The first half passes and the second gates, as in <see cref="Glu"/>: weights of a model whose gate comes first need their halves exchanged.
    /// An infinite <c>a</c> against a closed gate gives NaN, as ∞·0 does. Source: Shazeer, "GLU variants improve transformer" (2020).
    /// </remarks>
    public static Tensor SwiGlu(Tensor x, int axis = -1) => Gated(x, axis, default(SwishGatedLinear), nameof(SwiGlu));

    /// <summary>The gated linear unit with a GELU for a gate: <c>a·bΦ(b)</c> with the two halves <c>[a, b]</c> of an axis.</summary>
    /// <inheritdoc cref="SwiGlu"/>
    public static Tensor GeGlu(Tensor x, int axis = -1) => Gated(x, axis, default(GaussianGatedLinear), nameof(GeGlu));

    /// <summary>The gated linear unit with a rectifier for a gate: <c>a·max(0, b)</c> with the two halves <c>[a, b]</c> of an axis.</summary>
    /// <inheritdoc cref="SwiGlu"/>
    public static Tensor ReGlu(Tensor x, int axis = -1) => Gated(x, axis, default(RectifiedGatedLinear), nameof(ReGlu));

    private static Tensor Gated<TFunction>(Tensor x, int axis, TFunction function, string name)
        where TFunction : struct, IBinaryFunction
    {
        ArgumentNullException.ThrowIfNull(x);
        if (!x.DataType.IsFloatingPoint())
        {
            throw Elementwise.NeedsFloatingPoint(x.DataType);
        }

        int length = x.Shape[axis];
        if (length % 2 != 0)
        {
            throw new ArgumentException(
                $"{name} expects an even length of axis {axis} but got {length} in the shape {x.Shape}; choose another axis.", nameof(x));
        }

        return MixedDerivative(function, 0, 0, x.Slice(axis, 0, length / 2), x.Slice(axis, length / 2));
    }
}

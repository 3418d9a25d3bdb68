using Hillock.Activations;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>Binary weights: 1 where <c>w ≥ 0</c>, otherwise −1, with the gradient of the weights themselves (straight through).</summary>
    /// <param name="weight">The real weights, of a floating-point type.</param>
    /// <returns>A tensor of the shape and type of <paramref name="weight"/>. NaN stays NaN.</returns>
    /// <remarks>
    /// The sign's own derivative is 0 everywhere, and nothing would be learned. The gradient passes for every weight, also one outside of ±1: keep
    /// weights within, by the bound of a <c>ParameterGroup</c>, or none of their signs will change for long.
    /// Source: Courbariaux, Bengio, David, "BinaryConnect" (2015).
    /// </remarks>
    /// <exception cref="ArgumentException"><paramref name="weight"/> is not of a floating-point type.</exception>
    public static Tensor BinaryWeights(Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        return StraightThrough(weight, Elementwise.Unary(default(BinaryWeight), weight.Detach()));
    }

    /// <summary>Binary weights, drawn: 1 with the probability <c>min(max((w + 1)/2, 0), 1)</c>, otherwise −1, with the gradient of the weights themselves.</summary>
    /// <param name="weight">The real weights, of a floating-point type.</param>
    /// <param name="random">The random numbers: element <c>i</c>, in row-major order, draws number <c>start + i</c>, whatever its value.</param>
    /// <param name="start">The number that the first element draws.</param>
    /// <returns>A tensor of the shape and type of <paramref name="weight"/>, whose mean over many draws is the weight, cut to ±1. NaN stays NaN.</returns>
    /// <inheritdoc cref="BinaryWeights(Tensor)"/>
    public static Tensor BinaryWeights(Tensor weight, Philox random, ulong start = 0)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (!weight.DataType.IsFloatingPoint())
        {
            throw Elementwise.NeedsFloatingPoint(weight.DataType);
        }

        Tensor uniform = Tensor.Empty(weight.Shape);
        random.FillUniform(uniform.Span<float>(), start);
        GC.KeepAlive(uniform);

        // Not the uniform numbers in a 16-bit type: some would round to 1, and a weight of 1 be −1 at times.
        DataType type = weight.DataType == DataType.Float64 ? DataType.Float64 : DataType.Float32;
        return StraightThrough(weight, Elementwise.Binary(default(BinaryWeight), weight.Detach().To(type), uniform.To(type)).To(weight.DataType));
    }
}

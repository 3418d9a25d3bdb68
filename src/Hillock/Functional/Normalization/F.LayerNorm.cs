using System.Globalization;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>Layer normalisation <c>(x − E[x])/√(Var[x] + ε)·w + b</c> over the last axes, with gradients of any order.</summary>
    /// <param name="x">The input, <c>[..., normalizedShape]</c>, of a floating-point type.</param>
    /// <param name="normalizedShape">The lengths of the axes that are normalised together.</param>
    /// <param name="weight">The factors <c>w</c>, of that shape; null for ones.</param>
    /// <param name="bias">The summands <c>b</c>, of that shape; null for zeros.</param>
    /// <param name="epsilon">Added to the variance, which is that of the elements themselves (divided by their number).</param>
    /// <returns>A tensor of the shape and type of <paramref name="x"/>; everything in between is of double precision.</returns>
    /// <remarks>
    /// Equal elements give exactly <c>b</c>. A NaN or an infinity makes its whole row NaN. Source: Ba, Kiros, Hinton, "Layer normalization" (2016).
    /// </remarks>
    /// <exception cref="ArgumentException">The shapes or types do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> is negative or not finite.</exception>
    public static Tensor LayerNorm(Tensor x, Shape normalizedShape, Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-5) =>
        Normalized(x, normalizedShape, weight, bias, epsilon, centered: true, nameof(LayerNorm));

    /// <summary>Normalisation by the root mean square, <c>x/√(E[x²] + ε)·w</c>, over the last axes, with gradients of any order.</summary>
    /// <param name="x">The input, <c>[..., normalizedShape]</c>, of a floating-point type.</param>
    /// <param name="normalizedShape">The lengths of the axes that are normalised together.</param>
    /// <param name="weight">The factors <c>w</c>, of that shape; null for ones.</param>
    /// <param name="epsilon">Added to the mean square; the distance from 1 to the next number of the input's type when left out.</param>
    /// <returns>A tensor of the shape and type of <paramref name="x"/>; everything in between is of double precision.</returns>
    /// <remarks>Source: Zhang, Sennrich, "Root mean square layer normalization" (2019).</remarks>
    /// <exception cref="ArgumentException">The shapes or types do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> is negative or not finite.</exception>
    public static Tensor RmsNorm(Tensor x, Shape normalizedShape, Tensor? weight = null, double? epsilon = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Normalized(x, normalizedShape, weight, null, epsilon ?? MachineEpsilon(x.DataType), centered: false, nameof(RmsNorm));
    }

    private static Tensor Normalized(Tensor x, Shape normalizedShape, Tensor? weight, Tensor? bias, double epsilon, bool centered, string function)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(normalizedShape);
        if (!x.DataType.IsFloatingPoint())
        {
            throw Elementwise.NeedsFloatingPoint(x.DataType);
        }

        int rank = normalizedShape.Rank;
        if (rank == 0 || x.Rank < rank || !normalizedShape.Is(x.Shape.Dimensions[^rank..]))
        {
            throw new ArgumentException(
                rank == 0
                    ? $"{function} expects a normalized shape of at least one axis but got {normalizedShape}; use " +
                        $"{(x.Rank == 0 ? "x.Reshape(1) and 1" : $"{x.Shape[-1]} for the last axis of {x.Shape}")}."
                    : $"{function} expects an input that ends in the normalized shape {normalizedShape} but got {x.Shape}.",
                rank == 0 ? nameof(normalizedShape) : nameof(x));
        }

        if (!(epsilon >= 0 && double.IsFinite(epsilon)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(epsilon), epsilon, $"{function} expects a finite epsilon of at least 0 but got {epsilon.ToString(CultureInfo.InvariantCulture)}.");
        }

        CheckNormParameter(x, normalizedShape, weight, nameof(weight), function);
        CheckNormParameter(x, normalizedShape, bias, nameof(bias), function);
        int length = normalizedShape.Length;
        DataType type = Widening.Wider(x.DataType, DataType.Float32);
        Tensor rows = x.To(type).Reshape(length == 0 ? 0 : x.Length / length, length);
        Tensor y = RowNormalization.Forward(rows, weight?.To(type).Reshape(length), bias?.To(type).Reshape(length), epsilon, centered);
        return Reshape(y, x.Shape).To(x.DataType);
    }

    private static double MachineEpsilon(DataType type) => type switch
    {
        DataType.Float64 => 1.0 / (1L << 52),
        DataType.Float16 => 1.0 / (1 << 10),
        DataType.BFloat16 => 1.0 / (1 << 7),
        _ => 1.0 / (1 << 23),
    };

    private static void CheckNormParameter(Tensor x, Shape normalizedShape, Tensor? parameter, string name, string function)
    {
        if (parameter is null)
        {
            return;
        }

        if (!parameter.Shape.Equals(normalizedShape))
        {
            throw new ArgumentException($"{function} expects a {name} of the normalized shape {normalizedShape} but got {parameter.Shape}.", name);
        }

        if (parameter.DataType != x.DataType)
        {
            throw new ArgumentException(
                $"{function} expects a {name} of the input's type {x.DataType.Name()} but got {parameter.DataType.Name()}; convert with To.", name);
        }
    }
}

using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>An activation that is a learned rational function, <c>P(x)/(1 + |Q(x)|)</c>, one for the whole layer: the safe Padé activation unit.</summary>
/// <remarks>
/// It starts as the leaky rectifier of slope 0.01, to 0.0135 on [−3, 3], with a numerator of degree 5 and a denominator of degree 4; far out on
/// either side it is a line of slope 0.505. The coefficients are called
/// <c>numerator</c> and <c>denominator</c> and take no weight decay. See <see cref="F.Rational"/>.
/// Source: Molina, Schramowski, Kersting, "Padé activation units: end-to-end learning of flexible activation functions in deep networks" (2020).
/// </remarks>
public sealed class RationalActivation : Module
{
    // The best approximation by tools/oracle/rational.py, which minimises the largest error on [−3, 3].
    internal static readonly double[] LeakyNumerator = [0.013549, 0.5050256, 2.636832, 4.220879, 2.303391, 0.4153035];
    internal static readonly double[] LeakyDenominator = [0.000352833, 8.357584, 0.0003506624, 0.822321];

    /// <summary>Makes the module, as the leaky rectifier.</summary>
    /// <param name="dataType">The type of the coefficients: Float32 or Float64.</param>
    public RationalActivation(DataType dataType = DataType.Float32)
        : this(LeakyNumerator, LeakyDenominator, dataType)
    {
    }

    /// <summary>Makes the module with coefficients to start from.</summary>
    /// <param name="numerator">The coefficients of <c>1, x, x² …</c> in <c>P</c>; at least two.</param>
    /// <param name="denominator">The coefficients of <c>x, x² …</c> in <c>Q</c>; at least one.</param>
    /// <param name="dataType">The type of the coefficients: Float32 or Float64.</param>
    /// <exception cref="ArgumentException">There are too few coefficients.</exception>
    public RationalActivation(ReadOnlySpan<double> numerator, ReadOnlySpan<double> denominator, DataType dataType = DataType.Float32)
    {
        if (numerator.Length < 2 || denominator.Length < 1)
        {
            throw new ArgumentException(
                $"RationalActivation expects at least two coefficients above and one below but got {numerator.Length} and {denominator.Length}.",
                numerator.Length < 2 ? nameof(numerator) : nameof(denominator));
        }

        Numerator = RegisterParameter("numerator", Tensor.From(numerator).To(dataType), takesWeightDecay: false);
        Denominator = RegisterParameter("denominator", Tensor.From(denominator).To(dataType), takesWeightDecay: false);
    }

    /// <summary>The coefficients of <c>1, x, x² …</c> in <c>P</c>.</summary>
    public Tensor Numerator { get; }

    /// <summary>The coefficients of <c>x, x² …</c> in <c>Q</c>.</summary>
    public Tensor Denominator { get; }

    /// <inheritdoc/>
    protected internal override bool IsElementwise => true;

    /// <inheritdoc/>
    protected override string Details => FormattableString.Invariant($"degrees=({Numerator.Length - 1}, {Denominator.Length})");

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => F.Rational(x, Numerator, Denominator);
}

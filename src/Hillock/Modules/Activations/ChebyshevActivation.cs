using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>An activation that is a learned polynomial: <c>Σ cₖ·Tₖ(tanh x)</c> with the Chebyshev polynomials <c>Tₖ</c>, one for the whole layer.</summary>
/// <remarks>
/// <para>
/// The hyperbolic tangent brings every argument into (−1, 1), where the polynomials are defined, and lets a gradient through wherever an argument lies. For
/// arguments that lie in [−1, 1] already, such as a scaled table column, leave it out with <c>squash: false</c>: what lies outside is then moved to the
/// nearer end and gets no gradient.
/// </para>
/// <para>
/// It starts as the identity of the squashed argument: <c>c₁ = 1</c>, the others 0. The coefficients are called <c>weight</c> and take no weight decay. See
/// <see cref="F.Chebyshev"/>.
/// </para>
/// </remarks>
public sealed class ChebyshevActivation : Module
{
    /// <summary>Makes the module.</summary>
    /// <param name="degree">The degree of the polynomial, at least 1.</param>
    /// <param name="squash">Whether to take the hyperbolic tangent first.</param>
    /// <param name="dataType">The type of the coefficients: Float32 or Float64.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="degree"/> is below 1.</exception>
    public ChebyshevActivation(int degree = 5, bool squash = true, DataType dataType = DataType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degree, 1);
        (Degree, Squashes) = (degree, squash);
        double[] initial = new double[degree + 1];
        initial[1] = 1;
        Coefficients = RegisterParameter("weight", Tensor.From(initial).To(dataType), takesWeightDecay: false);
    }

    /// <summary>The degree of the polynomial.</summary>
    public int Degree { get; }

    /// <summary>Whether the hyperbolic tangent of the argument is taken first.</summary>
    public bool Squashes { get; }

    /// <summary>The coefficients <c>c₀ … cₙ</c>, <c>[degree + 1]</c>.</summary>
    public Tensor Coefficients { get; }

    /// <inheritdoc/>
    protected internal override bool IsElementwise => true;

    /// <inheritdoc/>
    protected override string Details => FormattableString.Invariant($"degree={Degree}, squash={Format(Squashes)}");

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => F.Chebyshev(Squashes ? F.Tanh(x) : x, Coefficients);
}

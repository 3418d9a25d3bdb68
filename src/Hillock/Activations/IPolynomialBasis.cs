using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>A basis <c>B₀, B₁, …</c> of the polynomials, in which coefficients can be learned.</summary>
internal interface IPolynomialBasis
{
    /// <summary>The sum <c>Σ cₖ·Bₖ(x)</c>; 0 of no coefficients.</summary>
    static abstract T Sum<T>(T x, ReadOnlySpan<Constant> coefficients) where T : struct, IReal<T>;

    /// <summary>
    /// The weight of <c>B</c> number <paramref name="row"/> in the derivative of <c>B</c> number <paramref name="column"/>: a derivative's coefficients are
    /// a matrix times those of the polynomial.
    /// </summary>
    static abstract double InDerivative(int row, int column);
}

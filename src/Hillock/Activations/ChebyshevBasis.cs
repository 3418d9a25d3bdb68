using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>The Chebyshev polynomials <c>Tₖ(cos θ) = cos kθ</c>, summed by Clenshaw's recurrence.</summary>
/// <remarks>
/// On [−1, 1] no <c>Tₖ</c> exceeds 1, so a coefficient is the most that its term can contribute. A step's two roundings are of terms up to
/// <c>(n − k + 1)·Σ|cₖ|</c> and reach the sum <c>|Uₖ| ≤ k + 1</c> times, so that its error is below <c>⅓(n + 3)³·u·Σ|cₖ|</c> for the unit roundoff <c>u</c>. Source: Clenshaw, "A note on the summation of Chebyshev series" (1955).
/// </remarks>
internal readonly struct ChebyshevBasis : IPolynomialBasis
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum<T>(T x, ReadOnlySpan<Constant> coefficients) where T : struct, IReal<T>
    {
        // b ← cₖ + 2x·b − (the b before), from the last coefficient to c₁; then c₀ + x·b − (the b before).
        T b = T.Zero, before = T.Zero, twice = x + x;
        for (int k = coefficients.Length - 1; k > 0; k--)
        {
            T next = T.FusedMultiplyAdd(twice, b, T.Const(coefficients[k]) - before);
            (before, b) = (b, next);
        }

        return coefficients.IsEmpty ? T.Zero : T.FusedMultiplyAdd(x, b, T.Const(coefficients[0]) - before);
    }

    // T'ₙ = 2n·(Tₙ₋₁ + Tₙ₋₃ + …), with half of T₀ where it comes to that.
    public static double InDerivative(int row, int column) =>
        row >= column || (column - row) % 2 == 0 ? 0 : row == 0 ? column : 2 * column;
}

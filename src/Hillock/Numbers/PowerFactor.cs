using System.Runtime.CompilerServices;

namespace Hillock.Numbers;

/// <summary>
/// The factor <c>c</c> in the derivatives of a power, <c>∂ⁱ⁺ʲxʸ/∂xⁱ∂yʲ = c·xʸ⁻ⁱ</c>: a polynomial in <c>y</c> and <c>ln x</c>.
/// </summary>
internal static class PowerFactor
{
    /// <summary>
    /// The factor by <c>cᵢⱼ = (y − i + 1)·cᵢ₋₁ⱼ + j·cᵢ₋₁ⱼ₋₁</c> and <c>c₀ⱼ = lnʲx</c>; the falling factorial <c>y(y − 1)…(y − i + 1)</c> for <c>j = 0</c>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Of<T>(T y, Wide<T> log, int orderX, int orderY)
        where T : struct, IReal<T> => (orderX, orderY) switch
        {
            (0, 0) => T.One,
            (1, 0) => y,
            (0, 1) => log,
            _ => Higher(y, log, orderX, orderY),
        };

    // Out of line: a loop of a kernel would become too long for the compiler, and it calls itself.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Wide<T> Higher<T>(T y, Wide<T> log, int orderX, int orderY)
        where T : struct, IReal<T>
    {
        if (orderX == 0)
        {
            return Finite(Wide<T>.FiniteProduct(log, Of(y, log, 0, orderY - 1)));
        }

        // A falling factorial that ends in 0 is 0 also where the logarithm is infinite.
        Wide<T> step = Finite(Wide<T>.Sum(y, T.Const(1 - orderX)));
        Wide<T> product = Finite(Wide<T>.FiniteProduct(step, Of(y, log, orderX - 1, orderY)));
        product = Wide<T>.Select(T.Abs(step.Hi) <= T.Zero, T.Zero, product);
        if (orderY == 0)
        {
            return product;
        }

        Wide<T> other = Finite(Of(y, log, orderX - 1, orderY - 1).Times(T.Const(orderY)));
        Wide<T> sum = Finite(Wide<T>.Sum(product.Hi, other.Hi));
        return Finite(Wide<T>.OrderedSum(sum.Hi, sum.Lo + (product.Lo + other.Lo)));
    }

    /// <summary>An infinite number has no remainder; the error-free transformations leave NaN.</summary>
    private static Wide<T> Finite<T>(Wide<T> x)
        where T : struct, IReal<T> => new(x.Hi, T.Select(T.Abs(x.Hi) < T.Const(double.PositiveInfinity), x.Lo, T.Zero));
}

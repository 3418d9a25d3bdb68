using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>The tanh approximation of GELU: <c>½x(1 + tanh(√(2/π)(x + 0.044715x³)))</c>.</summary>
/// <remarks>
/// Evaluated as <c>x·σ(2√(2/π)(x + 0.044715x³))</c>, which does not cancel; the constants are real numbers, carried to twice the
/// precision. <c>f(−∞) = −0</c> with slope 0, <c>f(−0) = −0</c>.
/// Source: Hendrycks, Gimpel, "Gaussian error linear units" (2016).
/// </remarks>
public readonly record struct GeluTanh : IActivation
{
    /// <inheritdoc/>
    public static Cost Cost => Cost.Heavy;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T>
    {
        // Past ±100 the gate is 0 or 1 in either precision.
        T limit = T.Const(100);
        T clamped = T.Max(-limit, x);
        Wide<T> square = Wide<T>.Product(clamped, clamped);
        Wide<T> cubic = Wide<T>.FiniteProduct(square, Wide<T>.Const(0.07135481627260025, -6.175149918155315e-19));

        Wide<T> linear = Wide<T>.Const(1.5957691216057308, -9.96930880911092e-17);
        Wide<T> sum = Wide<T>.Sum(linear.Hi, cubic.Hi);
        sum = new(sum.Hi, sum.Lo + (cubic.Lo + linear.Lo));
        return T.Select(x > limit, x, T.WithSignOfZero(T.Gate((Wide<T>)clamped, sum.Times(clamped)), x));
    }
}

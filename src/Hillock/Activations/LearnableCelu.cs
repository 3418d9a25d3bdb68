using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>
/// The continuously differentiable exponential linear unit with a learned scale: <c>x</c> for <c>x &gt; 0</c>, otherwise <c>α(e^(x/α) − 1)</c>.
/// </summary>
/// <remarks>
/// The slope at 0 is 1 for every <c>α</c>. The derivative with respect to <c>α</c> is 0 above 0, otherwise <c>e^q − 1 − q·e^q</c> with
/// <c>q = x/α</c>. NaN for <c>α = 0</c> and <c>x ≤ 0</c>. <c>f(−∞) = −α</c> for <c>α &gt; 0</c>, <c>f(−0) = −0</c>.
/// Source: Barron, "Continuously differentiable exponential linear units" (2017).
/// </remarks>
public readonly record struct LearnableCelu : ILearnableActivation
{
    /// <inheritdoc/>
    public static double Initial => 1;

    /// <summary>Evaluates the function.</summary>
    /// <param name="x">The argument.</param>
    /// <param name="alpha">The scale of the negative part.</param>
    /// <typeparam name="T">The kind of number.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T alpha) where T : struct, IReal<T>
    {
        // Below these the exponential is 0; an infinite quotient would make NaN.
        T limit = T.Const(-108, -750);
        Wide<T> quotient = Wide<T>.Quotient(T.Max(T.Const(-1e30), x), alpha);
        T rest = T.Select(quotient.Hi > limit, quotient.Lo, T.Zero);
        quotient = new(T.Max(limit, quotient.Hi), rest);
        Wide<T> power = T.Expm1OfNegative(quotient, out _, out _);
        if (T.AnyNegative(alpha))
        {
            power = Wide<T>.Select(alpha < T.Zero, Growing(quotient), power);
        }

        return T.Select(x > T.Zero, x, Wide<T>.FiniteProduct(alpha, power));
    }

    // A method of its own: one loop with both exponentials would be more than the compiler inlines.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static Wide<T> Growing<T>(Wide<T> quotient)
        where T : struct, IReal<T> => T.Expm1(quotient.Rounded);
}

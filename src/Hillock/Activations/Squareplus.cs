using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>Squareplus: <c>(x + √(x² + b))/2</c>.</summary>
/// <remarks>
/// A rectifier smoothed without transcendental functions. Below 0 it is evaluated as <c>(b/2)/(√(x² + b) − x)</c>, which does not cancel.
/// <c>f(−∞) = 0</c> with slope 0.
/// Source: Barron, "Squareplus: a softplus-like algebraic rectifier" (2021).
/// </remarks>
/// <param name="B">The curvature at 0, above 0.</param>
public readonly record struct Squareplus(double B) : IActivation
{
    private readonly Constant _b = new(B);

    /// <summary>The function with its default parameters.</summary>
    public Squareplus()
        : this(4)
    {
    }

    /// <summary>The curvature at 0.</summary>
    public double B { get; } = Check.Positive(B);

    /// <inheritdoc/>
    public static Cost Cost => Cost.Heavy;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T>
    {
        // From 2⁴⁰ (2⁶⁰) on the root is |x| itself, which also keeps the square finite.
        T limit = T.Const(1099511627776, 1152921504606846976);
        T half = T.Const(0.5);
        T magnitude = T.Select(x < T.Zero, -x, x);
        T large = magnitude >= limit;
        T bounded = T.Min(limit, magnitude);
        Wide<T> square = Wide<T>.Product(bounded, bounded);
        Wide<T> radicand = Wide<T>.Sum(square.Hi, T.Const(_b));
        T root = T.Sqrt(radicand.Hi);
        T rest = T.FiniteQuotient((T.NegatedMultiplyAdd(root, root, radicand.Hi) + (radicand.Lo + square.Lo)) * half, root);

        // Below 0 the result is b/4 over the mean of |x| and √(x² + b); above 0 it is that plus x.
        Wide<T> mean = Wide<T>.Sum(magnitude * half, T.Select(large, magnitude, root) * half);
        mean = new(mean.Hi, mean.Lo + T.Select(large, T.Zero, rest) * half);
        Wide<T> below = Wide<T>.Quotient(T.Const(_b) * T.Const(0.25), mean);
        Wide<T> sum = Wide<T>.Sum(magnitude, below.Hi);
        T finite = T.Select(x < T.Zero, below, sum.Hi + (sum.Lo + below.Lo));
        T infinite = T.Select(x < T.Zero, T.Zero, x);
        return T.Select(magnitude < T.Const(double.PositiveInfinity), finite, infinite);
    }
}

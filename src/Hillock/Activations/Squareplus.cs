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
public readonly record struct Squareplus(double B = 4) : IActivation
{
    /// <summary>The curvature at 0.</summary>
    public double B { get; } = Argument.Positive(B);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T>
    {
        T half = T.Const(0.5);
        T magnitude = T.Min(T.Const(T.IsSingle ? 1e15 : 1e150), T.Abs(x));
        Wide<T> square = Wide<T>.Product(magnitude, magnitude);
        Wide<T> radicand = Wide<T>.Sum(square.Hi, T.Const(B));
        T root = T.Sqrt(radicand.Hi);
        T rest = (T.NegatedMultiplyAdd(root, root, radicand.Hi) + (radicand.Lo + square.Lo)) * half / root;

        // |x| + √(x² + b), halved above 0 and dividing b/2 below.
        Wide<T> sum = Wide<T>.Sum(magnitude, root);
        sum = new(sum.Hi, sum.Lo + rest);
        T above = half * sum;
        T below = Wide<T>.Quotient(T.Const(B) * half, sum);
        return T.Select(x >= T.Const(T.IsSingle ? 1e15 : 1e150), x, T.Select(x < T.Zero, below, above));
    }
}

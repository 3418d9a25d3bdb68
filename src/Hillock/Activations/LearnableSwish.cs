using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>Swish with a learned sharpness: <c>x·σ(βx)</c>.</summary>
/// <remarks>
/// The sigmoid linear unit at <c>β = 1</c>, close to a rectifier for a large <c>β</c>. The derivative with respect to <c>β</c> is
/// <c>x²·σ(βx)·σ(−βx)</c>. For <c>β &gt; 0</c>: <c>f(−∞) = −0</c> with slope 0, <c>f(−0) = −0</c>.
/// Source: Ramachandran, Zoph, Le, "Searching for activation functions" (2017).
/// </remarks>
[KnownAs("swish")]
public readonly record struct LearnableSwish : ILearnableActivation
{
    /// <inheritdoc/>
    public static double Initial => 1;

    /// <inheritdoc/>
    public static Cost Cost => Cost.Moderate;

    /// <summary>Evaluates the function.</summary>
    /// <param name="x">The argument.</param>
    /// <param name="beta">The sharpness.</param>
    /// <typeparam name="T">The kind of number.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T beta) where T : struct, IReal<T>
    {
        // Past ±2000 the gate is 0 or 1 for every number; it is computed for up to a quarter of the largest, and an infinite x would make NaN.
        T largest = T.Const(8.5e37, 4.4e307);
        T limit = T.Const(2000);
        T large = T.Abs(x) > largest;
        T finite = T.Select(large, T.FlipSign(largest, x), x);
        Wide<T> product = Wide<T>.Product(beta, finite);
        T rest = T.Select(T.Abs(product.Hi) < limit, product.Lo, T.Zero);
        T argument = T.Min(limit, T.Max(-limit, product.Hi));
        T gated = T.WithSignOfZero(T.Gate((Wide<T>)finite, new Wide<T>(argument, rest)), x);
        return T.Select(large, T.Select(argument < T.Zero, gated, x), gated);
    }
}

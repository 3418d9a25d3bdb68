using System.Runtime.CompilerServices;
using Hillock.Activations;
using Hillock.Numbers;

namespace Hillock.Losses;

/// <summary>The binary cross-entropy of probabilities: <c>−t·ln x − (1 − t)·ln(1 − x)</c>.</summary>
/// <remarks>
/// Gradient <c>(1 − t)/(1 − x) − t/x</c>; <c>0·ln 0 = 0</c> in value and gradients. Both are exact for every <c>0 &lt; x &lt; 1</c>. At the ends, where they
/// would be infinite, <c>x = 0</c> counts as the smallest normal number (2⁻¹²⁶, in float64 2⁻¹⁰²²) and <c>x = 1</c> as the largest number below 1
/// (1 − 2⁻²⁴, 1 − 2⁻⁵³), so that a sigmoid that has rounded to its limit still learns; PyTorch cuts the logarithms at −100 and the gradient at ±10¹².
/// Prefer the loss on logits, which loses nothing. Predictions and targets are probabilities, from 0 to 1.
/// </remarks>
[KnownAs("bce")]
public readonly record struct BinaryCrossEntropy : IWeightedLoss
{
    /// <inheritdoc/>
    public static bool HasSlopes => true;

    /// <inheritdoc/>
    public string? ExpectedOfPrediction(double x) => x is >= 0 and <= 1 ? null : "probabilities, from 0 to 1,";

    /// <inheritdoc/>
    public string? ExpectedOfTarget(double t) => t is >= 0 and <= 1 ? null : "probabilities, from 0 to 1,";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T t) where T : struct, IReal<T>
    {
        T zero = T.Zero, one = T.One, nan = T.Const(double.NaN);
        T loss = -(Positive(x, t) + Negative(x, one - t));
        return T.Select(t >= zero, T.Select(t <= one, loss, nan), nan);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T SlopeX<TSelf, T>(TSelf function, T x, T t)
        where TSelf : struct, IBinaryFunction
        where T : struct, IReal<T> => ((T.One - t) / Rest(x).Rounded) - (t / AtLeast(x));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T SlopeY<TSelf, T>(TSelf function, T x, T t)
        where TSelf : struct, IBinaryFunction
        where T : struct, IReal<T> => Negative(x, T.One) - Positive(x, T.One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Positive<T>(T x, T share)
        where T : struct, IReal<T> => Wide<T>.FiniteProduct(share, T.Log(AtLeast(x)));

    // A method of its own: one loop over two logarithms would be more than the compiler inlines.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static T Negative<T>(T x, T share)
        where T : struct, IReal<T> => Wide<T>.FiniteProduct(share, T.Log(Rest(x)));

    // Sums with x, not constants, at the ends: the slope stays that of the logarithm.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T AtLeast<T>(T x)
        where T : struct, IReal<T> => T.Select(T.Abs(x) <= T.Zero, T.Const(1.17549435082228751e-38, 2.2250738585072014e-308) + x, x);

    // 1 − x is exact as a sum of two.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Wide<T> Rest<T>(T x)
        where T : struct, IReal<T>
    {
        Wide<T> rest = Wide<T>.OrderedSum(T.One, -x);
        T atLeast = T.Select(T.Abs(rest.Hi) <= T.Zero, T.Const(5.9604644775390625e-8, 1.1102230246251565e-16) + rest.Hi, rest.Hi);
        return new(atLeast, rest.Lo);
    }
}

using System.Runtime.CompilerServices;
using Hillock.Activations;
using Hillock.Numbers;

namespace Hillock.Losses;

/// <summary>The negative log-likelihood of counts: <c>eˣ − t·x</c> for a Poisson distribution whose rate has the logarithm <c>x</c>.</summary>
/// <remarks>
/// Gradient <c>eˣ − t</c>. The constant <c>ln t!</c> is left out, or approximated by Stirling's <c>t·ln t − t + ½·ln(2πt)</c> for <c>t &gt; 1</c> and 0 for
/// others. Without <c>logInput</c> the prediction is the rate itself and the loss <c>x − t·ln(x + ε)</c>.
/// </remarks>
/// <param name="LogInput">Whether predictions are logarithms of rates, not rates.</param>
/// <param name="Full">Whether to add Stirling's approximation of <c>ln t!</c>.</param>
/// <param name="Epsilon">What is added to a rate before its logarithm is taken, 0 or more.</param>
[KnownAs("poisson-nll")]
public readonly record struct PoissonNegativeLogLikelihood(bool LogInput, bool Full, double Epsilon) : IElementwiseLoss
{
    private readonly Constant _epsilon = new(Epsilon);

    /// <summary>The loss with its default parameters.</summary>
    public PoissonNegativeLogLikelihood()
        : this(LogInput: true, Full: false, 1e-8)
    {
    }

    /// <summary>What is added to a rate before its logarithm is taken.</summary>
    public double Epsilon { get; } = Check.NonNegative(Epsilon);

    /// <inheritdoc/>
    public static bool HasSlopes => true;

    /// <inheritdoc/>
    public string? ExpectedOfPrediction(double x) => LogInput || !(x + Epsilon < 0) ? null : "rates, not below 0,";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T t) where T : struct, IReal<T>
    {
        T loss = LogInput ? OfLogarithm(x, t) : OfRate(x, t);
        if (!Full)
        {
            return loss;
        }

        return loss + Stirling(t);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T SlopeX<TSelf, T>(TSelf function, T x, T t)
        where TSelf : struct, IBinaryFunction
        where T : struct, IReal<T> => Unsafe.BitCast<TSelf, PoissonNegativeLogLikelihood>(function).OwnSlopeX(x, t);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T OwnSlopeX<T>(T x, T t) where T : struct, IReal<T>
    {
        if (!LogInput)
        {
            return SlopeOfRate(x, t);
        }

        Wide<T> rate = T.Exp((Wide<T>)x);
        Wide<T> sum = Wide<T>.Sum(rate.Hi, -t);
        return T.Select(rate.Rounded <= T.Const(float.MaxValue, double.MaxValue), sum.Hi + (sum.Lo + rate.Lo), rate.Rounded);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T SlopeY<TSelf, T>(TSelf function, T x, T t)
        where TSelf : struct, IBinaryFunction
        where T : struct, IReal<T> => Unsafe.BitCast<TSelf, PoissonNegativeLogLikelihood>(function).OwnSlopeY(x, t);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T OwnSlopeY<T>(T x, T t) where T : struct, IReal<T>
    {
        T slope = LogInput ? -Bounded(x, t) : SlopeInCount(x, t);
        return Full ? slope + SlopeOfStirling(t) : slope;
    }

    // Methods of their own where the defaults do not go: one loop over everything would be more than the compiler inlines.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static T Stirling<T>(T t)
        where T : struct, IReal<T>
    {
        // ½·ln 2π; at most 1 the approximation is not used, nor its slope.
        T one = T.One, half = T.Const(0.5);
        T count = T.Select(t > one, t, one);
        T stirling = Wide<T>.FiniteProduct(count + half, T.Log(count)) + (T.Const(0.91893853320467274) - count);
        return T.Select(t > one, stirling, T.Zero);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static T SlopeOfStirling<T>(T t)
        where T : struct, IReal<T> => Stirling(new Dual<T>(t, T.One)).Tangent;

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private T SlopeOfRate<T>(T x, T t)
        where T : struct, IReal<T>
    {
        // 0/1 in the place of 0/0.
        T rate = x + T.Const(_epsilon);
        return T.One - (t / T.Select(T.Abs(t) <= T.Zero, T.Select(T.Abs(rate) <= T.Zero, T.One, rate), rate));
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private T SlopeInCount<T>(T x, T t)
        where T : struct, IReal<T>
    {
        Wide<T> logarithm = T.Log(x + T.Const(_epsilon));
        return -(Bounded(logarithm.Hi, t) + logarithm.Lo);
    }

    /// <summary>What a count is multiplied by: not infinite where the count is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Bounded<T>(T x, T t)
        where T : struct, IReal<T>
    {
        T largest = T.Const(float.MaxValue, double.MaxValue);
        return T.Select(T.Abs(t) <= T.Zero, T.Min(largest, T.Max(-largest, x)), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T OfLogarithm<T>(T x, T t)
        where T : struct, IReal<T>
    {
        T zero = T.Zero, largest = T.Const(float.MaxValue, double.MaxValue);
        T bounded = T.Select(T.Abs(t) <= zero, T.Min(largest, T.Max(-largest, x)), x);
        T high = T.Line(t, bounded);
        T low = T.MultiplySubtract(t, bounded, high);
        Wide<T> rate = T.Exp((Wide<T>)x);
        Wide<T> sum = Wide<T>.Sum(rate.Hi, -high);
        T difference = sum.Hi + (sum.Lo + (rate.Lo - low));

        // Where an operand is infinite the exact sum would be ∞ − ∞; the exponential goes before the line.
        T rounded = rate.Rounded;
        return T.Select(rounded <= largest, T.Select(T.Abs(high) <= T.Const(1e30, 1e300), difference, rounded - high), rounded);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private T OfRate<T>(T x, T t)
        where T : struct, IReal<T>
    {
        T zero = T.Zero, largest = T.Const(float.MaxValue, double.MaxValue);
        Wide<T> logarithm = T.Log(x + T.Const(_epsilon));
        T bounded = T.Select(T.Abs(t) <= zero, T.Max(-largest, logarithm.Hi), logarithm.Hi);
        T high = T.Line(t, bounded);
        T low = T.FusedMultiplyAdd(t, logarithm.Lo, T.MultiplySubtract(t, bounded, high));
        Wide<T> sum = Wide<T>.Sum(x, -high);
        T bound = T.Const(1e30, 1e300);
        T difference = T.Select(T.Abs(high) <= bound, sum.Hi + (sum.Lo - low), x - high);
        return T.Select(T.Abs(x) <= bound, difference, x - high);
    }
}

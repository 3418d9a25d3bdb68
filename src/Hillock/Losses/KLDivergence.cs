using System.Runtime.CompilerServices;
using Hillock.Activations;
using Hillock.Numbers;

namespace Hillock.Losses;

/// <summary>The Kullback-Leibler divergence: <c>t·(ln t − x)</c> of a probability <c>t</c> and a log-probability <c>x</c>.</summary>
/// <remarks>
/// Gradient <c>−t</c>, with respect to the target <c>ln t + 1 − x</c>. An element with <c>t = 0</c> counts for nothing: value and gradients
/// of every order are 0, whatever <c>x</c>. The mean divides by the number of elements, as PyTorch's; the divergence proper, a sum over each row, is
/// <see cref="Reduction.BatchMean"/>. Targets are probabilities, not below 0.
/// Source: Kullback, Leibler, "On information and sufficiency" (1951).
/// </remarks>
/// <param name="LogTarget">Whether targets are logarithms of probabilities too: the loss is then <c>eᵗ·(t − x)</c>.</param>
[KnownAs("kl-divergence", "kl-div")]
public readonly record struct KLDivergence(bool LogTarget) : IElementwiseLoss
{
    /// <summary>The loss with its default parameters.</summary>
    public KLDivergence()
        : this(false)
    {
    }

    /// <inheritdoc/>
    public static bool HasBatchMean => true;

    /// <inheritdoc/>
    public static bool HasSlopes => true;

    /// <inheritdoc/>
    public string? ExpectedOfTarget(double t) =>
        LogTarget ? double.IsNaN(t) ? "logarithms of probabilities" : null
        : t >= 0 ? null : "probabilities, not below 0,";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T t) where T : struct, IReal<T>
    {
        T zero = T.Zero;
        if (LogTarget)
        {
            T probability = T.Exp((Wide<T>)t);
            return T.Select(probability <= zero, zero, T.Line(probability, t - x));
        }

        return T.Select(T.Abs(t) <= zero, zero, T.Line(t, Logarithms.Less(t, x)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T SlopeX<TSelf, T>(TSelf function, T x, T t)
        where TSelf : struct, IBinaryFunction
        where T : struct, IReal<T> => Unsafe.BitCast<TSelf, KLDivergence>(function).OwnSlopeX(x, t);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T OwnSlopeX<T>(T x, T t) where T : struct, IReal<T> => LogTarget ? -T.Exp((Wide<T>)t).Rounded : T.Select(T.Abs(t) <= T.Zero, T.Zero, -t);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T SlopeY<TSelf, T>(TSelf function, T x, T t)
        where TSelf : struct, IBinaryFunction
        where T : struct, IReal<T> => Unsafe.BitCast<TSelf, KLDivergence>(function).OwnSlopeY(x, t);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T OwnSlopeY<T>(T x, T t) where T : struct, IReal<T> => LogTarget ? SlopeInLogarithm(x, t) : SlopeInProbability(x, t);

    // Methods of their own: one loop over both would be more than the compiler inlines.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static T SlopeInProbability<T>(T x, T t)
        where T : struct, IReal<T> => T.Select(T.Abs(t) <= T.Zero, T.Zero, Logarithms.SteepLess(t, x) + T.One);

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static T SlopeInLogarithm<T>(T x, T t)
        where T : struct, IReal<T>
    {
        T probability = T.Exp((Wide<T>)t);
        return T.Select(probability <= T.Zero, T.Zero, T.Line(probability, t - x) + probability);
    }
}

using System.Runtime.CompilerServices;
using Hillock.Activations;
using Hillock.Numbers;

namespace Hillock.Losses;

/// <summary>The focal loss of logits: <c>w·q^γ·b</c>, a binary cross-entropy b weighed by its error q.</summary>
/// <remarks>
/// With <c>q = (1 − t)·σ(x) + t·σ(−x)</c> and <c>w = (1 − t)(1 − α) + t·α</c>: easy elements, with a small error, count for little, and positive ones count
/// <c>α</c>, negative ones <c>1 − α</c>. Nothing cancels at a large <c>|x|</c>. Gradients where q is 0 exist for γ = 0 and γ ≥ 1.
/// Source: Lin, Goyal, Girshick, He, Dollár, "Focal loss for dense object detection" (2017).
/// </remarks>
/// <param name="Alpha">The weight of positive elements, from 0 to 1; with a negative number all weigh 1.</param>
/// <param name="Gamma">How strongly easy elements are discounted, 0 or more.</param>
public readonly record struct Focal(double Alpha, double Gamma) : IElementwiseLoss
{
    private readonly int _whole = (int)Math.Min(Gamma, 64);
    private readonly bool _hasRest = Gamma is not (0 or 1 or 2);
    private readonly Constant _rest = new(Gamma - (int)Math.Min(Gamma, 64));
    private readonly Constant _negative = new(Alpha >= 0 ? 1 - Alpha : 1);
    private readonly Constant _positive = new(Alpha >= 0 ? Alpha : 1);

    /// <summary>The loss with its default parameters.</summary>
    public Focal()
        : this(0.25, 2)
    {
    }

    /// <summary>The weight of positive elements.</summary>
    public double Alpha { get; } = Check.AtMost(Alpha, 1);

    /// <summary>How strongly easy elements are discounted.</summary>
    public double Gamma { get; } = Check.NonNegative(Gamma);

    /// <inheritdoc/>
    public static double OtherClass => 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T t) where T : struct, IReal<T>
    {
        T rest = T.One - t;
        Wide<T> small = T.Sigmoid(T.Select(x < T.Zero, x, -x));
        T wrong = Logits.Wrong(x, t);
        T right = T.One - wrong;

        // The larger sigmoid is 1 less the smaller: q = wrong·(1 − s) + right·s, in which nothing cancels.
        T error = T.FusedMultiplyAdd(wrong, T.One - small.Rounded, Wide<T>.FiniteProduct(right, small));
        T factor = T.FusedMultiplyAdd(t, T.Const(_positive), rest * T.Const(_negative));
        T entropy = Entropy(x, t);

        // The factors one after the other: a power alone could underflow before the entropy lifts it.
        if (_whole >= 1)
        {
            factor *= error;
        }

        if (_whole >= 2)
        {
            factor *= error;
        }

        if (_hasRest)
        {
            factor = Power(factor, error);
        }

        return T.Line(factor, entropy);
    }

    // Methods of their own, the second for powers other than 0, 1 and 2: one loop over everything would be more than the compiler inlines.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static T Entropy<T>(T x, T t)
        where T : struct, IReal<T> => default(BinaryCrossEntropyWithLogits).Apply(x, t);

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private T Power<T>(T factor, T error)
        where T : struct, IReal<T>
    {
        for (int i = 2; i < _whole; i++)
        {
            factor *= error;
        }

        T least = T.Const(1.17549435082228751e-38, 2.2250738585072014e-308);
        return Wide<T>.FiniteProduct(factor, T.Exp(T.Log(T.Max(least, error)).Times(T.Const(_rest))));
    }
}

using System.Runtime.CompilerServices;
using Hillock.Activations;
using Hillock.Numbers;

namespace Hillock.Losses;

/// <summary>The pinball loss of a quantile: <c>q·d</c> for <c>d &gt; 0</c>, otherwise <c>(q − 1)·d</c>, with <c>d = t − x</c>.</summary>
/// <remarks>
/// Its mean is least where a share <c>q</c> of the targets lies below the prediction: a network trained with it predicts that quantile, and with <c>q = ½</c>
/// the median. Slope <c>−q</c> below the target, <c>1 − q</c> above, 0 at it. Source: Koenker, Bassett, "Regression quantiles" (1978).
/// </remarks>
/// <param name="Level">The quantile <c>q</c>, above 0 and below 1.</param>
[KnownAs("quantile-loss", "quantile-regression")]
public readonly record struct Pinball(double Level) : IElementwiseLoss
{
    private readonly Constant _below = new(Level);
    private readonly Constant _above = new(Level - 1);

    /// <summary>The loss with its default parameters.</summary>
    public Pinball()
        : this(0.5)
    {
    }

    /// <summary>The quantile.</summary>
    public double Level { get; } = Check.Below(Check.Positive(Level), 1);

    /// <inheritdoc/>
    public static Cost Cost => Cost.Light;

    /// <inheritdoc/>
    public static bool ComparesNumbers => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T t) where T : struct, IReal<T>
    {
        // At the target both lines meet: 0 times the difference has the slope 0.
        T d = t - x;
        T slope = T.Select(d > T.Zero, T.Const(_below), T.Select(d < T.Zero, T.Const(_above), T.Zero));
        return T.Line(slope, d);
    }
}

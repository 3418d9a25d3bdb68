using System.Runtime.CompilerServices;
using Hillock.Activations;
using Hillock.Numbers;

namespace Hillock.Losses;

/// <summary>The hinge of distances: <c>x</c> where <c>t = 1</c>, <c>max(0, margin − x)</c> where <c>t = −1</c>.</summary>
/// <remarks>
/// Draws the pairs of one kind together and the others apart up to the margin. The gradient at <c>x = margin</c> is −1, as in PyTorch. Targets are −1
/// or 1; PyTorch adds both terms for any other.
/// </remarks>
/// <param name="Margin">The distance from which pairs of different kinds cost nothing.</param>
public readonly record struct HingeEmbedding(double Margin) : IElementwiseLoss
{
    private readonly Constant _margin = new(Margin);

    /// <summary>The loss with its default parameters.</summary>
    public HingeEmbedding()
        : this(1)
    {
    }

    /// <summary>The distance from which pairs of different kinds cost nothing.</summary>
    public double Margin { get; } = Check.Finite(Margin);

    /// <inheritdoc/>
    public static Cost Cost => Cost.Light;

    /// <inheritdoc/>
    public string? ExpectedOfTarget(double t) => t is 1 or -1 ? null : "−1 or 1";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T t) where T : struct, IReal<T>
    {
        T zero = T.Zero, one = T.One;
        T lacking = T.Const(_margin) - x;
        T apart = T.Select(lacking < zero, zero, lacking);
        return T.Select(T.Abs(t - one) <= zero, x, T.Select(T.Abs(t + one) <= zero, apart, T.Const(double.NaN)));
    }
}

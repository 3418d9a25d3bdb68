using System.Runtime.CompilerServices;
using Hillock.Activations;
using Hillock.Numbers;

namespace Hillock.Losses;

/// <summary>The margin of a ranking: <c>max(0, margin − t·d)</c> of a difference <c>d</c> of scores.</summary>
/// <remarks>Gradient <c>−t</c> up to and including <c>t·d = margin</c>, as in PyTorch.</remarks>
/// <param name="Margin">By how much the score that should be higher must be.</param>
public readonly record struct MarginRanking(double Margin) : IElementwiseLoss
{
    private readonly Constant _margin = new(Margin);

    /// <summary>By how much the score that should be higher must be.</summary>
    public double Margin { get; } = Check.Finite(Margin);

    /// <inheritdoc/>
    public static Cost Cost => Cost.Light;

    /// <inheritdoc/>
    public string? ExpectedOfTarget(double t) => t is 1 or -1 ? null : "−1 or 1";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T t) where T : struct, IReal<T>
    {
        T zero = T.Zero;
        T lacking = T.Const(_margin) - T.Line(t, x);
        T loss = T.Select(lacking < zero, zero, lacking);
        return T.Select(T.Abs(T.Abs(t) - T.One) <= zero, loss, T.Const(double.NaN));
    }
}

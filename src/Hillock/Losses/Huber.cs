using System.Runtime.CompilerServices;
using Hillock.Activations;
using Hillock.Numbers;

namespace Hillock.Losses;

/// <summary>Huber's loss: <c>d²/2</c> for <c>|d| ≤ δ</c>, otherwise <c>δ(|d| − δ/2)</c>, with <c>d = x − t</c>.</summary>
/// <remarks>
/// Gradient <c>d</c> cut to <c>±δ</c>. It is δ times the smooth absolute error with β = δ.
/// Source: Huber, "Robust estimation of a location parameter" (1964).
/// </remarks>
/// <param name="Delta">Where the parabola ends, above 0.</param>
public readonly record struct Huber(double Delta) : IElementwiseLoss
{
    private readonly Constant _delta = new(Delta);
    private readonly Constant _half = new(Delta / 2);

    /// <summary>The loss with its default parameters.</summary>
    public Huber()
        : this(1)
    {
    }

    /// <summary>Where the parabola ends.</summary>
    public double Delta { get; } = Check.Positive(Delta);

    /// <inheritdoc/>
    public static Cost Cost => Cost.Light;

    /// <inheritdoc/>
    public static bool ComparesNumbers => true;

    /// <inheritdoc/>
    public static double OtherClass => 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T t) where T : struct, IReal<T>
    {
        T difference = x - t;
        T magnitude = T.Abs(difference);
        T delta = T.Const(_delta);
        return T.Select(
            magnitude <= delta, difference * (difference * T.Const(0.5)), T.Line(delta, magnitude - T.Const(_half)));
    }
}

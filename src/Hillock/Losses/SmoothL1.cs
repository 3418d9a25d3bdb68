using System.Runtime.CompilerServices;
using Hillock.Activations;
using Hillock.Numbers;

namespace Hillock.Losses;

/// <summary>The smooth absolute error: <c>d²/(2β)</c> for <c>|d| &lt; β</c>, otherwise <c>|d| − β/2</c>, with <c>d = x − t</c>.</summary>
/// <remarks>
/// Gradient <c>d/β</c> within <c>±β</c>, otherwise <c>sign(d)</c>. With <c>β = 0</c> it is the absolute error, whose gradient at 0 is 0.
/// Source: Girshick, "Fast R-CNN" (2015).
/// </remarks>
/// <param name="Beta">Where the parabola ends, 0 or more.</param>
public readonly record struct SmoothL1(double Beta) : IElementwiseLoss
{
    private readonly Constant _beta = new(Beta);
    private readonly Constant _half = new(Beta / 2);
    private readonly Reciprocal _inverse = new(Beta > 0 ? Beta : 1);

    /// <summary>The loss with its default parameters.</summary>
    public SmoothL1()
        : this(1)
    {
    }

    /// <summary>Where the parabola ends.</summary>
    public double Beta { get; } = Check.NonNegative(Beta);

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

        // In this order the square of a small difference does not underflow before a small β divides it.
        T parabola = difference * (Wide<T>.FiniteProduct(difference * T.Const(0.5), _inverse.As<T>()));
        return T.Select(magnitude < T.Const(_beta), parabola, magnitude - T.Const(_half));
    }
}

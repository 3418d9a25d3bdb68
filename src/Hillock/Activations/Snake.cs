using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>Snake: <c>x + sin²(αx)/α</c>.</summary>
/// <remarks>
/// A line with a wave, for periodic signals. Slope <c>1 + sin(2αx)</c>, never negative, evaluated without cancellation where it touches 0.
/// <c>f(±∞) = ±∞</c>, the limits, where the slope has none and is NaN; <c>f(−0) = −0</c>. Where <c>α</c> goes to 0 the function becomes the line <c>x</c>;
/// <c>α = 0</c> itself is refused.
/// Source: Ziyin, Hartwig, Ueda, "Neural networks fail to learn periodic functions and how to fix it" (2020).
/// </remarks>
/// <param name="Alpha">The frequency of the wave, from 1e-18 to 1e18 in magnitude.</param>
public readonly record struct Snake(double Alpha) : IActivation
{
    private readonly Constant _twice = new(2 * Alpha);
    private readonly Reciprocal _inverse = new(2 * Alpha);

    /// <summary>The function with its default parameters.</summary>
    public Snake()
        : this(1)
    {
    }

    /// <summary>The frequency of the wave.</summary>
    public double Alpha { get; } = Check.Magnitude(Alpha, 1e-18, 1e18);

    /// <inheritdoc/>
    public static Cost Cost => Cost.Moderate;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.Snake(x, _twice, _inverse, out _, out _);
}

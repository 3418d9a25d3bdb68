using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>The hard hyperbolic tangent: <c>min(max(x, minimum), maximum)</c>.</summary>
/// <remarks>
/// Slope 1 strictly between the bounds, 0 at and beyond them. NaN stays NaN.
/// Source: Collobert, "Large scale machine learning" (2004).
/// </remarks>
/// <param name="Minimum">The lower bound.</param>
/// <param name="Maximum">The upper bound, above the lower one.</param>
public readonly record struct HardTanh(double Minimum, double Maximum) : IActivation
{
    private readonly Constant _minimum = new(Minimum);
    private readonly Constant _maximum = new(Maximum);

    /// <summary>The function with its default parameters.</summary>
    public HardTanh()
        : this(-1, 1)
    {
    }

    /// <summary>The lower bound.</summary>
    public double Minimum { get; } = Check.Below(Minimum, Maximum);

    /// <summary>The upper bound.</summary>
    public double Maximum { get; } = Maximum;

    /// <inheritdoc/>
    public static Cost Cost => Cost.Light;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> =>
        T.Min(T.Const(_maximum), T.Max(T.Const(_minimum), x));
}

using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>Softplus: <c>ln(1 + e^(βx))/β</c>.</summary>
/// <remarks>
/// A smooth rectifier, evaluated as <c>max(x, 0) + log1p(e^(−|βx|))/β</c> without a threshold. Slope <c>σ(βx)</c>. <c>f(−∞) = 0</c>.
/// Source: Dugas, Bengio, Bélisle, Nadeau, Garcia, "Incorporating second-order functional knowledge for better option pricing" (2001).
/// </remarks>
/// <param name="Beta">The sharpness, not 0: the larger, the closer to a rectifier.</param>
public readonly record struct Softplus(double Beta) : IActivation
{
    private readonly Sharpness _beta = new(Beta);

    /// <summary>The function with its default parameters.</summary>
    public Softplus()
        : this(1)
    {
    }

    /// <summary>The sharpness.</summary>
    public double Beta { get; } = Check.NonZero(Beta);

    /// <inheritdoc/>
    public static Cost Cost => Cost.Moderate;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.Softplus(x, _beta);
}

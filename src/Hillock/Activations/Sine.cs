using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>The sine of SIREN: <c>sin(ωx)</c>.</summary>
/// <remarks>
/// For networks that represent images, sounds and other signals by their coordinates. The product <c>ωx</c> is not rounded before the sine, however large it
/// is. The layers before it need weights of their own, <c>Initialization.SirenUniform</c>. <c>f(−0) = −0</c> for <c>ω &gt; 0</c>; NaN at ±∞, in value and slope.
/// Source: Sitzmann, Martel, Bergman, Lindell, Wetzstein, "Implicit neural representations with periodic activation functions" (2020).
/// </remarks>
/// <param name="Frequency">The angular frequency <c>ω</c>, up to 1e18 in magnitude.</param>
[KnownAs("siren")]
public readonly record struct Sine(double Frequency) : IActivation
{
    private readonly Constant _frequency = new(Frequency);

    /// <summary>The function with its default parameters.</summary>
    public Sine()
        : this(30)
    {
    }

    /// <summary>The angular frequency.</summary>
    public double Frequency { get; } = Check.Magnitude(Frequency, 0, 1e18);

    /// <inheritdoc/>
    public static Cost Cost => Cost.Moderate;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.SinCos(x, _frequency, out _);
}

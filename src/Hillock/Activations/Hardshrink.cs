using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>Hard shrinkage: <c>x</c> for <c>|x| &gt; λ</c>, otherwise 0.</summary>
/// <remarks>
/// Slope 1 outside the band, 0 inside and at its edges. NaN stays NaN.
/// Source: Donoho, Johnstone, "Ideal spatial adaptation by wavelet shrinkage" (1994).
/// </remarks>
/// <param name="Lambda">Half the width of the band, 0 or more.</param>
[KnownAs("hard-shrink")]
public readonly record struct Hardshrink(double Lambda) : IActivation
{
    private readonly Constant _lambda = new(Lambda);

    /// <summary>The function with its default parameters.</summary>
    public Hardshrink()
        : this(0.5)
    {
    }

    /// <summary>Half the width of the band.</summary>
    public double Lambda { get; } = Check.NonNegative(Lambda);

    /// <inheritdoc/>
    public static Cost Cost => Cost.Light;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> =>
        T.Select(T.Abs(x) <= T.Const(_lambda), T.Zero, x);
}

using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>Soft shrinkage: <c>x − λ</c> above <c>λ</c>, <c>x + λ</c> below <c>−λ</c>, otherwise 0.</summary>
/// <remarks>
/// Slope 1 outside the band, 0 inside and at its edges. NaN stays NaN. It is the proximal step of the L1 penalty.
/// Source: Donoho, "De-noising by soft-thresholding" (1995).
/// </remarks>
/// <param name="Lambda">Half the width of the band, 0 or more.</param>
[KnownAs("soft-shrink")]
public readonly record struct Softshrink(double Lambda) : IActivation
{
    private readonly Constant _lambda = new(Lambda);

    /// <summary>The function with its default parameters.</summary>
    public Softshrink()
        : this(0.5)
    {
    }

    /// <summary>Half the width of the band.</summary>
    public double Lambda { get; } = Check.NonNegative(Lambda);

    /// <inheritdoc/>
    public static Cost Cost => Cost.Light;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T>
    {
        // (|x| − λ)₊ with the sign of x; at the band's edge the maximum's slope is that of 0.
        return T.FlipSign(T.Max(T.Zero, T.Abs(x) - T.Const(_lambda)), x);
    }
}

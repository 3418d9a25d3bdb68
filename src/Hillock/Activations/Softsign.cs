using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>Softsign: <c>x/(1 + |x|)</c>.</summary>
/// <remarks>
/// Slope <c>1/(1 + |x|)²</c>. <c>f(±∞) = ±1</c> with slope 0, <c>f(−0) = −0</c>.
/// Source: Bergstra, Desjardins, Lamblin, Bengio, "Quadratic polynomials learn better image features" (2009).
/// </remarks>
public readonly record struct Softsign : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T>
    {
        // Past 2⁶² the quotient is ±1 in either precision, and so is that of the clamped argument.
        T limit = T.Const(4611686018427387904);
        T clamped = T.Max(-limit, T.Min(limit, x));
        return Wide<T>.Quotient(clamped, Wide<T>.Sum(T.One, T.Abs(clamped)));
    }
}

using System.Runtime.CompilerServices;

namespace Hillock.Numbers.Elementary;

/// <summary>
/// The inverse hyperbolic sine <c>ln w</c> with <c>w = |x| + √(x² + 1) = 2ᵏ·m</c>: <c>k·ln 2 + 2 artanh s</c> with <c>s = (m − 1)/(m + 1)</c>, which is
/// <c>|x|/(1 + √(x² + 1))</c> where <c>k = 0</c>, without cancellation at 0.
/// </summary>
internal static class InverseHyperbolic
{
    /// <summary><c>asinh x</c>, ±∞ at ±∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Asinh<T>(T x)
        where T : struct, IReal<T>
    {
        // From 2³⁰ on w is 2|x| but for 2⁻⁶² of it: ln |x| + ln 2.
        T zero = T.Zero, one = T.One, half = T.Const(0.5);
        T limit = T.Const(1073741824);
        T magnitude = T.Abs(x);
        T large = magnitude > limit;
        T bounded = T.Min(limit, magnitude);
        Wide<T> square = Wide<T>.Product(bounded, bounded);
        Wide<T> radicand = Wide<T>.Sum(one, square.Hi);
        T root = T.Sqrt(radicand.Hi);
        T rest = (T.NegatedMultiplyAdd(root, root, radicand.Hi) + (radicand.Lo + square.Lo)) * half / root;
        Wide<T> w = Wide<T>.OrderedSum(root, bounded);

        // [1, 2) to [√½, √2).
        T hi = T.Select(large, magnitude, w.Hi);
        T k = T.Exponent(hi);
        T m = T.Scale(hi, -k), low = T.Scale(T.Select(large, zero, w.Lo + rest), -k);
        T upper = m > T.Const(1.41421356);
        m = T.Select(upper, m * half, m);
        low = T.Select(upper, low * half, low);
        k = T.Select(upper, k + one, k) + T.Select(large, one, zero);

        T small = magnitude < T.Const(0.35);
        T difference = m - one;
        Wide<T> numerator = Wide<T>.Select(small, magnitude + magnitude, new Wide<T>(difference + difference, low + low));
        Wide<T> denominator = Wide<T>.Sum(T.Select(small, root, m), one);
        Wide<T> sum = Logarithm.Sum(k, Wide<T>.Quotient(numerator, new(denominator.Hi, denominator.Lo + T.Select(small, rest, low))));
        T finite = magnitude < T.Const(double.PositiveInfinity);
        return new(T.FlipSign(T.Select(finite, sum.Hi, magnitude), x), T.FlipSign(T.Select(finite, sum.Lo, zero), x));
    }

    /// <summary>The slope <c>1/√(1 + x²)</c>; where the square could overflow all is scaled by a power of two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Slope<T>(T x)
        where T : struct, IReal<T>
    {
        Wide<T> scaled = Arctangent.Scaled(x);
        return scaled.Lo / T.Sqrt(T.FusedMultiplyAdd(scaled.Hi, scaled.Hi, scaled.Lo * scaled.Lo));
    }
}

using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Losses;

/// <summary>What losses of a logit <c>x</c> and a target <c>t</c> from 0 to 1 are made of.</summary>
/// <remarks>Magnitudes are written as selections: <see cref="IReal{TSelf}.Abs"/> has slope 0 at 0, where these have the slope of one side.</remarks>
internal static class Logits
{
    /// <summary><c>ln(1 + e^(−|x|))</c>, with the slope −½ at 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Logarithm<T>(T x)
        where T : struct, IReal<T> => T.Softplus(T.Select(x < T.Zero, x, -x));

    /// <summary>The share of the target that lies on the other side than the logit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Wrong<T>(T x, T t)
        where T : struct, IReal<T> => T.Select(x < T.Zero, t, T.One - t);

    /// <summary><c>share·|x|</c> with <c>0·∞ = 0</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Linear<T>(T share, T x)
        where T : struct, IReal<T>
    {
        T zero = T.Zero;
        T magnitude = T.Select(x < zero, -x, x);
        T bounded = T.Select(T.Abs(share) <= zero, T.Min(T.Const(float.MaxValue, double.MaxValue), magnitude), magnitude);
        T high = T.Line(share, bounded);
        T low = T.MultiplySubtract(share, bounded, high);
        return new(high, T.Select(T.Abs(high) < T.Const(1e30, 1e300), low, zero));
    }
}

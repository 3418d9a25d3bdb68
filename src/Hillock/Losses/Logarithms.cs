using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Losses;

/// <summary>What losses and divergences with a logarithm of a probability are made of.</summary>
internal static class Logarithms
{
    /// <summary>The difference <c>ln t − x</c>, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Less<T>(T t, T x)
        where T : struct, IReal<T> => Less(T.Log(t), x);

    /// <summary>
    /// The difference <c>ln t − x</c> in a slope: of a subnormal <c>t</c> rounded twice, since the remainder of a sum with the slope <c>1/t = ∞</c> would be
    /// NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T SteepLess<T>(T t, T x)
        where T : struct, IReal<T>
    {
        Wide<T> logarithm = T.Log(t);
        return T.Select(t < T.Const(1.17549435082228751e-38, 2.2250738585072014e-308), logarithm.Rounded - x, Less(logarithm, x));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Less<T>(Wide<T> logarithm, T x)
        where T : struct, IReal<T>
    {
        Wide<T> sum = Wide<T>.Sum(logarithm.Hi, -x);
        return T.Select(T.Abs(x) < T.Const(double.PositiveInfinity), sum.Hi + (sum.Lo + logarithm.Lo), -x);
    }
}

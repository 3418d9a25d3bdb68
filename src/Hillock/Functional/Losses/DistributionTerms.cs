using System.Runtime.CompilerServices;
using Hillock.Losses;
using Hillock.Numbers;

namespace Hillock.Functional;

/// <summary>The term <c>−p·ln p</c> of an entropy, with value and slope 0 at 0.</summary>
internal readonly struct EntropyTerm : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x)
        where T : struct, IReal<T> => T.Select(x > T.Zero, -Wide<T>.FiniteProduct(x, T.Log(T.Select(x > T.Zero, x, T.One))), T.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Slope<TSelf, T>(TSelf function, T x)
        where TSelf : struct, IUnaryFunction
        where T : struct, IReal<T> => T.Select(x > T.Zero, -Logarithms.SteepLess(T.Select(x > T.Zero, x, T.One), -T.One), T.Zero);
}

/// <summary>The term <c>−p·ln q</c> of a cross-entropy of distributions. Where <c>p</c> is 0 it has no slope in <c>q</c>, and where both are it is 0.</summary>
internal readonly struct CrossEntropyTerm : IBinaryFunction
{
    public static bool HasSlopes => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T p, T q)
        where T : struct, IReal<T>
    {
        T logarithm = T.Log(Safe(p, q));
        return -(p * logarithm);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T SlopeX<TSelf, T>(TSelf function, T p, T q)
        where TSelf : struct, IBinaryFunction
        where T : struct, IReal<T> => -T.Log(Safe(p, q)).Rounded;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T SlopeY<TSelf, T>(TSelf function, T p, T q)
        where TSelf : struct, IBinaryFunction
        where T : struct, IReal<T> => T.Select(p > T.Zero, -(p / q), T.Zero);

    // 0·ln 1 in the place of 0·ln 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Safe<T>(T p, T q)
        where T : struct, IReal<T> => T.Select(p > T.Zero, q, T.Select(q > T.Zero, q, T.One));
}

/// <summary>The term <c>p·ln(p/q)</c> of a Kullback-Leibler divergence, with value and slopes 0 where <c>p</c> is.</summary>
internal readonly struct DivergenceTerm : IBinaryFunction
{
    public static bool HasSlopes => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T p, T q)
        where T : struct, IReal<T> => T.Select(p > T.Zero, p * LogarithmOfRatio(p, q), T.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T SlopeX<TSelf, T>(TSelf function, T p, T q)
        where TSelf : struct, IBinaryFunction
        where T : struct, IReal<T> => T.Select(p > T.Zero, LogarithmOfRatio(p, q) + T.One, T.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T SlopeY<TSelf, T>(TSelf function, T p, T q)
        where TSelf : struct, IBinaryFunction
        where T : struct, IReal<T> => T.Select(p > T.Zero, -(p / q), T.Zero);

    // Within a factor of 2 the difference is exact, and so is nearly all of the logarithm; beyond, the two logarithms hardly cancel.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static T LogarithmOfRatio<T>(T p, T q)
        where T : struct, IReal<T>
    {
        T one = T.One, a = T.Select(p > T.Zero, p, one), b = T.Select(p > T.Zero, q, one);
        T near = T.Abs(a - b) <= T.Min(a, b);
        T nearA = T.Select(near, a, one), nearB = T.Select(near, b, one);
        T close = T.Log1p((nearA - nearB) / nearB);
        T far = T.Log(a).Rounded - T.Log(b).Rounded;
        return T.Select(near, close, far);
    }
}

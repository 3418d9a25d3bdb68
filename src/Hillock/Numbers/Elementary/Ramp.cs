using System.Runtime.CompilerServices;

namespace Hillock.Numbers.Elementary;

/// <summary>The ramp from 0 at −3 to 1 at 3, which the hard sigmoid and the hard swish are made of.</summary>
internal static class Ramp
{
    /// <summary><c>min(max(x + 3, 0), 6)/6</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Apply<T>(T x)
        where T : struct, IReal<T> => Wide<T>.RoundedProduct(Sum(Bounded(x)), Sixth<T>());

    /// <summary><c>x·min(max(x + 3, 0), 6)/6</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Gate<T>(T x)
        where T : struct, IReal<T>
    {
        // Between the kinks both factors are of the same size; above, the quotient is x itself, and an infinite x would make it NaN.
        T bounded = Bounded(x);
        T quotient = Wide<T>.RoundedProduct(Sum(bounded).Times(bounded), Sixth<T>());
        return T.Select(x > T.Const(3), x, T.WithSignOfZero(quotient, x));
    }

    /// <summary>The ramp's slope.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Slope<T>(T x)
        where T : struct, IReal<T> => T.Select(T.Abs(x) < T.Const(3), T.Const(1.0 / 6), T.Zero);

    /// <summary>The gate's slope, <c>(2x + 3)/6</c> between the kinks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T GateSlope<T>(T x)
        where T : struct, IReal<T>
    {
        T inner = Wide<T>.FiniteProduct(T.FusedMultiplyAdd(T.Const(2), x, T.Const(3)), Sixth<T>());
        return T.Select(T.Abs(x) < T.Const(3), inner, T.Select(T.IsNegative(x), T.Zero, T.One));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Bounded<T>(T x)
        where T : struct, IReal<T>
    {
        T three = T.Const(3);
        return T.Min(three, T.Max(-three, x));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Wide<T> Sum<T>(T bounded)
        where T : struct, IReal<T> => Wide<T>.OrderedSum(T.Const(3), bounded);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Wide<T> Sixth<T>()
        where T : struct, IReal<T> => Wide<T>.Const(0.16666666666666666, 9.251858538542970e-18);
}

using System.Runtime.CompilerServices;

namespace Hillock.Numbers.Functions;

internal readonly struct ExpFunction : IUnaryFunction
{
    public static Cost Cost => Cost.Moderate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.Exp(x);
}

internal readonly struct Expm1Function : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.Expm1(x);
}

internal readonly struct LogFunction : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.Log(x);
}

internal readonly struct Log1pFunction : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.Log1p(x);
}

internal readonly struct SqrtFunction : IUnaryFunction
{
    public static Cost Cost => Cost.Moderate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.Sqrt(x);
}

internal readonly struct RsqrtFunction : IUnaryFunction
{
    public static Cost Cost => Cost.Moderate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.ReciprocalSqrt(x);
}

internal readonly struct ReciprocalFunction : IUnaryFunction
{
    public static Cost Cost => Cost.Moderate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.Reciprocal(x);
}

internal readonly struct AbsFunction : IUnaryFunction
{
    public static Cost Cost => Cost.Moderate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.Abs(x);
}

internal readonly struct SquareFunction : IUnaryFunction
{
    public static Cost Cost => Cost.Moderate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.Square(x);
}

internal readonly struct ErfFunction : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.Erf(x);
}

internal readonly struct SinFunction : IUnaryFunction
{
    public static Cost Cost => Cost.Moderate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.Sin(x);
}

internal readonly struct CosFunction : IUnaryFunction
{
    public static Cost Cost => Cost.Moderate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.Cos(x);
}

internal readonly struct AtanFunction : IUnaryFunction
{
    public static Cost Cost => Cost.Moderate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.Atan(x);
}

internal readonly struct AsinhFunction : IUnaryFunction
{
    public static Cost Cost => Cost.Moderate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.Asinh(x);
}

internal readonly struct SignFunction : IUnaryFunction
{
    public static Cost Cost => Cost.Moderate;

    // At 0 and NaN the answer is x; the product with 0 keeps both and has the derivative 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> =>
        T.Select(x > T.Zero, T.One, T.Select(x < T.Zero, T.Const(-1), T.Zero * x));
}

/// <summary>The nearest point of an interval; its derivative is 1 inside and at the ends.</summary>
internal readonly struct ClampFunction(double minimum, double maximum) : IUnaryFunction
{
    public static Cost Cost => Cost.Moderate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T>
    {
        T low = T.Const(minimum);
        T high = T.Const(maximum);
        return T.Select(x > high, high, T.Select(x < low, low, x));
    }
}

internal readonly struct PositivePartFunction : IUnaryFunction
{
    public static Cost Cost => Cost.Light;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.Max(T.Zero, x);
}

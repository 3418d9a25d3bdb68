using System.Runtime.CompilerServices;

namespace Hillock.Numbers.Functions;

/// <summary>A function of two whole numbers, modulo 2⁶⁴.</summary>
internal interface IIntegerFunction
{
    long Apply(long x, long y);
}

internal readonly struct AddFunction : IBinaryFunction, IIntegerFunction
{
    public static Cost Cost => Cost.Light;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T y) where T : struct, IReal<T> => x + y;

    public long Apply(long x, long y) => x + y;
}

internal readonly struct SubtractFunction : IBinaryFunction, IIntegerFunction
{
    public static Cost Cost => Cost.Light;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T y) where T : struct, IReal<T> => x - y;

    public long Apply(long x, long y) => x - y;
}

internal readonly struct MultiplyFunction : IBinaryFunction, IIntegerFunction
{
    public static Cost Cost => Cost.Light;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T y) where T : struct, IReal<T> => x * y;

    public long Apply(long x, long y) => x * y;
}

internal readonly struct DivideFunction : IBinaryFunction
{
    public static Cost Cost => Cost.Light;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T y) where T : struct, IReal<T> => x / y;
}

/// <summary><c>x + a·y</c>: a step against a gradient.</summary>
internal readonly struct ScaledAddFunction(double scale) : IBinaryFunction
{
    public static Cost Cost => Cost.Light;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T y) where T : struct, IReal<T> => T.FusedMultiplyAdd(T.Const(scale), y, x);
}

internal readonly struct NegateFunction : IUnaryFunction
{
    public static Cost Cost => Cost.Light;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => -x;
}

internal readonly struct IntegerAbsFunction : IIntegerFunction
{
    public long Apply(long x, long y) => x == long.MinValue ? x : Math.Abs(x);
}

internal readonly struct IntegerClampFunction(long minimum, long maximum) : IIntegerFunction
{
    public long Apply(long x, long y) => Math.Clamp(x, minimum, maximum);
}

internal readonly struct IntegerSignFunction : IIntegerFunction
{
    public long Apply(long x, long y) => Math.Sign(x);
}

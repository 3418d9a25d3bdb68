using System.Runtime.CompilerServices;

namespace Hillock.Numbers.Functions;

/// <summary>The power <c>xʸ</c>.</summary>
internal readonly struct PowerFunction : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T y) where T : struct, IReal<T> => T.Pow(x, y);
}

/// <summary>A derivative <c>∂ⁱ⁺ʲxʸ/∂xⁱ∂yʲ</c> of the power.</summary>
internal readonly struct PowerDerivativeFunction(int orderX, int orderY) : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T y) where T : struct, IReal<T> => T.Pow(x, y, orderX, orderY);
}

/// <summary>The power <c>xᵖ</c> of a constant exponent, or a derivative of it.</summary>
internal readonly struct ConstantPowerFunction(PowerExponent exponent) : IUnaryFunction
{
    private readonly PowerExponent _exponent = exponent;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.Pow(x, _exponent);
}

/// <summary>The power <c>x^½</c>: the square root, but for −0 and −∞, whose power has no sign.</summary>
internal readonly struct SquareRootPowerFunction : IUnaryFunction
{
    public static Cost Cost => Cost.Moderate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.Select(x < T.Const(-float.MaxValue, -double.MaxValue), -x, T.Sqrt(x + T.Zero));
}

/// <summary>The cube <c>x³</c>, rounded once or nearly so: two plain products could be 1.2 units in the last place off.</summary>
internal readonly struct CubeFunction : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.InDouble(default(Formula), x, x);

    private readonly struct Formula : IDoubleFormula
    {
        // The square of a float is exact in double precision.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T OfSingles<T>(T x, T y) where T : struct, IReal<T> => x * x * x;

        // What the square lost is added. From 2³⁴² on the cube is infinite, and what the square lost could be the other infinity. Where the correction
        // underflows, it is at most half the smallest number, so that the error stays within 1 unit.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T OfDoubles<T>(T x, T y) where T : struct, IReal<T>
        {
            Wide<T> square = Wide<T>.Product(x, x);
            T cube = T.FusedMultiplyAdd(square.Hi, x, square.Lo * x);
            return T.Select(T.Abs(x) < T.Const(8.9589789687112e102), cube, square.Hi * x);
        }
    }
}

using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Functional;

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

using System.Runtime.CompilerServices;

namespace Hillock.Numbers.Elementary;

/// <summary>The derivative <c>∂ⁱ⁺ʲxʸ/∂xⁱ∂yʲ</c>, or the power itself.</summary>
/// <remarks>
/// In parts out of line: as one method, twice for floats, it would be more than the compiler inlines in a loop, and each of its operations a call.
/// </remarks>
internal readonly struct PowerOfNumbers(int orderX, int orderY) : IDoubleFormula
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T OfSingles<T>(T x, T y)
        where T : struct, IReal<T> => orderX + orderY == 0 ? Single(x, y) : Single(x, y, orderX, orderY);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T OfDoubles<T>(T x, T y)
        where T : struct, IReal<T> => orderX + orderY == 0 ? Double(x, y) : Double(x, y, orderX, orderY);

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static T Single<T>(T x, T y)
        where T : struct, IReal<T>
    {
        T power = Exponential.PowerOfTwo(Power.ExponentOfSingles(x, y, isOrdinary: false, out _));
        Power.Parity(y, 0, out T isEven, out T isOdd);
        return Power.Signed(power, x, isEven, isOdd);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static T Single<T>(T x, T y, int orderX, int orderY)
        where T : struct, IReal<T>
    {
        T rest = y - T.Const(orderX);
        T z = Power.ExponentOfSingles(x, rest, isOrdinary: false, out T log);
        T factor = PowerFactor.Of(y, orderY > 0 ? Power.Natural(log, x, rest) : T.Zero, orderX, orderY);
        T power = Power.Times(Exponential.PowerOfTwo(z), z, factor);
        Power.Parity(y, orderX, out T isEven, out T isOdd);
        power = Power.Vanishing(Power.Signed(power, x, isEven, isOdd), factor);
        return orderY > 0 ? T.Select(x < T.Zero, T.Const(double.NaN), power) : power;
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static T Double<T>(T x, T y)
        where T : struct, IReal<T>
    {
        Wide<T> z = Power.ExponentOfDoubles(x, Power.Lowered(y, 0), isOrdinary: false, hasFactor: false, out _);
        Wide<T> mantissa = Exponential.PowerOfTwo(z, out T n);
        T power = Power.Scaled(mantissa, n);
        Power.Parity(y, 0, out T isEven, out T isOdd);
        return Power.Signed(power, x, isEven, isOdd);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static T Double<T>(T x, T y, int orderX, int orderY)
        where T : struct, IReal<T>
    {
        Wide<T> rest = Power.Lowered(y, orderX);
        Wide<T> z = Power.ExponentOfDoubles(x, rest, isOrdinary: false, hasFactor: true, out Wide<T> log);
        Wide<T> factor = PowerFactor.Of(y, orderY > 0 ? Power.Natural(log, x, rest.Hi) : T.Zero, orderX, orderY);
        Wide<T> mantissa = Exponential.PowerOfTwo(z, out T n);
        T power = Power.Times(mantissa, n, z.Hi, factor);
        Power.Parity(y, orderX, out T isEven, out T isOdd);
        power = Power.Vanishing(Power.Signed(power, x, isEven, isOdd), factor.Hi);
        return orderY > 0 ? T.Select(x < T.Zero, T.Const(double.NaN), power) : power;
    }
}

using System.Runtime.CompilerServices;

namespace Hillock.Numbers.Elementary;

/// <summary>The derivative <c>dⁿxᵖ/dxⁿ</c>, or the power itself, with all that depends on the exponent alone.</summary>
/// <remarks>In parts out of line, as <see cref="PowerOfNumbers"/>.</remarks>
internal readonly struct PowerOfConstant : IDoubleFormula
{
    /// <summary>The largest whole exponent of floats that is a product: its roundings, in double precision, are below 2⁻⁴⁶.</summary>
    private const int LargestProduct = 64;

    private readonly int _product;
    private readonly double _rest;
    private readonly double _restLow;
    private readonly double _factor;
    private readonly double _factorLow;
    private readonly bool _hasFactor;
    private readonly bool _isOrdinary;
    private readonly bool _isEven;
    private readonly bool _isOdd;

    internal PowerOfConstant(double exponent, int order)
    {
        Scalar<double> y = new(exponent);
        Wide<Scalar<double>> rest = Power.Lowered(y, order), factor = PowerFactor.Of(y, Scalar<double>.Zero, order, 0);
        Power.Parity(y, order, out Scalar<double> isEven, out Scalar<double> isOdd);
        (_rest, _restLow, _factor, _factorLow) = (rest.Hi.Value, rest.Lo.Value, factor.Hi.Value, factor.Lo.Value);
        (_hasFactor, _isOrdinary) = (order > 0, _rest < 0 || _rest > 0);
        (_isEven, _isOdd) = (isEven.Value > 0, isOdd.Value > 0);
        _product = (_isEven || _isOdd) && Math.Abs(_rest) <= LargestProduct ? (int)_rest : 0;
    }

    /// <summary>The factor <c>p(p − 1)…(p − n + 1)</c>.</summary>
    internal double Factor => _factor;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T OfSingles<T>(T x, T y)
        where T : struct, IReal<T> => _product != 0 ? Product(x) : Single(x);

    /// <summary>
    /// A whole power of floats by repeated squaring. What overflows or underflows in double precision does so in single precision all the more.
    /// </summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private T Product<T>(T x)
        where T : struct, IReal<T>
    {
        T result = (_product & 1) != 0 ? x : T.One;
        T square = x;
        for (int n = Math.Abs(_product) >> 1; n > 0; n >>= 1)
        {
            square *= square;
            result = (n & 1) != 0 ? result * square : result;
        }

        T factor = T.Const(_hasFactor ? _factor : 1);
        return _factor == 0 ? T.Zero : _product < 0 ? factor / result : factor * result;
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private T Single<T>(T x)
        where T : struct, IReal<T>
    {
        T z = Power.ExponentOfSingles(x, T.Const(_rest), _isOrdinary, out _);
        T power = Exponential.PowerOfTwo(z);
        return Signed(_hasFactor ? Power.Times(power, z, T.Const(_factor)) : power, x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T OfDoubles<T>(T x, T y)
        where T : struct, IReal<T> =>
        Double(x);

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private T Double<T>(T x)
        where T : struct, IReal<T>
    {
        Wide<T> z = Power.ExponentOfDoubles(x, new Wide<T>(T.Const(_rest), T.Const(_restLow)), _isOrdinary, _hasFactor, out _);
        Wide<T> mantissa = Exponential.PowerOfTwo(z, out T n);
        return Signed(_hasFactor ? Power.Times(mantissa, n, z.Hi, new Wide<T>(T.Const(_factor), T.Const(_factorLow))) : Power.Scaled(mantissa, n), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T Signed<T>(T power, T x)
        where T : struct, IReal<T> => _factor == 0 ? T.Zero : _isOdd ? T.FlipSign(power, x) : _isEven ? power : Power.OfPositive(power, x);
}

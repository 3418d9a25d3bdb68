using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Functional;

/// <summary>A whole power by repeated squaring.</summary>
internal readonly struct WholePowerFunction(int exponent) : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T>
    {
        T result = T.One;
        T square = x;
        for (int n = Math.Abs(exponent); n > 0; n >>= 1)
        {
            result = (n & 1) != 0 ? result * square : result;
            square = n > 1 ? square * square : square;
        }

        return exponent < 0 ? T.One / result : result;
    }
}

/// <summary><c>exp(y·ln x)</c> for <c>x ≥ 0</c>, the logarithm and the product to twice the precision.</summary>
internal readonly struct PowerFunction : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T y) where T : struct, IReal<T>
    {
        T zero = T.Zero;
        T infinity = T.Const(double.PositiveInfinity);
        T inside = T.Select(x > zero, T.Select(x < infinity, T.One, zero), zero);
        Wide<T> log = T.Log(T.Select(inside > zero, x, T.One));
        T power = T.Exp(new Wide<T>(y, zero) * log);

        // The ends: 0 and ∞ to a positive, zero or negative power; NaN of negative bases.
        T large = T.Select(y > zero, infinity, T.Select(y < zero, zero, T.Select(y >= zero, T.One, y)));
        T small = T.Select(y > zero, zero, T.Select(y < zero, infinity, T.Select(y >= zero, T.One, y)));
        T end = T.Select(x > zero, large, T.Select(x >= zero, small, T.Const(double.NaN)));
        return T.Select(inside > zero, power, end);
    }
}

using Hillock.Numbers.Functions;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The exponential <c>eˣ</c>.</summary>
    public static Tensor Exp(Tensor x) => Apply(x, default(ExpFunction));

    /// <summary>The exponential less one, <c>eˣ − 1</c>, accurate near 0.</summary>
    public static Tensor Expm1(Tensor x) => Apply(x, default(Expm1Function));

    /// <summary>The natural logarithm <c>ln x</c>; NaN below 0, −∞ at 0.</summary>
    public static Tensor Log(Tensor x) => Apply(x, default(LogFunction));

    /// <summary>The logarithm <c>ln(1 + x)</c>, accurate near 0.</summary>
    public static Tensor Log1p(Tensor x) => Apply(x, default(Log1pFunction));

    /// <summary>The square root, correctly rounded; NaN below 0.</summary>
    public static Tensor Sqrt(Tensor x) => Apply(x, default(SqrtFunction));

    /// <summary>The reciprocal square root <c>1/√x</c>.</summary>
    public static Tensor Rsqrt(Tensor x) => Apply(x, default(RsqrtFunction));

    /// <summary>The reciprocal <c>1/x</c>, correctly rounded.</summary>
    public static Tensor Reciprocal(Tensor x) => Apply(x, default(ReciprocalFunction));

    /// <summary>The magnitude <c>|x|</c>; its derivative at 0 is 0.</summary>
    public static Tensor Abs(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.DataType.IsFloatingPoint() ? Apply(x, default(AbsFunction)) : Elementwise.Integer(default(IntegerAbsFunction), x, x, x.DataType);
    }

    /// <summary>The sign: −1, 0 (of either sign) or 1; NaN of NaN. Its derivative is 0.</summary>
    public static Tensor Sign(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.DataType.IsFloatingPoint() ? Apply(x, default(SignFunction)) : Elementwise.Integer(default(IntegerSignFunction), x, x, x.DataType);
    }

    /// <summary>The square <c>x²</c>; of whole numbers in their type, of truth values as Int64.</summary>
    public static Tensor Square(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.DataType.IsFloatingPoint())
        {
            return Apply(x, default(SquareFunction));
        }

        Tensor numbers = x.DataType == DataType.Bool ? x.To(DataType.Int64) : x;
        return Multiply(numbers, numbers);
    }

    /// <summary>The sine of angles in radians, of any magnitude; NaN of infinities.</summary>
    public static Tensor Sin(Tensor x) => Apply(x, default(SinFunction));

    /// <summary>The cosine of angles in radians, of any magnitude; NaN of infinities.</summary>
    public static Tensor Cos(Tensor x) => Apply(x, default(CosFunction));

    /// <summary>The arctangent, an angle from <c>−π/2</c> to <c>π/2</c>.</summary>
    public static Tensor Atan(Tensor x) => Apply(x, default(AtanFunction));

    /// <summary>The inverse hyperbolic sine <c>ln(x + √(x² + 1))</c>, accurate near 0 and without overflow.</summary>
    public static Tensor Asinh(Tensor x) => Apply(x, default(AsinhFunction));

    /// <summary>The error function <c>erf x</c>.</summary>
    public static Tensor Erf(Tensor x) => Apply(x, default(ErfFunction));

    /// <summary>The nearest number between two bounds; its derivative is 1 from bound to bound and 0 outside.</summary>
    /// <param name="x">The numbers, of any type.</param>
    /// <param name="minimum">The lower bound; none when left out.</param>
    /// <param name="maximum">The upper bound; none when left out.</param>
    /// <returns>Numbers of the type of x; of whole numbers with a bound that is a fraction float32, of truth values Int64.</returns>
    /// <exception cref="ArgumentException">The minimum is above the maximum, or one is NaN.</exception>
    public static Tensor Clamp(Tensor x, double minimum = double.NegativeInfinity, double maximum = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (!(minimum <= maximum))
        {
            throw new ArgumentException(FormattableString.Invariant($"Clamp expects a minimum up to the maximum but got {minimum} and {maximum}."), nameof(minimum));
        }

        return x.DataType.IsFloatingPoint() ? Apply(x, new ClampFunction(minimum, maximum)) : ClampIntegers(x, minimum, maximum);
    }

    private static Tensor ClampIntegers(Tensor x, double minimum, double maximum)
    {
        bool whole = (double.IsInteger(minimum) || double.IsInfinity(minimum)) && (double.IsInteger(maximum) || double.IsInfinity(maximum));
        if (!whole)
        {
            return Clamp(x.To(DataType.Float32), minimum, maximum);
        }

        // Bounds that the type does not hold bound nothing, or everything to the nearest number that it holds.
        DataType type = x.DataType == DataType.Bool ? DataType.Int64 : x.DataType;
        (long lowest, long highest) = type switch
        {
            DataType.Int64 => (long.MinValue, long.MaxValue),
            DataType.Int32 => (int.MinValue, int.MaxValue),
            _ => (byte.MinValue, (long)byte.MaxValue),
        };
        long low = Math.Clamp(long.CreateSaturating(minimum), lowest, highest);
        long high = Math.Clamp(long.CreateSaturating(maximum), lowest, highest);
        return Elementwise.Integer(new IntegerClampFunction(low, high), x, x, type);
    }
}

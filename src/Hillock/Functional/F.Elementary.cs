using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The exponential <c>eˣ</c>.</summary>
    public static Tensor Exp(Tensor x) => Activation(x, default(ExpFunction));

    /// <summary>The exponential less one, <c>eˣ − 1</c>, accurate near 0.</summary>
    public static Tensor Expm1(Tensor x) => Activation(x, default(Expm1Function));

    /// <summary>The natural logarithm <c>ln x</c>; NaN below 0, −∞ at 0.</summary>
    public static Tensor Log(Tensor x) => Activation(x, default(LogFunction));

    /// <summary>The logarithm <c>ln(1 + x)</c>, accurate near 0.</summary>
    public static Tensor Log1p(Tensor x) => Activation(x, default(Log1pFunction));

    /// <summary>The square root, correctly rounded; NaN below 0.</summary>
    public static Tensor Sqrt(Tensor x) => Activation(x, default(SqrtFunction));

    /// <summary>The reciprocal square root <c>1/√x</c>.</summary>
    public static Tensor Rsqrt(Tensor x) => Activation(x, default(RsqrtFunction));

    /// <summary>The reciprocal <c>1/x</c>, correctly rounded.</summary>
    public static Tensor Reciprocal(Tensor x) => Activation(x, default(ReciprocalFunction));

    /// <summary>The magnitude <c>|x|</c>; its derivative at 0 is 0.</summary>
    public static Tensor Abs(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.DataType.IsFloatingPoint() ? Activation(x, default(AbsFunction)) : Elementwise.Integer(default(IntegerAbsFunction), x, x, x.DataType);
    }

    /// <summary>The sign: −1, 0 (of either sign) or 1; NaN of NaN. Its derivative is 0.</summary>
    public static Tensor Sign(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.DataType.IsFloatingPoint() ? Activation(x, default(SignFunction)) : Elementwise.Integer(default(IntegerSignFunction), x, x, x.DataType);
    }

    /// <summary>The square <c>x²</c>.</summary>
    public static Tensor Square(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.DataType.IsFloatingPoint() ? Activation(x, default(SquareFunction)) : Multiply(x, x);
    }

    /// <summary>The sine of angles in radians, of any magnitude; NaN of infinities.</summary>
    public static Tensor Sin(Tensor x) => Activation(x, default(SinFunction));

    /// <summary>The cosine of angles in radians, of any magnitude; NaN of infinities.</summary>
    public static Tensor Cos(Tensor x) => Activation(x, default(CosFunction));

    /// <summary>The arctangent, an angle from <c>−π/2</c> to <c>π/2</c>.</summary>
    public static Tensor Atan(Tensor x) => Activation(x, default(AtanFunction));

    /// <summary>The inverse hyperbolic sine <c>ln(x + √(x² + 1))</c>, accurate near 0 and without overflow.</summary>
    public static Tensor Asinh(Tensor x) => Activation(x, default(AsinhFunction));

    /// <summary>The error function <c>erf x</c>.</summary>
    public static Tensor Erf(Tensor x) => Activation(x, default(ErfFunction));

    /// <summary>The nearest number between two bounds; its derivative is 1 from bound to bound and 0 outside.</summary>
    /// <exception cref="ArgumentException">The minimum is above the maximum, or one is NaN.</exception>
    public static Tensor Clamp(Tensor x, double minimum = double.NegativeInfinity, double maximum = double.PositiveInfinity)
    {
        if (!(minimum <= maximum))
        {
            throw new ArgumentException(FormattableString.Invariant($"Clamp expects a minimum up to the maximum but got {minimum} and {maximum}."), nameof(minimum));
        }

        return Activation(x, new ClampFunction(minimum, maximum));
    }
}

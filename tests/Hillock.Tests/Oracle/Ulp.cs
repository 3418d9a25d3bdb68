using System.Globalization;
using System.Numerics;
using Hillock.Tensors;

namespace Hillock.Tests.Oracle;

/// <summary>Errors in units in the last place, measured against an exact decimal without any rounding in between.</summary>
/// <remarks>
/// One ulp is the spacing of the element type in the binade of the true value; below the smallest normal number it is the
/// smallest subnormal, above the largest finite number the spacing of the top binade. A true value that rounds to an infinity
/// is met exactly by that infinity; an infinity for a smaller true value counts as the power of two after the largest finite
/// number. Zeros of either sign are equal here, see <see cref="HasDecidedSign"/>.
/// </remarks>
public static class Ulp
{
    /// <summary>The distance of a float32 from the true value, in ulps; infinite where one is NaN or infinite and the other is not.</summary>
    public static double Distance(float actual, string exact) => Distance(actual, exact, precision: 24, minExponent: -126, maxExponent: 127);

    /// <summary>The distance of a float64 from the true value, in ulps; infinite where one is NaN or infinite and the other is not.</summary>
    public static double Distance(double actual, string exact) => Distance(actual, exact, precision: 53, minExponent: -1022, maxExponent: 1023);

    /// <summary>The distance of an element of a floating-point type from the true value, in ulps of that type.</summary>
    public static double Distance(double actual, string exact, DataType type)
    {
        (int precision, int minExponent, int maxExponent) = Format(type);
        return Distance(actual, exact, precision, minExponent, maxExponent);
    }

    /// <summary>One ulp of a type at the true value, as a double.</summary>
    public static double Size(DataType type, string exact)
    {
        (int precision, int minExponent, int maxExponent) = Format(type);
        ExactDecimal expected = ExactDecimal.Parse(exact);
        int exponent =
            expected.Infinity != 0
                ? maxExponent
                : expected.IsNaN || expected.Numerator.IsZero ? minExponent : ExactDecimal.Exponent(expected.Numerator, expected.Denominator);
        return Math.ScaleB(1, Math.Clamp(exponent, minExponent, maxExponent) - (precision - 1));
    }

    /// <summary>False when the decimal is <c>-0</c> and the number is not; every other decimal leaves the sign of a zero open.</summary>
    public static bool HasDecidedSign(double actual, string exact) => exact != "-0" || double.IsNegative(actual);

    /// <summary>The float64 nearest to the true value: an infinity beyond the range, a zero of the decimal's sign below it.</summary>
    public static double NearestDouble(string exact) => exact switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.Parse(exact, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    /// <summary>The float32 nearest to the true value, in one rounding.</summary>
    public static float NearestSingle(string exact) => exact switch
    {
        "inf" => float.PositiveInfinity,
        "-inf" => float.NegativeInfinity,
        _ => float.Parse(exact, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    private static (int Precision, int MinExponent, int MaxExponent) Format(DataType type) => type switch
    {
        DataType.Float64 => (53, -1022, 1023),
        DataType.Float32 => (24, -126, 127),
        DataType.Float16 => (11, -14, 15),
        DataType.BFloat16 => (8, -126, 127),
        _ => throw new ArgumentException($"{type} is not of floating point.", nameof(type)),
    };

    private static double Distance(double actual, string exact, int precision, int minExponent, int maxExponent)
    {
        ExactDecimal expected = ExactDecimal.Parse(exact);
        if (expected.IsNaN || double.IsNaN(actual))
        {
            return expected.IsNaN && double.IsNaN(actual) ? 0 : double.PositiveInfinity;
        }

        if (expected.Infinity != 0)
        {
            return double.IsInfinity(actual) && Math.Sign(actual) == expected.Infinity ? 0 : double.PositiveInfinity;
        }

        BigInteger numerator = expected.Numerator, denominator = expected.Denominator;
        int exponent = numerator.IsZero ? minExponent : ExactDecimal.Exponent(numerator, denominator);
        int ulp = Math.Clamp(exponent, minExponent, maxExponent) - (precision - 1);

        BigInteger actualNumerator, actualDenominator = 1;
        if (double.IsInfinity(actual))
        {
            // Half an ulp below 2^(maxExponent + 1) is where rounding begins to give infinity.
            BigInteger threshold = (BigInteger.One << (precision + 1)) - 1 << (maxExponent - precision);
            if (numerator.Sign == Math.Sign(actual) && BigInteger.Abs(numerator) >= threshold * denominator)
            {
                return 0;
            }

            actualNumerator = Math.Sign(actual) * (BigInteger.One << (maxExponent + 1));
        }
        else
        {
            (actualNumerator, actualDenominator) = Fraction(actual);
        }

        BigInteger difference = BigInteger.Abs(actualNumerator * denominator - numerator * actualDenominator);
        BigInteger unit = denominator * actualDenominator;
        return Ratio(ulp < 0 ? difference << -ulp : difference, ulp < 0 ? unit : unit << ulp);
    }

    private static (BigInteger Numerator, BigInteger Denominator) Fraction(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int biased = (int)(bits >> 52) & 0x7ff;
        long mantissa = bits & 0xfffffffffffffL;
        if (biased == 0)
        {
            biased = 1;
        }
        else
        {
            mantissa |= 1L << 52;
        }

        int exponent = biased - 1075;
        BigInteger signed = bits < 0 ? -mantissa : mantissa;
        return exponent >= 0 ? (signed << exponent, BigInteger.One) : (signed, BigInteger.One << -exponent);
    }

    /// <summary>The quotient of two non-negative integers, cut after 62 or more bits and then rounded to double.</summary>
    private static double Ratio(BigInteger numerator, BigInteger denominator)
    {
        if (numerator.IsZero)
        {
            return 0;
        }

        int shift = 63 - ExactDecimal.Exponent(numerator, denominator);
        BigInteger quotient = shift >= 0 ? (numerator << shift) / denominator : numerator / (denominator << -shift);
        return Math.ScaleB((double)quotient, -shift);
    }
}

using Hillock.Numbers.Elementary;

namespace Hillock.Numbers;

/// <summary>
/// Exponential, logarithm, sine and cosine of a double that give the same bits on every machine, because they use nothing but IEEE
/// additions, multiplications, divisions and bit operations in a written order.
/// </summary>
/// <remarks>
/// For random numbers and generated data, where repeatability matters and speed does not. <see cref="Math"/> calls the
/// C runtime, whose last bits differ between operating systems. The coefficients are minimax fits made with Sollya's
/// <c>fpminimax</c>; the errors given were measured against 40-digit arithmetic on 60,000 arguments each.
/// </remarks>
internal static class PortableMath
{
    private const double Ln2High = 0.69314718055989033; // 42 bits, so that a product with an exponent is exact
    private const double Ln2Low = 5.4979230187083712e-14;
    private const double PiLow = 1.1249175686645615e-16; // the fit's leading coefficient less Math.PI

    /// <summary>The exponential, within a unit in the last place: the formula of the tensors' one.</summary>
    public static double Exp(double x) => ((Scalar<double>)Exponential.Exp<Scalar<double>>(new Scalar<double>(x))).Value;

    /// <summary>Natural logarithm of a positive finite number, within 0.9 ULP.</summary>
    /// <param name="x">A positive, finite, normal or subnormal number. Others: 0 gives −∞, negative and NaN give NaN, +∞ gives +∞.</param>
    /// <remarks>
    /// <c>x = 2^e·(1+f)</c> with <c>1+f</c> in [√½, √2); <c>ln(1+f) = 2·artanh(s)</c> with <c>s = f/(2+f)</c>; the odd
    /// series beyond <c>2s</c> is a polynomial of degree 6 in <c>s²</c> with relative error 4.6e-18.
    /// </remarks>
    public static double Log(double x)
    {
        if (!(x > 0))
        {
            return x == 0 ? double.NegativeInfinity : double.NaN;
        }

        if (double.IsPositiveInfinity(x))
        {
            return x;
        }

        int exponent = 0;
        if (x < 2.2250738585072014e-308)
        {
            x *= 18014398509481984.0; // 2^54 brings a subnormal into the normal range
            exponent = -54;
        }

        long bits = BitConverter.DoubleToInt64Bits(x);
        exponent += (int)(bits >> 52) - 1023;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0x000FFFFFFFFFFFFF) | 0x3FF0000000000000);
        if (mantissa >= 1.4142135623730951)
        {
            mantissa *= 0.5;
            exponent++;
        }

        double f = mantissa - 1;
        double s = f / (2 + f);
        double z = s * s;
        double p = 0.14616774277666036;
        p = p * z + 0.15331697693409657;
        p = p * z + 0.18182889719074624;
        p = p * z + 0.22222211129894245;
        p = p * z + 0.28571428625963263;
        p = p * z + 0.3999999999989979;
        p = p * z + 0.666666666666667;
        double correction = s * (f - z * p); // ln(1+f) = f - correction, without the rounding error of 2s
        return exponent == 0
            ? f - correction
            : exponent * Ln2High - (correction - exponent * Ln2Low - f);
    }

    /// <summary><c>sin(πx)</c> within 1.5 ULP; exact at multiples of ½. NaN for infinities and NaN.</summary>
    /// <param name="x">The angle in half turns.</param>
    public static double SinPi(double x)
    {
        int quadrant = Reduce(x, out double rest);
        return (quadrant & 3) switch
        {
            0 => SinCore(rest),
            1 => CosCore(rest),
            2 => -SinCore(rest),
            _ => -CosCore(rest),
        };
    }

    /// <summary><c>cos(πx)</c> within 1.5 ULP; exact at multiples of ½. NaN for infinities and NaN.</summary>
    /// <param name="x">The angle in half turns.</param>
    public static double CosPi(double x)
    {
        int quadrant = Reduce(x, out double rest);
        return (quadrant & 3) switch
        {
            0 => CosCore(rest),
            1 => -SinCore(rest),
            2 => -CosCore(rest),
            _ => SinCore(rest),
        };
    }

    // x = quadrant/2 + rest exactly, rest in [-1/4, 1/4]: both subtractions are exact for |x| < 2^51, and a larger x is
    // taken modulo 2 first, which is exact as well.
    private static int Reduce(double x, out double rest)
    {
        if (!double.IsFinite(x))
        {
            rest = double.NaN;
            return 0;
        }

        x %= 2;
        double half = Math.Round(2 * x, MidpointRounding.ToEven);
        rest = x - 0.5 * half;
        return (int)half;
    }

    private static double SinCore(double x)
    {
        double z = x * x;
        double p = 0.00046151961028916265;
        p = p * z - 0.007370019358836169;
        p = p * z + 0.08214586902972983;
        p = p * z - 0.5992645289350704;
        p = p * z + 2.550164039873316;
        p = p * z - 5.167712780049954;
        return Math.PI * x + (PiLow + z * p) * x;
    }

    private static double CosCore(double x)
    {
        double z = x * x;
        double p = -0.00010330549843664081;
        p = p * z + 0.0019294061356848198;
        p = p * z - 0.02580688028468923;
        p = p * z + 0.23533062994894136;
        p = p * z - 1.3352627688462624;
        p = p * z + 4.058712126416684;
        p = p * z - 4.934802200544679;
        return 1 + z * p;
    }
}

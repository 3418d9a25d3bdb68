using System.Numerics;

namespace Hillock.Training;

/// <summary>Quotients of whole numbers of any size, rounded once.</summary>
internal static class Quotient
{
    // A long with a bit that says whether anything follows: what is converted to double then rounds as the whole number would.
    private const int Bits = 62;

    /// <summary>The quotient; of 0/0 NaN, of anything else by 0 an infinity.</summary>
    internal static double Of(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero || numerator.IsZero)
        {
            return (double)numerator.Sign / denominator.Sign;
        }

        (double digits, int exponent) = Parts(numerator, denominator);
        return Math.ScaleB(digits, exponent);
    }

    /// <summary>The square root of a quotient that is not below 0; it may be too large or too small for a double where the root is not.</summary>
    internal static double Sqrt(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero || numerator.IsZero)
        {
            return (double)numerator.Sign / denominator.Sign;
        }

        (double digits, int exponent) = Parts(numerator, denominator);
        int odd = exponent & 1;
        return Math.ScaleB(Math.Sqrt(digits * (1 << odd)), (exponent - odd) / 2);
    }

    private static (double Digits, int Exponent) Parts(BigInteger numerator, BigInteger denominator)
    {
        BigInteger above = BigInteger.Abs(numerator), below = BigInteger.Abs(denominator);
        int exponent = (int)(above.GetBitLength() - below.GetBitLength()) - Bits + 1;
        BigInteger quotient = exponent < 0
            ? BigInteger.DivRem(above << -exponent, below, out BigInteger rest)
            : BigInteger.DivRem(above, below << exponent, out rest);
        double digits = (double)((long)quotient | (rest.IsZero ? 0L : 1L));
        return (numerator.Sign * denominator.Sign * digits, exponent);
    }
}

using System.Globalization;
using System.Numerics;

namespace Hillock.Tests.Oracle;

/// <summary>A decimal string taken exactly: a fraction of two integers, an infinity or NaN.</summary>
internal readonly struct ExactDecimal
{
    // Beyond 10^±400 only the sign and the direction matter: float64 ends at 10^308 and 10^-324.
    private const int Far = 400;

    private ExactDecimal(BigInteger numerator, BigInteger denominator, int infinity, bool isNaN)
    {
        Numerator = numerator;
        Denominator = denominator;
        Infinity = infinity;
        IsNaN = isNaN;
    }

    public BigInteger Numerator { get; }

    public BigInteger Denominator { get; }

    /// <summary>1 or -1 for an infinity or a number so large that every format overflows, otherwise 0.</summary>
    public int Infinity { get; }

    public bool IsNaN { get; }

    public static ExactDecimal Parse(string text)
    {
        if (text == "nan")
        {
            return new ExactDecimal(0, 1, 0, true);
        }

        int sign = text.StartsWith('-') ? -1 : 1;
        ReadOnlySpan<char> rest = text.AsSpan(sign < 0 ? 1 : 0);
        if (rest.SequenceEqual("inf"))
        {
            return new ExactDecimal(0, 1, sign, false);
        }

        int exponent = 0;
        int e = rest.IndexOf('e');
        if (e >= 0)
        {
            exponent = int.Parse(rest[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            rest = rest[..e];
        }

        int point = rest.IndexOf('.');
        string digits = point < 0 ? rest.ToString() : string.Concat(rest[..point], rest[(point + 1)..]);
        if (point >= 0)
        {
            exponent -= rest.Length - point - 1;
        }

        BigInteger magnitude = BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        if (magnitude.IsZero || exponent + digits.Length < -Far)
        {
            return new ExactDecimal(0, 1, 0, false);
        }

        if (exponent > Far)
        {
            return new ExactDecimal(0, 1, sign, false);
        }

        return exponent >= 0
            ? new ExactDecimal(sign * magnitude * BigInteger.Pow(10, exponent), 1, 0, false)
            : new ExactDecimal(sign * magnitude, BigInteger.Pow(10, -exponent), 0, false);
    }

    /// <summary>The largest k with 2^k at most the magnitude, for a number other than 0.</summary>
    public static int Exponent(BigInteger numerator, BigInteger denominator)
    {
        BigInteger magnitude = BigInteger.Abs(numerator);
        int k = (int)(magnitude.GetBitLength() - denominator.GetBitLength());
        bool atLeast = k >= 0 ? magnitude >= denominator << k : magnitude << -k >= denominator;
        return atLeast ? k : k - 1;
    }
}

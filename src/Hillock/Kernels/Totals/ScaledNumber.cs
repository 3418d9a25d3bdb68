namespace Hillock.Kernels;

/// <summary>A number <c>m·2ᵉ</c> whose exponent is not that of a double: products and quotients of a few such neither overflow nor underflow.</summary>
/// <param name="Mantissa">From 2⁻¹⁰⁰ to 2¹⁰⁰ in magnitude; or 0, an infinity or NaN, with exponent 0.</param>
/// <param name="Exponent">The exponent, 0 of ordinary numbers.</param>
internal readonly record struct ScaledNumber(double Mantissa, int Exponent)
{
    private const double Most = (1L << 50) * (double)(1L << 50);

    /// <summary>The number as a double.</summary>
    internal double Value => Exponent == 0 ? Mantissa : Math.ScaleB(Mantissa, Exponent);

    internal static ScaledNumber Of(double x)
    {
        int exponent = ExponentOf(x);
        return new(exponent == 0 ? x : Math.ScaleB(x, -exponent), exponent);
    }

    /// <summary>The exponent to take off a number.</summary>
    internal static int ExponentOf(double x)
    {
        double magnitude = Math.Abs(x);
        return (magnitude is >= 1 / Most and <= Most) || !(magnitude > 0 && magnitude <= double.MaxValue) ? 0 : Math.ILogB(x);
    }

    /// <summary>The power of two with an exponent, the nearest that a normal double has.</summary>
    internal static double PowerOfTwo(int exponent) => BitConverter.Int64BitsToDouble((long)(Math.Clamp(exponent, -1022, 1023) + 1023) << 52);

    /// <summary>The exponent of a power of two that is a normal double.</summary>
    internal static int Logarithm(double powerOfTwo) => (int)(BitConverter.DoubleToInt64Bits(powerOfTwo) >> 52) - 1023;
}

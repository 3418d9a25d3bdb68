namespace Hillock.Kernels;

/// <summary>A number <c>m·2ᵉ</c> whose exponent is not that of a double: products and quotients of such neither overflow nor underflow.</summary>
/// <param name="Mantissa">From 1 to 2 in magnitude; or 0, an infinity or NaN, with exponent 0.</param>
/// <param name="Exponent">The exponent.</param>
internal readonly record struct ScaledNumber(double Mantissa, int Exponent)
{
    /// <summary>The number as a double.</summary>
    internal double Value => Math.ScaleB(Mantissa, Exponent);

    internal static ScaledNumber Of(double x)
    {
        int exponent = ExponentOf(x);
        return new(Math.ScaleB(x, -exponent), exponent);
    }

    /// <summary>The exponent of a number; 0 of 0, an infinity or NaN.</summary>
    internal static int ExponentOf(double x) => x != 0 && double.IsFinite(x) ? Math.ILogB(x) : 0;
}

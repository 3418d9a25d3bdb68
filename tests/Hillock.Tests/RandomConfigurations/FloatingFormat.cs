using Hillock.Tensors;

namespace Hillock.Tests.RandomConfigurations;

/// <summary>A binary floating-point format: how numbers are rounded to it, worked out in double precision.</summary>
/// <param name="Digits">The binary digits of a number.</param>
/// <param name="LeastExponent">The exponent of the smallest normal number.</param>
/// <param name="Largest">The largest finite number.</param>
internal readonly record struct FloatingFormat(int Digits, int LeastExponent, double Largest)
{
    /// <summary>The distance from 1 to the next number.</summary>
    public double Epsilon => Math.ScaleB(1, 1 - Digits);

    public static FloatingFormat Of(DataType type) => type switch
    {
        DataType.Float16 => new(11, -14, 65504),
        DataType.BFloat16 => new(8, -126, 3.3895313892515355e38),
        DataType.Float32 => new(24, -126, float.MaxValue),
        _ => new(53, -1022, double.MaxValue),
    };

    /// <summary>The unit in the last place at a number.</summary>
    public double Unit(double x) => Math.ScaleB(1, Math.Max(x == 0 ? LeastExponent : Math.ILogB(x), LeastExponent) + 1 - Digits);

    /// <summary>The nearest number of the format, the even one of two; infinite beyond the largest.</summary>
    public double Round(double x)
    {
        if (!double.IsFinite(x) || Digits == 53)
        {
            return x;
        }

        double unit = Unit(x);
        double rounded = Math.Round(x / unit, MidpointRounding.ToEven) * unit;
        return Math.Abs(rounded) > Largest ? double.CopySign(double.PositiveInfinity, x) : rounded;
    }
}

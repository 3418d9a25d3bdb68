using System.Runtime.CompilerServices;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    private const int LargestWholePower = 64;

    /// <summary>The power <c>xᵖ</c>.</summary>
    /// <param name="x">The bases, of a floating-point type.</param>
    /// <param name="exponent">The exponent. Whole ones up to 64 are products; others give NaN of negative bases.</param>
    /// <remarks><c>x⁰</c> is 1 for every x, NaN included, with gradient 0.</remarks>
    public static Tensor Pow(Tensor x, double exponent)
    {
        ArgumentNullException.ThrowIfNull(x);
        x = Floating(x);
        return exponent switch
        {
            2 => Square(x),
            0.5 => Sqrt(x),
            -0.5 => Rsqrt(x),
            -1 => Reciprocal(x),
            _ when double.IsInteger(exponent) && Math.Abs(exponent) <= LargestWholePower => Activation(x, new WholePowerFunction((int)exponent)),
            _ => RealPower(x, exponent),
        };
    }

    /// <summary>The power <c>xʸ = exp(y·ln x)</c> of bases of 0 or more, broadcast; NaN of negative bases.</summary>
    public static Tensor Pow(Tensor x, Tensor exponent)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(exponent);
        DataType type = DataTypes.Promote(x.DataType, exponent.DataType);
        type = type.IsFloatingPoint() ? type : DataType.Float32;
        x = x.To(type);
        exponent = exponent.To(type);
        Tensor z = Elementwise.Binary(default(PowerFunction), x, exponent);
        return Tracks(x, exponent) ? z.By(new PowerNode(x, exponent, z)) : z;
    }

    private static Tensor RealPower(Tensor x, double exponent)
    {
        Tensor y = Elementwise.WithScalar(default(PowerFunction), x, exponent);
        return Tracks(x) ? y.By(new RealPowerNode(x, exponent)) : y;
    }
}

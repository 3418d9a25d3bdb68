using Hillock.Numbers;
using Hillock.Numbers.Functions;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The power <c>xᵖ</c>, within 1 unit in the last place, with gradients of any order.</summary>
    /// <param name="x">The bases; whole numbers become float32.</param>
    /// <param name="exponent">The exponent, which is not rounded to the type of <paramref name="x"/>: <c>x^0.1</c> is the power of the double 0.1.</param>
    /// <returns>A tensor of the shape and type of <paramref name="x"/>. 16-bit types are computed in float32 and rounded once.</returns>
    /// <remarks>
    /// Special values are those of IEEE 754-2019: <c>x⁰</c> is 1 also for NaN; a negative base to a whole power has the sign of the power's parity, to any
    /// other it is NaN, but <c>(±∞)ᵖ</c> and <c>(±0)ᵖ</c> are 0 or ∞, with the base's sign where p is odd. The slope <c>p·xᵖ⁻¹</c> is 0 for <c>p = 0</c>, and
    /// neither overflows nor underflows unless it is that large or small itself.
    /// </remarks>
    /// <example>
    /// <code>
    /// Console.WriteLine(F.Pow(Tensor.From([1f, 2, 3]), 2)); // float32 [3] [1, 4, 9]
    /// </code>
    /// </example>
    public static Tensor Pow(Tensor x, double exponent)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Widening.Apply(DataType.Float32, Floating(x), exponent, static (wide, p) => PowerDerivative(wide, p, 0));
    }

    /// <summary>The power <c>xʸ</c>, broadcast, within 1 unit in the last place, with gradients of any order for both tensors.</summary>
    /// <param name="x">The bases.</param>
    /// <param name="exponent">The exponents.</param>
    /// <returns>A tensor of the common type, float32 for whole numbers. 16-bit types are computed in float32 and rounded once.</returns>
    /// <remarks>
    /// Special values are those of IEEE 754-2019, as those of <see cref="Pow(Tensor, double)"/>; and <c>1ʸ</c> is 1 also for NaN, <c>(−1)^±∞</c> is 1. The
    /// slopes are <c>y·xʸ⁻¹</c>, which is 0 for <c>y = 0</c>, and <c>xʸ·ln x</c>, which is 0 for <c>x = 0</c> and <c>y ≥ 0</c>, and NaN for negative bases.
    /// </remarks>
    public static Tensor Pow(Tensor x, Tensor exponent)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(exponent);
        DataType type = DataTypes.Promote(x.DataType, exponent.DataType);
        type = type.IsFloatingPoint() ? type : DataType.Float32;
        DataType computed = type == DataType.Float64 ? type : DataType.Float32;
        return PowerDerivative(x.To(computed), exponent.To(computed), 0, 0).To(type);
    }

    /// <summary>The derivative <c>∂ⁿxᵖ/∂xⁿ</c> of a float32 or float64 tensor, itself differentiable.</summary>
    internal static Tensor PowerDerivative(Tensor x, double exponent, int order)
    {
        PowerExponent p = new PowerExponent(exponent, order);
        Tensor y = PowerOf(x, p);
        return Tracks(x) ? y.By(new ConstantPowerNode(x, p)) : y;
    }

    /// <summary>The derivative <c>∂ⁱ⁺ʲxʸ/∂xⁱ∂yʲ</c> of float32 or float64 tensors, broadcast, itself differentiable.</summary>
    internal static Tensor PowerDerivative(Tensor x, Tensor y, int orderX, int orderY)
    {
        Tensor z = orderX + orderY == 0
            ? Elementwise.Binary(default(PowerFunction), x, y)
            : Elementwise.Binary(new PowerDerivativeFunction(orderX, orderY), x, y);
        return Tracks(x, y) ? z.By(new PowerNode(x, y, orderX, orderY)) : z;
    }

    /// <summary>A derivative of a power by as few operations as keep it within 1 unit in the last place.</summary>
    private static Tensor PowerOf(Tensor x, PowerExponent p)
    {
        if (p.Formula.Factor == 0)
        {
            return Tensor.Zeros(x.Shape, x.DataType);
        }

        // The factor of a remaining exponent 0 or 1 is a factorial, which is exact.
        return (p.Value - p.Order, p.Order) switch
        {
            (0, _) => Tensor.Full(x.Shape, p.Formula.Factor, x.DataType),
            (1, _) => Elementwise.WithScalar(default(MultiplyFunction), x, p.Formula.Factor),
            (2, 0) => Elementwise.Unary(default(SquareFunction), x),
            (3, 0) => Elementwise.Unary(default(CubeFunction), x),
            (-1, 0) => Elementwise.Unary(default(ReciprocalFunction), x),
            (0.5, 0) => Elementwise.Unary(default(SquareRootPowerFunction), x),
            _ => Elementwise.Unary(new ConstantPowerFunction(p), x),
        };
    }
}

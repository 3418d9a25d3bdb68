using Hillock.Functional;

namespace Hillock.Tensors;

#pragma warning disable CA2225 // F holds the functions of these operators: Add, Subtract, Multiply, Divide, Negate.
public sealed partial class Tensor
{
    /// <summary>The sum of elements, broadcast.</summary>
    public static Tensor operator +(Tensor x, Tensor y) => F.Add(x, y);

    /// <summary>The sum with a number.</summary>
    public static Tensor operator +(Tensor x, double y) => F.Add(x, y);

    /// <summary>The sum with a number.</summary>
    public static Tensor operator +(double x, Tensor y) => F.Add(y, x);

    /// <summary>The difference of elements, broadcast.</summary>
    public static Tensor operator -(Tensor x, Tensor y) => F.Subtract(x, y);

    /// <summary>The difference with a number.</summary>
    public static Tensor operator -(Tensor x, double y) => F.Subtract(x, y);

    /// <summary>The difference from a number.</summary>
    public static Tensor operator -(double x, Tensor y) => F.Subtract(x, y);

    /// <summary>The product of elements, broadcast.</summary>
    public static Tensor operator *(Tensor x, Tensor y) => F.Multiply(x, y);

    /// <summary>The product with a number.</summary>
    public static Tensor operator *(Tensor x, double y) => F.Multiply(x, y);

    /// <summary>The product with a number.</summary>
    public static Tensor operator *(double x, Tensor y) => F.Multiply(y, x);

    /// <summary>The quotient of elements, broadcast.</summary>
    public static Tensor operator /(Tensor x, Tensor y) => F.Divide(x, y);

    /// <summary>The quotient by a number.</summary>
    public static Tensor operator /(Tensor x, double y) => F.Divide(x, y);

    /// <summary>The quotient of a number.</summary>
    public static Tensor operator /(double x, Tensor y) => F.Divide(x, y);

    /// <summary>The negation.</summary>
    public static Tensor operator -(Tensor x) => F.Negate(x);

    /// <summary>Where <c>x &gt; y</c>, broadcast, as a tensor of truth values.</summary>
    public static Tensor operator >(Tensor x, Tensor y) => F.Greater(x, y);

    /// <summary>Where <c>x &gt; y</c> for a number, as a tensor of truth values.</summary>
    public static Tensor operator >(Tensor x, double y) => F.Greater(x, y);

    /// <summary>Where <c>x &lt; y</c>, broadcast, as a tensor of truth values.</summary>
    public static Tensor operator <(Tensor x, Tensor y) => F.Less(x, y);

    /// <summary>Where <c>x &lt; y</c> for a number, as a tensor of truth values.</summary>
    public static Tensor operator <(Tensor x, double y) => F.Less(x, y);

    /// <summary>Where <c>x ≥ y</c>, broadcast, as a tensor of truth values.</summary>
    public static Tensor operator >=(Tensor x, Tensor y) => F.GreaterOrEqual(x, y);

    /// <summary>Where <c>x ≥ y</c> for a number, as a tensor of truth values.</summary>
    public static Tensor operator >=(Tensor x, double y) => F.GreaterOrEqual(x, y);

    /// <summary>Where <c>x ≤ y</c>, broadcast, as a tensor of truth values.</summary>
    public static Tensor operator <=(Tensor x, Tensor y) => F.LessOrEqual(x, y);

    /// <summary>Where <c>x ≤ y</c> for a number, as a tensor of truth values.</summary>
    public static Tensor operator <=(Tensor x, double y) => F.LessOrEqual(x, y);
}

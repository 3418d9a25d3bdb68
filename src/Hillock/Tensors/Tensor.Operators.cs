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

    /// <summary>Where a number is greater than <c>y</c>, as a tensor of truth values.</summary>
    public static Tensor operator >(double x, Tensor y) => F.Less(y, x);

    /// <summary>Where a number is less than <c>y</c>, as a tensor of truth values.</summary>
    public static Tensor operator <(double x, Tensor y) => F.Greater(y, x);

    /// <summary>Where a number is <c>y</c> or greater, as a tensor of truth values.</summary>
    public static Tensor operator >=(double x, Tensor y) => F.LessOrEqual(y, x);

    /// <summary>Where a number is <c>y</c> or less, as a tensor of truth values.</summary>
    public static Tensor operator <=(double x, Tensor y) => F.GreaterOrEqual(y, x);

    /// <summary>Where both hold, broadcast: <c>(x &gt; 0) &amp; (x &lt; 1)</c>.</summary>
    /// <exception cref="ArgumentException">An operand is not of truth values, or the shapes do not broadcast.</exception>
    public static Tensor operator &(Tensor x, Tensor y) => F.Multiply(Truth(x, nameof(x)), Truth(y, nameof(y)));

    /// <summary>Where at least one holds, broadcast.</summary>
    /// <exception cref="ArgumentException">An operand is not of truth values, or the shapes do not broadcast.</exception>
    public static Tensor operator |(Tensor x, Tensor y) => F.Add(Truth(x, nameof(x)), Truth(y, nameof(y)));

    /// <summary>Where one holds and the other does not, broadcast.</summary>
    /// <exception cref="ArgumentException">An operand is not of truth values, or the shapes do not broadcast.</exception>
    public static Tensor operator ^(Tensor x, Tensor y) => F.NotEqual(Truth(x, nameof(x)), Truth(y, nameof(y)));

    /// <summary>Where it does not hold.</summary>
    /// <exception cref="ArgumentException">The operand is not of truth values.</exception>
    public static Tensor operator !(Tensor x) => F.Equal(Truth(x, nameof(x)), 0);

    private static Tensor Truth(Tensor x, string name)
    {
        ArgumentNullException.ThrowIfNull(x, name);
        return x.DataType == DataType.Bool
            ? x
            : throw new ArgumentException($"The operators &, |, ^ and ! expect tensors of bool but got {x.DataType.Name()}; compare first, as in x > 0.", name);
    }
}

using Hillock.Activations;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>A Chebyshev series of every element: <c>y = Σ cₖ·Tₖ(x)</c> on [−1, 1], with gradients of any order for both tensors.</summary>
    /// <param name="x">The arguments, of a floating-point type. Those outside of [−1, 1] are moved to the nearer end, where the slope is 0.</param>
    /// <param name="coefficients">The coefficients <c>c₀ … cₙ</c>, <c>[n + 1]</c> with a degree <c>n</c> of at least 1, of the type of <paramref name="x"/>, or float32 for a 16-bit one.</param>
    /// <returns>A tensor of the shape and type of <paramref name="x"/>. 16-bit types are computed in float32 and rounded once.</returns>
    /// <remarks>
    /// By Clenshaw's recurrence. NaN stays NaN. Parametrised nonlinearities pay in problems of few dimensions; in many, one kink does.
    /// </remarks>
    /// <exception cref="ArgumentException">A type or the coefficients' shape does not fit.</exception>
    public static Tensor Chebyshev(Tensor x, Tensor coefficients)
    {
        CheckPolynomial(nameof(Chebyshev), x, coefficients, nameof(coefficients), 2);
        return Widening.Apply(DataType.Float32, x, coefficients, static (wide, own) => Polynomial<ChebyshevBasis>(Clamp(wide, -1, 1), own));
    }

    /// <summary>
    /// A rational function without poles of every element: <c>y = P(x)/(1 + |Q(x)|)</c> with <c>P(x) = Σ aⱼ·xʲ</c> and <c>Q(x) = Σ bₖ·xᵏ⁺¹</c>, with
    /// gradients of any order for all three tensors.
    /// </summary>
    /// <param name="x">The arguments, of a floating-point type.</param>
    /// <param name="numerator">The coefficients <c>a₀ … aₘ</c>, <c>[m + 1]</c> with a degree <c>m</c> of at least 1, of the type of <paramref name="x"/>, or float32 for a 16-bit one.</param>
    /// <param name="denominator">The coefficients <c>b₀ … bₙ₋₁</c> of <c>x … xⁿ</c>, <c>[n]</c> with <c>n</c> of at least 1; the 1 is there already.</param>
    /// <returns>A tensor of the shape and type of <paramref name="x"/>. 16-bit types are computed in float32 and rounded once.</returns>
    /// <remarks>
    /// The slope of <c>|Q|</c> at its zeros is 0; <c>x = 0</c> is one. Arguments are limited to <c>±2^⌊112/d⌋</c> (<c>±2^⌊960/d⌋</c> in float64), d the larger degree, where
    /// powers stay finite: beyond it the function is constant. NaN stays NaN.
    /// Source: Molina, Schramowski, Kersting, "Padé activation units" (2020), the safe form.
    /// </remarks>
    /// <exception cref="ArgumentException">A type or a shape does not fit.</exception>
    public static Tensor Rational(Tensor x, Tensor numerator, Tensor denominator)
    {
        CheckPolynomial(nameof(Rational), x, numerator, nameof(numerator), 2);
        CheckPolynomial(nameof(Rational), x, denominator, nameof(denominator), 1);
        int degree = Math.Max(numerator.Length - 1, denominator.Length);
        return Widening.Apply(DataType.Float32, x, (numerator, denominator, degree), static (wide, s) =>
        {
            double limit = PowerOfTwo((wide.DataType == DataType.Float64 ? 960 : 112) / s.degree);
            Tensor bounded = Clamp(wide, -limit, limit);
            Tensor p = Polynomial<MonomialBasis>(bounded, s.numerator);
            Tensor q = Polynomial<MonomialBasis>(bounded, Concat([Tensor.Zeros(1, s.denominator.DataType), s.denominator]));
            return MixedDerivative(default(SafeQuotient), 0, 0, p, q);
        });
    }

    /// <summary>The sum <c>Σ cₖ·Bₖ(x)</c>; types and shapes are checked.</summary>
    internal static Tensor Polynomial<TBasis>(Tensor x, Tensor coefficients)
        where TBasis : struct, IPolynomialBasis
    {
        Tensor y = Elementwise.Unary(new Polynomial<TBasis>(Rounded(coefficients)), x);
        return Tracks(x, coefficients) ? y.By(new PolynomialNode<TBasis>(x, coefficients)) : y;
    }

    /// <summary>The elements as parameters of a kernel.</summary>
    internal static Constant[] Rounded(Tensor coefficients) =>
        Array.ConvertAll(coefficients.Detach().To(DataType.Float64).ToArray<double>(), static value => new Constant(value));

    private static double PowerOfTwo(int exponent) => BitConverter.Int64BitsToDouble((1023L + exponent) << 52);

    private static void CheckPolynomial(string name, Tensor x, Tensor coefficients, string parameter, int least)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(coefficients, parameter);
        if (!x.DataType.IsFloatingPoint())
        {
            throw Elementwise.NeedsFloatingPoint(x.DataType);
        }

        if (coefficients.Rank != 1 || coefficients.Length < least)
        {
            throw new ArgumentException($"{name} expects a {parameter} of one axis with at least {least} elements but got {coefficients.Shape}.", parameter);
        }

        DataType type = x.DataType == DataType.Float64 ? DataType.Float64 : DataType.Float32;
        if (coefficients.DataType != type)
        {
            throw new ArgumentException($"{name} expects a {parameter} of {type.Name()} for an argument of {x.DataType.Name()} but got {coefficients.DataType.Name()}; convert with To.", parameter);
        }
    }
}

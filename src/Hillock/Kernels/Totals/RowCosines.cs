using System.Numerics;
using System.Numerics.Tensors;

namespace Hillock.Kernels;

/// <summary>Cosines of the angles between pairs of rows, rounded once.</summary>
internal static class RowCosines
{
    /// <summary>
    /// How many numbers are kept of a pair: the factors <c>k</c> of both rows; of each row the norm, or ε where that is more, as mantissa and exponent; the
    /// cosine likewise; and for each row 1, or 0 with a norm below ε: there is no gradient to it.
    /// </summary>
    internal const int Kept = 10;

    /// <summary>
    /// Computes <c>x·y/(max(‖x‖, ε)·max(‖y‖, ε))</c> of pairs of rows: squares and products, which cancel, are added to twice a double's digits.
    /// </summary>
    /// <param name="x">The first rows, one after the other.</param>
    /// <param name="y">The second rows.</param>
    /// <param name="z">The results.</param>
    /// <param name="kept">For each pair what its gradient needs, written: <see cref="Kept"/> numbers.</param>
    /// <param name="length">The length of a row.</param>
    /// <param name="epsilon">The least norm.</param>
    /// <param name="vectorBits">The width of vectors.</param>
    internal static void Run<TElement>(
        ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> y, Span<double> z, Span<double> kept, int length, double epsilon, int vectorBits)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> =>
        RowRuns.Run(new Body<TElement>(x, y, z, kept, length, epsilon, vectorBits), z.Length, length);

    private readonly ref struct Body<TElement>(
        ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> y, Span<double> z, Span<double> kept, int length, double epsilon, int vectorBits) : IRowBody
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        private readonly ReadOnlySpan<TElement> _x = x;
        private readonly ReadOnlySpan<TElement> _y = y;
        private readonly Span<double> _z = z;
        private readonly Span<double> _kept = kept;

        public void Row(int index)
        {
            ReadOnlySpan<TElement> x = _x.Slice(index * length, length);
            ReadOnlySpan<TElement> y = _y.Slice(index * length, length);
            double factorX = Factor(x), factorY = Factor(y);
            (Twofold xx, Twofold yy, Twofold xy) = RowTotals.Of(new RowTerms.Products(factorX, factorY), x, y, vectorBits);
            Twofold normX = Norm(xx, factorX, out bool insideX, out int exponentX), normY = Norm(yy, factorY, out bool insideY, out int exponentY);
            xy = Normal(xy, out int exponent);
            exponent -= exponentX + exponentY + ScaledNumber.Logarithm(factorX) + ScaledNumber.Logarithm(factorY);
            ScaledNumber cosine = ScaledNumber.Of((xy / (normX * normY)).Rounded);
            cosine = cosine with { Exponent = cosine.Exponent + exponent };
            double value = cosine.Value;

            // By Cauchy and Schwarz; NaN stays.
            if (Math.Abs(value) > 1)
            {
                value = Math.Sign(value);
                cosine = new(value, 0);
            }

            _z[index] = value;
            Span<double> own = _kept.Slice(index * Kept, Kept);
            (own[0], own[1], own[2], own[3], own[4], own[5]) = (factorX, factorY, normX.Rounded, exponentX, normY.Rounded, exponentY);
            (own[6], own[7], own[8], own[9]) = (cosine.Mantissa, cosine.Exponent, insideX ? 1 : 0, insideY ? 1 : 0);
        }

        /// <summary>
        /// A power of two that brings the largest element to about 2²⁵⁰: no square overflows, and no product that counts underflows. Of floats 1.
        /// </summary>
        private static double Factor(ReadOnlySpan<TElement> x)
        {
            if (typeof(TElement) == typeof(float) || x.IsEmpty)
            {
                return 1;
            }

            double largest = Math.Abs(double.CreateTruncating(TensorPrimitives.MaxMagnitude(x)));
            return largest > 0 && double.IsFinite(largest) ? ScaledNumber.PowerOfTwo(Math.Clamp(250 - Math.ILogB(largest), -1000, 1000)) : 1;
        }

        /// <summary>The norm, or ε where that is more, as mantissa and exponent.</summary>
        private Twofold Norm(Twofold square, double factor, out bool inside, out int exponent)
        {
            Twofold norm = Twofold.Sqrt(square);
            inside = !(norm.High < epsilon * factor);
            norm = Normal(inside ? norm : new(epsilon), out exponent);
            exponent -= inside ? ScaledNumber.Logarithm(factor) : 0;
            return norm;
        }

        private static Twofold Normal(Twofold x, out int exponent)
        {
            exponent = ScaledNumber.ExponentOf(x.High);
            return exponent == 0 ? x : new(Math.ScaleB(x.High, -exponent), Math.ScaleB(x.Low, -exponent));
        }
    }
}

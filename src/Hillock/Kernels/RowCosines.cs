using System.Numerics;

namespace Hillock.Kernels;

/// <summary>Cosines of the angles between pairs of rows, rounded once.</summary>
internal static class RowCosines
{
    /// <summary>Computes <c>x·y/(max(‖x‖, ε)·max(‖y‖, ε))</c> of pairs of rows: squares and products, which cancel, are added to twice a double's digits.</summary>
    /// <param name="x">The first rows, one after the other.</param>
    /// <param name="y">The second rows.</param>
    /// <param name="z">The results.</param>
    /// <param name="length">The length of a row.</param>
    /// <param name="epsilon">The least norm.</param>
    /// <param name="vectorBits">The width of vectors.</param>
    internal static void Run<TElement>(ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> y, Span<double> z, int length, double epsilon, int vectorBits)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> =>
        RowRuns.Run(new Body<TElement>(x, y, z, length, epsilon, vectorBits), z.Length, length);

    private readonly ref struct Body<TElement>(ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> y, Span<double> z, int length, double epsilon, int vectorBits) : IRowBody
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        private readonly ReadOnlySpan<TElement> _x = x;
        private readonly ReadOnlySpan<TElement> _y = y;
        private readonly Span<double> _z = z;

        public void Row(int index)
        {
            ReadOnlySpan<TElement> x = _x.Slice(index * length, length);
            ReadOnlySpan<TElement> y = _y.Slice(index * length, length);
            double factorX = RowTotals.Factor(x), factorY = RowTotals.Factor(y);
            (Twofold xx, Twofold yy, Twofold xy) = RowTotals.Of(new RowTerms.Products(factorX, factorY), x, y, vectorBits);
            double cosine = (xy / (Norm(xx, epsilon * factorX) * Norm(yy, epsilon * factorY))).Rounded;

            // By Cauchy and Schwarz; NaN stays.
            _z[index] = cosine > 1 ? 1 : cosine < -1 ? -1 : cosine;
        }

        private static Twofold Norm(Twofold square, double least)
        {
            Twofold norm = Twofold.Sqrt(square);
            return norm.High < least ? new(least) : norm;
        }
    }
}

using System.Numerics;

namespace Hillock.Kernels;

/// <summary>Cosines of the angles between pairs of rows, rounded once.</summary>
internal static class RowCosines
{
    /// <summary>
    /// How many numbers are kept of a pair: the factors <c>k</c> of both rows, the norms times them, or ε where that is more, and the cosine, or 0, for
    /// either row: with a norm below ε there is no gradient to it.
    /// </summary>
    internal const int Kept = 6;

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
            double factorX = RowTotals.Factor(x), factorY = RowTotals.Factor(y);
            (Twofold xx, Twofold yy, Twofold xy) = RowTotals.Of(new RowTerms.Products(factorX, factorY), x, y, vectorBits);
            Twofold normX = Norm(xx, epsilon * factorX, out bool insideX), normY = Norm(yy, epsilon * factorY, out bool insideY);
            double cosine = (xy / (normX * normY)).Rounded;

            // By Cauchy and Schwarz; NaN stays.
            cosine = cosine > 1 ? 1 : cosine < -1 ? -1 : cosine;
            _z[index] = cosine;
            Span<double> own = _kept.Slice(index * Kept, Kept);
            (own[0], own[1], own[2], own[3]) = (factorX, factorY, normX.Rounded, normY.Rounded);
            (own[4], own[5]) = (insideX ? cosine : 0, insideY ? cosine : 0);
        }

        private static Twofold Norm(Twofold square, double least, out bool inside)
        {
            Twofold norm = Twofold.Sqrt(square);
            inside = !(norm.High < least);
            return inside ? norm : new(least);
        }
    }
}

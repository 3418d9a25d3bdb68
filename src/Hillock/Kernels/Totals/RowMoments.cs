using System.Numerics;

namespace Hillock.Kernels;

/// <summary>Variances of rows, or their roots, about a mean that is not rounded.</summary>
/// <remarks>
/// Two passes: the mean, then the squares about it and what it lost by rounding, so that equal elements have exactly 0 (Chan, Golub, LeVeque,
/// "Algorithms for computing the sample variance", 1983). Rounded once, after the division and the root.
/// </remarks>
internal static class RowMoments
{
    /// <summary>
    /// How many numbers are kept of a row: the factor <c>k</c>, the two parts of the mean times it, the deviation times it, and the sum of the squares about
    /// the mean times it twice.
    /// </summary>
    internal const int Kept = 5;

    /// <summary>Computes the variances, or deviations, of rows.</summary>
    /// <param name="x">The rows, one after the other.</param>
    /// <param name="y">The results.</param>
    /// <param name="kept">For each row what its gradient needs; <see cref="Kept"/> numbers.</param>
    /// <param name="length">The length of a row.</param>
    /// <param name="divisor">What the sum of squares is divided by.</param>
    /// <param name="root">Whether the root is taken.</param>
    /// <param name="vectorBits">The width of vectors.</param>
    internal static void Run<TElement>(ReadOnlySpan<TElement> x, Span<double> y, Span<double> kept, int length, double divisor, bool root, int vectorBits)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> =>
        RowRuns.Run(new Body<TElement>(x, y, kept, length, divisor, root, vectorBits), y.Length, length);

    private readonly ref struct Body<TElement>(
        ReadOnlySpan<TElement> x, Span<double> y, Span<double> kept, int length, double divisor, bool root, int vectorBits) : IRowBody
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        private readonly ReadOnlySpan<TElement> _x = x;
        private readonly Span<double> _y = y;
        private readonly Span<double> _kept = kept;

        public void Row(int index)
        {
            ReadOnlySpan<TElement> row = _x.Slice(index * length, length);
            double factor = RowTotals.Factor(row);
            Twofold mean = RowTotals.Of(new RowTerms.Elements(factor), row, row, vectorBits).First / new Twofold(length);
            if (typeof(TElement) == typeof(float))
            {
                // Deviations of floats are about the first part alone.
                mean = new(mean.High);
            }

            (Twofold sum, Twofold squares, _) = RowTotals.Of(new RowTerms.Deviations(factor, mean), row, row, vectorBits);
            Twofold missing = sum / new Twofold(length);
            mean += missing;
            squares -= sum * missing;
            Twofold variance = (squares.High < 0 ? default : squares) / new Twofold(divisor);
            double deviation = Twofold.Sqrt(variance).Rounded;

            // One factor after the other: the square of one may be more than a double holds.
            _y[index] = root ? deviation / factor : variance.Rounded / factor / factor;
            Span<double> kept = _kept.Slice(index * Kept, Kept);
            (kept[0], kept[1], kept[2], kept[3], kept[4]) = (factor, mean.High, mean.Low, deviation, squares.High);
        }
    }

    /// <summary>What a difference from the mean, times the factor, must be at least for its digits to be right: of equal elements nothing.</summary>
    /// <param name="kept">The numbers of a row.</param>
    /// <param name="length">The length of the row.</param>
    /// <param name="ofFloats">Whether the elements are floats.</param>
    /// <remarks>
    /// Deviations <c>v</c> of floats are added in chains of <c>m ≤ 256</c>, with an error of at most <c>2⁻⁵³</c> of each partial sum, which is at most
    /// <c>√k</c> times the root of the chain's squares; so that of the mean is at most <c>(⅔m + 8)·2⁻⁵³</c> times the root of the mean square, and <c>2²⁵</c>
    /// times that keeps half a unit in the last place. Of doubles, added to twice their digits, it is <c>2⁻⁹⁰</c> of the root, and half a unit of the mean's
    /// last part.
    /// </remarks>
    internal static double Doubt(ReadOnlySpan<double> kept, int length, bool ofFloats)
    {
        double spread = kept[4] > 0 ? Math.Sqrt(kept[4] / length) : 0;
        double chain = (Math.Min(length, Reduce.BlockLength) / 24.0) + 8;
        return spread == 0 ? 0 : ofFloats ? spread * chain / (1 << 28) : (spread / (1L << 36)) + (Math.Abs(kept[1]) / (1L << 51));
    }
}

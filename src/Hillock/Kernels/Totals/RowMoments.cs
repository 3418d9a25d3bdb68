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
    /// How many numbers are kept of a row: the factor <c>k</c>, the two parts of the mean times it, the deviation times it, and what a difference from the mean,
    /// times it, must be at least for its digits to be right.
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
            (kept[0], kept[1], kept[2], kept[3], kept[4]) = (factor, mean.High, mean.Low, deviation, Doubt(squares.High, mean.High, length));
        }

        /// <summary>
        /// The size of the deviations that the mean's error counts for. Of floats, added in double precision about a mean, it is less than <c>2⁻⁴⁵</c> of the root of the mean
        /// square (<see cref="Reduce"/>), of doubles, added to twice their digits, <c>2⁻⁹⁰</c>, and half a unit of the mean's last part. Of equal elements there is none.
        /// </summary>
        private static double Doubt(double squares, double mean, int length)
        {
            double spread = squares > 0 ? Math.Sqrt(squares / length) : 0;
            return spread == 0 ? 0 : typeof(TElement) == typeof(float) ? spread / (1 << 19) : (spread / (1L << 36)) + (Math.Abs(mean) / (1L << 51));
        }
    }
}

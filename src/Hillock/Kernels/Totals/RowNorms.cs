using System.Numerics;

namespace Hillock.Kernels;

/// <summary>Sums of magnitudes and Euclidean norms of rows, rounded once.</summary>
internal static class RowNorms
{
    /// <summary>Computes the norms <c>Σ|x|</c>, or <c>√Σx²</c>, of rows.</summary>
    /// <param name="x">The rows, one after the other.</param>
    /// <param name="y">The results.</param>
    /// <param name="factors">For each row a power of two, written.</param>
    /// <param name="scaled">For each row the norm times that, which neither overflows nor loses digits, written.</param>
    /// <param name="length">The length of a row.</param>
    /// <param name="euclidean">Whether it is the Euclidean norm.</param>
    /// <param name="vectorBits">The width of vectors.</param>
    internal static void Run<TElement>(
        ReadOnlySpan<TElement> x, Span<double> y, Span<double> factors, Span<double> scaled, int length, bool euclidean, int vectorBits)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> =>
        RowRuns.Run(new Body<TElement>(x, y, factors, scaled, length, euclidean, vectorBits), y.Length, length);

    private readonly ref struct Body<TElement>(
        ReadOnlySpan<TElement> x, Span<double> y, Span<double> factors, Span<double> scaled, int length, bool euclidean, int vectorBits) : IRowBody
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        private readonly ReadOnlySpan<TElement> _x = x;
        private readonly Span<double> _y = y;
        private readonly Span<double> _factors = factors;
        private readonly Span<double> _scaled = scaled;

        public void Row(int index)
        {
            ReadOnlySpan<TElement> row = _x.Slice(index * length, length);
            double factor = RowTotals.Factor(row);
            double norm = euclidean
                ? Twofold.Sqrt(RowTotals.Of(new RowTerms.Squares(factor), row, row, vectorBits).First).Rounded
                : RowTotals.Of(new RowTerms.Magnitudes(factor), row, row, vectorBits).First.Rounded;
            _y[index] = norm / factor;
            _factors[index] = factor;
            _scaled[index] = norm;
        }
    }
}

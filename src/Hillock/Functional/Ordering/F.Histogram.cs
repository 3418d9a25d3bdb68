using System.Numerics;
using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>Counts the elements in bins of equal width.</summary>
    /// <param name="x">The elements, of any type but truth values.</param>
    /// <param name="bins">The number of bins, at least 1.</param>
    /// <param name="range">
    /// The outer edges; the smallest and the largest element when left out. Equal ones are moved apart by ½ each, and ones too close for so many different
    /// edges by as much as these need, some units in the last place each.
    /// </param>
    /// <param name="weights">What each element counts for, of a floating-point type and the shape of <paramref name="x"/>; 1 when left out.</param>
    /// <param name="density">Whether to divide by the total and by the width of each bin, so that the integral is 1.</param>
    /// <returns>
    /// <c>Counts</c>: of <see cref="DataType.Int64"/>, of the type of the weights, or of the type of the edges for a density. <c>Edges</c>, one more:
    /// Float64 for elements of Float64 and whole numbers, otherwise Float32.
    /// </returns>
    /// <remarks>
    /// A bin holds its lower edge but not its upper, except the last, which holds both; the edges as returned decide. Elements outside of the range and
    /// NaN are not counted. Weights are added in double precision in order. There are no gradients.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// The range is not finite in the type of the edges or descends, an element is not finite and there is no range, the type has not so many numbers for
    /// edges, or the weights do not fit.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bins"/> is below 1, or there are more edges than an array holds.</exception>
    public static (Tensor Counts, Tensor Edges) Histogram(
        Tensor x, int bins, (double Low, double High)? range = null, Tensor? weights = null, bool density = false)
    {
        Tensor elements = HistogramElements(x);
        if (bins < 1 || bins >= Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(nameof(bins), bins, $"Histogram expects 1 to {Array.MaxLength - 1} bins but got {bins}.");
        }

        DataType type = EdgeType(x.DataType);
        (double low, double high) = range ?? Extremes(elements);
        if (!(low <= high && -low <= EvenEdges.Largest(type) && high <= EvenEdges.Largest(type)))
        {
            string origin = range is null ? ", the extremes of the elements; pass a range" : "";
            throw new ArgumentException(
                FormattableString.Invariant($"Histogram expects a finite range of {type.Name()} from low to high but got {low} to {high}{origin}."),
                nameof(range));
        }

        return HistogramOf(elements, EvenEdges.Of(low, high, bins, type), areEven: true, weights, density);
    }

    /// <summary>Counts the elements in bins between given edges.</summary>
    /// <param name="x">The elements, of any type but truth values.</param>
    /// <param name="edges">The edges of the bins, a vector in ascending order without NaN.</param>
    /// <param name="weights">What each element counts for, of a floating-point type and the shape of <paramref name="x"/>; 1 when left out.</param>
    /// <param name="density">Whether to divide by the total and by the width of each bin, so that the integral is 1.</param>
    /// <returns>The counts, one fewer than there are edges, and the edges.</returns>
    /// <remarks>As with bins of equal width.</remarks>
    /// <exception cref="ArgumentException">The edges are not a vector in ascending order, or the weights do not fit.</exception>
    public static (Tensor Counts, Tensor Edges) Histogram(Tensor x, Tensor edges, Tensor? weights = null, bool density = false)
    {
        Tensor elements = HistogramElements(x);
        ArgumentNullException.ThrowIfNull(edges);
        if (edges.Rank != 1 || edges.Length == 0)
        {
            throw new ArgumentException($"Histogram expects a vector of at least one edge but got {edges.Shape}.", nameof(edges));
        }

        if (edges.DataType == DataType.Int64)
        {
            CheckAscending<long>(edges.ToArray<long>());
        }
        else
        {
            CheckAscending<double>(edges.ToArray<double>());
        }

        return HistogramOf(elements, edges.Detach(), areEven: false, weights, density);
    }

    private static void CheckAscending<T>(ReadOnlySpan<T> edges)
        where T : struct, INumber<T>
    {
        for (int i = 0; i < edges.Length; i++)
        {
            if (!(edges[i] >= edges[Math.Max(0, i - 1)]))
            {
                string before = i > 0 ? FormattableString.Invariant($" after {edges[i - 1]}") : "";
                throw new ArgumentException(
                    FormattableString.Invariant($"Histogram expects edges in ascending order without NaN but edge {i} is {edges[i]}{before}; sort them."),
                    nameof(edges));
            }
        }
    }

    /// <summary>The elements in a type that holds them exactly: Int64 or Float64.</summary>
    private static Tensor HistogramElements(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.DataType == DataType.Bool
            ? throw new ArgumentException("Histogram expects numbers but got bool; count truth values by Sum.", nameof(x))
            : x.Detach().To(x.DataType == DataType.Int64 ? DataType.Int64 : DataType.Float64).Contiguous();
    }

    /// <summary>Numbers of float64 between which all elements are.</summary>
    private static (double Low, double High) Extremes(Tensor elements) =>
        elements.Length == 0 ? (0, 1)
        : elements.DataType == DataType.Int64 ? (BinBounds.AtMost(Min(elements).Item<long>()), BinBounds.AtLeast(Max(elements).Item<long>()))
        : (Min(elements).Item<double>(), Max(elements).Item<double>());

    private static DataType EdgeType(DataType type) => type.IsFloatingPoint() ? Widening.Wider(type, DataType.Float32) : DataType.Float64;

    /// <summary>The bin of each element.</summary>
    /// <param name="elements">The elements, of Int64 or Float64.</param>
    /// <param name="places">The edges.</param>
    /// <param name="whole">The edges if they are of Int64, otherwise nothing.</param>
    /// <param name="areEven">Whether the bins are equally wide.</param>
    private static int[] BinsOf(Tensor elements, ReadOnlySpan<double> places, ReadOnlySpan<long> whole, bool areEven)
    {
        int[] bins = new int[elements.Length];
        double perUnit = areEven ? (places.Length - 1) / (places[^1] - places[0]) : 0;
        bool isWhole = whole.Length > 0;
        if (elements.DataType == DataType.Int64)
        {
            Bins.Find(elements.Span<long>(), isWhole ? BinBounds.OfWhole(whole) : BinBounds.OfWhole(places), perUnit, bins);
        }
        else
        {
            Bins.Find(elements.Span<double>(), isWhole ? BinBounds.OfDoubles(whole) : BinBounds.OfDoubles(places), perUnit, bins);
        }

        GC.KeepAlive(elements);
        return bins;
    }

    private static (Tensor Counts, Tensor Edges) HistogramOf(Tensor elements, Tensor edges, bool areEven, Tensor? weights, bool density)
    {
        if (weights is not null && (!weights.Shape.Equals(elements.Shape) || !weights.DataType.IsFloatingPoint()))
        {
            throw new ArgumentException(
                $"Histogram expects weights of a floating-point type and the elements' shape {elements.Shape} but got {weights.DataType.Name()} " +
                $"{weights.Shape}.", nameof(weights));
        }

        double[] places = edges.ToArray<double>();
        long[] whole = edges.DataType == DataType.Int64 ? edges.ToArray<long>() : [];
        int[] bins = BinsOf(elements, places, whole, areEven);
        long[] counts = new long[places.Length - 1];
        double[] sums = weights is null && !density ? [] : new double[counts.Length];
        double[] terms = weights is null ? [] : weights.ToArray<double>();
        for (int i = 0; i < bins.Length; i++)
        {
            if (bins[i] >= 0)
            {
                counts[bins[i]]++;
                if (sums.Length > 0)
                {
                    sums[bins[i]] += weights is null ? 1 : terms[i];
                }
            }
        }

        if (density)
        {
            double total = 0;
            foreach (double sum in sums)
            {
                total += sum;
            }

            for (int i = 0; i < sums.Length; i++)
            {
                (double low, double high) = (places[i], places[i + 1]);
                double width = whole.Length > 0 ? (double)((Int128)whole[i + 1] - whole[i]) : high - low;
                double divisor = total * width;

                // Neither the product nor the width need be numbers that a double holds.
                sums[i] = double.IsNormal(divisor) ? sums[i] / divisor
                    : double.IsInfinity(width) ? sums[i] / total / ((high / 2) - (low / 2)) / 2
                    : sums[i] / total / width;
            }
        }

        DataType type = density ? EdgeType(edges.DataType) : weights?.DataType ?? DataType.Int64;
        return (sums.Length > 0 || type != DataType.Int64 ? Tensor.From(sums).To(type) : Tensor.From(counts), edges);
    }
}

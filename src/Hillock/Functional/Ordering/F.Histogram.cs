using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>Counts the elements in bins of equal width.</summary>
    /// <param name="x">The elements, of any type but truth values.</param>
    /// <param name="bins">The number of bins, at least 1.</param>
    /// <param name="range">The outer edges; the smallest and the largest element when left out. Equal ones are moved apart by ½ each.</param>
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
    /// The range is not finite or descends, an element is not finite and there is no range, or the weights do not fit.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bins"/> is below 1.</exception>
    public static (Tensor Counts, Tensor Edges) Histogram(
        Tensor x, int bins, (double Low, double High)? range = null, Tensor? weights = null, bool density = false)
    {
        Tensor elements = HistogramElements(x);
        if (bins < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(bins), bins, $"Histogram expects at least 1 bin but got {bins}.");
        }

        (double low, double high) = range ?? (x.Length == 0 ? (0.0, 1.0) : (Min(elements).Item<double>(), Max(elements).Item<double>()));
        if (low == high)
        {
            (low, high) = (low - 0.5, high + 0.5);
        }

        if (!(low < high) || !double.IsFinite(high - low))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"Histogram expects a finite range from low to high but got {low} to {high}") +
                (range is null ? ", the extremes of the elements; pass a range." : "."),
                nameof(range));
        }

        Tensor edges = Tensor.Linspace(low, high, bins + 1, EdgeType(x.DataType));
        return HistogramOf(elements, edges, areEven: true, weights, density);
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

        double[] places = edges.ToArray<double>();
        for (int i = 0; i < places.Length; i++)
        {
            if (!(places[i] >= places[Math.Max(0, i - 1)]))
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"Histogram expects edges in ascending order without NaN but edge {i} is {places[i]}") +
                    (i > 0 ? FormattableString.Invariant($" after {places[i - 1]}; sort them.") : "; sort them."),
                    nameof(edges));
            }
        }

        return HistogramOf(elements, edges.Detach(), areEven: false, weights, density);
    }

    private static Tensor HistogramElements(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.DataType == DataType.Bool
            ? throw new ArgumentException("Histogram expects numbers but got bool; count truth values by Sum.", nameof(x))
            : x.Detach().To(DataType.Float64).Contiguous();
    }

    private static DataType EdgeType(DataType type) => type.IsFloatingPoint() ? Widening.Wider(type, DataType.Float32) : DataType.Float64;

    private static (Tensor Counts, Tensor Edges) HistogramOf(Tensor elements, Tensor edges, bool areEven, Tensor? weights, bool density)
    {
        if (weights is not null && (!weights.Shape.Equals(elements.Shape) || !weights.DataType.IsFloatingPoint()))
        {
            throw new ArgumentException(
                $"Histogram expects weights of a floating-point type and the elements' shape {elements.Shape} but got {weights.DataType.Name()} " +
                $"{weights.Shape}.", nameof(weights));
        }

        double[] places = edges.ToArray<double>();
        var bins = new int[elements.Length];
        Bins.Find(elements.Span<double>(), places, areEven, bins);
        GC.KeepAlive(elements);
        var counts = new long[places.Length - 1];
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
                sums[i] /= total * (places[i + 1] - places[i]);
            }
        }

        DataType type = density ? EdgeType(edges.DataType) : weights?.DataType ?? DataType.Int64;
        return (sums.Length > 0 || type != DataType.Int64 ? Tensor.From(sums).To(type) : Tensor.From(counts), edges);
    }
}

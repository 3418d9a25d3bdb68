using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>
    /// Means, sums or maxima of rows of a table, a bag of rows for each result: <c>y[b] = Σ s[i]·W[index[i]]</c> over the places <c>i</c> of bag <c>b</c>.
    /// </summary>
    /// <param name="index">Which rows, Int64 or Int32: <c>[bags, n]</c>, or <c>[n]</c> with <paramref name="offsets"/>.</param>
    /// <param name="weight">The table <c>W</c>, <c>[numEmbeddings, embeddingDim]</c>.</param>
    /// <param name="offsets">Where each bag begins in an <paramref name="index"/> of one axis: from 0 on, ascending; equal ones make an empty bag.</param>
    /// <param name="mode">What becomes of the rows of a bag.</param>
    /// <param name="perSampleWeights">The factors <c>s</c>, of the index's shape and the table's type, for sums alone; 1 when left out.</param>
    /// <param name="includeLastOffset">Whether the last offset is the end of the last bag, rather than the begin of one more.</param>
    /// <param name="paddingIndex">A row that counts for no bag, neither in a mean's number, and gets no gradient; negatives count from the last.</param>
    /// <returns><c>[bags, embeddingDim]</c>.</returns>
    /// <remarks>
    /// Rows are added in the order of the index, whatever the number of threads; 16-bit types in float32, rounded once. The gradient of a maximum goes to the
    /// row that it is of. PyTorch's <c>embedding_bag</c>, whose maximum passes over a NaN behind the first row.
    /// </remarks>
    /// <exception cref="ArgumentException">Shapes or types do not fit, the offsets are not ascending from 0, or there are weights without a sum.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index or <paramref name="paddingIndex"/> names no row.</exception>
    /// <example>
    /// <code>
    /// Tensor table = Tensor.From([1f, 2, 4], [3, 1]);
    /// Console.WriteLine(F.EmbeddingBag(Tensor.From([0L, 1, 2, 2]), table, Tensor.From([0L, 3]), BagMode.Sum).Flatten()); // float32 [2] [7, 4]
    /// </code>
    /// </example>
    public static Tensor EmbeddingBag(
        Tensor index, Tensor weight, Tensor? offsets = null, BagMode mode = BagMode.Mean, Tensor? perSampleWeights = null, bool includeLastOffset = false,
        int? paddingIndex = null)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(weight);
        CheckBags(index, weight, offsets, mode, perSampleWeights);
        Tensor rows = CheckWhole(index, nameof(EmbeddingBag)).Reshape(index.Length);
        CheckEmbedded(rows, index.Shape, weight.Shape[0], nameof(EmbeddingBag));
        int[] starts = BagStarts(index, offsets, includeLastOffset);
        (int[] kept, int[] ends, long[] places) = Bagged(rows, starts, PaddingRow(paddingIndex, weight.Shape[0], nameof(EmbeddingBag)));
        if (mode == BagMode.Max && kept.Length > 0)
        {
            return LargestOfBags(weight, kept, ends);
        }

        DataType type = Widening.Wider(weight.DataType, DataType.Float32);
        Tensor sums = perSampleWeights is null
            ? SumsOfBags(weight, type, kept, ends)
            : WeightedSums(weight.To(type), perSampleWeights.Reshape(index.Length).To(type), kept, ends, places);
        if (mode == BagMode.Mean)
        {
            double[] counts = Array.ConvertAll(CountsOfBags(ends), static count => (double)Math.Max(1, count));
            sums = Divide(sums, Tensor.From(counts, [counts.Length, 1]).To(type));
        }

        return sums.To(weight.DataType);
    }

    private static Tensor SumsOfBags(Tensor weight, DataType type, int[] rows, int[] ends)
    {
        if (Tracks(weight) || weight.DataType == type)
        {
            return Resample(weight.To(type), 0, AxisTaps.Sums(weight.Shape[0], ends, rows));
        }

        // Without a gradient only the rows that are read need be widened.
        Tensor own = IndexSelect(weight, 0, Tensor.From(Array.ConvertAll(rows, static row => (long)row)), zero: -1, skipped: -1);
        return Resample(own.To(type), 0, AxisTaps.Sums(rows.Length, ends, [.. Enumerable.Range(0, rows.Length)]));
    }

    private static Tensor WeightedSums(Tensor weight, Tensor factors, int[] rows, int[] ends, long[] places)
    {
        Tensor terms = IndexSelect(weight, 0, Tensor.From(Array.ConvertAll(rows, static row => (long)row)), zero: -1, skipped: -1);
        terms = Multiply(terms, IndexSelect(factors, 0, Tensor.From(places), zero: -1, skipped: -1).Unsqueeze(1));
        return Resample(terms, 0, AxisTaps.Sums(rows.Length, ends, [.. Enumerable.Range(0, rows.Length)]));
    }

    /// <summary>The largest element of each column of each bag, 0 of empty ones.</summary>
    private static Tensor LargestOfBags(Tensor weight, int[] rows, int[] ends)
    {
        Tensor table = weight.Detach().To(Widening.Wider(weight.DataType, DataType.Float32)).Contiguous();
        Tensor largest = Tensor.Empty([ends.Length - 1, weight.Shape[1]], DataType.Int64);
        Tensor present = Tensor.From(Array.ConvertAll(CountsOfBags(ends), static count => count > 0), [ends.Length - 1, 1]);
        if (table.DataType == DataType.Float64)
        {
            BagExtremes.Largest<double>(table.Span<double>(), weight.Shape[1], ends, rows, largest.Span<long>());
        }
        else
        {
            BagExtremes.Largest<float>(table.Span<float>(), weight.Shape[1], ends, rows, largest.Span<long>());
        }

        GC.KeepAlive(table);
        GC.KeepAlive(largest);
        return Where(present, Gather(weight, 0, largest), 0);
    }

    private static int[] CountsOfBags(int[] ends)
    {
        int[] counts = new int[ends.Length - 1];
        for (int bag = 0; bag < counts.Length; bag++)
        {
            counts[bag] = ends[bag + 1] - ends[bag];
        }

        return counts;
    }

    private static void CheckBags(Tensor index, Tensor weight, Tensor? offsets, BagMode mode, Tensor? perSampleWeights)
    {
        if (weight.Rank != 2 || !weight.DataType.IsFloatingPoint())
        {
            throw new ArgumentException(
                $"EmbeddingBag expects a weight of [numEmbeddings, embeddingDim] of a floating-point type but got {weight.DataType.Name()} {weight.Shape}.",
                nameof(weight));
        }

        if (offsets is null ? index.Rank != 2 : index.Rank != 1)
        {
            throw new ArgumentException(
                $"EmbeddingBag expects an index of [bags, n] without offsets, or [n] with them, but got {index.Shape} " +
                $"{(offsets is null ? "without; pass where each bag begins, or add an axis with Unsqueeze." : "with offsets; leave them out.")}",
                nameof(index));
        }

        if (mode is < BagMode.Mean or > BagMode.Max)
        {
            throw new ArgumentOutOfRangeException(nameof(mode), mode, $"EmbeddingBag expects BagMode.Mean, Sum or Max but got {mode}; choose one of them.");
        }

        if (perSampleWeights is null)
        {
            return;
        }

        if (mode != BagMode.Sum)
        {
            throw new ArgumentException(
                $"EmbeddingBag expects no perSampleWeights with the mode {mode} but got some; use {nameof(BagMode)}.{nameof(BagMode.Sum)}.",
                nameof(perSampleWeights));
        }

        if (!perSampleWeights.Shape.Equals(index.Shape) || perSampleWeights.DataType != weight.DataType)
        {
            throw new ArgumentException(
                $"EmbeddingBag expects perSampleWeights of {weight.DataType.Name()} {index.Shape}, a factor for each index in the table's type, but got " +
                $"{perSampleWeights.DataType.Name()} {perSampleWeights.Shape}.", nameof(perSampleWeights));
        }
    }

    /// <summary>Where the bags begin, and the end of the last.</summary>
    private static int[] BagStarts(Tensor index, Tensor? offsets, bool includeLastOffset)
    {
        if (offsets is null)
        {
            int each = index.Shape[1];
            return [.. Enumerable.Range(0, index.Shape[0] + 1).Select(bag => bag * each)];
        }

        if (offsets.Rank != 1)
        {
            throw new ArgumentException($"EmbeddingBag expects offsets of one axis but got {offsets.Shape}.", nameof(offsets));
        }

        long[] given = CheckWhole(offsets, nameof(EmbeddingBag)).ToArray<long>();
        for (int i = 0; i < given.Length; i++)
        {
            if (given[i] < (i == 0 ? 0 : given[i - 1]) || given[i] > index.Length || (i == 0 && given[i] != 0))
            {
                throw new ArgumentException(
                    $"EmbeddingBag expects offsets from 0 on, ascending and up to {index.Length}, but offset {i} is {given[i]}.", nameof(offsets));
            }
        }

        if (includeLastOffset && (given.Length == 0 || given[^1] != index.Length))
        {
            throw new ArgumentException(
                $"EmbeddingBag expects, with includeLastOffset, a last offset of {index.Length}, the end of the index, but got " +
                $"{(given.Length == 0 ? "none" : given[^1])}; append it.", nameof(offsets));
        }

        return [.. given.Select(static offset => (int)offset), .. includeLastOffset ? [] : (int[])[index.Length]];
    }

    /// <summary>The rows that count, where those of each bag begin and the last ends, and their places in the index.</summary>
    private static (int[] Rows, int[] Starts, long[] Places) Bagged(Tensor index, int[] starts, int padding)
    {
        ReadOnlySpan<long> rows = index.Span<long>();
        List<int> kept = new List<int>(rows.Length);
        List<long> places = new List<long>(rows.Length);
        int[] own = new int[starts.Length];
        for (int bag = 0; bag + 1 < starts.Length; bag++)
        {
            for (int i = starts[bag]; i < starts[bag + 1]; i++)
            {
                if (rows[i] != padding)
                {
                    kept.Add((int)rows[i]);
                    places.Add(i);
                }
            }

            own[bag + 1] = kept.Count;
        }

        GC.KeepAlive(index);
        return ([.. kept], own, [.. places]);
    }
}

namespace Hillock.Kernels;

/// <summary>Finds the bin that a number falls into: <c>[edge₀, edge₁), [edge₁, edge₂) … [edgeₙ₋₁, edgeₙ]</c>, the last with both ends.</summary>
internal static class Bins
{
    /// <summary>The bin of each number, or −1 for one outside of all bins and for NaN.</summary>
    /// <param name="x">The numbers.</param>
    /// <param name="edges">The edges in ascending order, at least one.</param>
    /// <param name="areEven">Whether the edges lie at equal distances but for rounding.</param>
    /// <param name="bins">Room for as many bins as numbers.</param>
    internal static void Find(ReadOnlySpan<double> x, ReadOnlySpan<double> edges, bool areEven, Span<int> bins)
    {
        int last = edges.Length - 2;
        double low = edges[0];
        double high = edges[^1];
        double perUnit = (last + 1) / (high - low);
        areEven &= double.IsFinite(perUnit);
        for (int i = 0; i < x.Length; i++)
        {
            double value = x[i];
            if (!(value >= low && value <= high) || last < 0)
            {
                bins[i] = -1;
            }
            else if (areEven)
            {
                // The edges decide, not the estimate.
                int bin = Math.Clamp((int)((value - low) * perUnit), 0, last);
                while (value < edges[bin])
                {
                    bin--;
                }

                while (bin < last && value >= edges[bin + 1])
                {
                    bin++;
                }

                bins[i] = bin;
            }
            else
            {
                bins[i] = Search(value, edges, last);
            }
        }
    }

    /// <summary>The last bin that begins at or below a number within the edges.</summary>
    private static int Search(double value, ReadOnlySpan<double> edges, int last)
    {
        int from = 0;
        for (int to = last; from < to;)
        {
            int middle = to - ((to - from) / 2);
            if (value >= edges[middle])
            {
                from = middle;
            }
            else
            {
                to = middle - 1;
            }
        }

        return from;
    }
}

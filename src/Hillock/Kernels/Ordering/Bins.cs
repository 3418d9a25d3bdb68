using System.Numerics;

namespace Hillock.Kernels;

/// <summary>Finds the bin that a number falls into: <c>[edge₀, edge₁), [edge₁, edge₂) … [edgeₙ₋₁, edgeₙ]</c>, the last with both ends.</summary>
internal static class Bins
{
    /// <summary>The bin of each number, or −1 for one outside of all bins and for NaN.</summary>
    /// <param name="x">The numbers.</param>
    /// <param name="bounds">The bounds of the bins.</param>
    /// <param name="perUnit">How many bins there are to a unit, if all are equally wide but for rounding; otherwise 0.</param>
    /// <param name="bins">Room for as many bins as numbers.</param>
    internal static void Find<TNumber>(ReadOnlySpan<TNumber> x, BinBounds<TNumber> bounds, double perUnit, Span<int> bins)
        where TNumber : struct, INumber<TNumber>
    {
        ReadOnlySpan<TNumber> lower = bounds.Lower;
        if (bounds.IsEmpty)
        {
            bins.Fill(-1);
            return;
        }

        int last = lower.Length - 1;
        TNumber low = lower[0];
        TNumber high = bounds.Highest;
        double origin = double.CreateTruncating(low);
        bool areEven = double.IsNormal(perUnit);
        for (int i = 0; i < x.Length; i++)
        {
            TNumber value = x[i];
            if (!(value >= low && value <= high))
            {
                bins[i] = -1;
            }
            else if (areEven)
            {
                // The edges decide, not the estimate.
                int bin = Math.Clamp((int)((double.CreateTruncating(value) - origin) * perUnit), 0, last);
                while (value < lower[bin])
                {
                    bin--;
                }

                while (bin < last && value >= lower[bin + 1])
                {
                    bin++;
                }

                bins[i] = bin;
            }
            else
            {
                bins[i] = Search(value, lower);
            }
        }
    }

    /// <summary>The last bin that begins at or below a number within the bounds.</summary>
    private static int Search<TNumber>(TNumber value, ReadOnlySpan<TNumber> lower)
        where TNumber : struct, INumber<TNumber>
    {
        int from = 0;
        for (int to = lower.Length - 1; from < to;)
        {
            int middle = to - ((to - from) / 2);
            if (value >= lower[middle])
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

namespace Hillock.Kernels;

/// <summary>What numbers of one type are compared with to find their bins, exactly, although the edges may be of another type.</summary>
/// <param name="Lower">For each bin the least number of the type that is not below its lower edge; bins that begin above all numbers are left out.</param>
/// <param name="Highest">The largest number of the type that is not above the last edge.</param>
/// <param name="IsEmpty">Whether no number of the type lies between the first and the last edge.</param>
internal readonly record struct BinBounds<TNumber>(TNumber[] Lower, TNumber Highest, bool IsEmpty);

/// <summary>Bounds of bins from their edges.</summary>
internal static class BinBounds
{
    // 2⁶³, the first double above every long.
    private const double AboveLong = 9223372036854775808.0;

    /// <summary>For doubles, between edges that are doubles.</summary>
    internal static BinBounds<double> OfDoubles(ReadOnlySpan<double> edges) => Of(edges[..^1].ToArray(), edges[^1]);

    /// <summary>For doubles, between edges that are whole numbers.</summary>
    internal static BinBounds<double> OfDoubles(ReadOnlySpan<long> edges)
    {
        double[] lower = new double[edges.Length - 1];
        for (int i = 0; i < lower.Length; i++)
        {
            lower[i] = AtLeast(edges[i]);
        }

        return Of(lower, AtMost(edges[^1]));
    }

    /// <summary>For whole numbers, between edges that are whole numbers.</summary>
    internal static BinBounds<long> OfWhole(ReadOnlySpan<long> edges) => Of(edges[..^1].ToArray(), edges[^1]);

    /// <summary>For whole numbers, between edges that are doubles.</summary>
    internal static BinBounds<long> OfWhole(ReadOnlySpan<double> edges)
    {
        List<long> lower = new List<long>(edges.Length);
        foreach (double edge in edges[..^1])
        {
            if (edge < AboveLong)
            {
                lower.Add(edge < -AboveLong ? long.MinValue : (long)Math.Ceiling(edge));
            }
        }

        double last = edges[^1];
        return last < -AboveLong ? new([], 0, true) : Of([.. lower], last >= AboveLong ? long.MaxValue : (long)Math.Floor(last));
    }

    /// <summary>The largest double that is not above a whole number.</summary>
    internal static double AtMost(long number)
    {
        double nearest = number;
        return nearest >= AboveLong || (long)nearest > number ? Math.BitDecrement(nearest) : nearest;
    }

    /// <summary>The least double that is not below a whole number.</summary>
    internal static double AtLeast(long number)
    {
        double nearest = number;
        return nearest < AboveLong && (long)nearest < number ? Math.BitIncrement(nearest) : nearest;
    }

    private static BinBounds<TNumber> Of<TNumber>(TNumber[] lower, TNumber highest) => new(lower, highest, lower.Length == 0);
}

namespace Hillock.Cli.Statistics;

/// <summary>Holm's correction: keeps the chance of any false finding among several tests below the level of one.</summary>
/// <remarks>S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6, 1979.</remarks>
internal static class Holm
{
    /// <summary>
    /// The adjusted probabilities, in the order of the arguments: the i-th smallest of m (from 0) becomes the running maximum
    /// of <c>min(1, (m − i)·p)</c>. Below the level means significant.
    /// </summary>
    public static double[] Adjust(ReadOnlySpan<double> probabilities)
    {
        int[] order = new int[probabilities.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(probabilities.ToArray(), order);

        double[] adjusted = new double[probabilities.Length];
        double largest = 0.0;
        for (int rank = 0; rank < order.Length; rank++)
        {
            largest = Math.Max(largest, Math.Min(1, (order.Length - rank) * probabilities[order[rank]]));
            adjusted[order[rank]] = largest;
        }

        return adjusted;
    }
}

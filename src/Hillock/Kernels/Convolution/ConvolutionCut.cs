namespace Hillock.Kernels;

/// <summary>A weight's gradient, cut into blocks of channels of the source and of the target.</summary>
/// <param name="Channels">The channels of the source in a block.</param>
/// <param name="Rows">The channels of the target in a block.</param>
internal readonly record struct ConvolutionCut(int Channels, int Rows)
{
    /// <summary>The blocks that take the threads the least time. Of equal ones the larger, as each block copies and transposes what it needs.</summary>
    /// <param name="sources">The channels of the source.</param>
    /// <param name="targets">The channels of the target.</param>
    /// <param name="unit">What the channels of the target in a block are a multiple of.</param>
    /// <param name="groups">How many such gradients there are.</param>
    /// <param name="least">The least number of parts of the channels of the source.</param>
    /// <param name="threads">The number of threads.</param>
    internal static ConvolutionCut Of(int sources, int targets, int unit, int groups, int least, int threads)
    {
        ConvolutionCut best = default;
        long shortest = long.MaxValue;
        for (int each = 1; each <= 2; each++)
        {
            int wanted = Partition.Count(threads == 1 ? 1 : threads * each, groups);
            int channels = Partition.Count(sources, Math.Min(sources, Partition.Count(least, wanted) * wanted));
            int across = Partition.Count(sources, channels);
            int rows = Math.Min(targets, Partition.Count(Partition.Count(targets, Partition.Count(wanted, across)), unit) * unit);
            long time = (long)Partition.Count(across * Partition.Count(targets, rows) * groups, threads) * channels * rows;
            if (time < shortest)
            {
                (best, shortest) = (new ConvolutionCut(channels, rows), time);
            }
        }

        return best;
    }
}

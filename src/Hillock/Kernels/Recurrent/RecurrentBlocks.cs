namespace Hillock.Kernels;

/// <summary>How the rows of a batch are shared among threads: each takes its rows through all steps, so that nobody waits within a sequence.</summary>
internal static class RecurrentBlocks
{
    // As many rows as a product with the recurrent weight reads in place, two register tiles; fewer than four leave the tiles half empty.
    private const int Most = 16;
    private const int Least = 4;

    /// <summary>The rows of a block. No result depends on it.</summary>
    internal static int Rows(int batch) => Math.Clamp(Partition.Count(batch, Parallelism.Threads), Least, Most);
}

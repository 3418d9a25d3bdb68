namespace Hillock.Kernels;

/// <summary>How the logits of a projection are cut into tiles, of which one at a time is in memory. It depends on the shapes alone.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Classes">The number of classes.</param>
/// <param name="RowsEach">The rows of a tile, at most <see cref="Reduce.BlockLength"/>.</param>
/// <param name="ClassesEach">The classes of a tile: all of them, or whole blocks of <see cref="Reduce"/>'s sums.</param>
internal readonly record struct LinearCrossEntropyPlan(int Rows, int Classes, int RowsEach, int ClassesEach)
{
    /// <summary>The logits of a tile at most: 16 MiB of float32. No more are simply held.</summary>
    internal const int TileLength = 1 << 22;

    // Each tile of rows goes through the weight and its gradient: with 512 rows that takes less than a tenth of the products' time, with 1024 less
    // than a twentieth.
    private const int EnoughRows = 512;
    private const int ManyRows = 1024;

    /// <summary>The number of logits that a tile takes.</summary>
    internal int Length => RowsEach * ClassesEach;

    /// <summary>The classes of a block, whose exponentials are added by themselves: all of them where a tile holds whole rows.</summary>
    internal int BlockLength => HoldsRows ? Classes : Reduce.BlockLength;

    /// <summary>The number of blocks that a row's sum is made of.</summary>
    internal int Blocks => Partition.Count(Classes, BlockLength);

    /// <summary>Whether a tile holds whole rows, so that their gradients can be had without computing the logits again.</summary>
    internal bool HoldsRows => ClassesEach >= Classes;

    /// <summary>Whether all logits are no more than a tile.</summary>
    internal static bool IsSmall(int rows, int classes) => (long)rows * classes <= TileLength;

    /// <summary>The plan for a number of rows and classes, of which there are some, whose tiles hold whole rows.</summary>
    internal static LinearCrossEntropyPlan OfWholeRows(int rows, int classes) =>
        new(rows, classes, Math.Min(rows, Math.Clamp(TileLength / classes, 1, Reduce.BlockLength)), classes);

    /// <summary>The plan for a number of rows and classes, of which there are some.</summary>
    internal static LinearCrossEntropyPlan Of(int rows, int classes)
    {
        if (classes <= TileLength / EnoughRows)
        {
            return new(rows, classes, Math.Min(rows, Math.Min(TileLength / classes, Reduce.BlockLength)), classes);
        }

        int rowsEach = Math.Min(rows, ManyRows);
        return new(rows, classes, rowsEach, Math.Min(classes, TileLength / rowsEach / Reduce.BlockLength * Reduce.BlockLength));
    }
}

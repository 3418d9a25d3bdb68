namespace Hillock.Kernels;

/// <summary>How the logits of a projection are cut into tiles, of which one at a time is in memory. It depends on the shapes alone.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Classes">The number of classes.</param>
/// <param name="RowsEach">The rows of a tile.</param>
/// <param name="ClassesEach">The classes of a tile: all of them, or whole blocks of <see cref="Reduce"/>'s sums.</param>
internal readonly record struct LinearCrossEntropyPlan(int Rows, int Classes, int RowsEach, int ClassesEach)
{
    /// <summary>The logits of a tile at most: 16 MiB of float32.</summary>
    internal const int TileLength = 1 << 22;

    // Enough rows to make the products' cost outweigh the reading of the weight.
    private const int ManyRows = 1024;

    /// <summary>The number of logits that a tile takes.</summary>
    internal int Length => RowsEach * ClassesEach;

    /// <summary>The number of blocks that a row's sum is made of.</summary>
    internal int Blocks => (Classes + Reduce.BlockLength - 1) / Reduce.BlockLength;

    /// <summary>Whether one tile holds all logits.</summary>
    internal bool IsOneTile => RowsEach >= Rows && ClassesEach >= Classes;

    /// <summary>The plan for a number of rows and classes, of which there are some.</summary>
    internal static LinearCrossEntropyPlan Of(int rows, int classes)
    {
        int rowsEach = Math.Min(rows, classes <= TileLength / ManyRows ? Math.Min(TileLength / classes, Reduce.BlockLength) : ManyRows);
        long room = TileLength / rowsEach;
        return new(rows, classes, rowsEach, room >= classes ? classes : (int)(room / Reduce.BlockLength * Reduce.BlockLength));
    }
}

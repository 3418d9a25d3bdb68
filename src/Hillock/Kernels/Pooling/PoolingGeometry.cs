namespace Hillock.Kernels;

/// <summary>The sizes of a pooling of planes of up to three axes.</summary>
/// <param name="Planes">The number of planes: inputs of the batch times channels.</param>
/// <param name="Z">The first axis.</param>
/// <param name="Y">The second axis.</param>
/// <param name="X">The last axis, whose elements are neighbours.</param>
internal sealed record PoolingGeometry(int Planes, PoolingAxis Z, PoolingAxis Y, PoolingAxis X)
{
    // How many blocks are enough for all threads, and the least that a band of a plane has.
    private const int Blocks = 64;
    private const int RowsEach = 8;
    private const int VolumeEach = 1 << 17;

    /// <summary>The rows of a plane of the output.</summary>
    internal int OutputRows => Z.Output * Y.Output;

    /// <summary>The rows of a plane of the input.</summary>
    internal int InputRows => Z.Input * Y.Input;

    /// <summary>The elements of a plane of the input.</summary>
    internal int InputVolume => checked(Z.Input * Y.Input * X.Input);

    /// <summary>The elements of a plane of the output.</summary>
    internal int OutputVolume => checked(Z.Output * Y.Output * X.Output);

    /// <summary>Whether the elements of windows are neighbours.</summary>
    internal bool IsDense => Z.Dilation == 1 && Y.Dilation == 1 && X.Dilation == 1;

    /// <summary>How many planes make a block of work, some 10 µs for a thread.</summary>
    private int PlanesEach => Math.Max(1, 32768 / Math.Max(64, Math.Max(InputVolume, OutputVolume)));

    /// <summary>Runs a body for each block of planes whose rows can be computed apart from each other, in any order.</summary>
    internal void Run<TBody>(in TBody body, int rows)
        where TBody : struct, IParallelBody
    {
        int bands = Bands(rows), blocks = bands > 1 ? Planes * bands : Partition.Count(Planes, PlanesEach);
        if (blocks == 1)
        {
            body.Invoke(0);
        }
        else if (blocks > 1)
        {
            Parallelism.For(blocks, body);
        }
    }

    /// <summary>The block of a number.</summary>
    internal PoolingBlock Block(int index, int rows)
    {
        int bands = Bands(rows);
        if (bands == 1)
        {
            int first = index * PlanesEach;
            return new PoolingBlock(first, Partition.End(first, PlanesEach, Planes), 0, rows);
        }

        (int plane, int band) = Math.DivRem(index, bands);
        return new PoolingBlock(plane, plane + 1, (int)((long)rows * band / bands), (int)((long)rows * (band + 1) / bands));
    }

    // Few large planes are split. Bands make anew what windows that overlap share, so they are of many rows.
    private int Bands(int rows) =>
        Planes >= Blocks
            ? 1
            : Math.Max(1, Math.Min(Math.Min(rows / RowsEach, Math.Max(InputVolume, OutputVolume) / VolumeEach), Partition.Count(Blocks, Planes)));
}

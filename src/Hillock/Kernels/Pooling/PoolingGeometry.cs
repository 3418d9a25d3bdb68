namespace Hillock.Kernels;

/// <summary>The sizes of a pooling of planes of up to three axes.</summary>
/// <param name="Planes">The number of planes: inputs of the batch times channels.</param>
/// <param name="Z">The first axis.</param>
/// <param name="Y">The second axis.</param>
/// <param name="X">The last axis, whose elements are neighbours.</param>
internal sealed record PoolingGeometry(int Planes, PoolingAxis Z, PoolingAxis Y, PoolingAxis X)
{
    /// <summary>The elements of a plane of the input.</summary>
    internal int InputVolume => checked(Z.Input * Y.Input * X.Input);

    /// <summary>The elements of a plane of the output.</summary>
    internal int OutputVolume => checked(Z.Output * Y.Output * X.Output);

    /// <summary>Whether the elements of windows are neighbours.</summary>
    internal bool IsDense => Z.Dilation == 1 && Y.Dilation == 1 && X.Dilation == 1;

    /// <summary>How many planes make a block of work, some 10 µs for a thread.</summary>
    internal int PlanesEach => Math.Max(1, 32768 / Math.Max(64, Math.Max(InputVolume, OutputVolume)));

    /// <summary>Runs a body for each block of <see cref="PlanesEach"/> planes.</summary>
    internal void Run<TBody>(in TBody body)
        where TBody : struct, IParallelBody
    {
        int blocks = Partition.Count(Planes, PlanesEach);
        if (blocks == 1)
        {
            body.Invoke(0);
        }
        else if (blocks > 1)
        {
            Parallelism.For(blocks, body);
        }
    }
}

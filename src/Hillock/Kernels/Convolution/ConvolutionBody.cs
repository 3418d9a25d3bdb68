namespace Hillock.Kernels;

/// <summary>A pass cut into blocks of channels and columns of the target.</summary>
internal readonly unsafe struct ConvolutionBody<T, TVector, TLanes> : IParallelBody
    where T : unmanaged
    where TVector : struct
    where TLanes : struct, IMatMulLanes<T, TVector>
{
    // Blocks for each thread: they even out uneven cores.
    private const int BlocksPerThread = 4;

    private readonly ConvolutionPass<T> _pass;
    private readonly ConvolutionBlocks _blocks;
    private readonly T* _packed;
    private readonly int _allColumns;
    private readonly int _panels;
    private readonly int _across;
    private readonly int _rows;
    private readonly int _down;

    internal ConvolutionBody(ConvolutionPass<T> pass, in ConvolutionBlocks blocks, T* packed, int threads)
    {
        _pass = pass;
        _blocks = blocks;
        _packed = packed;
        _allColumns = checked(pass.Batch * pass.Places);
        int width = ConvolutionDriver<T, TVector, TLanes>.Width;
        _panels = Partition.Count(_allColumns, width);
        int wanted = Partition.Count(threads == 1 ? 1 : threads * BlocksPerThread, pass.Groups);
        _across = Math.Min(_panels, wanted);

        // A panel is gathered anew for each part of the channels, which are cut only where there are too few panels.
        int parts = wanted / _across;
        _rows = Math.Min(pass.Targets, Partition.Count(Partition.Count(pass.Targets, parts), TLanes.TileRows) * TLanes.TileRows);
        _down = Partition.Count(pass.Targets, _rows);
        Count = checked(_across * _down * pass.Groups);
    }

    /// <summary>Gets the number of blocks.</summary>
    internal int Count { get; }

    public void Invoke(int index)
    {
        int across = index % _across;
        int column = Column(across);
        int row = index / _across % _down * _rows;
        int group = index / _across / _down;
        ConvolutionDriver<T, TVector, TLanes>.Run(
            _pass, in _blocks, _packed, group, row, Math.Min(_rows, _pass.Targets - row), column, Column(across + 1) - column);
    }

    /// <summary>The first column of a block: as many panels as there are fall to each, or one more.</summary>
    private int Column(int block) =>
        Math.Min(_allColumns, (int)((long)_panels * block / _across) * ConvolutionDriver<T, TVector, TLanes>.Width);
}

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
    private readonly int _columns;
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
        int panels = Partition.Count(_allColumns, width);
        int wanted = Partition.Count(threads == 1 ? 1 : threads * BlocksPerThread, pass.Groups);
        _columns = Partition.Count(panels, Math.Min(panels, wanted)) * width;
        _across = Partition.Count(_allColumns, _columns);
        _rows = Math.Min(pass.Targets, Partition.Count(Partition.Count(pass.Targets, Partition.Count(wanted, _across)), TLanes.TileRows) * TLanes.TileRows);
        _down = Partition.Count(pass.Targets, _rows);
        Count = checked(_across * _down * pass.Groups);
    }

    /// <summary>Gets the number of blocks.</summary>
    internal int Count { get; }

    public void Invoke(int index)
    {
        int column = index % _across * _columns;
        int row = index / _across % _down * _rows;
        int group = index / _across / _down;
        ConvolutionDriver<T, TVector, TLanes>.Run(
            _pass, in _blocks, _packed, group, row, Math.Min(_rows, _pass.Targets - row), column, Math.Min(_columns, _allColumns - column));
    }
}

namespace Hillock.Kernels;

/// <summary>
/// The gradient of a weight, <c>dw[o, c, r] = Σ dy[n, o, p]·x[n, c, p·stride − padding + r·dilation]</c>, one chain over ascending (n, p), cut into blocks
/// of its own elements, where strips do not fill the vectors.
/// </summary>
/// <remarks>Tiles of the implicit matrix are gathered for as many places as fit, and the matrix product adds them up.</remarks>
internal readonly unsafe struct ConvolutionWeightBody<T> : IParallelBody
    where T : unmanaged
{
    // A tile stays in the L2 cache beside what the product packs.
    private const int TileBytes = 1 << 18;
    private const int DepthLimit = 384;
    private const int RowUnit = 8;

    // The gradient of y is where a pass has its target.
    private readonly ConvolutionPass<T> _pass;
    private readonly int _vectorBits;
    private readonly int _channels;
    private readonly int _across;
    private readonly int _rows;
    private readonly int _down;

    internal ConvolutionWeightBody(ConvolutionPass<T> pass, int vectorBits, int threads)
    {
        _pass = pass;
        _vectorBits = vectorBits;
        int most = Math.Max(1, TileBytes / sizeof(T) / DepthLimit / pass.Taps);
        int wanted = Partition.Count(threads == 1 ? 1 : threads * 2, pass.Groups);
        int parts = Math.Min(pass.Sources, Partition.Count(Partition.Count(pass.Sources, most), wanted) * wanted);
        _channels = Partition.Count(pass.Sources, parts);
        _across = Partition.Count(pass.Sources, _channels);
        _rows = Math.Min(pass.Targets, Partition.Count(Partition.Count(pass.Targets, Partition.Count(wanted, _across)), RowUnit) * RowUnit);
        _down = Partition.Count(pass.Targets, _rows);
        Count = checked(_across * _down * pass.Groups);
    }

    /// <summary>Gets the number of blocks.</summary>
    internal int Count { get; }

    public void Invoke(int index)
    {
        ConvolutionPass<T> pass = _pass;
        int channel = index % _across * _channels;
        int channels = Math.Min(_channels, pass.Sources - channel);
        int row = index / _across % _down * _rows;
        int rows = Math.Min(_rows, pass.Targets - row);
        int group = index / _across / _down;
        int lanes = channels * pass.Taps;
        int depthBlock = Partition.Count(pass.Places, Partition.Count(pass.Places, DepthLimit));
        T* tile = (T*)ConvolutionBuffer.Rent(((nint)lanes * depthBlock * sizeof(T)) + ((nint)depthBlock * sizeof(ConvolutionRun)));
        ConvolutionRun* runs = (ConvolutionRun*)(tile + ((nint)lanes * depthBlock));
        T* result = pass.Weight + (group * pass.WeightGroup) + (row * pass.WeightTarget) + (channel * pass.WeightSource);
        bool accumulate = false;
        for (int image = 0; image < pass.Batch; image++)
        {
            T* gradient = pass.Target + ((((nint)image * pass.Groups) + group) * pass.Targets + row) * pass.TargetVolume;
            for (int place = 0; place < pass.Places; place = Partition.End(place, depthBlock, pass.Places))
            {
                int depth = Math.Min(depthBlock, pass.Places - place);
                int count = ConvolutionGather<T>.Split(pass, checked((image * pass.Places) + place), depth, runs);
                ConvolutionGather<T>.Fill(pass, group, channel, channels, 0, pass.Taps, runs, count, tile, depth);
                MatMulProblem<T> problem = new MatMulProblem<T>
                {
                    M = rows,
                    N = lanes,
                    K = depth,
                    A = gradient + place,
                    ARow = pass.TargetVolume,
                    AColumn = 1,
                    B = tile,
                    BRow = 1,
                    BColumn = depth,
                    C = result,
                    CRow = pass.WeightTarget,
                    CColumn = 1,
                    Accumulate = accumulate,
                };
                MatMul.RunBlock(in problem, _vectorBits);
                accumulate = true;
            }
        }
    }
}

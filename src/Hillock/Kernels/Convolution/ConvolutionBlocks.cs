namespace Hillock.Kernels;

/// <summary>Cuts the rows of the implicit matrix, which are (channel, tap) in this order, into blocks that follow each other.</summary>
internal readonly struct ConvolutionBlocks
{
    // As for matrix products: a longer block loads and stores the sums less often, a shorter one stays in the caches.
    private const int DepthLimit = 384;

    private readonly int _sources;
    private readonly int _taps;
    private readonly int _channels;
    private readonly int _tapBlock;
    private readonly int _across;

    internal ConvolutionBlocks(int sources, int taps)
    {
        _sources = sources;
        _taps = taps;
        _tapBlock = Math.Max(1, Partition.Count(taps, Math.Max(1, Partition.Count(taps, DepthLimit))));
        int channels = taps <= DepthLimit ? Math.Max(1, DepthLimit / Math.Max(1, taps)) : 1;
        _channels = Math.Max(1, Partition.Count(sources, Math.Max(1, Partition.Count(sources, channels))));
        _across = Partition.Count(taps, _tapBlock);
        Count = Partition.Count(sources, _channels) * _across;
    }

    /// <summary>Gets the number of blocks.</summary>
    internal int Count { get; }

    /// <summary>Gets the rows of the largest block.</summary>
    internal int Depth => _channels * _tapBlock;

    /// <summary>The channels and taps of a block.</summary>
    internal (int Channel, int Channels, int Tap, int Taps) this[int index]
    {
        get
        {
            int channel = index / _across * _channels;
            int tap = index % _across * _tapBlock;
            return (channel, Math.Min(_channels, _sources - channel), tap, Math.Min(_tapBlock, _taps - tap));
        }
    }
}

namespace Hillock.Kernels;

/// <summary>A pass cut into strips of places, and into blocks of channels of the target where there are too few strips for the threads.</summary>
internal readonly unsafe struct ConvolutionStripBody<T, TVector, TLanes> : IParallelBody
    where T : unmanaged
    where TVector : struct
    where TLanes : struct, IMatMulLanes<T, TVector>
{
    // What it costs to gather an element of a tile and to copy one to or from a strip, in multiply-adds of one lane, as measured with 512 bits on Zen 5. The
    // first is spread over the channels of the target, a copy of the source over its taps as well, one of the target over the taps and the source's channels.
    internal const double GatherCost = 18;
    private const double CopyCost = 8;

    // Taps that do not share their copies find less of them in the first-level cache.
    private const double ApartCost = 0.05;

    private readonly ConvolutionPass<T> _pass;
    private readonly ConvolutionLayout _layout;
    private readonly ConvolutionBlocks _blocks;
    private readonly T* _packed;
    private readonly nint* _table;
    private readonly int _rows;
    private readonly int _down;

    internal ConvolutionStripBody(ConvolutionPass<T> pass, ConvolutionLayout layout, in ConvolutionBlocks blocks, T* packed, nint* table, int parts)
    {
        _pass = pass;
        _layout = layout;
        _blocks = blocks;
        _packed = packed;
        _table = table;
        int wanted = Partition.Count(parts, layout.Strips);
        _rows = Math.Min(pass.Targets, Partition.Count(Partition.Count(pass.Targets, wanted), TLanes.TileRows) * TLanes.TileRows);
        _down = Partition.Count(pass.Targets, _rows);
        Count = checked(layout.Strips * _down * pass.Groups * pass.Batch);
        nint* next = table;
        for (int block = 0; block < blocks.Count; block++)
        {
            (int channel, int channels, int tap, int taps) = blocks[block];
            layout.Offsets(channel, channels, tap, taps, next);
            next += channels * taps;
        }

        if (ConvolutionTiles<T, TVector, TLanes>.IsNarrow(pass))
        {
            ConvolutionStrip strip = layout[0];
            bool direct = ConvolutionTiles<T, TVector, TLanes>.IsNarrowDirect(pass, layout.Width);
            next[ConvolutionNarrow<T, TVector, TLanes>.Length(layout)] = ConvolutionNarrow<T, TVector, TLanes>.List(layout, in strip, direct, next);
        }
    }

    /// <summary>The strips that take the least time, or null where tiles take less.</summary>
    internal static ConvolutionLayout? Layout(ConvolutionPass<T> pass, int parts)
    {
        int channelBytes = pass.Sources * sizeof(T);
        ConvolutionLayout shared = ConvolutionLayout.Shared(pass.Z, pass.Y, pass.X, channelBytes, parts);
        if (ConvolutionTiles<T, TVector, TLanes>.IsNarrow(pass))
        {
            return shared.Lanes(TLanes.Count) < 1 + (GatherCost / pass.Targets) ? shared : null;
        }

        (ConvolutionLayout best, double cost) = (shared, Cost(pass, shared));
        if (ConvolutionLayout.Apart(shared, pass.Z, pass.X, channelBytes, parts) is { } apart)
        {
            double apartCost = Cost(pass, apart) + ApartCost;
            (best, cost) = apartCost < cost ? (apart, apartCost) : (best, cost);
        }

        return cost < 1 + (GatherCost / pass.Targets) ? best : null;
    }

    /// <summary>The time for each multiply-add that counts, in multiply-adds.</summary>
    private static double Cost(ConvolutionPass<T> pass, ConvolutionLayout layout)
    {
        double filling = CopyCost * layout.Copies / ((double)pass.Targets * pass.Taps);
        double scattering = ConvolutionTiles<T, TVector, TLanes>.IsDirect(pass, layout) ? 0 : CopyCost / ((double)pass.Sources * pass.Taps);
        return layout.Lanes(TLanes.Count) + filling + scattering;
    }

    /// <summary>The length of the tables that a body writes.</summary>
    internal static nint Length(ConvolutionPass<T> pass, ConvolutionLayout layout) =>
        ((nint)pass.Sources * pass.Taps) +
        (ConvolutionTiles<T, TVector, TLanes>.IsNarrow(pass) ? ConvolutionNarrow<T, TVector, TLanes>.Length(layout) + 1 : 0);

    /// <summary>Gets the number of blocks.</summary>
    internal int Count { get; }

    public void Invoke(int index)
    {
        int strip = index % _layout.Strips;
        index /= _layout.Strips;
        if (ConvolutionTiles<T, TVector, TLanes>.IsNarrow(_pass))
        {
            T* few = _packed + ((nint)(index % _pass.Groups) * _pass.Targets * _pass.Sources * _pass.Taps);
            nint* list = _table + ((nint)_pass.Sources * _pass.Taps);
            ConvolutionTiles<T, TVector, TLanes>.Narrow(_pass, _layout, few, _table, list, index / _pass.Groups, index % _pass.Groups, strip);
            return;
        }

        int row = index % _down * _rows;
        index /= _down;
        int group = index % _pass.Groups;
        T* weights = _packed + ((nint)group * _pass.Targets * _pass.Sources * _pass.Taps);
        ConvolutionTiles<T, TVector, TLanes>.Run(
            _pass, _layout, in _blocks, weights, _table, index / _pass.Groups, group, row, Math.Min(_rows, _pass.Targets - row), strip);
    }
}

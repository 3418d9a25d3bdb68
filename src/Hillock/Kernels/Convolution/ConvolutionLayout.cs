namespace Hillock.Kernels;

/// <summary>How the source of a strip of places lies in a buffer, once and with its padding.</summary>
/// <remarks>
/// For each channel, each tap of the first axis and each phase of the others there is a plane of lines. Place <c>(y, x)</c> of the strip has the flat number
/// <c>y·Pitch + x</c>, and a tap meets it at that number plus an offset of its own: the places of a vector are neighbours for every tap. The numbers between
/// the lines are computed and dropped.
/// </remarks>
internal sealed class ConvolutionLayout
{
    // What a strip of the source may take, so that it stays in an L2 cache beside the weights and the sums.
    private const int BufferBytes = 1 << 19;
    private const int ApartBytes = 3 << 18;

    // Parts of lines are not shorter than this unless the lines are.
    private const int ShortestWidth = 192;

    private readonly int _countX;
    private readonly int _countY;
    private readonly int _countZ;
    private readonly int _lines;
    private readonly int _width;
    private readonly int _down;
    private readonly int _across;

    /// <param name="z">The first axis.</param>
    /// <param name="y">The second.</param>
    /// <param name="x">The third.</param>
    /// <param name="channelBytes">The bytes of an element in all channels.</param>
    /// <param name="parts">The least number of strips.</param>
    /// <param name="apart">Whether each tap of the third axis has a copy of the source of its own, which needs no padding between the lines.</param>
    internal ConvolutionLayout(ConvolutionWalk z, ConvolutionWalk y, ConvolutionWalk x, int channelBytes, int parts, bool apart = false)
    {
        (_countZ, _countY, _countX) = (z.Count, y.Count, x.Count);
        Y = ConvolutionPhases.Shared(y);
        X = apart ? ConvolutionPhases.Apart(x) : ConvolutionPhases.Shared(x);
        Planes = checked(z.Offsets.Length * Y.Phases.Length * X.Phases.Length);
        int budget = Math.Max(1, (apart ? ApartBytes : BufferBytes) / Math.Max(1, channelBytes) / Planes);
        Pitch = X.Pitch;
        _width = _countX;
        if ((long)Pitch * (Y.Range + 1) > budget)
        {
            _width = Math.Min(_countX, Math.Max(ShortestWidth, budget / (Y.Range + 1) / ShortestWidth * ShortestWidth));
        }

        _lines = Math.Clamp((budget / Pitch) - Y.Range, 1, _countY);
        int wanted = Partition.Count(parts, z.Count);
        _lines = Partition.Count(_countY, Math.Min(_countY, Math.Max(wanted, Partition.Count(_countY, _lines))));
        _down = Partition.Count(_countY, _lines);
        wanted = Partition.Count(wanted, _down);
        if (_lines == 1 && wanted > Partition.Count(_countX, _width) && _countX > ShortestWidth)
        {
            _width = Partition.Count(Partition.Count(_countX, wanted), ShortestWidth) * ShortestWidth;
        }

        _across = Partition.Count(_countX, _width);
        Pitch = _across == 1 ? Pitch : checked(_width + X.Range);
        PlaneSize = checked((_lines + Y.Range) * Pitch);
        ChannelSize = checked(Planes * PlaneSize);
        Flat = checked(((_lines - 1) * Pitch) + _width);
        Strips = checked(_countZ * _down * _across);
    }

    internal ConvolutionPhases Y { get; }

    internal ConvolutionPhases X { get; }

    /// <summary>The planes of a channel.</summary>
    internal int Planes { get; }

    /// <summary>The distance from a line to the next.</summary>
    internal int Pitch { get; }

    /// <summary>The distance from a plane to the next.</summary>
    internal int PlaneSize { get; }

    /// <summary>The distance from a channel to the next.</summary>
    internal int ChannelSize { get; }

    /// <summary>The flat numbers of the largest strip.</summary>
    internal int Flat { get; }

    /// <summary>The lines of the largest strip.</summary>
    internal int Lines => _lines;

    /// <summary>The places of a line in the largest strip.</summary>
    internal int Width => _width;

    /// <summary>The places of the largest strip.</summary>
    internal int Places => _lines * _width;

    /// <summary>How many strips the places of a channel fall into.</summary>
    internal int Strips { get; }

    /// <summary>The strip of a number.</summary>
    internal ConvolutionStrip this[int index]
    {
        get
        {
            int x = index % _across * _width;
            int y = index / _across % _down * _lines;
            return new ConvolutionStrip(index / _across / _down, y, Math.Min(_lines, _countY - y), x, Math.Min(_width, _countX - x));
        }
    }

    /// <summary>What vectors of <paramref name="lanes"/> elements compute for each place, with what is dropped.</summary>
    internal double Lanes(int lanes) => (double)Strips * Partition.Count(Flat, lanes) * lanes / ((double)_countZ * _countY * _countX);

    /// <summary>What is copied of a channel for each place.</summary>
    internal double Copies => (double)Strips * ChannelSize / ((double)_countZ * _countY * _countX);

    /// <summary>Writes the offsets of the taps <paramref name="firstTap"/> and following of some channels.</summary>
    internal unsafe void Offsets(int firstChannel, int channels, int firstTap, int taps, nint* table)
    {
        int tapsX = X.Shifts.Length;
        int tapsY = Y.Shifts.Length;
        for (int c = firstChannel; c < firstChannel + channels; c++)
        {
            for (int t = firstTap; t < firstTap + taps; t++)
            {
                int row = Math.DivRem(t, tapsX, out int x);
                int z = Math.DivRem(row, tapsY, out int y);
                int plane = (((z * Y.Phases.Length) + Y.TapPhases[y]) * X.Phases.Length) + X.TapPhases[x];
                *table++ = ((nint)c * ChannelSize) + ((nint)plane * PlaneSize) + (Y.Shifts[y] * Pitch) + X.Shifts[x];
            }
        }
    }
}

namespace Hillock.Kernels;

/// <summary>How the source of a strip of places lies in a buffer, with its padding: once, or once for each tap of a line.</summary>
/// <remarks>
/// For each channel, each tap of the first axis and each phase of the others there is a plane of lines. Place <c>(y, x)</c> of the strip has the flat number
/// <c>y·Pitch + x</c>, and a tap meets it at that number plus an offset of its own: the places of a vector are neighbours for every tap. Where taps of a line
/// share their planes, there is padding between the lines, and the numbers there are computed and dropped; where each has planes of its own there is none.
/// </remarks>
internal sealed class ConvolutionLayout
{
    // What a strip of the source may take, so that it stays in an L2 cache of 1 MiB beside the weights and the sums: the first from measurements of strips
    // that taps share, the second of those where they do not.
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

    private ConvolutionLayout(ConvolutionWalk z, ConvolutionPhases y, ConvolutionPhases x, int countY, int countX, int channelBytes, int bytes, int parts)
    {
        (_countZ, _countY, _countX) = (z.Count, countY, countX);
        (Y, X) = (y, x);
        Planes = checked(z.Offsets.Length * Y.Phases.Length * X.Phases.Length);
        int budget = Math.Max(1, bytes / Math.Max(1, channelBytes) / Planes);
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

    /// <summary>The layout where taps of a line share their planes.</summary>
    /// <param name="z">The first axis.</param>
    /// <param name="y">The second.</param>
    /// <param name="x">The third.</param>
    /// <param name="channelBytes">The bytes of an element in all channels.</param>
    /// <param name="parts">The least number of strips.</param>
    internal static ConvolutionLayout Shared(ConvolutionWalk z, ConvolutionWalk y, ConvolutionWalk x, int channelBytes, int parts) =>
        new(z, ConvolutionPhases.Shared(y), ConvolutionPhases.Shared(x), y.Count, x.Count, channelBytes, BufferBytes, parts);

    /// <summary>The layout where each tap of a line has planes of its own, or null where not even the shortest strip stays in the cache.</summary>
    /// <param name="shared">The layout where they share them.</param>
    /// <param name="z">The first axis.</param>
    /// <param name="x">The third.</param>
    /// <param name="channelBytes">The bytes of an element in all channels.</param>
    /// <param name="parts">The least number of strips.</param>
    internal static ConvolutionLayout? Apart(ConvolutionLayout shared, ConvolutionWalk z, ConvolutionWalk x, int channelBytes, int parts)
    {
        ConvolutionPhases y = shared.Y;
        double planes = (double)z.Offsets.Length * y.Phases.Length * x.Offsets.Length;
        double least = channelBytes * planes * (y.Range + 1.0) * Math.Min(x.Count, ShortestWidth);
        return least > ApartBytes ? null : new(z, y, ConvolutionPhases.Apart(x), shared._countY, x.Count, channelBytes, ApartBytes, parts);
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
    internal double Lanes(int lanes) =>
        Sum((lines, width) => (double)Partition.Count(((lines - 1) * Pitch) + width, lanes) * lanes) / ((double)_countY * _countX);

    /// <summary>What is copied of a channel for each place.</summary>
    internal double Copies => Sum((lines, width) => (double)Planes * (lines + Y.Range) * (width + X.Range)) / ((double)_countY * _countX);

    /// <summary>The sum over the strips of a plane, of which the last ones may have fewer lines or shorter ones.</summary>
    private double Sum(Func<int, int, double> term)
    {
        int lines = _countY - ((_down - 1) * _lines), width = _countX - ((_across - 1) * _width);
        return ((_down - 1.0) * (((_across - 1.0) * term(_lines, _width)) + term(_lines, width))) +
            ((_across - 1.0) * term(lines, _width)) + term(lines, width);
    }

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

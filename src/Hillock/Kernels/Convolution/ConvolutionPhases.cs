namespace Hillock.Kernels;

/// <summary>
/// One axis of a source, copied so that neighbouring places meet neighbouring elements whatever the step of a walk is: place <c>j</c> and tap <c>t</c> meet
/// element <c>j + Lows[p] + Shifts[t]</c> of phase <c>p = TapPhases[t]</c>, which has every so manieth element of the source.
/// </summary>
internal sealed class ConvolutionPhases
{
    private ConvolutionPhases(int[] phases, int[] lows, int[] lengths, int[] tapPhases, int[] shifts, int range, int pitch) =>
        (Phases, Lows, Lengths, TapPhases, Shifts, Range, Pitch) = (phases, lows, lengths, tapPhases, shifts, range, pitch);

    /// <summary>The phases that taps meet.</summary>
    internal int[] Phases { get; }

    /// <summary>The element of each phase that the first of its taps meets at place 0; below 0 in the padding.</summary>
    internal int[] Lows { get; }

    /// <summary>The elements of the source in each phase.</summary>
    internal int[] Lengths { get; }

    /// <summary>Which of the phases each tap meets.</summary>
    internal int[] TapPhases { get; }

    /// <summary>How far each tap lies behind the first.</summary>
    internal int[] Shifts { get; }

    /// <summary>How far the last tap lies behind the first.</summary>
    internal int Range { get; }

    /// <summary>The least distance between lines that follow each other.</summary>
    internal int Pitch { get; }

    /// <summary>Each element is copied once: taps that meet the same phase share it, and lines have their padding between them.</summary>
    internal static ConvolutionPhases Shared(ConvolutionWalk walk)
    {
        int step = walk.SourceStep;
        int taps = walk.Offsets.Length;
        Dictionary<int, int> places = [];
        List<int> phases = [];
        int[] tapPhases = new int[taps];
        int[] shifts = new int[taps];
        int low = int.MaxValue, high = int.MinValue;
        for (int t = 0; t < taps; t++)
        {
            (int phase, shifts[t]) = Meeting(walk.Offsets[t], step);
            low = Math.Min(low, shifts[t]);
            high = Math.Max(high, shifts[t]);
            if (!places.TryGetValue(phase, out tapPhases[t]))
            {
                tapPhases[t] = phases.Count;
                places.Add(phase, phases.Count);
                phases.Add(phase);
            }
        }

        for (int t = 0; t < taps; t++)
        {
            shifts[t] -= low;
        }

        int[] lows = new int[phases.Count];
        Array.Fill(lows, low);
        int[] lengths = Elements(walk, phases);
        return new ConvolutionPhases([.. phases], lows, lengths, tapPhases, shifts, high - low, Distance(walk.Count, low, high - low, lengths));
    }

    /// <summary>Each tap has a copy of its own, which begins with what it meets at place 0: lines follow each other as those of the target do.</summary>
    internal static ConvolutionPhases Apart(ConvolutionWalk walk)
    {
        int taps = walk.Offsets.Length;
        int[] phases = new int[taps];
        int[] lows = new int[taps];
        int[] tapPhases = new int[taps];
        for (int t = 0; t < taps; t++)
        {
            tapPhases[t] = t;
            (phases[t], lows[t]) = Meeting(walk.Offsets[t], walk.SourceStep);
        }

        return new ConvolutionPhases(phases, lows, Elements(walk, phases), tapPhases, new int[taps], 0, walk.Count);
    }

    /// <summary>The phase of an offset, and which of its elements it is.</summary>
    private static (int Phase, int Element) Meeting(int offset, int step)
    {
        int phase = offset % step;
        phase = phase < 0 ? phase + step : phase;
        return (phase, (offset - phase) / step);
    }

    private static int[] Elements(ConvolutionWalk walk, IEnumerable<int> phases) =>
        [.. phases.Select(phase => phase < walk.SourceSize ? Partition.Count(walk.SourceSize - phase, walk.SourceStep) : 0)];

    /// <summary>
    /// The least distance of lines: what a place reads behind the end of its line is the next one's zeros in front, and what it reads before its line the
    /// last one's zeros behind.
    /// </summary>
    private static int Distance(int count, int low, int range, int[] lengths)
    {
        int first = Math.Max(0, low);
        int end = count + low + range;
        int pitch = count;
        foreach (int length in lengths)
        {
            int last = Math.Min(length, end);
            if (first < last)
            {
                pitch = Math.Max(pitch, Math.Max(last - low, end - first));
            }
        }

        return pitch;
    }
}

namespace Hillock.Kernels;

/// <summary>
/// One axis of a source by its places modulo the step of a walk: place <c>j</c> and tap <c>t</c> meet element <c>j + Low + Shifts[t]</c> of phase
/// <c>TapPhases[t]</c>, so that neighbouring places meet neighbouring elements whatever the step is.
/// </summary>
internal sealed class ConvolutionPhases
{
    private readonly int _count;

    internal ConvolutionPhases(ConvolutionWalk walk)
    {
        int step = walk.SourceStep;
        int taps = walk.Offsets.Length;
        Dictionary<int, int> places = [];
        TapPhases = new int[taps];
        Shifts = new int[taps];
        int low = int.MaxValue, high = int.MinValue;
        for (int t = 0; t < taps; t++)
        {
            int phase = walk.Offsets[t] % step;
            phase = phase < 0 ? phase + step : phase;
            Shifts[t] = (walk.Offsets[t] - phase) / step;
            low = Math.Min(low, Shifts[t]);
            high = Math.Max(high, Shifts[t]);
            if (!places.TryGetValue(phase, out int known))
            {
                known = places.Count;
                places.Add(phase, known);
            }

            TapPhases[t] = known;
        }

        for (int t = 0; t < taps; t++)
        {
            Shifts[t] -= low;
        }

        _count = walk.Count;
        Low = low;
        Range = high - low;
        Phases = new int[places.Count];
        foreach ((int phase, int place) in places)
        {
            Phases[place] = phase;
        }

        Lengths = Array.ConvertAll(Phases, phase => phase < walk.SourceSize ? Partition.Count(walk.SourceSize - phase, step) : 0);
    }

    /// <summary>The phases that taps meet.</summary>
    internal int[] Phases { get; }

    /// <summary>The elements of the source in each of them.</summary>
    internal int[] Lengths { get; }

    /// <summary>Which of the phases each tap meets.</summary>
    internal int[] TapPhases { get; }

    /// <summary>How far each tap lies behind the first.</summary>
    internal int[] Shifts { get; }

    /// <summary>The element that the first tap meets at place 0; below 0 in the padding.</summary>
    internal int Low { get; }

    /// <summary>How far the last tap lies behind the first.</summary>
    internal int Range { get; }

    /// <summary>
    /// The least distance between lines that follow each other: what a place reads behind the end of its line is the next one's zeros in front, and what it
    /// reads before its line the last one's zeros behind.
    /// </summary>
    internal int Pitch
    {
        get
        {
            int first = Math.Max(0, Low);
            int end = _count + Low + Range;
            int pitch = _count;
            foreach (int length in Lengths)
            {
                int last = Math.Min(length, end);
                if (first < last)
                {
                    pitch = Math.Max(pitch, Math.Max(last - Low, end - first));
                }
            }

            return pitch;
        }
    }
}

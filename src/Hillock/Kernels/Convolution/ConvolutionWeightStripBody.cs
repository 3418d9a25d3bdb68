namespace Hillock.Kernels;

/// <summary>
/// The gradient of a weight from strips of the source: <c>dw[o, c, r] = Σ dy[n, o, p]·x[n, c, p·stride − padding + r·dilation]</c>, one chain over
/// ascending (n, p), cut into blocks of its own elements.
/// </summary>
/// <remarks>
/// The lanes of a vector are channels of the target: their gradients are transposed once for a strip, and elements of the source are broadcast from it.
/// Where a group has few channels but there are many groups, the lanes are groups.
/// </remarks>
internal readonly unsafe struct ConvolutionWeightStripBody<T, TVector, TLanes> : IParallelBody
    where T : unmanaged
    where TVector : struct
    where TLanes : struct, IMatMulLanes<T, TVector>
{
    // The sums of a block stay in the L2 cache.
    private const int SumBytes = 1 << 19;

    // Places of a strip: fewer load and store the sums more often, more do not stay in the caches.
    private const int StripPlaces = 448;

    private readonly ConvolutionPass<T> _pass;
    private readonly ConvolutionLayout _layout;
    private readonly int _channels;
    private readonly int _across;
    private readonly int _rows;
    private readonly int _down;

    internal ConvolutionWeightStripBody(ConvolutionPass<T> pass, int threads)
    {
        _pass = pass;
        bool grouped = IsGrouped(pass);
        int lanes = TLanes.Count;
        Blocks = grouped ? Partition.Count(pass.Groups, lanes) : pass.Groups;

        // Each block transposes the gradients that it needs: there are no more than the threads share evenly.
        int wanted = Partition.Count(threads, Blocks);
        int most = (int)Math.Max(1, SumBytes / sizeof(T) / Math.Max(1, (long)pass.Taps * Partition.Count(pass.Targets, lanes) * lanes));
        int parts = grouped ? 1 : Math.Min(pass.Sources, Partition.Count(Partition.Count(pass.Sources, most), wanted) * wanted);
        _channels = Partition.Count(pass.Sources, parts);
        _across = Partition.Count(pass.Sources, _channels);
        _rows = grouped
            ? pass.Targets
            : Math.Min(pass.Targets, Partition.Count(Partition.Count(pass.Targets, Partition.Count(wanted, _across)), lanes) * lanes);
        _down = Partition.Count(pass.Targets, _rows);
        Count = checked(_across * _down * Blocks);
        int filled = grouped ? _channels * Math.Min(lanes, pass.Groups) : _channels;
        _layout = new ConvolutionLayout(pass.Z, pass.Y, pass.X, filled * sizeof(T), Partition.Count(pass.Places, StripPlaces));
    }

    /// <summary>Gets the number of blocks.</summary>
    internal int Count { get; }

    private int Blocks { get; }

    /// <summary>Whether the vectors are filled well enough.</summary>
    internal static bool Pays(ConvolutionPass<T> pass) => pass.Taps > 0 && (pass.Targets * 2 >= TLanes.Count || IsGrouped(pass));

    private static bool IsGrouped(ConvolutionPass<T> pass) => pass.Targets * 2 < TLanes.Count && pass.Groups * 2 >= TLanes.Count;

    public void Invoke(int index)
    {
        int channel = index % _across * _channels;
        int row = index / _across % _down * _rows;
        int block = index / _across / _down;
        if (IsGrouped(_pass))
        {
            Groups(block * TLanes.Count);
            return;
        }

        Channels(block, row, Math.Min(_rows, _pass.Targets - row), channel, Math.Min(_channels, _pass.Sources - channel));
    }

    /// <summary>A block of one group whose lanes are channels of the target.</summary>
    private void Channels(int group, int row, int targets, int channel, int channels)
    {
        ConvolutionPass<T> pass = _pass;
        ConvolutionLayout layout = _layout;
        int lanes = TLanes.Count;
        int rows = channels * pass.Taps;
        int width = Partition.Count(targets, lanes) * lanes;
        nint* table = Rent((nint)rows * width, (nint)layout.Places * width, ConvolutionFill<T>.Size(layout, channels, lanes), rows, out T* sums);
        T* panel = sums + ((nint)rows * width);
        T* buffer = panel + ((nint)layout.Places * width);
        layout.Offsets(0, channels, 0, pass.Taps, table);
        bool resume = false;
        for (int image = 0; image < pass.Batch; image++)
        {
            T* gradient = pass.Target + (((((nint)image * pass.Groups) + group) * pass.Targets) + row) * pass.TargetVolume;
            for (int index = 0; index < layout.Strips; index++)
            {
                ConvolutionStrip strip = layout[index];
                ConvolutionFill<T>.Run(pass, layout, in strip, image, (group * pass.Sources) + channel, channels, buffer, lanes);
                int places = strip.Lines * strip.Width;
                (int lines, int length) = layout.Pitch == strip.Width ? (1, places) : (strip.Lines, strip.Width);
                T* from = gradient + Place(in strip);
                int vectors;
                for (int done = 0; done < width; done = Partition.End(done, vectors * lanes, width))
                {
                    vectors = ConvolutionWeightTiles<T, TVector, TLanes>.Vectors((width - done) / lanes);
                    int each = vectors * lanes;
                    MatMulPacking<T>.Pack(from + ((nint)done * pass.TargetVolume), pass.TargetVolume, 1, Math.Min(each, targets - done), places, panel, each);
                    ConvolutionWeightTiles<T, TVector, TLanes>.Run<Count0>(
                        vectors, buffer, table, rows, panel, sums + ((nint)done * rows), lines, length, layout.Pitch - strip.Width, resume);
                }

                resume = true;
            }
        }

        T* result = pass.Weight + (group * pass.WeightGroup) + (row * pass.WeightTarget) + (channel * pass.WeightSource);
        int next;
        for (int done = 0; done < width; done = Partition.End(done, next, width))
        {
            next = ConvolutionWeightTiles<T, TVector, TLanes>.Vectors((width - done) / lanes) * lanes;
            MatMulPacking<T>.Move(
                sums + ((nint)done * rows), next, 1, rows, Math.Min(next, targets - done), result + (done * pass.WeightTarget), (int)pass.WeightTarget);
        }
    }

    /// <summary>A block of groups, which are the lanes.</summary>
    private void Groups(int group)
    {
        ConvolutionPass<T> pass = _pass;
        ConvolutionLayout layout = _layout;
        int lanes = TLanes.Count;
        int groups = Math.Min(lanes, pass.Groups - group);
        int rows = pass.Sources * pass.Taps;
        int width = pass.Targets * lanes;
        nint size = ConvolutionFill<T>.Size(layout, pass.Sources, 0) * lanes;
        nint* table = Rent((nint)rows * width, (nint)layout.Places * width, size, rows, out T* sums);
        T* panel = sums + ((nint)rows * width);
        T* buffer = panel + ((nint)layout.Places * width);
        layout.Offsets(0, pass.Sources, 0, pass.Taps, table);
        for (int i = 0; i < rows; i++)
        {
            table[i] *= lanes;
        }

        bool resume = false;
        for (int image = 0; image < pass.Batch; image++)
        {
            T* gradient = pass.Target + ((((nint)image * pass.Groups) + group) * pass.Targets * pass.TargetVolume);
            for (int index = 0; index < layout.Strips; index++)
            {
                ConvolutionStrip strip = layout[index];
                ConvolutionFill<T>.Groups(pass, layout, in strip, image, group, groups, buffer, lanes);
                int places = strip.Lines * strip.Width;
                T* from = gradient + Place(in strip);
                int vectors;
                for (int done = 0; done < pass.Targets; done = Partition.End(done, vectors, pass.Targets))
                {
                    vectors = ConvolutionWeightTiles<T, TVector, TLanes>.Vectors(pass.Targets - done);
                    for (int i = 0; i < vectors; i++)
                    {
                        MatMulPacking<T>.Move(
                            from + ((nint)(done + i) * pass.TargetVolume), (nint)pass.Targets * pass.TargetVolume, 1, groups, places, panel + (i * lanes),
                            vectors * lanes, places);
                    }

                    ConvolutionWeightTiles<T, TVector, TLanes>.Run<Count1>(
                        vectors, buffer, table, rows, panel, sums + ((nint)done * lanes * rows), strip.Lines, strip.Width,
                        (layout.Pitch - strip.Width) * lanes, resume);
                }

                resume = true;
            }
        }

        T* result = pass.Weight + (group * pass.WeightGroup);
        int next;
        for (int done = 0; done < pass.Targets; done = Partition.End(done, next, pass.Targets))
        {
            next = ConvolutionWeightTiles<T, TVector, TLanes>.Vectors(pass.Targets - done);
            for (int i = 0; i < next; i++)
            {
                MatMulPacking<T>.Move(
                    sums + ((nint)done * lanes * rows) + (i * lanes), next * lanes, 1, rows, groups, result + ((done + i) * pass.WeightTarget),
                    (int)pass.WeightGroup);
            }
        }
    }

    private int Place(in ConvolutionStrip strip) => (((strip.Z * _pass.Y.Count) + strip.Y) * _pass.X.Count) + strip.X;

    private static nint* Rent(nint sums, nint panel, nint buffer, int rows, out T* start)
    {
        nint elements = checked(sums + panel + buffer);
        start = (T*)MatMulBuffer.Rent(checked((elements * sizeof(T)) + 64 + ((nint)rows * sizeof(nint))));
        return (nint*)(((nint)(start + elements) + sizeof(nint) - 1) & -sizeof(nint));
    }
}

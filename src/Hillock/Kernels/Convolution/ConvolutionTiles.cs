using System.Runtime.CompilerServices;

namespace Hillock.Kernels;

/// <summary>The product of packed weights with a strip of the source, whose rows the register tiles read where they are.</summary>
internal static unsafe class ConvolutionTiles<T, TVector, TLanes>
    where T : unmanaged
    where TVector : struct
    where TLanes : struct, IMatMulLanes<T, TVector>
{
    /// <summary>Computes a block of channels of one group in one strip.</summary>
    internal static void Run(
        ConvolutionPass<T> pass, ConvolutionLayout layout, in ConvolutionBlocks blocks, T* weights, nint* table, int image, int group, int row, int rows,
        int index)
    {
        ConvolutionStrip strip = layout[index];
        int lanes = TLanes.Count;
        int flat = ((strip.Lines - 1) * layout.Pitch) + strip.Width;
        int width = Partition.Count(flat, lanes) * lanes;
        nint size = ConvolutionFill<T>.Size(layout, pass.Sources, lanes);
        T* sums = (T*)MatMulBuffer.Rent((((nint)TLanes.TileRows * width) + size) * sizeof(T));
        T* buffer = sums + ((nint)TLanes.TileRows * width);
        ConvolutionFill<T>.Run(pass, layout, in strip, image, group * pass.Sources, pass.Sources, buffer, lanes);

        bool direct = IsDirect(pass, layout);
        int whole = direct ? flat / lanes * lanes : 0;
        int channel = (group * pass.Targets) + row;
        T* target = pass.Target + ((((nint)image * pass.Groups * pass.Targets) + channel) * pass.TargetVolume);
        T* bias = pass.Bias == null ? null : pass.Bias + channel;
        int place = (((strip.Z * pass.Y.Count) + strip.Y) * pass.X.Count) + strip.X;
        for (int i = 0; i < rows; i = Partition.End(i, TLanes.TileRows, rows))
        {
            int tileRows = Math.Min(TLanes.TileRows, rows - i);
            T* weight = weights;
            nint* offsets = table;
            for (int block = 0; block < blocks.Count; block++)
            {
                (int _, int channels, int _, int taps) = blocks[block];
                int depth = channels * taps;
                T* a = weight + ((nint)(row + i) * depth);
                Row(a, tileRows, buffer, offsets, 0, whole, target + place, pass.TargetVolume, depth, block > 0, bias);
                Row(a, tileRows, buffer, offsets, whole, width, sums, width, depth, block > 0, bias);
                weight += (nint)pass.Targets * depth;
                offsets += depth;
            }

            Scatter(pass, layout, in strip, sums, width, whole, tileRows, target);
            pass.Finish(image, channel + i, tileRows, place, strip.Lines, strip.Width);
            target += tileRows * pass.TargetVolume;
            bias = bias == null ? null : bias + tileRows;
        }
    }

    /// <summary>Whether sums go straight to a target whose lines follow each other as the strip's do.</summary>
    internal static bool IsDirect(ConvolutionPass<T> pass, ConvolutionLayout layout) => pass.IsDense && (layout.Lines == 1 || layout.Pitch == pass.X.Count);

    /// <summary>Whether a pass has so few channels of the target that <see cref="Narrow"/> computes it.</summary>
    internal static bool IsNarrow(ConvolutionPass<T> pass) => pass.Targets <= ConvolutionNarrow<T, TVector, TLanes>.MostRows;

    /// <summary>Whether the vectors of a narrow pass are those of lines of the target, rather than of all flat numbers.</summary>
    internal static bool IsDirect(ConvolutionPass<T> pass, int width) =>
        pass.IsDense && width == pass.X.Count && width >= TLanes.Count && width * 3 > Partition.Count(width, TLanes.Count) * TLanes.Count * 2;

    /// <summary>Computes the few channels of one group in one strip.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="layout">Its strips.</param>
    /// <param name="weights">The packed weights of the group.</param>
    /// <param name="table">Where rows lie in the buffer.</param>
    /// <param name="list">The vectors of a strip of the largest size, and behind them their number.</param>
    /// <param name="image">The input of the batch.</param>
    /// <param name="group">The group.</param>
    /// <param name="index">The strip.</param>
    internal static void Narrow(ConvolutionPass<T> pass, ConvolutionLayout layout, T* weights, nint* table, nint* list, int image, int group, int index)
    {
        ConvolutionStrip strip = layout[index];
        int lanes = TLanes.Count;
        bool direct = IsDirect(pass, layout.Width);
        int width = direct ? 0 : Partition.Count(((strip.Lines - 1) * layout.Pitch) + strip.Width, lanes) * lanes;
        nint size = ConvolutionFill<T>.Size(layout, pass.Sources, lanes);
        nint length = ConvolutionNarrow<T, TVector, TLanes>.Length(layout);
        nint* own = (nint*)MatMulBuffer.Rent((length * sizeof(nint)) + ((((nint)pass.Targets * width) + size) * sizeof(T)));
        T* sums = (T*)(own + length);
        T* buffer = sums + ((nint)pass.Targets * width);
        int count = (int)list[length];
        if (strip.Lines != layout.Lines || strip.Width != layout.Width)
        {
            count = ConvolutionNarrow<T, TVector, TLanes>.List(layout, in strip, direct, own);
            list = own;
        }

        ConvolutionFill<T>.Run(pass, layout, in strip, image, group * pass.Sources, pass.Sources, buffer, lanes);
        int channel = group * pass.Targets;
        T* target = pass.Target + ((((nint)image * pass.Groups * pass.Targets) + channel) * pass.TargetVolume);
        T* bias = pass.Bias == null ? null : pass.Bias + channel;
        T* c = direct ? target + ((((nint)strip.Z * pass.Y.Count) + strip.Y) * pass.X.Count) : sums;
        if (direct && ConvolutionNine<T, TVector, TLanes>.Fits(pass, layout))
        {
            ConvolutionNine<T, TVector, TLanes>.Run(weights, buffer, table, layout.Pitch, c, strip.Lines, strip.Width, bias);
        }
        else
        {
            ConvolutionNarrow<T, TVector, TLanes>.Run(
                pass.Targets, weights, buffer, table, list, count, c, direct ? pass.TargetVolume : width, (nint)pass.Sources * pass.Taps, bias);
            if (!direct)
            {
                Scatter(pass, layout, in strip, sums, width, 0, pass.Targets, target);
            }
        }

        pass.Finish(image, channel, pass.Targets, (((strip.Z * pass.Y.Count) + strip.Y) * pass.X.Count) + strip.X, strip.Lines, strip.Width);
    }

    /// <summary>The tiles of some rows from one column to another.</summary>
    private static void Row(T* a, int rows, T* b, nint* table, int column, int end, T* c, nint cRow, int depth, bool resume, T* bias)
    {
        while (column < end)
        {
            // Of four vectors, two tiles of two do better than one of three and one of one.
            int vectors = (end - column) / TLanes.Count;
            vectors = vectors == 4 ? 2 : Math.Min(vectors, TLanes.TileVectors);
            MatMulDriver<T, TVector, TLanes>.Tile<Count2>(vectors, rows, a, 1, rows, b + column, 0, c + column, cRow, depth, resume, table, bias);
            column = Partition.End(column, vectors * TLanes.Count, end);
        }
    }

    /// <summary>Copies the sums of places to the target, but for the first <paramref name="done"/>, which are there.</summary>
    private static void Scatter(
        ConvolutionPass<T> pass, ConvolutionLayout layout, in ConvolutionStrip strip, T* sums, int width, int done, int rows, T* target)
    {
        int step = pass.X.TargetStep;
        int line = pass.Y.TargetStep * pass.X.TargetSize;
        int first = pass.TargetPlace((((strip.Z * pass.Y.Count) + strip.Y) * pass.X.Count) + strip.X);
        for (int i = 0; i < rows; i++)
        {
            T* from = sums + ((nint)i * width);
            T* to = target + ((nint)i * pass.TargetVolume) + first;
            if (done > 0)
            {
                int flat = ((strip.Lines - 1) * layout.Pitch) + strip.Width;
                ConvolutionCopy<T>.Copy(from + done, 1, 0, to + done, 0, 1, flat - done);
            }
            else if (step == 1)
            {
                ConvolutionCopy<T>.Copy(from, 1, layout.Pitch, to, line, strip.Lines, strip.Width);
            }
            else
            {
                Spread(from, layout.Pitch, to, line, strip.Lines, strip.Width, step);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Spread(T* source, nint sourceStride, T* target, nint targetStride, int lines, int length, int step)
    {
        for (int y = 0; y < lines; y++)
        {
            T* to = target;
            for (int j = 0; j < length; j++)
            {
                *to = source[j];
                to += step;
            }

            source += sourceStride;
            target += targetStride;
        }
    }
}

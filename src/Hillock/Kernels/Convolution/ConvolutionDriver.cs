using System.Runtime.CompilerServices;

namespace Hillock.Kernels;

/// <summary>The product of packed weights with tiles of the implicit matrix, by the register tiles of the matrix product.</summary>
/// <remarks>
/// For each panel of columns and each block of rows the source's elements go straight into the panel that the tiles read, and the tiles of all channels of
/// the target run over it. A chain starts from the bias or zero and goes on from what the block before left.
/// </remarks>
internal static unsafe class ConvolutionDriver<T, TVector, TLanes>
    where T : unmanaged
    where TVector : struct
    where TLanes : struct, IMatMulLanes<T, TVector>
{
    // What steps are done to at a time: on few columns they are mostly calls, and many are no longer in the cache.
    private const int FinishedColumns = 512;
    private const int FinishedBytes = 1 << 17;

    /// <summary>Gets the columns of a panel.</summary>
    internal static int Width => TLanes.TileVectors * TLanes.Count;

    /// <summary>Packs the weights of one group into panels of as many channels as a register tile has rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void PackWeights(ConvolutionPass<T> pass, in ConvolutionBlocks blocks, int group, T* packed)
    {
        T* target = packed + ((nint)group * pass.Targets * pass.Sources * pass.Taps);
        int[] elements = pass.Elements;
        bool ordered = true;
        for (int i = 0; ordered && i < elements.Length; i++)
        {
            ordered = elements[i] == i;
        }

        bool whole = ordered && pass.WeightSource == pass.Taps;

        for (int block = 0; block < blocks.Count; block++)
        {
            (int channel, int channels, int tap, int taps) = blocks[block];
            for (int row = 0; row < pass.Targets; row = Partition.End(row, TLanes.TileRows, pass.Targets))
            {
                int rows = Math.Min(TLanes.TileRows, pass.Targets - row);
                T* source = pass.Weight + (group * pass.WeightGroup) + (row * pass.WeightTarget) + (channel * pass.WeightSource);
                if (whole)
                {
                    MatMulPacking<T>.Pack(source + tap, pass.WeightTarget, 1, rows, channels * taps, target, rows);
                    target += rows * channels * taps;
                    continue;
                }

                for (int c = 0; c < channels; c++)
                {
                    if (ordered)
                    {
                        MatMulPacking<T>.Pack(source + tap, pass.WeightTarget, 1, rows, taps, target, rows);
                        target += rows * taps;
                    }

                    for (int t = tap; !ordered && t < tap + taps; t++)
                    {
                        T* from = source + elements[t];
                        for (int i = 0; i < rows; i++)
                        {
                            target[i] = *from;
                            from += pass.WeightTarget;
                        }

                        target += rows;
                    }

                    source += pass.WeightSource;
                }
            }
        }
    }

    /// <summary>Computes a block of channels and columns of one group.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run(ConvolutionPass<T> pass, in ConvolutionBlocks blocks, T* packed, int group, int row, int rows, int column, int columns)
    {
        int width = Width;
        T* panel = (T*)MatMulBuffer.Rent((((nint)blocks.Depth + rows) * width * sizeof(T)) + ((nint)width * sizeof(ConvolutionRun)));
        T* sums = panel + ((nint)blocks.Depth * width);
        ConvolutionRun* runs = (ConvolutionRun*)(sums + ((nint)rows * width));
        T* weights = packed + ((nint)group * pass.Targets * pass.Sources * pass.Taps);
        T* bias = pass.Bias is null ? null : pass.Bias + ((nint)group * pass.Targets) + row;
        int end = column + columns;
        int finished = column;
        for (int start = column; start < end; start = Partition.End(start, width, end))
        {
            int count = Math.Min(width, end - start);
            int vectors = Partition.Count(count, TLanes.Count);
            int lanes = vectors * TLanes.Count;
            int runCount = ConvolutionGather<T>.Split(pass, start, count, runs);
            int image = Math.DivRem(start, pass.Places, out int place);
            bool direct = pass.IsDense && count == lanes && place + count <= pass.Places;
            T* target = pass.Target + ((((nint)image * pass.Groups) + group) * pass.Targets + row) * pass.TargetVolume;
            T* c = direct ? target + place : sums;
            nint cRow = direct ? pass.TargetVolume : lanes;
            bool resume = bias != null || blocks.Count == 0;
            if (resume)
            {
                for (int i = 0; i < rows; i++)
                {
                    new Span<T>(c + (i * cRow), lanes).Fill(bias == null ? default : bias[i]);
                }
            }

            T* weight = weights;
            for (int block = 0; block < blocks.Count; block++)
            {
                (int channel, int channels, int tap, int taps) = blocks[block];
                int depth = channels * taps;
                ConvolutionGather<T>.Fill(pass, group, channel, channels, tap, taps, runs, runCount, panel, lanes);
                if (count < lanes)
                {
                    ConvolutionCopy<T>.Clear(panel + count, lanes, depth, lanes - count);
                }

                for (int i = 0; i < rows; i = Partition.End(i, TLanes.TileRows, rows))
                {
                    int tileRows = Math.Min(TLanes.TileRows, rows - i);
                    T* a = weight + ((nint)(row + i) * depth);
                    MatMulDriver<T, TVector, TLanes>.Tile<Count0>(
                        vectors, tileRows, a, 1, tileRows, panel, lanes, c + (i * cRow), cRow, depth, resume, null, null);
                }

                weight += (nint)pass.Targets * depth;
                resume = true;
            }

            if (!direct)
            {
                Scatter(pass, group, row, rows, start, count, sums, lanes);
            }

            int pending = start + count - finished;
            if (pass.Steps != null && (start + count == end || (pending >= FinishedColumns && (nint)pending * rows * sizeof(T) >= FinishedBytes)))
            {
                Finish(pass, group, row, rows, finished, start + count);
                finished = start + count;
            }
        }
    }

    /// <summary>Does what follows to columns that are complete.</summary>
    private static void Finish(ConvolutionPass<T> pass, int group, int row, int rows, int column, int end)
    {
        while (column < end)
        {
            int image = Math.DivRem(column, pass.Places, out int place);
            int length = Math.Min(end - column, pass.Places - place);
            pass.Finish(image, (group * pass.Targets) + row, rows, place, 1, length);
            column = Partition.End(column, length, end);
        }
    }

    private static void Scatter(ConvolutionPass<T> pass, int group, int row, int rows, int column, int columns, T* sums, int lanes)
    {
        int image = Math.DivRem(column, pass.Places, out int place);
        int step = pass.IsDense ? 1 : pass.X.TargetStep;
        int done = 0;
        while (done < columns)
        {
            // Places of one line of the target, or of all lines if they follow each other.
            int length = Math.Min(columns - done, pass.IsDense ? pass.Places - place : pass.X.Count - (place % pass.X.Count));
            T* target = pass.Target + (((((nint)image * pass.Groups) + group) * pass.Targets + row) * pass.TargetVolume) + pass.TargetPlace(place);
            T* source = sums + done;
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < length; j++)
                {
                    target[(nint)j * step] = source[j];
                }

                target += pass.TargetVolume;
                source += lanes;
            }

            done = Partition.End(done, length, columns);
            place += length;
            if (place == pass.Places)
            {
                place = 0;
                image++;
            }
        }
    }
}

using System.Runtime.CompilerServices;

namespace Hillock.Kernels;

/// <summary>Copies a tile of the implicit matrix: the elements that taps meet, and zeros where they meet the padding.</summary>
internal static unsafe class ConvolutionGather<T>
    where T : unmanaged
{
    /// <summary>Divides columns into runs.</summary>
    /// <returns>The number of runs.</returns>
    internal static int Split(ConvolutionPass<T> pass, int column, int columns, ConvolutionRun* runs)
    {
        int count = 0;
        int image = Math.DivRem(column, pass.Places, out int place);
        int row = Math.DivRem(place, pass.X.Count, out int x);
        int z = Math.DivRem(row, pass.Y.Count, out int y);
        nint size = (nint)pass.Groups * pass.Sources * pass.SourceVolume;
        int done = 0;
        while (done < columns)
        {
            int length = Math.Min(columns - done, pass.X.Count - x);
            runs[count++] = new ConvolutionRun(
                done, length, image * size, z * pass.Z.SourceStep, y * pass.Y.SourceStep, x * pass.X.SourceStep);
            done = Partition.End(done, length, columns);
            x = 0;
            if (++y == pass.Y.Count)
            {
                y = 0;
                if (++z == pass.Z.Count)
                {
                    z = 0;
                    image++;
                }
            }
        }

        return count;
    }

    /// <summary>Fills <c>tile[((c − firstChannel)·taps + t − firstTap)·width + j]</c> for the columns of the runs.</summary>
    internal static void Fill(
        ConvolutionPass<T> pass, int group, int firstChannel, int channels, int firstTap, int taps, ConvolutionRun* runs, int runCount, T* tile, int width)
    {
        int tapsX = pass.X.Offsets.Length;
        int tapsY = pass.Y.Offsets.Length;
        nint targetStride = (nint)taps * width;
        T* group0 = pass.Source + (((nint)group * pass.Sources) + firstChannel) * pass.SourceVolume;
        for (int t = 0; t < taps; t++)
        {
            int row = Math.DivRem(firstTap + t, tapsX, out int tapX);
            int tapZ = Math.DivRem(row, tapsY, out int tapY);
            int offsetZ = pass.Z.Offsets[tapZ], offsetY = pass.Y.Offsets[tapY], offsetX = pass.X.Offsets[tapX];
            T* tapTile = tile + ((nint)t * width);
            for (int i = 0; i < runCount; i++)
            {
                ConvolutionRun run = runs[i];
                T* target = tapTile + run.Column;
                int z = run.Z + offsetZ, y = run.Y + offsetY, x = run.X + offsetX;
                int step = pass.X.SourceStep;
                int first = x >= 0 ? 0 : Math.Min(run.Length, Partition.Count(-x, step));
                int last = x >= pass.X.SourceSize ? 0 : Math.Min(run.Length, Partition.Count(pass.X.SourceSize - x, step));
                if ((uint)z >= (uint)pass.Z.SourceSize || (uint)y >= (uint)pass.Y.SourceSize || first >= last)
                {
                    ConvolutionCopy<T>.Clear(target, targetStride, channels, run.Length);
                    continue;
                }

                if (first > 0)
                {
                    ConvolutionCopy<T>.Clear(target, targetStride, channels, first);
                }

                nint offset = ((((nint)z * pass.Y.SourceSize) + y) * pass.X.SourceSize) + x + ((nint)first * step);
                T* source = group0 + run.Source + offset;
                ConvolutionCopy<T>.Copy(source, step, pass.SourceVolume, target + first, targetStride, channels, last - first);
                if (last < run.Length)
                {
                    ConvolutionCopy<T>.Clear(target + last, targetStride, channels, run.Length - last);
                }
            }
        }
    }
}

namespace Hillock.Kernels;

/// <summary>One pass from a source to a target: a product of the weights with an implicit matrix of source elements, group by group.</summary>
/// <remarks>
/// The matrix has a row for each channel of the source and each tap, in this order, and a column for each place of the target in each input of the
/// batch. A pass is a whole convolution, the places of one phase of a transposed one, or what the weight's gradient multiplies by.
/// </remarks>
internal sealed unsafe class ConvolutionPass<T>
    where T : unmanaged
{
    internal ConvolutionPass(ConvolutionWalk z, ConvolutionWalk y, ConvolutionWalk x, int kernelHeight, int kernelWidth)
    {
        SourceVolume = z.SourceSize * y.SourceSize * x.SourceSize;
        TargetVolume = z.TargetSize * y.TargetSize * x.TargetSize;
        if (z.IsIdentity && y.IsIdentity && x.IsIdentity)
        {
            x = ConvolutionWalk.Identity(SourceVolume);
            z = y = ConvolutionWalk.Identity(1);
        }

        Z = z;
        Y = y;
        X = x;
        Places = z.Count * y.Count * x.Count;
        IsDense = Places == TargetVolume;
        Elements = new int[z.Elements.Length * y.Elements.Length * x.Elements.Length];
        int tap = 0;
        foreach (int i in z.Elements)
        {
            foreach (int j in y.Elements)
            {
                foreach (int k in x.Elements)
                {
                    Elements[tap++] = (((i * kernelHeight) + j) * kernelWidth) + k;
                }
            }
        }
    }

    internal ConvolutionWalk Z { get; }

    internal ConvolutionWalk Y { get; }

    internal ConvolutionWalk X { get; }

    /// <summary>The elements of a channel of the source.</summary>
    internal int SourceVolume { get; }

    /// <summary>The elements of a channel of the target.</summary>
    internal int TargetVolume { get; }

    /// <summary>The places of this pass in a channel of the target.</summary>
    internal int Places { get; }

    /// <summary>Whether the places are the whole target in its order.</summary>
    internal bool IsDense { get; }

    /// <summary>The element of the kernel for each tap, ascending.</summary>
    internal int[] Elements { get; }

    internal int Taps => Elements.Length;

    internal int Batch { get; init; }

    internal int Groups { get; init; }

    /// <summary>The channels of the source in a group.</summary>
    internal int Sources { get; init; }

    /// <summary>The channels of the target in a group.</summary>
    internal int Targets { get; init; }

    internal T* Source { get; init; }

    internal T* Target { get; init; }

    /// <summary>One number for each channel of the target, from which the chains start; null for zeros.</summary>
    internal T* Bias { get; init; }

    internal T* Weight { get; init; }

    /// <summary>The distance in the weight from a channel of the target to the next.</summary>
    internal nint WeightTarget { get; init; }

    /// <summary>The distance in the weight from a channel of the source to the next.</summary>
    internal nint WeightSource { get; init; }

    /// <summary>The elements of the weight in a group.</summary>
    internal nint WeightGroup { get; init; }

    /// <summary>What is done to the target when a block of it is complete, or null. The target is dense then.</summary>
    internal BlockStep[]? Steps { get; init; }

    /// <summary>Does the steps to lines of places in some channels of the target, which are complete.</summary>
    /// <param name="image">The input of the batch.</param>
    /// <param name="channel">The first channel, counted through all groups.</param>
    /// <param name="channels">How many there are.</param>
    /// <param name="place">The first place.</param>
    /// <param name="lines">The lines, which lie as far apart as those of the target.</param>
    /// <param name="width">The places of a line.</param>
    internal void Finish(int image, int channel, int channels, int place, int lines, int width)
    {
        if (Steps is { } steps)
        {
            Finish(steps, image, channel, channels, place, lines, width);
        }
    }

    private void Finish(BlockStep[] steps, int image, int channel, int channels, int place, int lines, int width)
    {
        if (width == X.Count)
        {
            (lines, width) = (1, lines * width);
        }

        for (int i = channel; i < channel + channels; i++)
        {
            nint start = ((((nint)image * Groups * Targets) + i) * TargetVolume) + place;
            for (int y = 0; y < lines; y++)
            {
                BlockStep.Run(steps, new Span<T>(Target + start, width), i, start);
                start += X.Count;
            }
        }
    }

    /// <summary>Where a place of the pass lies in a channel of the target.</summary>
    internal int TargetPlace(int place)
    {
        if (IsDense)
        {
            return place;
        }

        int row = Math.DivRem(place, X.Count, out int x);
        int z = Math.DivRem(row, Y.Count, out int y);
        int line = ((Z.TargetStart + (z * Z.TargetStep)) * Y.TargetSize) + Y.TargetStart + (y * Y.TargetStep);
        return (line * X.TargetSize) + X.TargetStart + (x * X.TargetStep);
    }
}

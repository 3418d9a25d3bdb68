namespace Hillock.Kernels;

/// <summary>One axis of a pooling: which elements of the input the window of each output holds.</summary>
/// <remarks>
/// The windows of a pooling with a kernel begin at <c>o·Stride − Padding</c> and hold every <c>Dilation</c>-th element, <c>Kernel</c> in all, of which those
/// beside the input are left out. The windows of an adaptive pooling reach from <c>⌊o·Input/Output⌋</c> to <c>⌈(o + 1)·Input/Output⌉</c>.
/// </remarks>
internal sealed class PoolingAxis
{
    private PoolingAxis(int input, int kernel, int output, int stride, int padding, int dilation, bool regular)
    {
        Input = input;
        Kernel = kernel;
        Output = output;
        Stride = stride;
        Padding = padding;
        Dilation = dilation;
        IsRegular = regular;
    }

    /// <summary>An axis of length 1, which poolings of fewer axes have in front.</summary>
    internal static PoolingAxis Unit { get; } = Regular(1, 1, 1, 1, 0, 1);

    /// <summary>The length of the input.</summary>
    internal int Input { get; }

    /// <summary>The most elements of a window.</summary>
    internal int Kernel { get; }

    /// <summary>The length of the output.</summary>
    internal int Output { get; }

    internal int Stride { get; }

    internal int Padding { get; }

    internal int Dilation { get; }

    /// <summary>Whether the windows are those of a kernel.</summary>
    internal bool IsRegular { get; }

    /// <summary>How far the longest window reaches.</summary>
    internal int Reach => ((Kernel - 1) * Dilation) + 1;

    /// <summary>Whether windows lie side by side and whole within the input.</summary>
    internal bool IsPlain => IsRegular && Padding == 0 && Dilation == 1 && Kernel == Stride && (long)Output * Stride <= Input;

    /// <summary>Whether the one window is the whole axis.</summary>
    internal bool IsWhole => Output == 1 && Count(0) == Input;

    internal static PoolingAxis Regular(int input, int kernel, int output, int stride, int padding, int dilation) =>
        new(input, kernel, output, stride, padding, dilation, true);

    internal static PoolingAxis Adaptive(int input, int output)
    {
        if (input % output == 0)
        {
            return Regular(input, input / output, output, input / output, 0, 1);
        }

        int longest = 0;
        for (int o = 0; o < output; o++)
        {
            longest = Math.Max(longest, AdaptiveEnd(input, output, o) - AdaptiveStart(input, output, o));
        }

        return new(input, longest, output, 1, 0, 1, false);
    }

    /// <summary>The first element of a window.</summary>
    internal int First(int o)
    {
        if (!IsRegular)
        {
            return AdaptiveStart(Input, Output, o);
        }

        int start = (o * Stride) - Padding;
        return start >= 0 ? start : start + (Partition.Count(-start, Dilation) * Dilation);
    }

    /// <summary>How many elements a window holds.</summary>
    internal int Count(int o)
    {
        if (!IsRegular)
        {
            return AdaptiveEnd(Input, Output, o) - AdaptiveStart(Input, Output, o);
        }

        int last = Math.Min((o * Stride) - Padding + Reach - 1, Input - 1), first = First(o);
        return last < first ? 0 : ((last - first) / Dilation) + 1;
    }

    /// <summary>How many elements a window holds with the padding on both sides, but not what hangs over that.</summary>
    internal int PaddedCount(int o)
    {
        int start = (o * Stride) - Padding;
        return IsRegular ? (int)Math.Min(start + (long)Kernel, Input + (long)Padding) - start : Count(o);
    }

    private static int AdaptiveStart(int input, int output, int o) => (int)((long)o * input / output);

    private static int AdaptiveEnd(int input, int output, int o) => (int)((((o + 1L) * input) + output - 1) / output);
}

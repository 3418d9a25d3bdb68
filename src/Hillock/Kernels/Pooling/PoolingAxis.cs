namespace Hillock.Kernels;

/// <summary>One axis of a pooling: which elements of the input the window of each output holds.</summary>
/// <remarks>
/// The windows of a pooling with a kernel begin at <c>o·Stride − Padding</c> and hold every <c>Dilation</c>-th element, <c>Kernel</c> in all, of which those
/// beside the input are left out. The windows of an adaptive pooling reach from <c>⌊o·Input/Output⌋</c> to <c>⌈(o + 1)·Input/Output⌉</c>.
/// </remarks>
internal sealed class PoolingAxis
{
    // Up to as many windows are taken one after the other rather than side by side in a vector.
    private const int Few = 3;

    private readonly int[] _first;
    private readonly int[] _count;

    private PoolingAxis(int input, int kernel, int output, int stride, int padding, int dilation, bool regular, int givenKernel, int givenPadding)
    {
        Input = input;
        Kernel = kernel;
        Output = output;
        Stride = stride;
        Padding = padding;
        Dilation = dilation;
        IsRegular = regular;
        (GivenKernel, GivenPadding) = (givenKernel, givenPadding);
        _first = new int[output];
        _count = new int[output];
        for (int o = 0; o < output; o++)
        {
            (_first[o], _count[o]) = regular ? Window(o) : (Start(o), (int)((((o + 1L) * input) + output - 1) / output) - Start(o));
        }

        int Start(int o) => (int)((long)o * input / output);
    }

    /// <summary>An axis of length 1, which poolings of fewer axes have in front.</summary>
    internal static PoolingAxis Unit { get; } = Regular(1, 1, 1, 1, 0, 1);

    /// <summary>The length of the input.</summary>
    internal int Input { get; }

    /// <summary>The kernel as it was given, which the divisors count with the padding.</summary>
    internal int GivenKernel { get; }

    /// <summary>The padding as it was given.</summary>
    internal int GivenPadding { get; }

    /// <summary>The most elements of a window, without those that no window has within the input.</summary>
    internal int Kernel { get; private set; }

    /// <summary>The length of the output.</summary>
    internal int Output { get; }

    internal int Stride { get; }

    /// <summary>The padding in front that <see cref="Kernel"/> reaches into.</summary>
    internal int Padding { get; }

    internal int Dilation { get; }

    /// <summary>Whether the windows are those of a kernel.</summary>
    internal bool IsRegular { get; }

    /// <summary>How far the longest window reaches.</summary>
    internal int Reach => ((Kernel - 1) * Dilation) + 1;

    /// <summary>Whether the windows of a row are taken side by side, which those of different lengths cannot be, and few need not.</summary>
    internal bool IsWide => IsRegular && Output > Few;

    /// <summary>Whether windows lie side by side and whole within the input.</summary>
    internal bool IsPlain => IsRegular && Padding == 0 && Dilation == 1 && Kernel == Stride && (long)Output * Stride <= Input;

    /// <summary>Whether the one window is the whole axis.</summary>
    internal bool IsWhole => Output == 1 && Count(0) == Input;

    internal static PoolingAxis Regular(int input, int kernel, int output, int stride, int padding, int dilation)
    {
        int front = 0, length = kernel;
        if (((kernel - 1L) * dilation) + 1 > input)
        {
            // Elements of the kernel that lie in the padding of every window: those before the last window's first, and those behind the first window's end.
            long last = ((output - 1L) * stride) - padding;
            front = last < 0 ? (int)Math.Min(kernel - 1, -last / dilation) : 0;
            length = (int)Math.Clamp(((input - 1L + padding) / dilation) + 1 - front, 1, kernel - front);
        }

        return new PoolingAxis(input, length, output, stride, padding - (front * dilation), dilation, true, kernel, padding);
    }

    internal static PoolingAxis Adaptive(int input, int output)
    {
        if (input % output == 0)
        {
            return Regular(input, input / output, output, input / output, 0, 1);
        }

        PoolingAxis axis = new PoolingAxis(input, 1, output, 1, 0, 1, false, 1, 0);
        axis.Kernel = axis._count.Max();
        return axis;
    }

    /// <summary>The first element of a window.</summary>
    internal int First(int o) => _first[o];

    /// <summary>How many elements a window holds.</summary>
    internal int Count(int o) => _count[o];

    /// <summary>How many elements a window holds with the padding on both sides, but not what hangs over that.</summary>
    internal int PaddedCount(int o)
    {
        long start = ((long)o * Stride) - GivenPadding;
        return IsRegular ? (int)(Math.Min(start + GivenKernel, Input + (long)GivenPadding) - start) : _count[o];
    }

    private (int First, int Count) Window(int o)
    {
        long start = ((long)o * Stride) - Padding, last = Math.Min(start + Reach - 1, Input - 1);
        long first = start >= 0 ? start : start + ((-start + Dilation - 1) / Dilation * Dilation);
        return last < first ? (0, 0) : ((int)first, (int)((last - first) / Dilation) + 1);
    }
}

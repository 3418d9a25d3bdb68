namespace Hillock.Kernels;

/// <summary>
/// How one axis of a pass runs over its source: place <c>j</c> of the target and tap <c>t</c> meet source <c>j·SourceStep + Offsets[t]</c>.
/// </summary>
internal sealed class ConvolutionWalk
{
    /// <summary>How many places of the target there are in this pass.</summary>
    internal required int Count { get; init; }

    /// <summary>The length of the source.</summary>
    internal required int SourceSize { get; init; }

    /// <summary>The distance in the source from a place to the next.</summary>
    internal required int SourceStep { get; init; }

    /// <summary>The first place of the target.</summary>
    internal required int TargetStart { get; init; }

    /// <summary>The distance in the target from a place to the next.</summary>
    internal required int TargetStep { get; init; }

    /// <summary>The length of the whole target.</summary>
    internal required int TargetSize { get; init; }

    /// <summary>The element of the kernel that each tap multiplies by, ascending.</summary>
    internal required int[] Elements { get; init; }

    /// <summary>Where each tap reads.</summary>
    internal required int[] Offsets { get; init; }

    /// <summary>Whether source and target are the same places.</summary>
    internal bool IsIdentity =>
        Count == SourceSize && Count == TargetSize && SourceStep == 1 && TargetStep == 1 && TargetStart == 0 && Offsets.Length == 1 && Offsets[0] == 0 &&
        Elements[0] == 0;

    /// <summary>The walk of a convolution, from input to output.</summary>
    internal static ConvolutionWalk Forward(ConvolutionAxis axis)
    {
        int[] elements = new int[axis.Kernel];
        int[] offsets = new int[axis.Kernel];
        for (int r = 0; r < axis.Kernel; r++)
        {
            elements[r] = r;
            offsets[r] = (r * axis.Dilation) - axis.Padding;
        }

        return new ConvolutionWalk
        {
            Count = axis.Output,
            SourceSize = axis.Input,
            SourceStep = axis.Stride,
            TargetStart = 0,
            TargetStep = 1,
            TargetSize = axis.Output,
            Elements = elements,
            Offsets = offsets,
        };
    }

    /// <summary>
    /// The walk of a transposed convolution, from output to those places of the input that are <paramref name="phase"/> modulo the stride: only some of the
    /// kernel's elements ever meet them, so that no product with an inserted zero is computed.
    /// </summary>
    internal static ConvolutionWalk Transposed(ConvolutionAxis axis, int phase)
    {
        List<int> elements = [];
        List<int> offsets = [];
        (int first, int step) = Meeting(phase + (long)axis.Padding, axis.Dilation, axis.Stride);
        for (long r = first; r >= 0 && r < axis.Kernel; r += step)
        {
            elements.Add((int)r);
            offsets.Add((int)((phase + (long)axis.Padding - (r * axis.Dilation)) / axis.Stride));
        }

        return new ConvolutionWalk
        {
            Count = Partition.Count(Math.Max(0, axis.Input - phase), axis.Stride),
            SourceSize = axis.Output,
            SourceStep = 1,
            TargetStart = phase,
            TargetStep = axis.Stride,
            TargetSize = axis.Input,
            Elements = [.. elements],
            Offsets = [.. offsets],
        };
    }

    /// <summary>The first r of r·dilation ≡ distance modulo the stride, and from each to the next; −1 where there is none.</summary>
    /// <remarks>By Euclid's algorithm: to try every element of the kernel in every phase is as much work as both are long.</remarks>
    private static (int First, int Step) Meeting(long distance, int dilation, int stride)
    {
        (long a, long b) = (dilation, stride);
        (long x, long next) = (1, 0);
        while (b != 0)
        {
            long quotient = a / b;
            (a, b) = (b, a - (quotient * b));
            (x, next) = (next, x - (quotient * next));
        }

        // a is the greatest common divisor, and x·dilation ≡ a.
        if (distance % a != 0)
        {
            return (-1, 1);
        }

        long period = stride / a;
        long first = (long)((Int128)(distance / a) * x % period);
        return ((int)(first < 0 ? first + period : first), (int)period);
    }

    /// <summary>The walk over all places of several axes of which each is the identity.</summary>
    internal static ConvolutionWalk Identity(int length) => Forward(new ConvolutionAxis(length, 1, length, 1, 0, 1));
}

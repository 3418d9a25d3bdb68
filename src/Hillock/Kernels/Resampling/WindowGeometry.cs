using System.Runtime.InteropServices;

namespace Hillock.Kernels;

/// <summary>The sizes of windows that slide over a plane.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WindowGeometry(
    int Height, int Width, int KernelHeight, int KernelWidth, int DilationHeight, int DilationWidth, int PaddingHeight, int PaddingWidth, int StrideHeight,
    int StrideWidth)
{
    /// <summary>The windows below each other.</summary>
    internal int OutputHeight => Count(Height, KernelHeight, DilationHeight, PaddingHeight, StrideHeight);

    /// <summary>The windows beside each other.</summary>
    internal int OutputWidth => Count(Width, KernelWidth, DilationWidth, PaddingWidth, StrideWidth);

    /// <summary>The elements of a plane.</summary>
    internal int PlaneLength => Height * Width;

    /// <summary>The elements of a window.</summary>
    internal int KernelLength => KernelHeight * KernelWidth;

    /// <summary>The windows of a plane.</summary>
    internal int Positions => OutputHeight * OutputWidth;

    /// <summary>The windows of a row whose element, <paramref name="left"/> from the window's place without padding, lies within the plane.</summary>
    internal (int First, int Last) Inside(int left)
    {
        int first = left >= 0 ? 0 : Partition.Count(-left, StrideWidth);
        int last = Width - left <= 0 ? 0 : Partition.Count(Width - left, StrideWidth);
        return (Math.Min(first, OutputWidth), Math.Min(last, OutputWidth));
    }

    private static int Count(int length, int kernel, int dilation, int padding, int stride)
    {
        long room = length + (2L * padding) - ((long)dilation * (kernel - 1)) - 1;
        return room < 0 ? 0 : (int)((room / stride) + 1);
    }
}

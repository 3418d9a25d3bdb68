namespace Hillock.Kernels;

/// <summary>What a thread keeps while products run that use <see cref="MatMulBuffer"/>: packed weights, or a tile of the source.</summary>
internal static unsafe class ConvolutionBuffer
{
    [ThreadStatic]
    private static byte[]? Bytes;

    /// <inheritdoc cref="ThreadBuffer.Rent"/>
    internal static void* Rent(nint bytes) => ThreadBuffer.Rent(ref Bytes, bytes);
}

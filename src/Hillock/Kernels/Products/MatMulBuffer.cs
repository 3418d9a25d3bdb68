namespace Hillock.Kernels;

/// <summary>The packing buffer of the current thread.</summary>
internal static unsafe class MatMulBuffer
{
    [ThreadStatic]
    private static byte[]? Bytes;

    /// <inheritdoc cref="ThreadBuffer.Rent"/>
    public static void* Rent(nint bytes) => ThreadBuffer.Rent(ref Bytes, bytes);
}

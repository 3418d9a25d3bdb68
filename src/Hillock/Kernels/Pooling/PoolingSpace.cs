namespace Hillock.Kernels;

/// <summary>Hands out parts of the memory that a thread keeps for poolings.</summary>
internal unsafe ref struct PoolingSpace
{
    private const nint Alignment = 64;

    [ThreadStatic]
    private static byte[]? Bytes;

    private byte* _next;

    /// <summary>All of the memory, which the thread's next pooling takes anew.</summary>
    /// <param name="bytes">What the parts have together, each rounded up by <see cref="Size"/>.</param>
    internal static PoolingSpace Rent(nint bytes) => new() { _next = (byte*)ThreadBuffer.Rent(ref Bytes, bytes) };

    /// <summary>The bytes of a part.</summary>
    internal static nint Size<T>(nint count)
        where T : unmanaged => ((count * sizeof(T)) + Alignment - 1) & -Alignment;

    /// <summary>A part of undefined content.</summary>
    internal T* Take<T>(nint count)
        where T : unmanaged
    {
        T* part = (T*)_next;
        _next += Size<T>(count);
        return part;
    }
}

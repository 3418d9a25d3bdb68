using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hillock.Kernels;

/// <summary>The packing buffer of the current thread: grown when needed, reused, and collected with its thread.</summary>
internal static unsafe class MatMulBuffer
{
    private const int Alignment = 64;

    [ThreadStatic]
    private static byte[]? Bytes;

    /// <summary>A 64-byte aligned buffer of undefined content, valid until the thread's next call.</summary>
    public static void* Rent(nint bytes)
    {
        byte[]? buffer = Bytes;
        if (buffer is null || buffer.Length < bytes + Alignment)
        {
            int length = checked((int)BitOperations.RoundUpToPowerOf2((ulong)bytes + Alignment));
            Bytes = buffer = Room.Allocate(length);
        }

        nint address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(buffer));
        return (void*)((address + Alignment - 1) & -Alignment);
    }
}

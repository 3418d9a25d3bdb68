using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hillock.Kernels;

/// <summary>What a thread keeps while products run that use <see cref="MatMulBuffer"/>: packed weights, or a tile of the source.</summary>
internal static unsafe class ConvolutionBuffer
{
    private const int Alignment = 64;

    [ThreadStatic]
    private static byte[]? Bytes;

    /// <summary>A 64-byte aligned buffer of undefined content, valid until the thread's next call.</summary>
    internal static void* Rent(nint bytes)
    {
        byte[]? buffer = Bytes;
        if (buffer is null || buffer.Length < bytes + Alignment)
        {
            int length = (int)Math.Min((ulong)Array.MaxLength, BitOperations.RoundUpToPowerOf2((ulong)bytes + Alignment));
            Bytes = buffer = Room.Allocate(Math.Max(length, checked((int)(bytes + Alignment))));
        }

        nint address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(buffer));
        return (void*)((address + Alignment - 1) & -Alignment);
    }
}

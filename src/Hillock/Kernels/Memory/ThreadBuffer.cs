using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hillock.Kernels;

/// <summary>A buffer that a thread keeps: grown when needed, reused, and collected with its thread.</summary>
internal static unsafe class ThreadBuffer
{
    private const int Alignment = 64;

    /// <summary>A 64-byte aligned buffer of undefined content, valid until the thread's next call for the same field.</summary>
    /// <param name="field">The thread's own field that keeps it.</param>
    /// <param name="bytes">How long it is at least.</param>
    internal static void* Rent(ref byte[]? field, nint bytes)
    {
        byte[]? buffer = field;
        if (buffer is null || buffer.Length < bytes + Alignment)
        {
            int length = (int)Math.Min((ulong)Array.MaxLength, BitOperations.RoundUpToPowerOf2((ulong)bytes + Alignment));
            field = buffer = Room.Allocate(Math.Max(length, checked((int)(bytes + Alignment))));
        }

        nint address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(buffer));
        return (void*)((address + Alignment - 1) & -Alignment);
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Hillock.Kernels;

/// <summary>Brings memory into the caches before it is needed, where the processor does not see by itself what comes next.</summary>
internal static unsafe class CacheLine
{
    /// <summary>Asks for the line of an element. One behind the end of an array is none's to read, and is not read: no address faults here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Prefetch<T>(ref T x, nuint index)
        where T : unmanaged
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0((T*)Unsafe.AsPointer(ref x) + index);
        }
    }
}

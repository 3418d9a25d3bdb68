using System.Runtime.CompilerServices;

namespace Hillock.Kernels;

/// <summary>Splits a length into blocks. No sum leaves the range of <see cref="int"/>, up to the longest array.</summary>
internal static class Partition
{
    /// <summary>How many blocks of <paramref name="each"/> there are, the last of which may be shorter.</summary>
    /// <param name="length">The length, 0 or more.</param>
    /// <param name="each">The length of a block, 1 or more.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Count(int length, int each) => (int)(((uint)length + (uint)each - 1) / (uint)each);

    /// <summary>Where the block ends that begins at <paramref name="start"/>.</summary>
    /// <param name="start">The first place, from 0 to <paramref name="length"/>.</param>
    /// <param name="each">The length of a block, 0 or more.</param>
    /// <param name="length">The length of all.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int End(int start, int each, int length) => start + Math.Min(each, length - start);
}

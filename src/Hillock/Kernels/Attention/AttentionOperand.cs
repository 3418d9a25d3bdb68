using System.Runtime.CompilerServices;

namespace Hillock.Kernels;

/// <summary>The matrices of a batch, whose rows are contiguous: pinned memory, the place of each matrix, and the distance of rows.</summary>
internal readonly unsafe struct AttentionOperand<T>(T* start, int[] offsets, int row)
    where T : unmanaged
{
    /// <summary>The distance from a row to the next.</summary>
    internal readonly int Row = row;

    /// <summary>Whether there is memory.</summary>
    internal bool Exists => start != null;

    /// <summary>A row of a matrix.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal T* At(int matrix, int index) => start + offsets[matrix] + ((nint)index * Row);
}

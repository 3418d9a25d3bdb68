namespace Hillock.Kernels;

/// <summary>A mask's memory: truth values or numbers for each matrix of scores, query and key; strides of 0 repeat it.</summary>
/// <param name="truth">The truth values, or null.</param>
/// <param name="bias">What is added, or null.</param>
/// <param name="isVisible">Whether true means visible.</param>
/// <param name="offsets">The place of each matrix.</param>
/// <param name="query">The distance from a query to the next.</param>
/// <param name="key">The distance from a key to the next.</param>
internal readonly unsafe struct AttentionMaskPart<T>(byte* truth, T* bias, bool isVisible, int[] offsets, int query, int key)
    where T : unmanaged
{
    internal readonly int Query = query;
    internal readonly int Key = key;

    internal bool IsTruth => truth != null;

    /// <summary>The byte of a truth value that hides.</summary>
    internal byte Hides => isVisible ? (byte)0 : (byte)1;

    internal byte* TruthAt(int matrix, int i, int j) => truth + offsets[matrix] + ((nint)i * Query) + ((nint)j * Key);

    internal T* BiasAt(int matrix, int i, int j) => bias + offsets[matrix] + ((nint)i * Query) + ((nint)j * Key);
}

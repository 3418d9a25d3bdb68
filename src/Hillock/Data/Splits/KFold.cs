using Hillock.Numbers;

namespace Hillock.Data;

/// <summary>Divides rows into folds of nearly equal size in random order, for the cross-validation of a real target.</summary>
public static class KFold
{
    /// <summary>Splits rows; the sizes of the folds differ by at most 1.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="folds">The number of folds, at least 2 and at most <paramref name="rows"/>.</param>
    /// <param name="seed">The seed; the same seed gives the same folds on every machine.</param>
    /// <returns>The folds.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Too few or too many folds.</exception>
    public static IReadOnlyList<Fold> Split(int rows, int folds, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        RequireTwo(folds);
        if (folds > rows)
        {
            throw new ArgumentOutOfRangeException(
                nameof(folds), $"{folds} folds need at least {folds} rows but there are {rows}; use fewer folds or more data.");
        }

        int[] order = new Philox(seed, RandomStreams.KFold).Permutation(rows);
        int[] foldOfRow = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            foldOfRow[order[i]] = i % folds;
        }

        return Fold.FromAssignment(foldOfRow, folds);
    }

    internal static void RequireTwo(int folds)
    {
        if (folds < 2)
        {
            throw new ArgumentOutOfRangeException(nameof(folds), $"Cross-validation needs at least 2 folds but got {folds}; 5 is usual.");
        }
    }
}

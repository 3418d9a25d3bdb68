using Hillock.Numbers;

namespace Hillock.Data;

/// <summary>
/// Divides rows into folds that keep groups together: no patient, machine or speaker is in the training part and in the held-out part of one fold.
/// </summary>
public static class GroupKFold
{
    /// <summary>Splits rows; the largest groups are dealt first, each to the fold with the fewest rows so far.</summary>
    /// <param name="groups">The group of each row, at least 0.</param>
    /// <param name="folds">The number of folds, at least 2 and at most the number of groups.</param>
    /// <param name="seed">Decides among groups of one size; the same seed gives the same folds on every machine.</param>
    /// <returns>The folds.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A negative group, or too few or too many folds.</exception>
    public static IReadOnlyList<Fold> Split(ReadOnlySpan<int> groups, int folds, ulong seed)
    {
        KFold.RequireTwo(folds);
        SortedDictionary<int, List<int>> rowsOfGroup = LabelledRows.Of(groups, nameof(groups));

        if (folds > rowsOfGroup.Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(folds), $"{folds} folds need {folds} groups but there are {rowsOfGroup.Count}; use at most {rowsOfGroup.Count} folds, or other groups.");
        }

        List<int>[] dealt = [.. rowsOfGroup.Values];
        int[] order = new Philox(seed, RandomStreams.GroupKFold).Permutation(dealt.Length);
        int[] counts = new int[folds];
        int[] foldOfRow = new int[groups.Length];
        foreach (int group in order.OrderByDescending(group => dealt[group].Count))
        {
            int fold = Array.IndexOf(counts, counts.Min());
            counts[fold] += dealt[group].Count;
            foreach (int row in dealt[group])
            {
                foldOfRow[row] = fold;
            }
        }

        return Fold.FromAssignment(foldOfRow, folds);
    }
}

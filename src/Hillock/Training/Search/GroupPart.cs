using Hillock.Data;

namespace Hillock.Training.Search;

/// <summary>Holds out whole groups.</summary>
internal static class GroupPart
{
    /// <summary>
    /// The fold of <see cref="GroupKFold"/> that holds out a share closest to one of <paramref name="parts"/>, the first of equal ones; of as many folds as
    /// there are groups where those are fewer. Null for a single group.
    /// </summary>
    /// <param name="groups">The group of each row.</param>
    /// <param name="parts">The parts, at least 2.</param>
    /// <param name="seed">Decides among groups of one size.</param>
    internal static Fold? Of(ReadOnlySpan<int> groups, int parts, ulong seed)
    {
        HashSet<int> different = [.. groups];
        int rows = groups.Length;
        return different.Count < 2
            ? null
            : GroupKFold.Split(groups, Math.Min(parts, different.Count), seed).MinBy(fold => Math.Abs(((long)parts * fold.HeldOut.Length) - rows));
    }
}

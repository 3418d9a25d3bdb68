namespace Hillock.Data;

/// <summary>Divides rows by their time: each fold is trained on what is earlier than what it is tested on, as a forecast is.</summary>
public static class TimeFolds
{
    /// <summary>
    /// Splits rows, ordered by time, into <c>folds + 1</c> parts of nearly equal size: fold <c>k</c> trains on the first <c>k + 1</c> parts and holds out the
    /// next, as scikit-learn's <c>TimeSeriesSplit</c> does. The first part is never held out. Rows of one time are never divided: a part ends at the change
    /// of the time that is nearest to where it would end by its size.
    /// </summary>
    /// <param name="times">The time of each row, in any unit.</param>
    /// <param name="folds">The number of folds, at least 2 and fewer than there are different times.</param>
    /// <returns>The folds, from the earliest on.</returns>
    /// <exception cref="ArgumentException">A time is NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Too few or too many folds.</exception>
    public static IReadOnlyList<Fold> Split(ReadOnlySpan<double> times, int folds)
    {
        KFold.RequireTwo(folds);
        int rows = times.Length;
        if (folds >= rows)
        {
            throw new ArgumentOutOfRangeException(
                nameof(folds), $"{folds} folds in the order of time need {folds + 1} rows but there are {rows}; use fewer folds, or more data.");
        }

        int[] order = TimeOrder.Sort(times, out int[] changes);
        if (changes.Length < folds)
        {
            throw new ArgumentOutOfRangeException(
                nameof(folds), $"{folds} folds in the order of time need {folds + 1} different times but there are {changes.Length + 1}; " +
                (changes.Length >= 2 ? $"use at most {changes.Length} folds, or a finer time." : "choose a finer time, or leave it out."));
        }

        int size = rows / (folds + 1);
        int[] ideals = new int[folds];
        for (int fold = 0; fold < folds; fold++)
        {
            ideals[fold] = rows - ((folds - fold) * size);
        }

        int[] cuts = [.. TimeOrder.Cuts(changes, ideals), rows];
        Fold[] result = new Fold[folds];
        for (int fold = 0; fold < folds; fold++)
        {
            result[fold] = Fold.Of(order.AsSpan(0, cuts[fold]), order.AsSpan(cuts[fold], cuts[fold + 1] - cuts[fold]));
        }

        return result;
    }
}

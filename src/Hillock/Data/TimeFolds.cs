namespace Hillock.Data;

/// <summary>Divides rows by their time: each fold is trained on what is earlier than what it is tested on, as a forecast is.</summary>
public static class TimeFolds
{
    /// <summary>
    /// Splits rows, ordered by time, into <c>folds + 1</c> parts of nearly equal size: fold <c>k</c> trains on the first <c>k + 1</c> parts and holds out the
    /// next,
    /// as scikit-learn's <c>TimeSeriesSplit</c> does. The first part is never held out. Rows of one time stay in their order.
    /// </summary>
    /// <param name="times">The time of each row, in any unit.</param>
    /// <param name="folds">The number of folds, at least 2 and fewer than rows.</param>
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

        double[] keys = times.ToArray();
        int unknown = Array.FindIndex(keys, double.IsNaN);
        if (unknown >= 0)
        {
            throw new ArgumentException($"Row {unknown} has no time (NaN); leave the row out.", nameof(times));
        }

        int[] order = [.. Enumerable.Range(0, rows).OrderBy(row => keys[row])];
        int size = rows / (folds + 1);
        Fold[] result = new Fold[folds];
        for (int fold = 0; fold < folds; fold++)
        {
            int start = rows - ((folds - fold) * size);
            result[fold] = Fold.Of(order.AsSpan(0, start), order.AsSpan(start, size));
        }

        return result;
    }
}

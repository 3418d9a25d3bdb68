namespace Hillock.Training;

/// <summary>Rows in the order of their scores, the largest first, equal ones together: all that areas and curves depend on.</summary>
internal sealed class RankedScores
{
    private readonly List<(double Score, long Positives, long Negatives)> _groups = [];

    /// <summary>Sorts.</summary>
    /// <param name="scores">The scores.</param>
    /// <param name="isPositive">Whether a row, by its number, is positive.</param>
    internal RankedScores(double[] scores, Func<int, bool> isPositive)
    {
        double[] sorted = (double[])scores.Clone();
        int[] rows = [.. Enumerable.Range(0, scores.Length)];
        Array.Sort(sorted, rows);
        for (int i = sorted.Length - 1; i >= 0; i--)
        {
            bool isNew = _groups.Count == 0 || _groups[^1].Score != sorted[i];
            (double _, long positives, long negatives) = isNew ? default : _groups[^1];
            bool positive = isPositive(rows[i]);
            (double, long, long) group = (sorted[i] + 0.0, positives + (positive ? 1 : 0), negatives + (positive ? 0 : 1));
            if (isNew)
            {
                _groups.Add(group);
            }
            else
            {
                _groups[^1] = group;
            }
        }

        Positives = _groups.Sum(group => group.Positives);
        Negatives = _groups.Sum(group => group.Negatives);
        HasNaN = Array.Exists(scores, double.IsNaN);
    }

    /// <summary>The different scores from the largest, with their rows.</summary>
    internal IReadOnlyList<(double Score, long Positives, long Negatives)> Groups => _groups;

    /// <summary>The positive rows.</summary>
    internal long Positives { get; }

    /// <summary>The other rows.</summary>
    internal long Negatives { get; }

    /// <summary>Whether a score is NaN, so that there is no order.</summary>
    internal bool HasNaN { get; }

    /// <summary>
    /// The share of pairs of a positive and a negative row of which the positive one has the larger score, equal ones counting half; NaN without pairs.
    /// </summary>
    internal double RocArea
    {
        get
        {
            Int128 twice = 0;
            long above = 0;
            foreach ((double _, long positives, long negatives) in _groups)
            {
                twice += (Int128)negatives * ((2 * above) + positives);
                above += positives;
            }

            return HasNaN || Positives == 0 || Negatives == 0 ? double.NaN : Quotient.Of(twice, 2 * (Int128)Positives * Negatives);
        }
    }

    /// <summary>Over the positive rows, the mean of the precision among the rows of at least their score; NaN without any.</summary>
    internal double AveragePrecision
    {
        get
        {
            ExactTotal sum = new ExactTotal();
            long right = 0, taken = 0;
            foreach ((double _, long positives, long negatives) in _groups)
            {
                right += positives;
                taken += positives + negatives;
                sum.AddProduct(positives, (double)right / taken);
            }

            return HasNaN ? double.NaN : sum.Mean(Positives);
        }
    }
}

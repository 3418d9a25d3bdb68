namespace Hillock.Data;

/// <summary>How the target's mean in the rows of each category differs from that of all rows, drawn towards 0 where a category has few.</summary>
/// <remarks>
/// <para>
/// With <c>n</c> rows of a category, whose targets have the mean <c>m</c>, and the mean <c>M</c> of all, the difference is <c>w·(m − M)</c>. The weight is
/// <c>n / (n + smoothing)</c>; without a number given, <c>n·V / (n·V + v)</c> with the variance <c>v</c> within the category and <c>V</c> of all, the
/// empirical Bayes estimate (D. Micci-Barreca, "A preprocessing scheme for high-cardinality categorical attributes in classification and prediction
/// problems", SIGKDD Explorations, 2001).
/// </para>
/// <para>Sums run in double over ascending rows, the variances in a second pass around the means.</para>
/// </remarks>
internal static class TargetMeans
{
    /// <summary>The difference of each category.</summary>
    /// <param name="codes">The category of each row.</param>
    /// <param name="targets">The target of each row.</param>
    /// <param name="without">Which rows are left out.</param>
    /// <param name="smoothing">The smoothing in rows, or null.</param>
    /// <param name="differences">Receives the result; 0 for a category without rows.</param>
    public static void Find(ReadOnlySpan<int> codes, ReadOnlySpan<double> targets, Func<int, bool> without, double? smoothing, Span<double> differences)
    {
        int[] counts = new int[differences.Length];
        double[] means = new double[differences.Length], squares = new double[differences.Length];
        int all = 0;
        double mean = 0, variance = 0;
        for (int row = 0; row < codes.Length; row++)
        {
            if (!without(row))
            {
                all++;
                mean += targets[row];
                counts[codes[row]]++;
                means[codes[row]] += targets[row];
            }
        }

        mean /= Math.Max(1, all);
        for (int category = 0; category < means.Length; category++)
        {
            means[category] /= Math.Max(1, counts[category]);
        }

        for (int row = 0; row < codes.Length; row++)
        {
            if (!without(row))
            {
                double own = targets[row] - means[codes[row]];
                squares[codes[row]] += own * own;
                variance += (targets[row] - mean) * (targets[row] - mean);
            }
        }

        variance /= Math.Max(1, all);
        for (int category = 0; category < means.Length; category++)
        {
            double count = counts[category];
            double weight = smoothing is { } rows ? count / (count + rows) : count * variance / ((count * variance) + (squares[category] / count));
            differences[category] = count == 0 || double.IsNaN(weight) ? 0 : weight * (means[category] - mean);
        }
    }
}

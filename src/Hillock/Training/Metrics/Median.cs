namespace Hillock.Training;

/// <summary>The middle of measurements: times and what else has outliers.</summary>
internal static class Median
{
    /// <summary>The median, of an even number the mean of the two in the middle; NaN of none.</summary>
    internal static double Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length == 0 ? double.NaN : sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}

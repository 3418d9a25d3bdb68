namespace Hillock.Kernels;

/// <summary>The statistics of elements whose squares are too large or too small for doubles.</summary>
internal static class NormScale
{
    // Below it squares have lost digits.
    private const double Least = 1e-280;

    /// <summary>Whether a mean square was computed of squares that left the range of doubles.</summary>
    internal static bool IsLost(double spread) => !(spread is > Least and < double.PositiveInfinity);

    /// <summary>The mean and <c>1/√(v + ε)</c>, computed of elements scaled by a power of two. NaN stays NaN.</summary>
    internal static (double Mean, double Inverse) Statistics(ReadOnlySpan<double> row, double epsilon, bool centered)
    {
        double largest = 0;
        foreach (double value in row)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        if (!double.IsFinite(largest) || largest == 0)
        {
            return (double.IsFinite(largest) ? 0 : double.NaN, double.IsFinite(largest) ? 1 / Math.Sqrt(epsilon) : double.NaN);
        }

        // The scale, and its inverse, are normal numbers; elements below 2^-60 of the largest do not count.
        int exponent = Math.Clamp(Math.ILogB(largest), -960, 1000);
        double down = Math.ScaleB(1, -exponent);
        double mean = 0;
        for (int pass = 0; pass < 2 && centered; pass++)
        {
            CompensatedSum rest = new CompensatedSum();
            foreach (double value in row)
            {
                rest.Add((value * down) - mean);
            }

            mean += rest.Value / row.Length;
        }

        CompensatedSum squares = new CompensatedSum();
        foreach (double value in row)
        {
            double deviation = (value * down) - mean;
            squares.Add(deviation * deviation);
        }

        // The scaled epsilon can be 0; of equal elements, whose deviations are 0, it is all there is.
        if (squares.Value == 0)
        {
            return (Math.ScaleB(mean, exponent), 1 / Math.Sqrt(epsilon));
        }

        double spread = (squares.Value / row.Length) + (epsilon * down * down);
        return (Math.ScaleB(mean, exponent), Math.ScaleB(1 / Math.Sqrt(spread), -exponent));
    }
}

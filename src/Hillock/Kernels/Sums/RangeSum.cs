namespace Hillock.Kernels;

/// <summary>Sums of doubles divided by a number, which are right also where the sum alone is more than a double holds.</summary>
internal static class RangeSum
{
    // There are fewer terms than its reciprocal. What the scaled terms lose is far below the last place of a sum that large.
    private const double Down = 1.0 / (1L << 40);

    /// <summary>
    /// Computes <c>Σx / divisor</c>, the sum as <see cref="Reduce"/> adds; again, scaled down, if it left the range of doubles and no term did.
    /// </summary>
    internal static double Over(ReadOnlySpan<double> x, double divisor)
    {
        double sum = Reduce.Sum(x);
        return double.IsFinite(sum) ? sum / divisor : Again(x, sum, divisor);
    }

    private static double Again(ReadOnlySpan<double> x, double sum, double divisor)
    {
        double[] scaled = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            if (!double.IsFinite(x[i]))
            {
                return sum / divisor;
            }

            scaled[i] = x[i] * Down;
        }

        return Reduce.Sum((ReadOnlySpan<double>)scaled) / divisor / Down;
    }
}

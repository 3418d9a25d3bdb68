namespace Hillock.Charts;

/// <summary>Running means of curves that jump by single rows.</summary>
public static class Smoothing
{
    /// <summary>
    /// The mean of each point with its neighbours: <c>yᵢ = Σ|k|≤h xᵢ₊ₖ/(2h + 1)</c>, where h shrinks towards the ends to the neighbours that there are on both
    /// sides, so that the first and the last point stay what they are.
    /// </summary>
    /// <param name="points">The points, at equal steps. What is not finite is left as it is, and ends the neighbourhood of the others.</param>
    /// <param name="halfWidth">h: the neighbours on each side.</param>
    public static IReadOnlyList<Point> RunningMean(IReadOnlyList<Point> points, int halfWidth)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentOutOfRangeException.ThrowIfNegative(halfWidth);
        Point[] smooth = [.. points];
        for (int i = 0; i < smooth.Length; i++)
        {
            int reach = 0;
            double sum = points[i].Y;
            while (reach < halfWidth && i - reach > 0 && i + reach + 1 < points.Count && points[i - reach - 1].IsFinite && points[i + reach + 1].IsFinite)
            {
                reach++;
                sum += points[i - reach].Y + points[i + reach].Y;
            }

            smooth[i] = points[i] with { Y = sum / (2 * reach + 1) };
        }

        return smooth;
    }
}

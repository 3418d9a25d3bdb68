namespace Hillock.Charts;

/// <summary>Turns a function into points, dense enough for a picture, and broken where the function jumps.</summary>
public static class CurveSampler
{
    private const int Steps = 640;

    // A jump is what remains of a difference after the interval was halved so often that a slope would have vanished.
    private const double JumpShare = 0.02;
    private const int Halvings = 40;

    /// <summary>Samples a function between two ends.</summary>
    /// <param name="function">The function.</param>
    /// <param name="low">The least argument.</param>
    /// <param name="high">The greatest argument.</param>
    /// <returns>Connected parts; values that are not finite are left out and break the curve too.</returns>
    public static IReadOnlyList<IReadOnlyList<Point>> Sample(Func<double, double> function, double low, double high)
    {
        ArgumentNullException.ThrowIfNull(function);
        var points = new Point[Steps + 1];
        for (var i = 0; i <= Steps; i++)
        {
            // The middle is exact, so that a kink at 0 of a symmetric range is met.
            var x = low + (high - low) * i / Steps;
            points[i] = new Point(x, function(x));
        }

        double[] finite = [.. points.Where(point => point.IsFinite).Select(point => point.Y)];
        var threshold = finite.Length == 0 ? 0 : JumpShare * (finite.Max() - finite.Min());
        List<IReadOnlyList<Point>> parts = [];
        List<Point> part = [];
        for (var i = 0; i <= Steps; i++)
        {
            if (i > 0 && part.Count > 0 && points[i].IsFinite && FindJump(function, points[i - 1], points[i], threshold) is var (before, after))
            {
                part.Add(before);
                parts.Add(part);
                part = [after];
            }

            if (points[i].IsFinite)
            {
                part.Add(points[i]);
            }
            else if (part.Count > 0)
            {
                parts.Add(part);
                part = [];
            }
        }

        if (part.Count > 0)
            parts.Add(part);
        return parts;
    }

    private static (Point Before, Point After)? FindJump(Func<double, double> function, Point left, Point right, double threshold)
    {
        if (!(Math.Abs(right.Y - left.Y) > threshold))
            return null;
        for (var i = 0; i < Halvings; i++)
        {
            var x = (left.X + right.X) / 2;
            var middle = new Point(x, function(x));
            if (Math.Abs(middle.Y - left.Y) >= Math.Abs(right.Y - middle.Y))
                right = middle;
            else
                left = middle;
        }

        return Math.Abs(right.Y - left.Y) > threshold / 2 ? (left, right) : null;
    }
}

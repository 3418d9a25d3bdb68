using System.Globalization;
using System.Text;

namespace Hillock.Charts;

/// <summary>The path of a curve, with no more points than a picture shows.</summary>
/// <remarks>
/// Points are left out by the way of D. H. Douglas and T. K. Peucker, "Algorithms for the reduction of the number of points required to represent a digitized
/// line or its caricature" (1973): none of them is farther from the line that is drawn than a fifth of a pixel, a tenth of the line's width.
/// </remarks>
internal static class CurvePath
{
    /// <summary>How far a point that is left out may be from the line, in pixels.</summary>
    internal const double Tolerance = 0.2;

    /// <summary>Straight lines from point to point; empty for no points.</summary>
    public static string Of(IEnumerable<Point> positions)
    {
        StringBuilder path = new();
        foreach (Point point in Thinned([.. positions]))
        {
            path.Append(path.Length == 0 ? 'M' : 'L').Append(Tenths(point.X)).Append(' ').Append(Tenths(point.Y));
        }

        return path.ToString();
    }

    /// <summary>A length to a tenth of a pixel.</summary>
    public static string Tenths(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>The points that are needed, in their order; always the first and the last.</summary>
    internal static IReadOnlyList<Point> Thinned(Point[] points, double tolerance = Tolerance)
    {
        if (points.Length < 3)
        {
            return points;
        }

        bool[] needed = new bool[points.Length];
        (needed[0], needed[^1]) = (true, true);
        Stack<(int First, int Last)> parts = new([(0, points.Length - 1)]);
        while (parts.TryPop(out (int First, int Last) part))
        {
            (int farthest, double greatest) = (-1, tolerance);
            for (int i = part.First + 1; i < part.Last; i++)
            {
                double distance = Distance(points[i], points[part.First], points[part.Last]);
                if (distance > greatest)
                {
                    (farthest, greatest) = (i, distance);
                }
            }

            if (farthest >= 0)
            {
                needed[farthest] = true;
                parts.Push((part.First, farthest));
                parts.Push((farthest, part.Last));
            }
        }

        return [.. points.Where((_, i) => needed[i])];
    }

    // From a point to the part of the line between two others.
    private static double Distance(Point point, Point from, Point to)
    {
        (double x, double y) = (to.X - from.X, to.Y - from.Y);
        double square = (x * x) + (y * y);
        double share = square == 0 ? 0 : Math.Clamp((((point.X - from.X) * x) + ((point.Y - from.Y) * y)) / square, 0, 1);
        return Math.Sqrt(Math.Pow(point.X - from.X - (share * x), 2) + Math.Pow(point.Y - from.Y - (share * y), 2));
    }
}

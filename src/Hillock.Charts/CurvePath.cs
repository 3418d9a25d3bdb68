using System.Globalization;
using System.Text;

namespace Hillock.Charts;

/// <summary>The path of a curve, with no more points than a picture shows.</summary>
/// <remarks>
/// Points are left out by the way of D. H. Douglas and T. K. Peucker, "Algorithms for the reduction of the number of points required to represent a digitized
/// line or its caricature" (1973): none of them is farther from the line that is drawn than 0.3 pixels, a small part of the line's width.
/// </remarks>
internal static class CurvePath
{
    /// <summary>How far a point that is left out may be from the line, in pixels.</summary>
    internal const double Tolerance = 0.3;

    /// <summary>Straight lines from point to point; empty for no points.</summary>
    public static string Of(IEnumerable<Point> positions) => Joined(Thinned([.. positions]));

    /// <summary>Straight lines from point to point, in tenths of a pixel: the first place, then the way to each next one.</summary>
    public static string Joined(IEnumerable<Point> points)
    {
        StringBuilder path = new();
        char command = 'M';
        (double X, double Y) at = (0, 0);
        foreach (Point point in points)
        {
            // From the place that was written, so that rounding does not add up.
            (double X, double Y) next = (Math.Round(point.X, 1), Math.Round(point.Y, 1));
            (string x, string y) = (Tenths(next.X - at.X), Tenths(next.Y - at.Y));
            char wanted = path.Length == 0 ? 'M' : y == "0" ? 'h' : x == "0" ? 'v' : 'l';
            string numbers = wanted switch { 'h' => x, 'v' => y, _ => y[0] == '-' ? x + y : $"{x} {y}" };
            // A command that stays the same is written once; a minus divides numbers by itself.
            path.Append(wanted != command || path.Length == 0 ? wanted.ToString() : numbers[0] == '-' ? "" : " ").Append(numbers);
            (command, at) = (wanted, next);
        }

        return path.ToString();
    }

    /// <summary>A length to a tenth of a pixel, without a zero before the point.</summary>
    public static string Tenths(double value) =>
        Math.Round(value, 1) is not 0 and var rounded ? rounded.ToString("#.#", CultureInfo.InvariantCulture) : "0";

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

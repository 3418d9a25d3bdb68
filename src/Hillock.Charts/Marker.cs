namespace Hillock.Charts;

/// <summary>The shapes that tell series apart where colours do not.</summary>
internal static class Marker
{
    /// <summary>Draws the marker of a series around a point.</summary>
    public static void Draw(MarkupBuilder svg, int style, double x, double y, double size = 3.6) => DrawAll(svg, style, [new Point(x, y)], size);

    /// <summary>Draws the markers of a series as one path; those that cover each other have a common edge.</summary>
    public static void DrawAll(MarkupBuilder svg, int style, IEnumerable<Point> places, double size = 3.6)
    {
        string[] outlines = [.. places.Select(place => Outline(style % Palette.Count, place.X, place.Y, size))];
        svg.Element(
            "path",
            [
                ("class", Class(style)), ("d", string.Concat(outlines)), .. Attributes(style),
                ("paint-order", outlines.Length > 1 && !IsHollow(style) ? "stroke" : null),
            ]);
    }

    /// <summary>Draws the markers of a series, each of which tells what it is when pointed at.</summary>
    public static void DrawTitled(MarkupBuilder svg, int style, IEnumerable<(Point Place, string Title)> markers, double size = 3.6)
    {
        svg.Open("g", [("class", Class(style)), .. Attributes(style)]);
        foreach ((Point place, string title) in markers)
        {
            svg.WithTitle("path", title, ("d", Outline(style % Palette.Count, place.X, place.Y, size)));
        }

        svg.Close();
    }

    /// <summary>The path of circles around points.</summary>
    public static string Circles(IEnumerable<Point> places, double radius) => string.Concat(places.Select(place => Circle(place.X, place.Y, radius)));

    // Where the colours repeat, the markers are hollow.
    private static bool IsHollow(int style) => style / Palette.Count % 2 != 0;

    private static string Class(int style) => IsHollow(style) ? $"{Palette.SeriesClass(style)} back" : $"{Palette.FillClass(style)} halo";

    private static (string, object?)[] Attributes(int style) =>
    [
        ("fill", IsHollow(style) ? Palette.Background : Palette.Series(style)), ("stroke", IsHollow(style) ? Palette.Series(style) : Palette.Background),
        ("stroke-width", IsHollow(style) ? 1.6 : null), ("stroke-linejoin", "round"),
    ];

    private static string Outline(int shape, double x, double y, double r)
    {
        double wide = r * 1.25;
        return shape switch
        {
            0 => Circle(x, y, r),
            1 => Polygon((x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)),
            2 => Polygon((x, y - wide), (x + wide, y + r), (x - wide, y + r)),
            3 => Polygon((x, y - wide * 1.1), (x + wide * 1.1, y), (x, y + wide * 1.1), (x - wide * 1.1, y)),
            4 => Polygon((x - wide, y - r), (x + wide, y - r), (x, y + wide)),
            5 => Cross(x, y, wide, r * 0.45),
            6 => Polygon((x - wide, y), (x + r, y - wide), (x + r, y + wide)),
            7 => Polygon((x - r, y - wide), (x + wide, y), (x - r, y + wide)),
            _ => Star(x, y, wide * 1.25),
        };
    }

    // An arc cannot lead back to where it began: the last hundredth is a straight line.
    private static string Circle(double x, double y, double r) => $"M{N(x)} {N(y - r)}a{N(r)} {N(r)} 0 1 0 .01 0z";

    private static string Cross(double x, double y, double r, double t) => Polygon(
        (x - t, y - r), (x + t, y - r), (x + t, y - t), (x + r, y - t), (x + r, y + t), (x + t, y + t),
        (x + t, y + r), (x - t, y + r), (x - t, y + t), (x - r, y + t), (x - r, y - t), (x - t, y - t));

    private static string Star(double x, double y, double r)
    {
        (double X, double Y)[] corners = new (double X, double Y)[10];
        for (int i = 0; i < corners.Length; i++)
        {
            (double sin, double cos) = Math.SinCos(Math.PI * i / 5);
            double radius = i % 2 == 0 ? r : 0.45 * r;
            corners[i] = (x + radius * sin, y - radius * cos);
        }

        return Polygon(corners);
    }

    private static string Polygon(params IEnumerable<(double X, double Y)> corners) =>
        CurvePath.Joined(corners.Select(corner => new Point(corner.X, corner.Y))) + "z";

    private static string N(double value) => CurvePath.Tenths(value);
}

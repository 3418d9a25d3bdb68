namespace Hillock.Charts;

/// <summary>The shapes that tell series apart where colours do not.</summary>
internal static class Marker
{
    /// <summary>Draws the marker of a series around a point.</summary>
    public static void Draw(MarkupBuilder svg, int style, double x, double y, double size = 3.6, string? title = null)
    {
        string path = Outline(style % Palette.Count, x, y, size);
        // Where the colours repeat, the markers are hollow.
        ReadOnlySpan<(string, object?)> attributes = style / Palette.Count % 2 == 0
            ? [
                ("class", $"{Palette.FillClass(style)} halo"), ("d", path), ("fill", Palette.Series(style)), ("stroke", Palette.Background),
                ("stroke-width", 1), ("stroke-linejoin", "round"),
            ]
            : [
                ("class", $"{Palette.SeriesClass(style)} back"), ("d", path), ("fill", Palette.Background), ("stroke", Palette.Series(style)),
                ("stroke-width", 1.6), ("stroke-linejoin", "round"),
            ];
        if (title is null)
        {
            svg.Element("path", attributes);
        }
        else
        {
            svg.WithTitle("path", title, attributes);
        }
    }

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

    private static string Circle(double x, double y, double r) =>
        $"M{N(x - r)} {N(y)}a{N(r)} {N(r)} 0 1 0 {N(2 * r)} 0a{N(r)} {N(r)} 0 1 0 {N(-2 * r)} 0Z";

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

    private static string Polygon(params ReadOnlySpan<(double X, double Y)> corners)
    {
        string path = "";
        foreach ((double x, double y) in corners)
        {
            path += $"{(path.Length == 0 ? 'M' : 'L')}{N(x)} {N(y)}";
        }

        return path + "Z";
    }

    private static string N(double value) => MarkupBuilder.Number(value);
}

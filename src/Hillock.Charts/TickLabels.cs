namespace Hillock.Charts;

/// <summary>The labels and lines of an axis, whose common attributes are written once.</summary>
internal static class TickLabels
{
    /// <summary>Writes the labels.</summary>
    public static void Draw(MarkupBuilder svg, IEnumerable<(string Text, double X, double Y)> labels, string anchor, double fontSize)
    {
        svg.Open("g", ("class", "muted"), ("text-anchor", anchor), ("font-size", fontSize), ("fill", Palette.Muted));
        foreach ((string text, double x, double y) in labels)
        {
            svg.Text("text", text, ("x", x), ("y", y));
        }

        svg.Close();
    }

    /// <summary>Draws level lines as one path; nothing where there are none.</summary>
    public static void DrawLevel(MarkupBuilder svg, IEnumerable<double> heights, double left, double right) =>
        DrawLines(svg, "grid", Palette.Grid, heights.Select(at => $"M{CurvePath.Tenths(left)} {CurvePath.Tenths(at)}h{CurvePath.Tenths(right - left)}"));

    /// <summary>Draws upright lines as one path; nothing where there are none.</summary>
    public static void DrawUpright(
        MarkupBuilder svg, IEnumerable<double> places, double top, double bottom, string cssClass = "grid", string colour = Palette.Grid) =>
        DrawLines(svg, cssClass, colour, places.Select(at => $"M{CurvePath.Tenths(at)} {CurvePath.Tenths(top)}v{CurvePath.Tenths(bottom - top)}"));

    private static void DrawLines(MarkupBuilder svg, string cssClass, string colour, IEnumerable<string> lines)
    {
        string path = string.Concat(lines);
        if (path.Length > 0)
        {
            svg.Element("path", ("class", cssClass), ("d", path), ("stroke", colour));
        }
    }
}

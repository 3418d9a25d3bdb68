namespace Hillock.Charts;

/// <summary>A small picture of two curves over the same time on a logarithmic axis, one of many side by side.</summary>
public sealed record CurvePanel : Chart
{
    private const double Width = 168, Height = 138, Top = 28, Bottom = 90;

    /// <summary>The solid curve.</summary>
    public required IReadOnlyList<Point> Solid { get; init; }

    /// <summary>The dashed curve.</summary>
    public required IReadOnlyList<Point> Dashed { get; init; }

    /// <summary>The range of the vertical axis, the same in all panels.</summary>
    public required (double Low, double High) Range { get; init; }

    /// <summary>What the curves show, in two or three words.</summary>
    public required string Verdict { get; init; }

    /// <summary>The numbers behind it, a line each.</summary>
    public required IReadOnlyList<string> Captions { get; init; }

    /// <summary>Whether the verdict calls for something to be done.</summary>
    public bool IsConspicuous { get; init; }

    internal override (double Width, double Height) Size => (Width, Height + RowLabel.DrawTitle(new MarkupBuilder(), Title, 12, Width));

    internal override void Draw(MarkupBuilder svg)
    {
        int style = IsConspicuous ? 1 : 0;
        double down = RowLabel.DrawTitle(svg, Title, 12, Width);
        double top = Top + down, bottom = Bottom + down;
        Point[] all = [.. Solid.Concat(Dashed).Where(point => point.IsFinite && point.Y > 0)];
        svg.Element("line", ("class", "axis"), ("x1", 0), ("y1", bottom), ("x2", Width), ("y2", bottom), ("stroke", Palette.Axis));
        if (all.Length > 0)
        {
            Scale x = Scale.Linear(all.Min(point => point.X), all.Max(point => point.X), 0, Width), y = Scale.Logarithmic(Range.Low, Range.High, bottom, top);
            DrawCurve(svg, Solid, x, y, style, null);
            DrawCurve(svg, Dashed, x, y, style, "4 3");
        }

        svg.Text(
            "text", Verdict, ("class", "ink"), ("x", 0), ("y", bottom + 15), ("font-size", 12), ("font-weight", IsConspicuous ? 700 : null),
            ("fill", Palette.Ink));
        for (int i = 0; i < Captions.Count; i++)
        {
            svg.Text("text", Captions[i], ("class", "muted"), ("x", 0), ("y", bottom + 30 + 14 * i), ("font-size", 11), ("fill", Palette.Muted));
        }
    }

    private static void DrawCurve(MarkupBuilder svg, IReadOnlyList<Point> points, Scale x, Scale y, int style, string? dashes)
    {
        string path = CurvePath.Of(points.Where(point => point.IsFinite && point.Y >= 0)
            .Select(point => new Point(x.Position(point.X), y.Clamped(Math.Max(point.Y, y.Low)))));
        if (path.Length > 0)
        {
            svg.Element(
                "path", ("class", Palette.SeriesClass(style)), ("d", path), ("fill", "none"), ("stroke", Palette.Series(style)),
                ("stroke-width", 1.6), ("stroke-dasharray", dashes), ("stroke-linejoin", "round"));
        }
    }
}

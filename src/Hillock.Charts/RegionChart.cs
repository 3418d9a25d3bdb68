namespace Hillock.Charts;

/// <summary>What is predicted over the plane of two features: regions of classes, or shades of a number, with the rows that it was tested on.</summary>
public sealed record RegionChart : Chart
{
    private const double CellSize = 4, FontSize = 11;
    private const int Shades = 8;

    /// <summary>A row that it was tested on.</summary>
    /// <param name="X">The first feature.</param>
    /// <param name="Y">The second feature.</param>
    /// <param name="Target">The class's index, or the number.</param>
    /// <param name="IsWrong">Whether another class was predicted; it gets a ring.</param>
    public readonly record struct Dot(double X, double Y, double Target, bool IsWrong);

    /// <summary>What stands at the right of the title.</summary>
    public string Caption { get; init; } = "";

    /// <summary>The first feature.</summary>
    public required string XTitle { get; init; }

    /// <summary>The second feature.</summary>
    public required string YTitle { get; init; }

    /// <summary>The least values of both.</summary>
    public required Point Low { get; init; }

    /// <summary>The greatest values of both.</summary>
    public required Point High { get; init; }

    /// <summary>How many values a side has.</summary>
    public required int Side { get; init; }

    /// <summary>The predictions, row after row from the lowest: classes' indices, or numbers.</summary>
    public required IReadOnlyList<double> Values { get; init; }

    /// <summary>The rows.</summary>
    public required IReadOnlyList<Dot> Dots { get; init; }

    /// <summary>The classes' names; empty for numbers.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    private IReadOnlyList<Series> Legends => [.. Names.Select((name, i) => new Series(Label.Cut(name, 24), i, (IReadOnlyList<Point>)[]))];

    private double Plot => Side * CellSize;

    private static double Left => 44;

    private double Top => 28 + RowLabel.DrawTitle(new MarkupBuilder(), Title, 14, Left + Plot - TextMetrics.Width(Caption, FontSize));

    internal override (double Width, double Height) Size =>
        (Left + Plot + 4, Top + Plot + 40 + (Names.Count > 0 ? Legend.HeightBelow(Legends, Left + Plot) : 22));

    internal override void Draw(MarkupBuilder svg)
    {
        RowLabel.DrawTitle(svg, Title, 14, Left + Plot - TextMetrics.Width(Caption, FontSize));
        svg.Text(
            "text", Caption, ("class", "muted"), ("x", Left + Plot), ("y", 18), ("text-anchor", "end"), ("font-size", FontSize), ("fill", Palette.Muted));
        double[] finite = [.. Values.Where(double.IsFinite)];
        (double least, double greatest) = finite.Length == 0 ? (0, 1) : (finite.Min(), finite.Max());
        int levels = Names.Count > 0 ? Names.Count : Shades;
        int Level(double value) =>
            Names.Count > 0 ? (int)value : Math.Clamp((int)((value - least) / Math.Max(greatest - least, double.Epsilon) * Shades), 0, Shades - 1);
        string place = $"translate({CurvePath.Tenths(Left)} {CurvePath.Tenths(Top)}) scale({CurvePath.Tenths(CellSize)})";
        for (int level = 0; level < levels; level++)
        {
            string path = RegionOutline.Of(
                Side, (column, row) => Values[((Side - 1 - row) * Side) + column] is var value && double.IsFinite(value) && Level(value) == level);
            if (path.Length > 0)
            {
                int style = Names.Count > 0 ? level : 0;
                svg.Element(
                    "path", ("class", Palette.FillClass(style)), ("d", path), ("transform", place), ("fill", Palette.Series(style)),
                    ("fill-opacity", Names.Count > 0 ? 0.28 : 0.04 + 0.8 * level / (Shades - 1)), ("shape-rendering", "crispEdges"));
            }
        }

        DrawAxes(svg);
        DrawDots(svg);
        if (Names.Count > 0)
        {
            Legend.DrawBelow(svg, Legends, Left, Top + Plot + 40, Plot, markers: true);
        }
        else
        {
            svg.Text(
                "text", $"light {Label.Significant(least)}, dark {Label.Significant(greatest)}", ("class", "muted"), ("x", Left), ("y", Top + Plot + 54),
                ("font-size", FontSize), ("fill", Palette.Muted));
        }
    }

    private void DrawAxes(MarkupBuilder svg)
    {
        svg.Element(
            "rect", ("class", "axis"), ("x", Left), ("y", Top), ("width", Plot), ("height", Plot), ("fill", "none"), ("stroke", Palette.Axis));
        Scale x = Scale.Linear(Low.X, High.X, Left, Left + Plot, 5), y = Scale.Linear(Low.Y, High.Y, Top + Plot, Top, 6);
        TickLabels.Draw(svg, x.Ticks.Select(tick => (tick.Label, x.Position(tick.Value), Top + Plot + 14)), "middle", FontSize);
        TickLabels.Draw(svg, y.Ticks.Select(tick => (tick.Label, Left - 5, y.Position(tick.Value) + 4)), "end", FontSize);
        svg.Text(
            "text", $"→ {Label.Cut(XTitle, 24)}\u2003↑ {Label.Cut(YTitle, 24)}", ("class", "muted"), ("x", Left), ("y", Top + Plot + 31),
            ("font-size", FontSize), ("fill", Palette.Muted));
    }

    // The dots of a class are one path, and so are the rings.
    private void DrawDots(MarkupBuilder svg)
    {
        (Dot Dot, Point At)[] shown = [.. Dots.Select(dot => (dot, Position(dot))).Where(dot => IsInside(dot.Item2))];
        if (Names.Count > 0)
        {
            foreach (IGrouping<int, (Dot Dot, Point At)> group in shown.GroupBy(dot => (int)dot.Dot.Target).OrderBy(group => group.Key))
            {
                Marker.DrawAll(svg, group.Key, group.Select(dot => dot.At), 2.6);
            }
        }
        else if (shown.Length > 0)
        {
            svg.Element("path", ("class", "fold"), ("d", Marker.Circles(shown.Select(dot => dot.At), 1.6)), ("fill", Palette.Ink));
        }

        Point[] wrong = [.. shown.Where(dot => dot.Dot.IsWrong).Select(dot => dot.At)];
        if (wrong.Length > 0)
        {
            svg.Element("path", ("class", "ring"), ("d", Marker.Circles(wrong, 6)), ("fill", "none"), ("stroke", Palette.Ink), ("stroke-width", 1.2));
        }
    }

    private Point Position(Dot dot) =>
        new(Left + ((dot.X - Low.X) / (High.X - Low.X) * Plot), Top + Plot - ((dot.Y - Low.Y) / (High.Y - Low.Y) * Plot));

    private bool IsInside(Point at) => at.X >= Left && at.X <= Left + Plot && at.Y >= Top && at.Y <= Top + Plot;
}

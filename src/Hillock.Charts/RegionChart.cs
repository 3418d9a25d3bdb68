using System.Text;

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
        for (int level = 0; level < levels; level++)
        {
            if (Region(level, Level) is { Length: > 0 } path)
            {
                int style = Names.Count > 0 ? level : 0;
                svg.Element(
                    "path", ("class", Palette.FillClass(style)), ("d", path), ("fill", Palette.Series(style)),
                    ("fill-opacity", Names.Count > 0 ? 0.28 : 0.04 + 0.8 * level / (Shades - 1)), ("shape-rendering", "crispEdges"));
            }
        }

        DrawAxes(svg);
        foreach (Dot dot in Dots)
        {
            DrawDot(svg, dot);
        }

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

    // Cells of one level that touch in a row are one rectangle.
    private string Region(int level, Func<double, int> levelOf)
    {
        StringBuilder path = new();
        for (int row = 0; row < Side; row++)
        {
            for (int column = 0; column < Side; column++)
            {
                int from = column;
                while (column < Side && Values[row * Side + column] is var value && double.IsFinite(value) && levelOf(value) == level)
                {
                    column++;
                }

                if (column > from)
                {
                    path.Append('M').Append(MarkupBuilder.Number(Left + from * CellSize)).Append(' ')
                        .Append(MarkupBuilder.Number(Top + (Side - 1 - row) * CellSize)).Append('h').Append(MarkupBuilder.Number((column - from) * CellSize))
                        .Append("v4h").Append(MarkupBuilder.Number((from - column) * CellSize)).Append('z');
                }
            }
        }

        return path.ToString();
    }

    private void DrawAxes(MarkupBuilder svg)
    {
        svg.Element(
            "rect", ("class", "axis"), ("x", Left), ("y", Top), ("width", Plot), ("height", Plot), ("fill", "none"), ("stroke", Palette.Axis));
        Scale x = Scale.Linear(Low.X, High.X, Left, Left + Plot, 5), y = Scale.Linear(Low.Y, High.Y, Top + Plot, Top, 6);
        foreach (Tick tick in x.Ticks)
        {
            svg.Text(
                "text", tick.Label, ("class", "muted"), ("x", x.Position(tick.Value)), ("y", Top + Plot + 14), ("text-anchor", "middle"),
                ("font-size", FontSize), ("fill", Palette.Muted));
        }

        foreach (Tick tick in y.Ticks)
        {
            svg.Text(
                "text", tick.Label, ("class", "muted"), ("x", Left - 5), ("y", y.Position(tick.Value) + 4), ("text-anchor", "end"), ("font-size", FontSize),
                ("fill", Palette.Muted));
        }

        svg.Text(
            "text", $"→ {Label.Cut(XTitle, 24)}   ↑ {Label.Cut(YTitle, 24)}", ("class", "muted"), ("x", Left), ("y", Top + Plot + 31),
            ("font-size", FontSize), ("fill", Palette.Muted));
    }

    private void DrawDot(MarkupBuilder svg, Dot dot)
    {
        double x = Left + (dot.X - Low.X) / (High.X - Low.X) * Plot, y = Top + Plot - (dot.Y - Low.Y) / (High.Y - Low.Y) * Plot;
        if (!(x >= Left && x <= Left + Plot && y >= Top && y <= Top + Plot))
        {
            return;
        }

        if (Names.Count > 0)
        {
            Marker.Draw(svg, (int)dot.Target, x, y, 2.6);
        }
        else
        {
            svg.Element(
                "circle", ("class", "fold"), ("cx", x), ("cy", y), ("r", 1.6), ("fill", Palette.Ink));
        }

        if (dot.IsWrong)
        {
            svg.Element("circle", ("class", "ring"), ("cx", x), ("cy", y), ("r", 6), ("fill", "none"), ("stroke", Palette.Ink), ("stroke-width", 1.2));
        }
    }
}

namespace Hillock.Charts;

/// <summary>Numbers per row and column in cells whose colour grows with them, in groups side by side.</summary>
public sealed record HeatTable : Chart
{
    private const double CellHeight = 26, FontSize = 12, GroupGap = 28, BandGap = 16, LeastCellWidth = 38;

    /// <summary>A group of columns with a meaning and a range of its own.</summary>
    /// <param name="Title">What the numbers are.</param>
    /// <param name="Subtitle">How to read them.</param>
    /// <param name="Values">One array a row, one number a column; <see langword="null"/>, infinite or NaN where there is none.</param>
    /// <param name="Full">The absolute value that has the full colour.</param>
    /// <param name="Format">How a number is written.</param>
    public sealed record Group(string Title, string Subtitle, IReadOnlyList<IReadOnlyList<double?>> Values, double Full, Func<double, string> Format);

    /// <summary>The names of the rows, at the left.</summary>
    public required IReadOnlyList<string> RowNames { get; init; }

    /// <summary>The names of the columns, the same in every group.</summary>
    public required IReadOnlyList<string> ColumnNames { get; init; }

    /// <summary>The groups from the left to the right.</summary>
    public required IReadOnlyList<Group> Groups { get; init; }

    /// <summary>The picture's greatest width in pixels: groups that have no room beside the others stand below them.</summary>
    public double MaximumWidth { get; init; } = double.PositiveInfinity;

    private double NameWidth => RowNames.Max(name => RowLabel.Width(name)) + 16;

    private double CellWidth => Math.Clamp(
        Math.Min(720.0 / (Groups.Count * ColumnNames.Count), (MaximumWidth - NameWidth) / ColumnNames.Count), LeastCellWidth, 76);

    // Wide enough for the subtitle, which may need more than one column.
    private double GroupWidth => Math.Max(ColumnNames.Count * CellWidth, Groups.Max(group => TextMetrics.Width(group.Subtitle, 11)));

    private int GroupsAbreast => Math.Clamp((int)((MaximumWidth - NameWidth + GroupGap) / (GroupWidth + GroupGap)), 1, Groups.Count);

    private double BandHeight => 62 + RowNames.Count * CellHeight;

    internal override (double Width, double Height) Size =>
        (NameWidth + GroupsAbreast * (GroupWidth + GroupGap) - GroupGap + 2,
            ((Groups.Count + GroupsAbreast - 1) / GroupsAbreast) * (BandHeight + BandGap) - BandGap);

    internal override void Draw(MarkupBuilder svg)
    {
        for (int i = 0; i < Groups.Count; i++)
        {
            double top = 58 + i / GroupsAbreast * (BandHeight + BandGap);
            for (int row = 0; row < RowNames.Count && i % GroupsAbreast == 0; row++)
            {
                RowLabel.Draw(svg, RowNames[row], 0, top + (row + 0.5) * CellHeight);
            }

            DrawGroup(svg, Groups[i], NameWidth + i % GroupsAbreast * (GroupWidth + GroupGap), top);
        }
    }

    private void DrawGroup(MarkupBuilder svg, Group group, double left, double top)
    {
        svg.Text("text", group.Title, ("class", "ink"), ("x", left), ("y", top - 44), ("font-size", 13), ("font-weight", 600), ("fill", Palette.Ink));
        svg.Text("text", group.Subtitle, ("class", "muted"), ("x", left), ("y", top - 28), ("font-size", 11), ("fill", Palette.Muted));
        for (int column = 0; column < ColumnNames.Count; column++)
        {
            svg.Text(
                "text", ColumnNames[column], ("class", "muted"), ("x", left + (column + 0.5) * CellWidth), ("y", top - 8), ("text-anchor", "middle"),
                ("font-size", 11), ("fill", Palette.Muted));
        }

        for (int row = 0; row < RowNames.Count; row++)
        {
            svg.Open(
                "g", ("class", "series ink"), ("data-series", RowNames[row]), ("text-anchor", "middle"), ("font-size", FontSize), ("fill", Palette.Ink));
            for (int column = 0; column < ColumnNames.Count; column++)
            {
                DrawCell(svg, group, row, column, left + column * CellWidth, top + row * CellHeight);
            }

            svg.Close();
        }
    }

    private void DrawCell(MarkupBuilder svg, Group group, int row, int column, double x, double y)
    {
        double? value = column < group.Values[row].Count && group.Values[row][column] is { } cell && double.IsFinite(cell) ? cell : (double?)null;
        // The colour is laid over the page at no more than 60 %, so that the number stays readable on light and dark.
        double share = value is { } v && group.Full > 0 ? Math.Clamp(Math.Abs(v) / group.Full, 0, 1) : 0;
        int style = value < 0 ? 0 : 1;
        string text = value is { } shown ? group.Format(shown) : "–";
        svg.Element(
            "rect", ("class", $"{Palette.FillClass(style)} grid"), ("x", x + 1), ("y", y + 1), ("width", CellWidth - 2), ("height", CellHeight - 2), ("rx", 3),
            ("fill", Palette.Series(style)), ("fill-opacity", 0.04 + 0.56 * share), ("stroke", Palette.Grid));
        svg.Text("text", text, ("x", x + CellWidth / 2), ("y", y + CellHeight / 2 + 4));
    }
}

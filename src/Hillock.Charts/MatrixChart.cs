using System.Globalization;

namespace Hillock.Charts;

/// <summary>How often each class (a row) was taken for each class (a column): the diagonal is right, everything else is wrong. At the right the share
/// of the row that is right.</summary>
public sealed record MatrixChart : Chart
{
    private const double CellHeight = 26, FontSize = 11;
    private const int LongestName = 24;

    /// <summary>The names of the classes.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>The counts, a list for each true class.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Counts { get; init; }

    /// <summary>The picture's greatest width in pixels; below it cells keep the width that their numbers need.</summary>
    public double MaximumWidth { get; init; } = 760;

    private string[] ShortNames => [.. Names.Select(name => Label.Cut(name, LongestName))];

    private double NameWidth => ShortNames.Max(name => TextMetrics.Width(name, 12)) + 12;

    // Names wider than their column are written at a slant.
    private bool IsSlanted => LongestWidth > CellWidth - 4;

    private double LongestWidth => ShortNames.Max(name => TextMetrics.Width(name, FontSize));

    private double HeadHeight => IsSlanted ? 52 + LongestWidth * 0.71 : 62;

    private static double ShareWidth => TextMetrics.Width("100.0 %", FontSize) + 8;

    private double CellWidth
    {
        get
        {
            double digits = TextMetrics.Width(Counts.SelectMany(row => row).Max().ToString(CultureInfo.InvariantCulture), FontSize) + 6;
            return Math.Max(digits, Math.Clamp((MaximumWidth - NameWidth - ShareWidth) / Names.Count, 24, 64));
        }
    }

    // The last name, which is written at a slant, reaches beyond its column.
    internal override (double Width, double Height) Size =>
        (NameWidth + Names.Count * CellWidth + Math.Max(ShareWidth, IsSlanted ? LongestWidth * 0.71 - CellWidth / 2 + 12 : 0),
            HeadHeight + Names.Count * CellHeight + 4);

    internal override void Draw(MarkupBuilder svg)
    {
        string[] names = ShortNames;
        double left = NameWidth, top = HeadHeight;
        svg.Text("text", Title, ("class", "ink"), ("x", 0), ("y", 16), ("font-size", 14), ("font-weight", 600), ("fill", Palette.Ink));
        svg.Text("text", "true ↓ predicted →", ("class", "muted"), ("x", 0), ("y", 34), ("font-size", FontSize), ("fill", Palette.Muted));
        for (int i = 0; i < names.Length; i++)
        {
            double x = left + (i + 0.5) * CellWidth;
            svg.Text(
                "text", names[i], ("class", "muted"), ("x", x), ("y", top - 7), ("font-size", FontSize), ("fill", Palette.Muted),
                ("text-anchor", IsSlanted ? null : "middle"),
                ("transform", IsSlanted ? $"rotate(-45 {MarkupBuilder.Number(x)} {MarkupBuilder.Number(top - 7)})" : null));
            svg.Text("text", names[i], ("class", "ink"), ("x", 0), ("y", top + (i + 0.5) * CellHeight + 4), ("font-size", 12), ("fill", Palette.Ink));
            DrawRow(svg, i, left, top + i * CellHeight);
        }
    }

    private void DrawRow(MarkupBuilder svg, int row, double left, double y)
    {
        int total = Counts[row].Sum();
        for (int column = 0; column < Names.Count; column++)
        {
            int count = Counts[row][column], style = row == column ? 0 : 1;
            double share = total == 0 ? 0 : (double)count / total, x = left + column * CellWidth;
            svg.WithTitle(
                "rect", $"{Names[row]} taken for {Names[column]}: {count} of {total}", ("class", $"{Palette.FillClass(style)} grid"), ("x", x + 1),
                ("y", y + 1), ("width", CellWidth - 2), ("height", CellHeight - 2), ("rx", 3), ("fill", Palette.Series(style)),
                ("fill-opacity", count == 0 ? 0.02 : 0.08 + 0.5 * Math.Sqrt(share)), ("stroke", Palette.Grid), ("stroke-width", 1));
            if (count > 0)
            {
                svg.Text(
                    "text", count.ToString(CultureInfo.InvariantCulture), ("class", "ink"), ("x", x + CellWidth / 2), ("y", y + CellHeight / 2 + 4),
                    ("text-anchor", "middle"), ("font-size", FontSize), ("fill", Palette.Ink), ("pointer-events", "none"));
            }
        }

        if (total > 0)
        {
            svg.Text(
                "text", Label.Percent((double)Counts[row][row] / total) + " %", ("class", "muted"), ("x", left + Names.Count * CellWidth + 6),
                ("y", y + CellHeight / 2 + 4), ("font-size", FontSize), ("fill", Palette.Muted));
        }
    }
}

namespace Hillock.Charts;

/// <summary>The names of a line chart's lines: at their right ends, or in rows below the plot where the width is small.</summary>
internal static class Legend
{
    private const double FontSize = 12, LineSpacing = 17, ParameterSpacing = 11, ChipWidth = 22, LeaderWidth = 16, RowSpacing = 20, ItemGap = 14;

    /// <summary>The room that names at the right ends take.</summary>
    public static double WidthAtRight(IEnumerable<Series> series) =>
        LeaderWidth + ChipWidth + 6 + series.Select(line => RowLabel.Width(line.Name, FontSize)).DefaultIfEmpty(0).Max();

    /// <summary>The room that names below take.</summary>
    public static double HeightBelow(IReadOnlyList<Series> series, double width) =>
        series.Count == 0 ? 0 : 8 + (RowSpacing + Extra(series)) * (Places(series, width)[^1].Row + 1);

    /// <summary>Writes the names in rows.</summary>
    public static void DrawBelow(MarkupBuilder svg, IReadOnlyList<Series> series, double left, double top, double width, bool markers)
    {
        (double X, int Row)[] places = Places(series, width);
        for (int i = 0; i < series.Count; i++)
        {
            svg.Open("g", ("class", "series"), ("data-series", series[i].Name));
            DrawItem(svg, series[i], left + places[i].X, top + 8 + (places[i].Row + 0.5) * (RowSpacing + Extra(series)), markers);
            svg.Close();
        }
    }

    /// <summary>Writes the names at the right ends.</summary>
    /// <param name="svg">Where to.</param>
    /// <param name="ends">
    /// Each line with its last point; null where it has no point: it is named all the same, at the bottom, because it diverged from the start.
    /// </param>
    /// <param name="right">The right edge of the plot.</param>
    /// <param name="top">The upper edge of the plot.</param>
    /// <param name="bottom">The lower edge of the plot.</param>
    /// <param name="markers">Whether the lines have markers.</param>
    public static void DrawAtRight(
        MarkupBuilder svg, IEnumerable<(Series Series, (double X, double Y)? End)> ends, double right, double top, double bottom, bool markers)
    {
        (Series Series, (double X, double Y)? End)[] sorted = [.. ends.OrderBy(end => end.End?.Y ?? double.PositiveInfinity)];
        double[] places = Spread([.. sorted.Select(end => end.End?.Y ?? bottom)], top, bottom, LineSpacing + Extra(sorted.Select(end => end.Series)));
        for (int i = 0; i < sorted.Length; i++)
        {
            (Series series, (double X, double Y)? end) = sorted[i];
            svg.Open("g", ("class", "series"), ("data-series", series.Name));
            if (end is { } from)
            {
                svg.Element(
                    "path", ("class", "axis"),
                    ("d", CurvePath.Joined([new(from.X + 4, from.Y), new(right + 4, from.Y), new(right + LeaderWidth - 2, places[i])])),
                    ("fill", "none"), ("stroke", Palette.Axis), ("stroke-width", 0.75));
            }

            DrawItem(svg, series, right + LeaderWidth, places[i], markers);
            svg.Close();
        }
    }

    private static void DrawItem(MarkupBuilder svg, Series series, double x, double y, bool markers)
    {
        svg.Element(
            "line", ("class", Palette.SeriesClass(series.Style)), ("x1", x), ("y1", y), ("x2", x + ChipWidth), ("y2", y),
            ("stroke", Palette.Series(series.Style)), ("stroke-width", 2), ("stroke-dasharray", Palette.Dash(series.Style)));
        if (markers)
        {
            Marker.Draw(svg, series.Style, x + ChipWidth / 2, y);
        }

        RowLabel.Draw(svg, series.Name, x + ChipWidth + 6, y, size: FontSize);
    }

    // Parameters stand below their names.
    private static double Extra(IEnumerable<Series> series) => series.Any(line => RowLabel.IsDivided(line.Name)) ? ParameterSpacing : 0;

    private static (double X, int Row)[] Places(IReadOnlyList<Series> series, double width)
    {
        (double X, int Row)[] places = new (double X, int Row)[series.Count];
        double x = 0;
        int row = 0;
        for (int i = 0; i < places.Length; i++)
        {
            double item = ChipWidth + 6 + RowLabel.Width(series[i].Name, FontSize);
            if (x > 0 && x + item > width)
            {
                (x, row) = (0, row + 1);
            }

            places[i] = (x, row);
            x += item + ItemGap;
        }

        return places;
    }

    /// <summary>Moves ascending positions apart so that labels do not cover each other, as little as needed.</summary>
    internal static double[] Spread(double[] positions, double top, double bottom, double wanted = LineSpacing)
    {
        double spacing = positions.Length < 2 ? wanted : Math.Min(wanted, (bottom - top) / (positions.Length - 1));
        // Labels that collide form a block, which stands around the mean of its wishes (isotonic regression).
        List<(double Sum, int Count)> blocks = [];
        for (int i = 0; i < positions.Length; i++)
        {
            (double Sum, int Count) block = (positions[i] - i * spacing, 1);
            while (blocks.Count > 0 && blocks[^1].Sum / blocks[^1].Count >= block.Sum / block.Count)
            {
                block = (block.Sum + blocks[^1].Sum, block.Count + blocks[^1].Count);
                blocks.RemoveAt(blocks.Count - 1);
            }

            blocks.Add(block);
        }

        double[] placed = blocks.SelectMany(block => Enumerable.Repeat(block.Sum / block.Count, block.Count)).ToArray();
        for (int i = 0; i < placed.Length; i++)
        {
            placed[i] = Math.Clamp(placed[i] + i * spacing, top + i * spacing, bottom - (placed.Length - 1 - i) * spacing);
        }

        return placed;
    }
}

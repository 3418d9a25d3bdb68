using System.Text;

namespace Hillock.Charts;

/// <summary>Lines over a common axis, each named at its right end.</summary>
public sealed record LineChart : Chart
{
    private const double FontSize = 12, LineSpacing = 17, ChipWidth = 22, LeaderWidth = 16;

    /// <summary>The horizontal axis.</summary>
    public required string XTitle { get; init; }

    /// <summary>The vertical axis; written above it, where it can be read without turning the head.</summary>
    public required string YTitle { get; init; }

    /// <summary>The lines.</summary>
    public required IReadOnlyList<Series> Series { get; init; }

    /// <summary>How the horizontal axis runs.</summary>
    public AxisKind XKind { get; init; }

    /// <summary>How the vertical axis runs: <see cref="AxisKind.Linear"/> or <see cref="AxisKind.Logarithmic"/>.</summary>
    public AxisKind YKind { get; init; }

    /// <summary>The names of a horizontal axis of categories.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>What values of the vertical axis are multiplied by in labels: 100 for per cent.</summary>
    public double YFactor { get; init; } = 1;

    /// <summary>Whether the lines x = 0 and y = 0 stand out.</summary>
    public bool ZeroLines { get; init; }

    /// <summary>Whether points carry markers; left out of smooth curves.</summary>
    public bool Markers { get; init; } = true;

    /// <summary>In pixels, the names at the right included.</summary>
    public double Width { get; init; } = 720;

    /// <summary>In pixels, titles and axes included.</summary>
    public double Height { get; init; } = 400;

    /// <summary>The share of the lowest points that may lie below the picture, so that a steep start does not press the rest together.</summary>
    public double CutBelow { get; init; }

    internal override (double Width, double Height) Size => (Width, Height);

    internal override void Draw(MarkupBuilder svg) => Draw(svg, 0, 0);

    /// <summary>Draws the chart with its upper left corner at a point.</summary>
    internal void Draw(MarkupBuilder svg, double left, double top)
    {
        var shown = Series.Where(series => series.Points.Any(IsShown)).ToArray();
        var labelWidth = Series.Count == 0 ? 0 : LeaderWidth + ChipWidth + 6 + Series.Max(series => TextMetrics.Width(series.Name, FontSize));
        double plotTop = top + 48, plotBottom = top + Height - 44;
        var yScale = CreateYScale(shown, plotBottom, plotTop);
        var tickWidth = yScale.Ticks.Select(tick => TextMetrics.Width(tick.Label, FontSize)).DefaultIfEmpty(0).Max();
        double plotLeft = left + Math.Max(16, tickWidth + 14), plotRight = left + Width - labelWidth - 8;
        var xScale = CreateXScale(shown, plotLeft, plotRight);

        svg.Text("text", Title, ("class", "ink"), ("x", left), ("y", top + 16), ("font-size", 14), ("font-weight", 600), ("fill", Palette.Ink));
        svg.Text("text", YTitle, ("class", "muted"), ("x", left), ("y", top + 36), ("font-size", FontSize), ("fill", Palette.Muted));
        DrawAxes(svg, xScale, yScale, plotLeft, plotRight, plotTop, plotBottom);
        var clip = CutBelow > 0 ? "clip-" + string.Concat(Title.Select(static c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-')) : null;
        if (clip is not null)
            svg.Open("clipPath", ("id", clip))
                .Element("rect", ("x", plotLeft - 5), ("y", plotTop - 5), ("width", plotRight - plotLeft + 10), ("height", plotBottom - plotTop + 5))
                .Close();
        svg.Open("g", ("clip-path", clip is null ? null : $"url(#{clip})"));
        foreach (var series in shown)
            DrawSeries(svg, series, xScale, yScale);
        svg.Close();
        DrawLabels(svg, xScale, yScale, plotRight, plotTop, plotBottom);
    }

    private bool IsShown(Point point) =>
        point.IsFinite && (YKind != AxisKind.Logarithmic || point.Y > 0) && (XKind != AxisKind.Logarithmic || point.X > 0);

    private Scale CreateYScale(Series[] shown, double bottom, double top)
    {
        var values = shown.SelectMany(series => series.Points).Where(IsShown).Select(point => point.Y);
        double[] all = [.. values.Order()];
        if (all.Length == 0)
            return Scale.Linear(0, 1, bottom, top);
        double low = all[(int)(CutBelow * (all.Length - 1))], high = all[^1];
        if (YKind == AxisKind.Logarithmic)
            return Scale.Logarithmic(low / 1.1, high * 1.1, bottom, top);
        var ticks = Math.Max(3, (int)((bottom - top) / 45));
        return Scale.Linear(low, high, bottom, top, ticks, YFactor, round: true);
    }

    private Scale CreateXScale(Series[] shown, double left, double right)
    {
        if (XKind == AxisKind.Categories)
        {
            const double Margin = 36; // half of a name
            return Scale.Whole(0, Math.Max(1, Categories.Count - 1), left + Margin, right - Margin);
        }

        double[] all = [.. shown.SelectMany(series => series.Points).Where(IsShown).Select(point => point.X)];
        var (low, high) = all.Length == 0 ? (0, 1) : (all.Min(), all.Max());
        return XKind switch
        {
            AxisKind.Whole => Scale.Whole((int)low, (int)high, left, right, Math.Max(2, (int)((right - left) / 55))),
            AxisKind.Logarithmic => Scale.Logarithmic(low, high, left, right),
            _ => Scale.Linear(low, high, left, right, Math.Max(3, (int)((right - left) / 60))),
        };
    }

    private void DrawAxes(MarkupBuilder svg, Scale x, Scale y, double left, double right, double top, double bottom)
    {
        foreach (var tick in y.Ticks)
        {
            var at = y.Position(tick.Value);
            var isZero = ZeroLines && Math.Abs(tick.Value) < 1e-12;
            svg.Element("line", ("class", isZero ? "axis" : "grid"), ("x1", left), ("y1", at), ("x2", right), ("y2", at), ("stroke", isZero ? Palette.Axis : Palette.Grid));
            svg.Text("text", tick.Label, ("class", "muted"), ("x", left - 8), ("y", at + 4), ("text-anchor", "end"), ("font-size", FontSize), ("fill", Palette.Muted));
        }

        var ticks = XKind == AxisKind.Categories ? Categories.Select((name, i) => new Tick(i, name)) : x.Ticks;
        foreach (var tick in ticks)
        {
            var at = x.Position(tick.Value);
            var isZero = ZeroLines && Math.Abs(tick.Value) < 1e-12;
            if (ZeroLines)
                svg.Element("line", ("class", isZero ? "axis" : "grid"), ("x1", at), ("y1", top), ("x2", at), ("y2", bottom), ("stroke", isZero ? Palette.Axis : Palette.Grid));
            else
                svg.Element("line", ("class", "axis"), ("x1", at), ("y1", bottom), ("x2", at), ("y2", bottom + 4), ("stroke", Palette.Axis));
            svg.Text("text", tick.Label, ("class", "muted"), ("x", at), ("y", bottom + 18), ("text-anchor", "middle"), ("font-size", FontSize), ("fill", Palette.Muted));
        }

        svg.Element("line", ("class", "axis"), ("x1", left), ("y1", bottom), ("x2", right), ("y2", bottom), ("stroke", Palette.Axis));
        svg.Text("text", XTitle, ("class", "muted"), ("x", (left + right) / 2), ("y", bottom + 36), ("text-anchor", "middle"), ("font-size", FontSize), ("fill", Palette.Muted));
    }

    private void DrawSeries(MarkupBuilder svg, Series series, Scale x, Scale y)
    {
        svg.Open("g", ("class", "series"), ("data-series", series.Name));
        foreach (var part in series.Parts)
        {
            var points = part.Where(IsShown).ToArray();
            if (points.Length > 1)
                svg.Element(
                    "path", ("class", Palette.SeriesClass(series.Style)), ("d", Path(points, x, y)), ("fill", "none"), ("stroke", Palette.Series(series.Style)),
                    ("stroke-width", 2), ("stroke-linejoin", "round"), ("stroke-linecap", "round"), ("stroke-dasharray", Palette.Dash(series.Style)));
            if (Markers)
                DrawMarkers(svg, series, points, x, y);
        }

        svg.Close();
    }

    // A marker at every point of a short line, and at eight points or so of a long one, staggered so that lines that
    // run together show theirs in turn.
    private void DrawMarkers(MarkupBuilder svg, Series series, Point[] points, Scale x, Scale y)
    {
        var stride = Math.Max(1, points.Length / 8);
        for (var i = stride == 1 ? 0 : series.Style * stride / 8 % stride; i < points.Length; i += stride)
        {
            var value = Label.Significant(YFactor * points[i].Y);
            var place = XKind == AxisKind.Categories ? Categories[(int)points[i].X] : $"{XTitle} {Label.Plain(points[i].X)}";
            Marker.Draw(svg, series.Style, x.Position(points[i].X), y.Position(points[i].Y), title: $"{series.Name}, {place}: {value}");
        }
    }

    private static string Path(Point[] points, Scale x, Scale y)
    {
        StringBuilder path = new();
        foreach (var point in points)
            path.Append(path.Length == 0 ? 'M' : 'L').Append(MarkupBuilder.Number(x.Position(point.X))).Append(' ').Append(MarkupBuilder.Number(y.Position(point.Y)));
        return path.ToString();
    }

    private void DrawLabels(MarkupBuilder svg, Scale x, Scale y, double right, double top, double bottom)
    {
        // A series without a finite point is named all the same, at the bottom: it diverged from the start.
        var ends = Series.Select(series => series.Points.LastOrDefault(IsShown) is { } last && series.Points.Any(IsShown)
            ? (Series: series, At: (double?)y.Clamped(last.Y), From: x.Position(last.X))
            : (Series: series, At: null, From: right)).OrderBy(end => end.At ?? double.PositiveInfinity).ToArray();
        var places = Spread([.. ends.Select(end => end.At ?? bottom)], top, bottom);
        for (var i = 0; i < ends.Length; i++)
        {
            var (series, at, from) = ends[i];
            var label = places[i];
            svg.Open("g", ("class", "series"), ("data-series", series.Name));
            if (at is { } end)
                svg.Element(
                    "path", ("class", "axis"), ("d", $"M{MarkupBuilder.Number(from + 4)} {MarkupBuilder.Number(end)}L{MarkupBuilder.Number(right + 4)} {MarkupBuilder.Number(end)}L{MarkupBuilder.Number(right + LeaderWidth - 2)} {MarkupBuilder.Number(label)}"),
                    ("fill", "none"), ("stroke", Palette.Axis), ("stroke-width", 0.75));
            double chip = right + LeaderWidth, text = chip + ChipWidth + 6;
            svg.Element(
                "line", ("class", Palette.SeriesClass(series.Style)), ("x1", chip), ("y1", label), ("x2", chip + ChipWidth), ("y2", label),
                ("stroke", Palette.Series(series.Style)), ("stroke-width", 2), ("stroke-dasharray", Palette.Dash(series.Style)));
            if (Markers)
                Marker.Draw(svg, series.Style, chip + ChipWidth / 2, label);
            svg.Text("text", series.Name, ("class", "ink"), ("x", text), ("y", label + 4), ("font-size", FontSize), ("fill", Palette.Ink));
            svg.Close();
        }
    }

    /// <summary>Moves ascending positions apart so that labels do not cover each other, as little as needed.</summary>
    internal static double[] Spread(double[] positions, double top, double bottom)
    {
        var spacing = positions.Length < 2 ? LineSpacing : Math.Min(LineSpacing, (bottom - top) / (positions.Length - 1));
        // Labels that collide form a block, which stands around the mean of its wishes (isotonic regression).
        List<(double Sum, int Count)> blocks = [];
        for (var i = 0; i < positions.Length; i++)
        {
            (double Sum, int Count) block = (positions[i] - i * spacing, 1);
            while (blocks.Count > 0 && blocks[^1].Sum / blocks[^1].Count >= block.Sum / block.Count)
            {
                block = (block.Sum + blocks[^1].Sum, block.Count + blocks[^1].Count);
                blocks.RemoveAt(blocks.Count - 1);
            }

            blocks.Add(block);
        }

        var placed = blocks.SelectMany(block => Enumerable.Repeat(block.Sum / block.Count, block.Count)).ToArray();
        for (var i = 0; i < placed.Length; i++)
            placed[i] = Math.Clamp(placed[i] + i * spacing, top + i * spacing, bottom - (placed.Length - 1 - i) * spacing);
        return placed;
    }
}

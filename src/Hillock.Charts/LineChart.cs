using System.Text;

namespace Hillock.Charts;

/// <summary>Lines over a common axis, each named at its right end, or below the plot where the picture is narrower than 480 pixels.</summary>
/// <remarks>A value of 0 on a logarithmic axis is drawn on a line of its own below the axis, which says 0.</remarks>
public sealed record LineChart : Chart
{
    private const double FontSize = 12, NarrowWidth = 480, ZeroLane = 20;

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

    /// <summary>The greatest value there can be: a linear vertical axis ends there at the latest.</summary>
    public double YMaximum { get; init; } = double.PositiveInfinity;

    /// <summary>Whether the lines x = 0 and y = 0 stand out.</summary>
    public bool ZeroLines { get; init; }

    /// <summary>Whether points carry markers; left out of smooth curves.</summary>
    public bool Markers { get; init; } = true;

    /// <summary>In pixels, the names at the right included.</summary>
    public double Width { get; init; } = 720;

    /// <summary>In pixels, titles and axes included, names below the plot not.</summary>
    public double Height { get; init; } = 400;

    /// <summary>A difference of values that is drawn as a bar at the left to measure by, such as that of one row of data; null for none.</summary>
    public double? Unit { get; init; }

    /// <summary>What the <see cref="Unit"/> is.</summary>
    public string UnitTitle { get; init; } = "";

    /// <summary>The share of the lowest points that may lie below the picture, so that a steep start does not press the rest together.</summary>
    public double CutBelow { get; init; }

    internal override (double Width, double Height) Size => (Width, Height + (HasLegendBelow ? Legend.HeightBelow(Named, Width) : 0));

    private bool IsNarrow => Width < NarrowWidth;

    // One line needs no name below a title.
    private bool HasLegendBelow => IsNarrow && Named.Length > 1;

    private Series[] Named => [.. Series.Where(series => !series.IsMuted)];

    internal override void Draw(MarkupBuilder svg) => Draw(svg, 0, 0);

    /// <summary>Draws the chart with its upper left corner at a point.</summary>
    internal void Draw(MarkupBuilder svg, double left, double top)
    {
        Series[] shown = Series.Where(series => series.Points.Any(IsShown)).ToArray();
        double plotTop = top + 48, plotBottom = top + Height - 44;
        bool hasZero = YKind == AxisKind.Logarithmic && shown.SelectMany(series => series.Points).Any(point => IsShown(point) && point.Y == 0);
        Scale yScale = CreateYScale(shown, hasZero ? plotBottom - ZeroLane : plotBottom, plotTop);
        double tickWidth = yScale.Ticks.Select(tick => TextMetrics.Width(tick.Label, FontSize)).DefaultIfEmpty(0).Max();
        double plotLeft = left + Math.Max(16, tickWidth + 14), plotRight = left + Width - (IsNarrow ? 14 : Legend.WidthAtRight(Named) + 8);
        Scale xScale = CreateXScale(shown, plotLeft, plotRight);
        Func<Point, double> height = point => point.Y == 0 && YKind == AxisKind.Logarithmic ? plotBottom - ZeroLane / 2 : yScale.Position(point.Y);

        svg.Text("text", Title, ("class", "ink"), ("x", left), ("y", top + 16), ("font-size", 14), ("font-weight", 600), ("fill", Palette.Ink));
        svg.Text("text", YTitle, ("class", "muted"), ("x", left), ("y", top + 36), ("font-size", FontSize), ("fill", Palette.Muted));
        DrawAxes(svg, xScale, yScale, plotLeft, plotRight, plotTop, plotBottom);
        if (hasZero)
        {
            DrawZero(svg, plotLeft, plotRight, plotBottom - ZeroLane / 2);
        }

        string? clip = CutBelow > 0 ? ClipName : null;
        if (clip is not null)
        {
            svg.Open("clipPath", ("id", clip))
                .Element("rect", ("x", plotLeft - 5), ("y", plotTop - 5), ("width", plotRight - plotLeft + 10), ("height", plotBottom - plotTop + 5))
                .Close();
        }

        svg.Open("g", ("clip-path", clip is null ? null : $"url(#{clip})"));
        foreach (Series series in shown.OrderByDescending(series => series.IsMuted))
        {
            DrawSeries(svg, series, xScale, height);
        }

        svg.Close();
        DrawUnit(svg, yScale, plotLeft, plotBottom);
        if (HasLegendBelow)
        {
            Legend.DrawBelow(svg, Named, left, top + Height, Width, Markers);
        }
        else if (!IsNarrow)
        {
            Legend.DrawAtRight(svg, Named.Select(series => (series, End(series))), plotRight, plotTop, plotBottom, Markers);
        }

        (double X, double Y)? End(Series series) => series.Points.Any(IsShown)
            ? (xScale.Position(series.Points.Last(IsShown).X), Math.Clamp(height(series.Points.Last(IsShown)), plotTop, plotBottom))
            : null;
    }

    // Pictures of one page need different names, and the same picture is drawn there in two widths.
    private string ClipName => "clip-" + string.Concat(Title.Select(static c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-'))
        + FormattableString.Invariant($"-{Width}");

    private static void DrawZero(MarkupBuilder svg, double left, double right, double at)
    {
        svg.Element(
            "line", ("class", "grid"), ("x1", left), ("y1", at), ("x2", right), ("y2", at), ("stroke", Palette.Grid), ("stroke-dasharray", "3 3"));
        svg.Text("text", "0", ("class", "muted"), ("x", left - 8), ("y", at + 4), ("text-anchor", "end"), ("font-size", FontSize), ("fill", Palette.Muted));
    }

    // Left out where it would be a dot.
    private void DrawUnit(MarkupBuilder svg, Scale y, double left, double bottom)
    {
        if (Unit is not { } unit || y.Position(y.Low) - y.Position(y.Low + unit) is not (>= 2 and var length) || y.Low + unit > y.High)
        {
            return;
        }

        double x = left + 8, from = bottom - 10;
        svg.Element(
            "path", ("class", "mark"),
            ("d",
                $"M{MarkupBuilder.Number(x)} {MarkupBuilder.Number(from)}v{MarkupBuilder.Number(-length)}m-3 0h6m-6 " +
                $"{MarkupBuilder.Number(length)}h6"),
            ("fill", "none"), ("stroke", Palette.Muted), ("stroke-width", 1.5));
        svg.Text(
            "text", UnitTitle, ("class", "muted halo-text"), ("x", x + 7), ("y", from - length / 2 + 4), ("font-size", 11), ("fill", Palette.Muted),
            ("stroke", Palette.Background), ("stroke-width", 3), ("paint-order", "stroke"));
    }

    private bool IsShown(Point point) =>
        point.IsFinite && (YKind != AxisKind.Logarithmic || point.Y >= 0) && (XKind != AxisKind.Logarithmic || point.X > 0);

    private Scale CreateYScale(Series[] shown, double bottom, double top)
    {
        IEnumerable<double> values = shown.SelectMany(series => series.Points).Where(IsShown).Select(point => point.Y)
            .Where(value => YKind != AxisKind.Logarithmic || value > 0);
        double[] all = [.. values.Order()];
        if (all.Length == 0)
        {
            return YKind == AxisKind.Logarithmic ? Scale.Logarithmic(0.1, 1, bottom, top) : Scale.Linear(0, 1, bottom, top);
        }

        double low = all[(int)(CutBelow * (all.Length - 1))], high = all[^1];
        if (YKind == AxisKind.Logarithmic)
        {
            return Scale.Logarithmic(low / 1.1, high * 1.1, bottom, top);
        }

        int ticks = Math.Max(3, (int)((bottom - top) / 45));
        low = Scale.Below(low, high, YMaximum);
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
        (double low, double high) = all.Length == 0 ? (0, 1) : (all.Min(), all.Max());
        return XKind switch
        {
            AxisKind.Whole => Scale.Whole((int)low, (int)high, left, right, Math.Max(2, (int)((right - left) / 55))),
            AxisKind.Logarithmic => Scale.Logarithmic(low, high, left, right),
            _ => Scale.Linear(low, high, left, right, Math.Max(3, (int)((right - left) / 60))),
        };
    }

    private void DrawAxes(MarkupBuilder svg, Scale x, Scale y, double left, double right, double top, double bottom)
    {
        foreach (Tick tick in y.Ticks)
        {
            double at = y.Position(tick.Value);
            bool isZero = ZeroLines && Math.Abs(tick.Value) < 1e-12;
            svg.Element(
                "line", ("class", isZero ? "axis" : "grid"), ("x1", left), ("y1", at), ("x2", right), ("y2", at),
                ("stroke", isZero ? Palette.Axis : Palette.Grid));
            svg.Text(
                "text", tick.Label, ("class", "muted"), ("x", left - 8), ("y", at + 4), ("text-anchor", "end"), ("font-size", FontSize),
                ("fill", Palette.Muted));
        }

        IEnumerable<Tick> ticks = XKind == AxisKind.Categories ? Categories.Select((name, i) => new Tick(i, name)) : x.Ticks;
        foreach (Tick tick in ticks)
        {
            double at = x.Position(tick.Value);
            bool isZero = ZeroLines && Math.Abs(tick.Value) < 1e-12;
            if (ZeroLines)
            {
                svg.Element(
                    "line", ("class", isZero ? "axis" : "grid"), ("x1", at), ("y1", top), ("x2", at), ("y2", bottom),
                    ("stroke", isZero ? Palette.Axis : Palette.Grid));
            }
            else
            {
                svg.Element("line", ("class", "axis"), ("x1", at), ("y1", bottom), ("x2", at), ("y2", bottom + 4), ("stroke", Palette.Axis));
            }

            svg.Text(
                "text", tick.Label, ("class", "muted"), ("x", at), ("y", bottom + 18), ("text-anchor", "middle"), ("font-size", FontSize),
                ("fill", Palette.Muted));
        }

        svg.Element("line", ("class", "axis"), ("x1", left), ("y1", bottom), ("x2", right), ("y2", bottom), ("stroke", Palette.Axis));
        svg.Text(
            "text", XTitle, ("class", "muted"), ("x", (left + right) / 2), ("y", bottom + 36), ("text-anchor", "middle"), ("font-size", FontSize),
            ("fill", Palette.Muted));
    }

    private void DrawSeries(MarkupBuilder svg, Series series, Scale x, Func<Point, double> height)
    {
        svg.Open("g", ("class", series.IsMuted ? "series muted-line" : "series"), ("data-series", series.Name));
        foreach (IReadOnlyList<Point> part in series.Parts)
        {
            Point[] points = part.Where(IsShown).ToArray();
            if (points.Length > 1 && series.IsMuted)
            {
                svg.WithTitle(
                    "path", series.Name, ("class", "axis"), ("d", Path(points, x, height)), ("fill", "none"), ("stroke", Palette.Axis), ("stroke-width", 1),
                    ("stroke-opacity", 0.7), ("stroke-linejoin", "round"));
            }
            else if (points.Length > 1)
            {
                svg.Element(
                    "path", ("class", Palette.SeriesClass(series.Style)), ("d", Path(points, x, height)), ("fill", "none"),
                    ("stroke", Palette.Series(series.Style)), ("stroke-width", 2), ("stroke-linejoin", "round"),
                    ("stroke-linecap", "round"), ("stroke-dasharray", Palette.Dash(series.Style)));
            }

            if (Markers && !series.IsMuted)
            {
                DrawMarkers(svg, series, points, x, height);
            }
        }

        svg.Close();
    }

    // A marker at every point of a short line, and at eight points or so of a long one, staggered so that lines that
    // run together show theirs in turn.
    private void DrawMarkers(MarkupBuilder svg, Series series, Point[] points, Scale x, Func<Point, double> height)
    {
        int stride = Math.Max(1, points.Length / 8);
        for (int i = stride == 1 ? 0 : series.Style * stride / 8 % stride; i < points.Length; i += stride)
        {
            string value = Label.Significant(YFactor * points[i].Y);
            string place = XKind == AxisKind.Categories ? Categories[(int)points[i].X] : $"{XTitle} {Label.Plain(points[i].X)}";
            Marker.Draw(svg, series.Style, x.Position(points[i].X), height(points[i]), title: $"{series.Name}, {place}: {value}");
        }
    }

    private static string Path(Point[] points, Scale x, Func<Point, double> height)
    {
        StringBuilder path = new();
        foreach (Point point in points)
        {
            path.Append(path.Length == 0 ? 'M' : 'L').Append(MarkupBuilder.Number(x.Position(point.X))).Append(' ').Append(
                MarkupBuilder.Number(height(point)));
        }

        return path.ToString();
    }
}

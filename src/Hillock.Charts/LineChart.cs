namespace Hillock.Charts;

/// <summary>Lines over a common axis, each named at its right end, or below the plot where the picture is narrower than 480 pixels.</summary>
/// <remarks>A value of 0 on a logarithmic axis is drawn on a line of its own below the axis, which says 0.</remarks>
public sealed partial record LineChart : Chart
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

    private bool IsShown(Point point) =>
        point.IsFinite && (YKind != AxisKind.Logarithmic || point.Y >= 0) && (XKind != AxisKind.Logarithmic || point.X > 0);
}

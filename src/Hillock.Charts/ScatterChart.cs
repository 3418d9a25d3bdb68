namespace Hillock.Charts;

/// <summary>Dots over two axes of the same range, with the diagonal on which both are equal: predictions against the truth.</summary>
public sealed record ScatterChart : Chart
{
    private const double FontSize = 12;

    /// <summary>A dot.</summary>
    /// <param name="X">Along the horizontal axis.</param>
    /// <param name="Y">Along the vertical axis.</param>
    /// <param name="Radius">In pixels.</param>
    /// <param name="Caption">What it is; empty for nothing.</param>
    public sealed record Dot(double X, double Y, double Radius, string Caption);

    /// <summary>The horizontal axis.</summary>
    public required string XTitle { get; init; }

    /// <summary>The vertical axis; written above it.</summary>
    public required string YTitle { get; init; }

    /// <summary>The dots. Those that are not finite are left out.</summary>
    public required IReadOnlyList<Dot> Dots { get; init; }

    /// <summary>Whether a line joins the dots.</summary>
    public bool Joined { get; init; }

    /// <summary>How far the dots cover what is behind them, from 0 to 1.</summary>
    public double Opacity { get; init; } = 0.9;

    /// <summary>The ends of both axes; null for those of the dots.</summary>
    public (double Low, double High)? Range { get; init; }

    /// <summary>What values are multiplied by in labels: 100 for per cent.</summary>
    public double LabelFactor { get; init; } = 1;

    /// <summary>In pixels; the plot is a square.</summary>
    public double Width { get; init; } = 360;

    internal override (double Width, double Height) Size => (Width, Width + 40);

    internal override void Draw(MarkupBuilder svg)
    {
        Dot[] shown = [.. Dots.Where(dot => new Point(dot.X, dot.Y).IsFinite)];
        double[] values = [.. shown.SelectMany(dot => new[] { dot.X, dot.Y })];
        (double low, double high) = Range ?? (values.Length == 0 ? (0, 1) : (values.Min(), values.Max()));
        Scale y = Scale.Linear(low, high, Size.Height - 44, 48, 6, LabelFactor, round: true);
        double left = y.Ticks.Max(tick => TextMetrics.Width(tick.Label, FontSize)) + 14, right = Width - 16;
        Scale x = Scale.Linear(low, high, left, right, 5, LabelFactor);
        svg.Text("text", Title, ("class", "ink"), ("x", 0), ("y", 16), ("font-size", 14), ("font-weight", 600), ("fill", Palette.Ink));
        svg.Text("text", YTitle, ("class", "muted"), ("x", 0), ("y", 36), ("font-size", FontSize), ("fill", Palette.Muted));
        double At(double value) => left + (value - y.Low) / (y.High - y.Low) * (right - left);
        double bottom = Size.Height - 44;
        foreach (Tick tick in y.Ticks)
        {
            double at = y.Position(tick.Value);
            svg.Element("line", ("class", "grid"), ("x1", left), ("y1", at), ("x2", right), ("y2", at), ("stroke", Palette.Grid));
            svg.Text(
                "text", tick.Label, ("class", "muted"), ("x", left - 8), ("y", at + 4), ("text-anchor", "end"), ("font-size", FontSize),
                ("fill", Palette.Muted));
        }

        double free = double.NegativeInfinity;
        foreach (Tick tick in x.Ticks)
        {
            double half = TextMetrics.Width(tick.Label, FontSize) / 2;
            if (At(tick.Value) - half > free && At(tick.Value) + half <= Width)
            {
                free = At(tick.Value) + half + 6;
                svg.Text(
                    "text", tick.Label, ("class", "muted"), ("x", At(tick.Value)), ("y", bottom + 18), ("text-anchor", "middle"), ("font-size", FontSize),
                    ("fill", Palette.Muted));
            }
        }

        svg.Element("line", ("class", "axis"), ("x1", left), ("y1", bottom), ("x2", right), ("y2", bottom), ("stroke", Palette.Axis));
        svg.Element(
            "line", ("class", "axis"), ("x1", left), ("y1", bottom), ("x2", right), ("y2", y.Position(y.High)), ("stroke", Palette.Axis),
            ("stroke-dasharray", "5 4"));
        svg.Text(
            "text", XTitle, ("class", "muted"), ("x", (left + right) / 2), ("y", bottom + 36), ("text-anchor", "middle"), ("font-size", FontSize),
            ("fill", Palette.Muted));
        if (Joined && shown.Length > 1)
        {
            string path = CurvePath.Of(shown.Select(dot => new Point(At(dot.X), y.Position(dot.Y))));
            svg.Element(
                "path", ("class", Palette.SeriesClass(0)), ("d", path), ("fill", "none"), ("stroke", Palette.Series(0)), ("stroke-width", 2),
                ("stroke-linejoin", "round"));
        }

        svg.Open("g", ("class", Palette.FillClass(0)), ("fill", Palette.Series(0)), ("fill-opacity", Opacity));
        foreach (Dot dot in shown)
        {
            svg.WithTitle("circle", dot.Caption, ("cx", At(dot.X)), ("cy", y.Position(dot.Y)), ("r", dot.Radius));
        }

        svg.Close();
    }
}

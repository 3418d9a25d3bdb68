namespace Hillock.Charts;

/// <summary>Scores as large dots with their confidence intervals, one row each, and the single folds as small dots below.</summary>
/// <remarks>Below 480 pixels of width the names stand above their rows, so that the dots keep the whole width.</remarks>
public sealed record ScoreChart : Chart
{
    private const double FontSize = 12, NarrowWidth = 480, FoldRadius = 2.2;

    /// <summary>A row: the first is the best.</summary>
    /// <param name="Name">What was scored.</param>
    /// <param name="Mean">The mean; <see langword="null"/> when there is none, because the training diverged.</param>
    /// <param name="Low">The lower end of the confidence interval.</param>
    /// <param name="High">The upper end.</param>
    /// <param name="Scores">The single scores.</param>
    /// <param name="IsWorse">Whether it is significantly worse than the best, or unreliable.</param>
    /// <param name="Caption">The score in words, at the right.</param>
    public sealed record Row(string Name, double? Mean, double? Low, double? High, IReadOnlyList<double> Scores, bool IsWorse, string Caption)
    {
        /// <summary>Whether it is the one to use, which stands out.</summary>
        public bool IsHighlighted { get; init; }
    }

    /// <summary>The axis of the scores.</summary>
    public required string AxisTitle { get; init; }

    /// <summary>The rows from the top to the bottom.</summary>
    public required IReadOnlyList<Row> Rows { get; init; }

    /// <summary>What scores are multiplied by in labels: 100 for per cent.</summary>
    public double LabelFactor { get; init; } = 1;

    /// <summary>The score of a guess, marked when it lies within the range shown.</summary>
    public double? Baseline { get; init; }

    /// <summary>The greatest score there can be: intervals end there.</summary>
    public double Maximum { get; init; } = double.PositiveInfinity;

    /// <summary>In pixels, names and captions included.</summary>
    public double Width { get; init; } = 760;

    internal override (double Width, double Height) Size => (Width, 84 + Rows.Count * RowHeight);

    private bool IsNarrow => Width < NarrowWidth;

    private double RowHeight => IsNarrow ? 57 : 34;

    internal override void Draw(MarkupBuilder svg)
    {
        double left = IsNarrow ? 14 : Rows.Max(row => RowLabel.Width(row.Name)) + 22;
        double right = IsNarrow ? Width - 14 : Width - Rows.Max(row => TextMetrics.Width(row.Caption, FontSize)) - 20;
        double top = 34, bottom = top + Rows.Count * RowHeight;
        double[] values =
            [.. Rows.Where(IsNear).SelectMany(row => row.Scores.Concat(Present(row.Low, row.High, row.Mean))).Select(value => Math.Min(value, Maximum))];
        Scale x = values.Length == 0
            ? Scale.Linear(0, 1, left, right, labelFactor: LabelFactor)
            : Scale.Linear(
                Scale.Below(values.Min(), values.Max(), Maximum), values.Max(), left, right, Math.Max(3, (int)((right - left) / 70)), LabelFactor, round: true);

        svg.Text("text", Title, ("class", "ink"), ("x", 0), ("y", 16), ("font-size", 14), ("font-weight", 600), ("fill", Palette.Ink));
        foreach (int i in Enumerable.Range(0, Rows.Count).Where(i => Rows[i].IsHighlighted))
        {
            svg.Element(
                "rect", ("class", "highlight"), ("x", 0), ("y", top + i * RowHeight), ("width", Width), ("height", RowHeight), ("rx", 4),
                ("fill", Palette.Highlight));
        }

        Tick[] ticks = [.. x.Ticks.Where(tick => tick.Value <= Maximum + 1e-12)];
        TickLabels.DrawUpright(svg, ticks.Select(tick => x.Position(tick.Value)), top, bottom);
        TickLabels.Draw(svg, ticks.Select(tick => (tick.Label, x.Position(tick.Value), bottom + 18)), "middle", FontSize);
        svg.Text(
            "text", AxisTitle, ("class", "muted"), ("x", (left + right) / 2), ("y", bottom + 38), ("text-anchor", "middle"), ("font-size", FontSize),
            ("fill", Palette.Muted));
        DrawReferences(svg, x, top, bottom);
        for (int i = 0; i < Rows.Count; i++)
        {
            DrawRow(svg, Rows[i], x, top + i * RowHeight);
        }
    }

    // One row far below the others would press them together; it gets an arrow at the edge instead.
    private bool IsNear(Row row)
    {
        double[] means = Rows.Select(other => other.Mean).OfType<double>().OrderDescending().ToArray();
        if (row.Mean is not { } mean || means.Length == 0)
        {
            return false;
        }

        double spread = Math.Max(means[0] - means[means.Length / 2], (Rows[0].High - Rows[0].Low) / 2 ?? 0);
        return spread == 0 || mean >= means[0] - 8 * spread;
    }

    private void DrawReferences(MarkupBuilder svg, Scale x, double top, double bottom)
    {
        if (Rows.Count > 0 && Rows[0].Mean is { } best)
        {
            svg.Element(
                "line", ("class", Palette.SeriesClass(0)), ("x1", x.Position(best)), ("y1", top), ("x2", x.Position(best)), ("y2", bottom),
                ("stroke", Palette.Series(0)), ("stroke-width", 1), ("stroke-dasharray", "2 3"));
        }

        if (Baseline is { } guess && guess > x.Low && guess < x.High)
        {
            double at = x.Position(guess);
            svg.Element(
                "line", ("class", "axis"), ("x1", at), ("y1", top - 4), ("x2", at), ("y2", bottom), ("stroke", Palette.Axis), ("stroke-dasharray", "6 3"));
            svg.Text("text", "a guess", ("class", "muted"), ("x", at), ("y", top - 8), ("text-anchor", "middle"), ("font-size", 11), ("fill", Palette.Muted));
        }
    }

    private void DrawRow(MarkupBuilder svg, Row row, Scale x, double top)
    {
        int style = row.IsWorse ? 1 : 0;
        double label = IsNarrow ? top + 13 : top + RowHeight / 2, y = IsNarrow ? top + 33 : label - 5;
        svg.Open("g", ("class", "series"), ("data-series", row.Name));
        RowLabel.Draw(svg, row.Name, 6, label, row.IsHighlighted);
        svg.Text(
            "text", row.Caption, ("class", row.IsHighlighted ? "muted" : "muted halo-text"), ("x", IsNarrow ? Width - 6 : Width - 4), ("y", label + 4),
            ("text-anchor", "end"), ("font-size", FontSize), ("fill", Palette.Muted), ("stroke", row.IsHighlighted ? null : Palette.Background),
            ("stroke-width", row.IsHighlighted ? null : 3), ("paint-order", row.IsHighlighted ? null : "stroke"));
        if (row.Mean < x.Low)
        {
            double edge = x.Position(x.Low);
            svg.WithTitle(
                "path", $"{row.Name}: {row.Caption}", ("class", Palette.SeriesClass(style)),
                ("d", $"M{MarkupBuilder.Number(edge + 22)} {MarkupBuilder.Number(y)}h-20m6 -5l-6 5l6 5"),
                ("fill", "none"), ("stroke", Palette.Series(style)), ("stroke-width", 2), ("stroke-linejoin", "round"), ("stroke-linecap", "round"));
        }
        else
        {
            DrawScores(svg, row, style, x, y);
        }

        svg.Close();
    }

    private void DrawScores(MarkupBuilder svg, Row row, int style, Scale x, double y)
    {
        if (row.Low is { } low && row.High is { } high)
        {
            svg.Element(
                "line", ("class", Palette.SeriesClass(style)), ("x1", x.Clamped(low)), ("y1", y), ("x2", x.Clamped(Math.Min(high, Maximum))), ("y2", y),
                ("stroke", Palette.Series(style)), ("stroke-width", 3), ("stroke-linecap", "round"));
        }

        double[] positions = [.. row.Scores.Where(score => score >= x.Low).Select(x.Clamped)];
        int[] levels = DotSwarm.Levels(positions, 2 * FoldRadius + 0.6, 3);
        if (positions.Length > 0)
        {
            svg.Element(
                "path", ("class", "fold"),
                ("d", Marker.Circles(positions.Select((at, i) => new Point(at, y + 10 + levels[i] * (2 * FoldRadius + 0.2))), FoldRadius)),
                ("fill", Palette.Ink), ("fill-opacity", 0.75));
        }

        if (row.Mean is { } mean)
        {
            DrawMean(svg, style, x.Position(mean), y, $"{row.Name}: {row.Caption}");
        }
    }

    // Filled for the best and its equals, hollow for what is significantly worse: readable without colour.
    private static void DrawMean(MarkupBuilder svg, int style, double x, double y, string title)
    {
        if (style == 0)
        {
            svg.WithTitle(
                "circle", title, ("class", $"{Palette.FillClass(0)} halo"), ("cx", x), ("cy", y), ("r", 6), ("fill", Palette.Series(0)),
                ("stroke", Palette.Background), ("stroke-width", 1.2));
        }
        else
        {
            svg.WithTitle(
                "circle", title, ("class", $"{Palette.SeriesClass(1)} back"), ("cx", x), ("cy", y), ("r", 5), ("fill", Palette.Background),
                ("stroke", Palette.Series(1)), ("stroke-width", 2.5));
        }
    }

    private static IEnumerable<double> Present(params IEnumerable<double?> values) => values.OfType<double>();
}

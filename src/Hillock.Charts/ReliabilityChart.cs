using System.Globalization;
using Hillock.Training;

namespace Hillock.Charts;

/// <summary>
/// How often came true what was predicted with about equal probability: a bar for each bin of a <see cref="ReliabilityDiagram"/>, with what is missing to the
/// probability, or beyond it, outlined; below, how many rows the bins have. The bars of a calibrated network end on the diagonal.
/// </summary>
public sealed record ReliabilityChart : Chart
{
    private const double FontSize = 12, Top = 66, CountHeight = 44, CountGap = 22;

    /// <summary>What is drawn.</summary>
    public required ReliabilityDiagram Diagram { get; init; }

    /// <summary>The horizontal axis.</summary>
    public string XTitle { get; init; } = "predicted probability, %";

    /// <summary>The vertical axis; written above it.</summary>
    public string YTitle { get; init; } = "came true, %; outlined: the gap to the prediction";

    /// <summary>In pixels; the upper plot is a square.</summary>
    public double Width { get; init; } = 360;

    /// <summary>The error and the rows in words.</summary>
    internal string Summary => Diagram.Rows == 0 ? "no rows" : string.Create(
        CultureInfo.InvariantCulture, $"expected calibration error {Label.Percent(Diagram.ExpectedError)} %, {Diagram.Rows} rows");

    /// <summary>The bins with rows.</summary>
    internal ReliabilityBin[] Shown => [.. Diagram.Bins.Where(bin => bin.Count > 0)];

    internal override (double Width, double Height) Size => (Width, Bottom + CountGap + CountHeight + 44);

    private static double Left => TextMetrics.Width("100", FontSize) + 14;

    private double Right => Width - 16;

    private double Bottom => Top + Right - Left;

    /// <summary>What a bin says: its range, its rows, what was predicted and what came true.</summary>
    internal static string Describe(ReliabilityBin bin) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Label.Percent(bin.Low)} to {Label.Percent(bin.High)} %: {bin.Count} rows, predicted {Label.Percent(bin.MeanProbability)} %, came true " +
        $"{Label.Percent(bin.Frequency)} %");

    internal override void Draw(MarkupBuilder svg)
    {
        svg.Text("text", Title, ("class", "ink"), ("x", 0), ("y", 16), ("font-size", 14), ("font-weight", 600), ("fill", Palette.Ink));
        svg.Text("text", Summary, ("class", "muted"), ("x", 0), ("y", 34), ("font-size", FontSize), ("fill", Palette.Muted));
        svg.Text("text", YTitle, ("class", "muted"), ("x", 0), ("y", Top - 12), ("font-size", FontSize), ("fill", Palette.Muted));
        DrawAxes(svg);
        long most = Shown.Select(bin => bin.Count).DefaultIfEmpty(1).Max();
        foreach (ReliabilityBin bin in Shown)
        {
            DrawBin(svg, bin, (double)bin.Count / most);
        }

        svg.Element(
            "line", ("class", "axis"), ("x1", Left), ("y1", Bottom), ("x2", Right), ("y2", Top), ("stroke", Palette.Axis), ("stroke-dasharray", "5 4"));
    }

    private void DrawAxes(MarkupBuilder svg)
    {
        double end = Bottom + CountGap + CountHeight;
        for (int tick = 0; tick <= 5; tick++)
        {
            string label = (20 * tick).ToString(CultureInfo.InvariantCulture);
            double x = X(tick / 5.0), y = Y(tick / 5.0);
            svg.Element("line", ("class", "grid"), ("x1", Left), ("y1", y), ("x2", Right), ("y2", y), ("stroke", Palette.Grid));
            svg.Text(
                "text", label, ("class", "muted"), ("x", Left - 8), ("y", y + 4), ("text-anchor", "end"), ("font-size", FontSize), ("fill", Palette.Muted));
            svg.Text(
                "text", label, ("class", "muted"), ("x", x), ("y", end + 18), ("text-anchor", "middle"), ("font-size", FontSize), ("fill", Palette.Muted));
        }

        svg.Text("text", "rows", ("class", "muted"), ("x", 0), ("y", Bottom + CountGap - 4), ("font-size", FontSize), ("fill", Palette.Muted));
        foreach (double y in new[] { Bottom, end })
        {
            svg.Element("line", ("class", "axis"), ("x1", Left), ("y1", y), ("x2", Right), ("y2", y), ("stroke", Palette.Axis));
        }

        svg.Text(
            "text", XTitle, ("class", "muted"), ("x", (Left + Right) / 2), ("y", end + 36), ("text-anchor", "middle"), ("font-size", FontSize),
            ("fill", Palette.Muted));
    }

    private void DrawBin(MarkupBuilder svg, ReliabilityBin bin, double share)
    {
        double x = X(bin.Low) + 0.75, width = Math.Max(1, X(bin.High) - X(bin.Low) - 1.5), end = Bottom + CountGap + CountHeight;
        double low = Math.Min(bin.Frequency, bin.MeanProbability), high = Math.Max(bin.Frequency, bin.MeanProbability);
        svg.WithTitle(
            "rect", Describe(bin), ("class", Palette.FillClass(0)), ("x", x), ("y", Y(bin.Frequency)), ("width", width), ("height", Bottom - Y(bin.Frequency)),
            ("fill", Palette.Series(0)), ("fill-opacity", 0.55));
        svg.WithTitle(
            "rect", Describe(bin), ("class", $"{Palette.SeriesClass(1)} {Palette.FillClass(1)}"), ("x", x), ("y", Y(high)), ("width", width),
            ("height", Y(low) - Y(high)), ("fill", Palette.Series(1)), ("fill-opacity", 0.18), ("stroke", Palette.Series(1)), ("stroke-width", 1.5));
        svg.WithTitle(
            "rect", Describe(bin), ("class", Palette.FillClass(0)), ("x", x), ("y", end - (share * CountHeight)), ("width", width),
            ("height", share * CountHeight), ("fill", Palette.Series(0)), ("fill-opacity", 0.55));
    }

    private double X(double value) => Left + (value * (Right - Left));

    private double Y(double value) => Bottom - (value * (Bottom - Top));
}

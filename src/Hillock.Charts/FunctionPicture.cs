using Hillock.Charts.CommandLine;

namespace Hillock.Charts;

/// <summary>Functions and their derivatives as charts: one chart for one function, else one chart for each order.</summary>
public static class FunctionPicture
{
    private const double Gap = 28;
    private static readonly string[] Orders = ["f", "f′", "f″"];

    /// <summary>The charts.</summary>
    /// <param name="curves">The functions.</param>
    /// <param name="derivatives">How many derivatives are drawn besides: 0, 1 or 2.</param>
    /// <param name="low">The least x.</param>
    /// <param name="high">The greatest x.</param>
    public static IReadOnlyList<LineChart> Charts(IReadOnlyList<FunctionCurve> curves, int derivatives, double low, double high)
    {
        ArgumentNullException.ThrowIfNull(curves);
        if (curves is [var only])
            return [Chart(only.Name, "y", [.. Enumerable.Range(0, derivatives + 1).Select(order => Sample(Orders[order], only, order, order, low, high))], 440)];
        var height = derivatives == 0 ? 440 : 320;
        return [.. Enumerable.Range(0, derivatives + 1).Select(order => Chart(
            derivatives == 0 ? Sequence.And(curves.Select(curve => curve.Name)) : Title(order), Orders[order] + "(x)",
            [.. curves.Select((curve, i) => Sample(curve.Name, curve, order, i, low, high))], height))];
    }

    /// <summary>An SVG file with the charts below each other.</summary>
    /// <param name="charts">The charts, one at least.</param>
    public static string ToDocument(IReadOnlyList<LineChart> charts)
    {
        ArgumentNullException.ThrowIfNull(charts);
        if (charts is [var only])
            return only.ToDocument();
        MarkupBuilder svg = new();
        SvgDocument.Open(svg, charts[0].Width, charts.Sum(chart => chart.Height) + Gap * (charts.Count - 1), string.Join(", ", charts.Select(chart => chart.Title)));
        var top = 0.0;
        foreach (var chart in charts)
        {
            chart.Draw(svg, 0, top);
            top += chart.Height + Gap;
        }

        return svg.Close().ToString();
    }

    private static LineChart Chart(string title, string yTitle, Series[] series, double height) => new()
    {
        Title = title,
        XTitle = "x",
        YTitle = yTitle,
        Series = series,
        ZeroLines = true,
        Markers = false,
        Height = height,
    };

    private static string Title(int order) => order switch { 0 => "The functions f", 1 => "Their derivatives f′", _ => "Their second derivatives f″" };

    // Neighbours differ in their dashes too, because smooth curves carry no markers.
    private static Series Sample(string name, FunctionCurve curve, int order, int index, double low, double high) =>
        new(name, Palette.WithDash(index), CurveSampler.Sample(curve.OfOrder(order), low, high));
}

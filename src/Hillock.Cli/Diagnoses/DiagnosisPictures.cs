using Hillock.Charts;
using Hillock.Cli.Reports;
using Hillock.Training;

namespace Hillock.Cli.Diagnoses;

/// <summary>The pictures of a diagnosis.</summary>
internal sealed class DiagnosisPictures(DiagnosisReport report)
{
    private const double HalfWidth = 530, HalfHeight = 340, NarrowHeight = 280;

    private readonly ScoreText _text = new(report.Data);

    private readonly (string Name, DiagnosedNetwork Network)[] _networks =
        report.Proposed is null ? [("as it is", report.Network)] : [("as it is", report.Network), ("proposal", report.Proposed)];

    /// <summary>The gradient norms before training, from the first layer to the last.</summary>
    public Picture Gradients() => InBothWidths(new LineChart
    {
        Title = "Gradient norm before training, layer by layer",
        XTitle = "from the input to the output",
        YTitle = "norm (logarithmic)",
        XKind = AxisKind.Categories,
        YKind = AxisKind.Logarithmic,
        // The layers stand by their numbers, so that many of them fit and networks of different depth share an axis.
        Categories = [.. _networks.MaxBy(network => network.Network.Before.Count).Network.Before.Select(ShortName)],
        Series = [.. _networks.Select((network, style) => new Series(
            network.Name, style, [.. network.Network.Before.Select((layer, i) => new Point(i, layer.GradientNorm ?? double.NaN))]))],
        Width = HalfWidth,
        Height = HalfHeight,
    });

    /// <summary>The held-out score after each epoch.</summary>
    public Picture Scores() => InBothWidths(new LineChart
    {
        Title = $"Held-out {_text.Name}",
        XTitle = "epoch",
        YTitle = _text.Heading.Replace(" %", ", %", StringComparison.Ordinal),
        XKind = AxisKind.Whole,
        YFactor = _text.Factor,
        Markers = false,
        Series = [.. _networks.Select((network, style) => new Series(
            network.Name, style, [.. network.Network.Curve.Select(epoch => new Point(epoch.Epoch, epoch.HeldOutScore ?? double.NaN))]))],
        Width = HalfWidth,
        Height = HalfHeight,
    });

    /// <summary>Dead units, saturation and means of the hidden layers, at the start and at the end.</summary>
    public Picture Layers()
    {
        (string Name, LayerDiagnostics[] Layers)[] rows =
        [
            .. _networks.SelectMany(network => new[]
            {
                ($"{network.Name}, before", Hidden(network.Network.Before)),
                ($"{network.Name}, after", Hidden(network.Network.After)),
            }),
        ];
        HeatTable table = new()
        {
            Title = "Dead units, saturation and mean output of each hidden layer",
            RowNames = [.. rows.Select(row => row.Name)],
            ColumnNames = [.. rows.MaxBy(row => row.Layers.Length).Layers.Select(ShortName)],
            Groups =
            [
                new("Dead units, %", "of the layer’s units", Values(layer => layer.DeadShare), 1, value => Label.Percent(value, 0)),
                new("Saturation, %", "of rows and units", Values(layer => layer.Saturation), 1, value => Label.Percent(value, 0)),
                new(
                    "Mean output", "orange above 0, blue below", Values(layer => layer.MeanActivation),
                    Math.Max(0.1, rows.SelectMany(row => row.Layers).Max(layer => Math.Abs(Finite.OrNull(layer.MeanActivation) ?? 0))),
                    value => Label.Number(value, 2)),
            ],
        };
        return Picture.Of(table, table with { MaximumWidth = Picture.NarrowWidth });

        IReadOnlyList<double?>[] Values(Func<LayerDiagnostics, double?> value) => [.. rows.Select(row => row.Layers.Select(value).ToArray())];
    }

    private static Picture InBothWidths(LineChart chart) => Picture.Of(chart, chart with { Width = Picture.NarrowWidth, Height = NarrowHeight });

    private static LayerDiagnostics[] Hidden(IReadOnlyList<LayerDiagnostics> layers) => [.. layers.Where(layer => layer.Name != "output")];

    private static string ShortName(LayerDiagnostics layer) =>
        layer.Name.Replace("layer ", "", StringComparison.Ordinal).Replace("output", "out", StringComparison.Ordinal);
}

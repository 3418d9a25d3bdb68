using Hillock.Charts;
using Hillock.Training;

namespace Hillock.Cli.Reports;

/// <summary>The pictures of the HTML report.</summary>
internal sealed class ReportPictures(ComparisonReport report)
{
    private const double HalfWidth = 530, HalfHeight = 340;

    private readonly ScoreText _text = new(report.Data);

    // An activation has one colour in all reports of the same command line, whatever its rank.
    private readonly IReadOnlyList<CandidateResult> _inOrder =
        [.. report.Settings.Candidates.Select(name => report.Candidates.First(result => result.Name == name))];

    /// <summary>The mean scores with their intervals.</summary>
    public string Scores()
    {
        ScoreChart chart = new()
        {
            Title = $"{Capital(_text.Name)} on held-out folds",
            AxisTitle = Capital(_text.Heading.Replace(" %", ", %", StringComparison.Ordinal)),
            LabelFactor = _text.Factor,
            Baseline = report.Data.Baseline,
            Maximum = 1,
            Width = 960,
            Rows = [.. report.Candidates.Select(result => new ScoreChart.Row(
                result.Name, result.MeanScore, result.LowScore, result.HighScore, [.. result.Runs.Select(run => run.Score).OfType<double>()],
                result.DifferenceFromBest is { IsSignificant: true } || result.DivergedRuns > report.Candidates[0].DivergedRuns, _text.WithInterval(result)))],
        };
        return chart.ToInline();
    }

    /// <summary>The held-out score after each epoch.</summary>
    public string ScoreCurves() => new LineChart
    {
        Title = $"Held-out {_text.Name}",
        XTitle = "epoch",
        YTitle = _text.Heading.Replace(" %", ", %", StringComparison.Ordinal),
        XKind = AxisKind.Whole,
        YFactor = _text.Factor,
        Series = Curves(epoch => epoch.HeldOutScore),
        CutBelow = 0.15,
        Width = HalfWidth,
        Height = HalfHeight,
    }.ToInline();

    /// <summary>The training loss of each epoch.</summary>
    public string LossCurves() => new LineChart
    {
        Title = "Training loss",
        XTitle = "epoch",
        YTitle = report.Settings.Losses.Count > 0 ? "each loss of its own (logarithmic)" : report.Data.Metric != Metric.RSquared ? "cross-entropy, nats (logarithmic)" : "mean squared error of the standardised target (logarithmic)",
        XKind = AxisKind.Whole,
        YKind = AxisKind.Logarithmic,
        Series = Curves(epoch => epoch.TrainingLoss),
        Width = HalfWidth,
        Height = HalfHeight,
    }.ToInline();

    /// <summary>Dead units, saturation and mean activation by layer; nothing for a network without hidden layers.</summary>
    public string? Diagnostics()
    {
        var names = report.Candidates.Select(result => Hidden(result).Select(layer => layer.Name).ToArray()).FirstOrDefault(list => list.Length > 0);
        if (names is null)
            return null;
        var shift = report.Candidates.SelectMany(Hidden).Select(layer => Math.Abs(layer.MeanActivation ?? 0)).Max();
        HeatTable table = new()
        {
            Title = "Dead units, saturation and mean output of each hidden layer",
            RowNames = [.. report.Candidates.Select(result => result.Name)],
            ColumnNames = names,
            Groups =
            [
                new("Dead units, %", "of the layer’s units", Values(layer => layer.DeadShare), 1, value => Label.Percent(value)),
                new("Saturation, %", "of rows and units", Values(layer => layer.Saturation), 1, value => Label.Percent(value)),
                new("Mean output", "orange above 0, blue below", Values(layer => layer.MeanActivation), Math.Max(shift, 0.1), value => Label.Number(value, 2)),
            ],
        };
        return table.ToInline();
    }

    /// <summary>The gradient norms from the first layer to the last.</summary>
    public string? Gradients()
    {
        var longest = report.Candidates.MaxBy(result => result.Layers.Count);
        return longest is not { Layers.Count: >= 2 } ? null : new LineChart
        {
            Title = "Gradient norm of the weights, layer by layer",
            XTitle = "from the input to the output",
            YTitle = "norm (logarithmic)",
            XKind = AxisKind.Categories,
            YKind = AxisKind.Logarithmic,
            Categories = [.. longest.Layers.Select(layer => layer.Name)],
            Series = [.. _inOrder.Select((result, style) => new Series(
                result.Name, style, [.. result.Layers.Select((layer, i) => new Point(i, layer.GradientNorm ?? double.NaN))]))],
            Width = 760,
            Height = 360,
        }.ToInline();
    }

    private Series[] Curves(Func<EpochReport, double?> value) => [.. _inOrder.Select((result, style) => new Series(
        result.Name, style, [.. result.Epochs.Select(epoch => new Point(epoch.Epoch, value(epoch) ?? double.NaN))]))];

    private IReadOnlyList<double?>[] Values(Func<LayerDiagnostics, double?> value) =>
        [.. report.Candidates.Select(result => Hidden(result).Select(value).ToArray())];

    private static LayerDiagnostics[] Hidden(CandidateResult result) => [.. result.Layers.Where(layer => layer.DeadShare is not null || layer.MeanActivation is not null)];

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}

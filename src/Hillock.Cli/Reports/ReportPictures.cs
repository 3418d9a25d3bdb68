using Hillock.Charts;
using Hillock.Training;

namespace Hillock.Cli.Reports;

/// <summary>The pictures of the HTML report that compare the candidates.</summary>
internal sealed class ReportPictures
{
    private const double HalfWidth = 530, HalfHeight = 340, NarrowHeight = 280;

    // Of fewer rows, single ones are seen in the curves, which jump by them.
    private const int ManyRows = 2000, FewPoints = 8;

    private readonly ComparisonReport _report;
    private readonly ScoreText _text;
    private readonly MeanCurves _curves;
    private readonly HashSet<string> _emphasized;

    // An activation has one colour in all reports of the same command line, whatever its rank, unless there are more than the palette has colours.
    private readonly IReadOnlyList<CandidateResult> _inOrder;

    /// <summary>Prepares the pictures of a report.</summary>
    public ReportPictures(ComparisonReport report)
    {
        _report = report;
        _text = new ScoreText(report.Data);
        _curves = new MeanCurves(report);
        _emphasized = Emphasized(report);
        _inOrder = [.. report.Settings.Candidates.Select(name => report.Candidates.First(result => result.Name == name))
            .OrderBy(result => !_emphasized.Contains(result.Name))];
    }

    /// <summary>How many lines are grey because nobody tells more than the palette's colours apart.</summary>
    public int MutedCount => _inOrder.Count - _emphasized.Count;

    /// <summary>How many epochs on each side a point of the score's curves is a mean of; 0 for none.</summary>
    public int HalfWidthOfMeans => _report.Data.Rows >= ManyRows || _curves.Count < FewPoints ? 0 : Math.Max(1, _curves.Count / 40);

    /// <summary>The mean scores with their intervals.</summary>
    public Picture Scores()
    {
        ScoreChart chart = new()
        {
            Title = $"{Capital(_text.Name)} on held-out folds",
            AxisTitle = Capital(_text.Heading.Replace(" %", ", %", StringComparison.Ordinal)),
            LabelFactor = _text.Factor,
            Baseline = _report.Data.Baseline,
            Maximum = 1,
            Width = 1100,
            Rows = [.. _report.Candidates.Select(result => new ScoreChart.Row(
                result.Name, result.MeanScore, result.LowScore, result.HighScore, [.. result.Runs.Select(run => run.Score).OfType<double>()],
                result.DifferenceFromBest is { IsSignificant: true } || result.DivergedRuns > _report.Candidates[0].DivergedRuns, _text.WithInterval(result))
            {
                IsHighlighted = result.Name == _report.Advice.Recommended,
            })],
        };
        return Picture.Of(chart, chart with { Width = Picture.NarrowWidth });
    }

    /// <summary>The held-out score after each epoch.</summary>
    public Picture ScoreCurves() => InBothWidths(new LineChart
    {
        Title = $"Held-out {_text.Name}",
        XTitle = _curves.Unit,
        YTitle = _text.Heading.Replace(" %", ", %", StringComparison.Ordinal),
        XKind = AxisKind.Whole,
        YFactor = _text.Factor,
        Series = Curves(epoch => epoch.HeldOutScore, HalfWidthOfMeans),
        CutBelow = 0.15,
        YMaximum = 1,
        Unit = _report.Data.Metric == Metric.Accuracy ? 1.0 / _report.Data.Rows : null,
        UnitTitle = "one row",
        Width = HalfWidth,
        Height = HalfHeight,
    });

    /// <summary>The training loss of each epoch.</summary>
    public Picture LossCurves()
    {
        Series[] series = Curves(epoch => epoch.TrainingLoss, 0);
        bool logarithmic = series.SelectMany(line => line.Points).All(point => !(point.Y < 0));
        string name = _report.Settings.Losses.Count > 0 ? "each loss of its own"
            : _report.Data.Metric != Metric.RSquared ? "cross-entropy, nats"
            : "mean squared error, standardised";
        return InBothWidths(new LineChart
        {
            Title = "Training loss",
            XTitle = _curves.Unit,
            YTitle = logarithmic ? $"{name} (logarithmic)" : name,
            XKind = AxisKind.Whole,
            YKind = logarithmic ? AxisKind.Logarithmic : AxisKind.Linear,
            Series = series,
            Width = HalfWidth,
            Height = HalfHeight,
        });
    }

    /// <summary>Names whose training loss came to exactly 0, with where it first did: a logarithmic axis has no place for it.</summary>
    public IEnumerable<string> ZeroLosses() => _report.Candidates
        .Select(result => (
            result.Name,
            Place: _curves.Of(result, epoch => epoch.TrainingLoss).Where(point => point.Mean == 0).Select(point => (int?)point.Place).FirstOrDefault()))
        .Where(zero => zero.Place is not null)
        .Select(zero => $"{zero.Name} (from {zero.Place})");

    /// <summary>A small picture of the losses of each candidate, and what it shows.</summary>
    public IReadOnlyList<(string Name, LossTrend Trend, Picture Picture)> Trends()
    {
        (CandidateResult Result, Point[] Training, Point[] HeldOut)[] curves =
        [
            .. _report.Candidates.Where(result => result.Epochs.Count > 0).Select(result => (
                result, Points(result, epoch => epoch.TrainingLoss), Points(result, epoch => epoch.HeldOutLoss))),
        ];
        double[] losses =
        [
            .. curves.SelectMany(curve => curve.Training.Concat(curve.HeldOut)).Where(point => point is { IsFinite: true, Y: > 0 })
                .Select(point => point.Y).Order(),
        ];
        // A loss that diverged or vanished would press the others together.
        (double Low, double High) range = losses.Length == 0 ? (0.1, 1) : (losses[losses.Length / 100], losses[^(1 + losses.Length / 100)]);
        return
        [
            .. curves.Select(curve =>
            {
                LossTrend trend = LossTrend.Of([.. curve.Training.Select(point => point.Y)], [.. curve.HeldOut.Select(point => point.Y)]);
                return (curve.Result.Name, trend, Picture.Of(new CurvePanel
                {
                    Title = curve.Result.Name,
                    Solid = curve.HeldOut,
                    Dashed = curve.Training,
                    Range = range,
                    Verdict = curve.Result.DivergedRuns > 0 && trend.Verdict == LossTrend.Course.Unknown ? "diverged" : trend.Words,
                    Captions = trend.Numbers,
                    IsConspicuous = trend.Verdict is LossTrend.Course.Falling or LossTrend.Course.Rising,
                }));
            }),
        ];
    }

    /// <summary>Dead units, saturation and mean activation by layer, or those of them that are healthy or not; nothing where there are none.</summary>
    public Picture? Diagnostics(bool healthy)
    {
        string[]? names = _report.Candidates.Select(result => Hidden(result).Select(layer => layer.Name).ToArray()).FirstOrDefault(list => list.Length > 0);
        if (names is null)
        {
            return null;
        }

        double shift = _report.Candidates.SelectMany(Hidden).Select(layer => Math.Abs(layer.MeanActivation ?? 0)).Max();
        (Health Health, HeatTable.Group Group)[] groups =
        [
            (Health.Dead(_report), new("Dead units, %", "of the layer’s units", Values(layer => layer.DeadShare), 1, value => Label.Percent(value))),
            (Health.Saturated(_report), new("Saturation, %", "of rows and units", Values(layer => layer.Saturation), 1, value => Label.Percent(value))),
            (Health.Mean(_report),
                new("Mean output", "orange above 0, blue below", Values(layer => layer.MeanActivation), Math.Max(shift, 0.1), value => Label.Number(value, 2))),
        ];
        HeatTable.Group[] shown = [.. groups.Where(group => group.Health.IsHealthy == healthy).Select(group => group.Group)];
        HeatTable table = new()
        {
            Title = string.Join(", ", shown.Select(group => group.Title)) + " of each hidden layer",
            RowNames = [.. _report.Candidates.Select(result => result.Name)],
            // The layers stand by their numbers, so that many of them fit.
            ColumnNames = names.Length > 4 ? [.. names.Select(name => name.Replace("layer ", "", StringComparison.Ordinal))] : names,
            Groups = shown,
        };
        return shown.Length == 0 ? null : Picture.Of(table, table with { MaximumWidth = Picture.NarrowWidth });
    }

    /// <summary>The gradient norms from the first layer to the last.</summary>
    public Picture? Gradients()
    {
        CandidateResult? longest = _report.Candidates.MaxBy(result => result.Layers.Count);
        return longest is not { Layers.Count: >= 2 } ? null : InBothWidths(new LineChart
        {
            Title = "Gradient norm of the weights, layer by layer",
            XTitle = "from the input to the output",
            YTitle = "norm (logarithmic)",
            XKind = AxisKind.Categories,
            YKind = AxisKind.Logarithmic,
            Categories = [.. longest.Layers.Select(layer => layer.Name)],
            Series = [.. _inOrder.Select((result, style) => Line(
                result, style, [.. result.Layers.Select((layer, i) => new Point(i, layer.GradientNorm ?? double.NaN))]))],
            Width = 760,
            Height = 360,
        });
    }

    // The one to use, the usual one, and the best of the others.
    private static HashSet<string> Emphasized(ComparisonReport report)
    {
        string usual = Subject.Of(report.Settings, report.Data).Default;
        return [.. report.Candidates
            .OrderBy(result => result.Name == report.Advice.Recommended ? 0 : result.Name == usual ? 1 : 2).ThenBy(result => result.Rank)
            .Take(Palette.Count).Select(result => result.Name)];
    }

    private static Picture InBothWidths(LineChart chart) => Picture.Of(chart, chart with { Width = Picture.NarrowWidth, Height = NarrowHeight });

    private Series[] Curves(Func<EpochReport, double?> value, int halfWidth) =>
        [.. _inOrder.Select((result, style) => Line(result, style, Smoothing.RunningMean(Points(result, value), halfWidth)))];

    private Series Line(CandidateResult result, int style, IReadOnlyList<Point> points) =>
        new(result.Name, style, points) { IsMuted = !_emphasized.Contains(result.Name) };

    private Point[] Points(CandidateResult result, Func<EpochReport, double?> value) =>
        [.. _curves.Of(result, value).Select(point => new Point(point.Place, point.Mean))];

    private IReadOnlyList<double?>[] Values(Func<LayerDiagnostics, double?> value) =>
        [.. _report.Candidates.Select(result => Hidden(result).Select(value).ToArray())];

    private static LayerDiagnostics[] Hidden(CandidateResult result) =>
        [.. result.Layers.Where(layer => layer.DeadShare is not null || layer.MeanActivation is not null)];

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}

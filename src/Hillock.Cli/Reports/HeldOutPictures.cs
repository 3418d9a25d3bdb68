using System.Globalization;
using Hillock.Charts;
using Hillock.Charts.CommandLine;
using Hillock.Training;

namespace Hillock.Cli.Reports;

/// <summary>The pictures of what was predicted of the held-out rows.</summary>
internal sealed class HeldOutPictures(ComparisonReport report)
{
    // More are a table that nobody reads.
    private const int MostClassesOfATable = 15;

    private readonly ScoreText _text = new(report.Data);

    /// <summary>The candidate whose predictions are shown: the one to use, or else the best that has any; null where every run diverged.</summary>
    public CandidateResult? Shown { get; } =
        report.Candidates.FirstOrDefault(result => result.Name == report.Advice.Recommended && result.HeldOut is not null)
        ?? report.Candidates.FirstOrDefault(result => result.HeldOut is not null);

    private HeldOutResult Predictions => Shown!.HeldOut!;

    /// <summary>Which class was taken for which; null with too many classes, or for a real target.</summary>
    public Picture? Confusion()
    {
        if (Predictions.Confusion.Count is 0 or > MostClassesOfATable)
        {
            return null;
        }

        MatrixChart chart = new()
        {
            Title = $"Confusion matrix of {Shown!.Name}",
            Names = [.. report.Data.Classes.Select(item => item.Name)],
            Counts = Predictions.Confusion,
            MaximumWidth = 620,
        };
        return Picture.Of(chart, chart with { MaximumWidth = Picture.NarrowWidth });
    }

    /// <summary>The pairs of classes that are confused most, in words.</summary>
    public IEnumerable<string> Confusions(int count) => Predictions.Confusion
        .SelectMany((row, truth) => row.Select((rows, prediction) => (Truth: truth, Prediction: prediction, Rows: rows)))
        .Where(pair => pair.Truth != pair.Prediction && pair.Rows > 0).OrderByDescending(pair => pair.Rows).Take(count)
        .Select(pair => FormattableString.Invariant($"{ClassName(pair.Truth)} for {ClassName(pair.Prediction)} ({pair.Rows})"));

    /// <summary>Predictions against the truth; null for classes.</summary>
    public Picture? Residuals() => Predictions.Sample.Count == 0 ? null : Picture.Of(new ScatterChart
    {
        Title = $"Predictions of {Shown!.Name}",
        XTitle = $"{Label.Cut(report.Data.Target, 30)}, measured",
        YTitle = $"{Label.Cut(report.Data.Target, 30)}, predicted",
        Opacity = 0.45,
        Width = Picture.NarrowWidth,
        Dots = [.. Predictions.Sample.Select(row => new ScatterChart.Dot(
            row.Target, row.Prediction, 2.5,
            $"row {(row.Row + 1).ToString(CultureInfo.InvariantCulture)}: {Label.Significant(row.Target)}, predicted {Label.Significant(row.Prediction)}"))],
    });

    /// <summary>How wrong predictions are, by how large they are; null for classes.</summary>
    public Picture? ResidualsByPrediction() => Predictions.Sample.Count == 0 ? null : Picture.Of(new LineChart
    {
        Title = $"Errors of {Shown!.Name}, sorted",
        XTitle = "share of the rows, %",
        YTitle = $"distance from {Label.Cut(report.Data.Target, 24)}",
        Series = [new Series(Shown.Name, 0, Quantiles([.. Predictions.Sample.Select(row => row.Error).Order()]))],
        Markers = false,
        Width = Picture.NarrowWidth,
        Height = Picture.NarrowWidth + 40,
    });

    /// <summary>How often predictions are right, by how sure they are; null where outputs are no probabilities.</summary>
    public Picture? Calibration()
    {
        CalibrationBin[] bins = [.. Predictions.Calibration.Where(bin => bin.Rows > 0)];
        int most = bins.Length == 0 ? 0 : bins.Max(bin => bin.Rows);
        return bins.Length == 0 ? null : Picture.Of(new ScatterChart
        {
            Title = $"Calibration of {Shown!.Name}",
            XTitle = "probability of the predicted class, %",
            YTitle = "of these rows right, %",
            Joined = true,
            Range = (0, 1),
            LabelFactor = 100,
            Width = Picture.NarrowWidth,
            Dots = [.. bins.Select(bin => new ScatterChart.Dot(
                bin.ProbabilitySum / bin.Rows, (double)bin.Right / bin.Rows, 2.5 + 6.5 * Math.Sqrt((double)bin.Rows / most),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Plural.Of(bin.Rows, "row")} at {Label.Percent(bin.ProbabilitySum / bin.Rows)} %: {Label.Percent((double)bin.Right / bin.Rows)} " +
                    $"% right")))],
        });
    }

    /// <summary>What each candidate predicts over the plane of two features; empty for any other number.</summary>
    public IReadOnlyList<(string Name, Picture Picture)> Maps() =>
    [
        .. report.Candidates.Where(result => result.HeldOut?.Map is not null)
            .Select(result => (result.Name, Picture.Of(MapOf(result, result.HeldOut!.Map!)))),
    ];

    /// <summary>The name of a class.</summary>
    public string ClassName(double index) => Label.Cut(report.Data.Classes[(int)index].Name, 40);

    private RegionChart MapOf(CandidateResult result, DecisionMap map) => new()
    {
        Title = result.Name,
        Caption = result.Runs[0].Score is { } score ? _text.Full(score) : "",
        XTitle = map.XName,
        YTitle = map.YName,
        Low = new Point(map.Low.X, map.Low.Y),
        High = new Point(map.High.X, map.High.Y),
        Side = map.Size,
        Values = map.Values,
        Names = [.. report.Data.Classes.Select(item => item.Name)],
        Dots = [.. map.Points.Select(point => new RegionChart.Dot(
            point.X, point.Y, point.Target, report.Data.Classes.Count > 0 && point.Target != point.Prediction))],
    };

    private static Point[] Quantiles(double[] sorted) => [.. sorted.Select((error, i) => new Point(100.0 * i / Math.Max(1, sorted.Length - 1), error))];
}

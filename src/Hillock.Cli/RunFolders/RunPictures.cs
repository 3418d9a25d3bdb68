using Hillock.Charts;
using Hillock.Cli.Reports;
using Hillock.Functional;
using Hillock.Serialization.Description;
using Hillock.Tensors;
using Hillock.Training;

namespace Hillock.Cli.RunFolders;

/// <summary>The pictures of a run's page.</summary>
internal static class RunPictures
{
    private const double HalfWidth = 530, HalfHeight = 340, NarrowHeight = 280;
    private const int MostClasses = 30, MostDots = 2000;

    /// <summary>The losses of the epochs.</summary>
    public static Picture Losses(IReadOnlyList<RunEpoch> log)
    {
        List<Series> series = [new("training", 0, [.. log.Select(static epoch => new Point(epoch.Epoch, epoch.TrainingLoss ?? double.NaN))])];
        if (log.Any(static epoch => epoch.ValidationLoss is not null))
        {
            series.Add(new("held out", 1, [.. log.Select(static epoch => new Point(epoch.Epoch, epoch.ValidationLoss ?? double.NaN))]));
        }

        bool isPositive = series.All(static line => line.Points.All(static point => !(point.Y <= 0)));
        return InBothWidths(new LineChart
        {
            Title = "Loss",
            XTitle = "epoch",
            YTitle = isPositive ? "loss (logarithmic)" : "loss",
            XKind = AxisKind.Whole,
            YKind = isPositive ? AxisKind.Logarithmic : AxisKind.Linear,
            Markers = false,
            Series = series,
            Width = HalfWidth,
            Height = HalfHeight,
        });
    }

    /// <summary>The scores of the epochs; null where nothing is held out.</summary>
    public static Picture? Scores(IReadOnlyList<RunEpoch> log, RunScore score) => log.All(static epoch => epoch.ValidationScore is null) ? null :
        InBothWidths(new LineChart
        {
            Title = $"Held-out {score.Name}",
            XTitle = "epoch",
            YTitle = score.Name + (score.Factor == 1 ? "" : ", %"),
            XKind = AxisKind.Whole,
            YFactor = score.Factor,
            Markers = false,
            Series = [new("held out", 1, [.. log.Select(static epoch => new Point(epoch.Epoch, epoch.ValidationScore ?? double.NaN))])],
            Width = HalfWidth,
            Height = HalfHeight,
        });

    /// <summary>Which class was taken for which; null without classes, or with too many.</summary>
    public static Picture? Confusion(EvaluationReport evaluation)
    {
        if (evaluation.Confusion.Count is 0 or > MostClasses)
        {
            return null;
        }

        MatrixChart chart = new()
        {
            Title = "Confusion matrix",
            Names = [.. evaluation.Classes.Select(static one => one.Name)],
            Counts = evaluation.Confusion,
            MaximumWidth = 620,
        };
        return Picture.Of(chart, chart with { MaximumWidth = Picture.NarrowWidth });
    }

    /// <summary>How often predictions are right, by how sure they are; null where there are no probabilities.</summary>
    public static Picture? Calibration(ModelDescription description, Tensor outputs, Tensor targets) => !RunPredictor.GivesProbabilities(description) ? null :
        Picture.Of(new ReliabilityChart
        {
            Title = "Calibration",
            Diagram = ReliabilityDiagram.Of(F.Softmax(outputs.To(DataType.Float64), -1), targets),
            XTitle = "probability of the predicted class, %",
            YTitle = "of these rows right, %",
            Width = Picture.NarrowWidth,
        });

    /// <summary>Predictions against the truth; null for classes.</summary>
    public static Picture? Residuals(ModelDescription description, Tensor outputs, Tensor targets)
    {
        if (description.Output != ModelOutput.Numbers)
        {
            return null;
        }

        double[] predicted = RunPredictor.Numbers(FoldData.Spread(outputs, MostDots), description.TargetScaling);
        double[] measured = RunPredictor.Numbers(FoldData.Spread(targets, MostDots), description.TargetScaling);
        string name = Label.Cut(description.Preprocessing?.TargetName ?? "target", 30);
        return Picture.Of(new ScatterChart
        {
            Title = "Predictions",
            XTitle = $"{name}, measured",
            YTitle = $"{name}, predicted",
            Opacity = 0.45,
            Width = Picture.NarrowWidth,
            Dots = [.. measured.Select((value, i) => new ScatterChart.Dot(
                value, predicted[i], 2.5, $"{Label.Significant(value)}, predicted {Label.Significant(predicted[i])}"))],
        });
    }

    private static Picture InBothWidths(LineChart chart) => Picture.Of(chart, chart with { Width = Picture.NarrowWidth, Height = NarrowHeight });
}

using Hillock.Cli.Reports;
using Hillock.Training;

namespace Hillock.Tests.Cli.Reports;

/// <summary>Invented but plausible comparisons, the same at every call.</summary>
internal static class SampleReports
{
    /// <summary>An activation that is to be invented.</summary>
    public sealed record Model(
        string Name, double Score, double Spread = 0.012, double Seconds = 0.012, double Dead = 0, double Saturation = 0.02, double Mean = 0.1,
        double Gradient = 1, bool Diverges = false);

    public static readonly Model[] Usual =
    [
        new("relu", 0.968, Dead: 0.12, Saturation: 0.45, Mean: 0.41, Gradient: 0.7),
        new("leaky-relu", 0.970, Mean: 0.36, Saturation: 0, Gradient: 0.8),
        new("elu", 0.972, Seconds: 0.0132, Saturation: 0.06, Mean: 0.08, Gradient: 0.9),
        new("selu", 0.966, Seconds: 0.0135, Saturation: 0.05, Mean: 0.02, Gradient: 1.1),
        new("gelu", 0.976, Seconds: 0.0171, Saturation: 0.08, Mean: 0.22, Gradient: 0.85),
        new("silu", 0.974, Seconds: 0.0149, Saturation: 0.03, Mean: 0.16, Gradient: 0.88),
        new("tanh", 0.961, Seconds: 0.0145, Saturation: 0.21, Mean: -0.03, Gradient: 0.5),
        new("sigmoid", 0.905, 0.02, Seconds: 0.014, Saturation: 0.11, Mean: 0.52, Gradient: 0.02),
    ];

    public static ComparisonReport Classification(
        IReadOnlyList<Model>? models = null, int folds = 5, int repeats = 1, int epochs = 40, bool interrupted = false, Func<int, bool>? keepRun = null,
        int[]? hidden = null, double baseline = 0.101, double? training = null, double? fallsTo = null) =>
        Build(
            models ?? Usual, Metric.Accuracy, baseline, "digits.csv.gz", folds, repeats, epochs, interrupted, keepRun, hidden ?? [64, 64], run => run with
            {
                TrainingScore = training,
                Epochs = fallsTo is { } end
                    ? [.. run.Epochs.Select((epoch, i) => epoch with { HeldOutLoss = 2 + ((end - 2) * (i + 1) / run.Epochs.Count) })]
                    : run.Epochs,
            });

    public static ComparisonReport Regression(IReadOnlyList<Model>? models = null, Func<int, bool>? undefined = null) =>
        Build(
            models ?? [new("relu", 0.41, 0.08), new("tanh", 0.44, 0.07), new("gelu", 0.43, 0.08)], Metric.RSquared, 0, "diabetes.csv", 5, 2, 30, false, null,
            [32], run => undefined?.Invoke(run.Fold) == true ? run with { Score = null } : run);

    private static ComparisonReport Build(
        IReadOnlyList<Model> models, Metric metric, double baseline, string source, int folds, int repeats, int epochs, bool interrupted,
        Func<int, bool>? keepRun, int[] hidden, Func<ComparisonRun, ComparisonRun> change)
    {
        ComparisonSettings settings = new()
        {
            Activations = [.. models.Select(model => model.Name)],
            Options = new ComparisonOptions { Folds = folds, Repeats = repeats, Hidden = hidden, Epochs = epochs, LearningRate = 0.001 },
            Threads = 2,
        };
        DataDescription data = new()
        {
            Name = source,
            Source = source,
            Target = metric == Metric.Accuracy ? "digit" : "progression",
            Rows = metric == Metric.Accuracy ? 1797 : 442,
            Features = metric == Metric.Accuracy ? 64 : 10,
            Classes = metric == Metric.Accuracy ? [.. Enumerable.Range(0, 10).Select(i => new ClassCount($"{i}", 180 - i % 4))] : [],
            Metric = metric,
            Baseline = baseline,
        };
        List<ComparisonRun>[] runs = [.. models.Select(_ => new List<ComparisonRun>())];
        int number = 0;
        for (int repeat = 1; repeat <= repeats; repeat++)
        {
            for (int fold = 1; fold <= folds; fold++)
            {
                for (int i = 0; i < models.Count; i++)
                {
                    if (keepRun?.Invoke(number++) ?? true)
                    {
                        runs[i].Add(change(Run(models[i], i, repeat, fold, epochs, hidden, metric, baseline)));
                    }
                }
            }
        }

        return ComparisonReportBuilder.Build(settings, data, $"hillock compare {source} --folds {folds} --seed 0", runs, interrupted);
    }

    private static ComparisonRun Run(Model model, int index, int repeat, int fold, int epochs, int[] hidden, Metric metric, double baseline)
    {
        // A difficulty that all activations share, and a smaller part of their own: that is what pairing is for.
        double score = model.Score + model.Spread * (Noise(repeat, fold, 99) + 0.4 * Noise(repeat, fold, index));
        bool diverged = model.Diverges && fold % 2 == 0;
        return new ComparisonRun
        {
            Candidate = index,
            Repeat = repeat,
            Fold = fold,
            HeldOutLoss = null,
            Diverged = diverged,
            SecondsPerEpoch = model.Seconds * (1 + 0.05 * Noise(fold, index, 7)),
            Score = diverged ? metric == Metric.Accuracy ? baseline : null : score,
            Epochs = [.. Enumerable.Range(1, epochs).Select(epoch => Epoch(epoch, epochs, score, baseline, diverged, index, fold))],
            Layers =
            [
                .. hidden.Select((width, layer) => new LayerDiagnostics(
                    $"layer {layer + 1}", width, model.Dead * (0.7 + 0.6 * layer / hidden.Length), model.Saturation * (0.8 + 0.3 * layer),
                    model.Mean * (1 - 0.2 * layer), 0.5,
                    0.3 * Math.Pow(model.Gradient, (double)(hidden.Length - layer) / hidden.Length))),
                new LayerDiagnostics("output", 10, null, null, null, null, 0.3),
            ],
        };
    }

    private static EpochReport Epoch(int epoch, int epochs, double score, double baseline, bool diverged, int index, int fold)
    {
        if (diverged && epoch > 3)
        {
            return new EpochReport(epoch, double.NaN, double.PositiveInfinity, null, 0.01);
        }

        double learnt = 1 - Math.Exp(-(5 - 0.25 * index) * epoch / epochs);
        return new EpochReport(
            epoch, 2.3 * Math.Exp(-4.5 * learnt) * (1 + 0.04 * Noise(epoch, index, fold)), 2.3 * Math.Exp(-3.2 * learnt),
            baseline + (score - baseline) * learnt + 0.004 * Noise(epoch, index, fold + 50), 0.01);
    }

    private static double Noise(int a, int b, int c)
    {
        double x = Math.Sin(a * 12.9898 + b * 78.233 + c * 37.719) * 43758.5453;
        return 2 * (x - Math.Floor(x)) - 1;
    }
}

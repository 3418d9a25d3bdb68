using Hillock.Cli.Statistics;
using Hillock.Data;
using Hillock.Training;

namespace Hillock.Cli.Reports;

/// <summary>Draws the conclusions from the single runs: means, tests, ranking, advice.</summary>
internal static class ComparisonReportBuilder
{
    private const double SignificanceLevel = 0.05;

    /// <summary>Builds the report.</summary>
    /// <param name="settings">What was asked for.</param>
    /// <param name="data">The data.</param>
    /// <param name="commandLine">The command line that repeats it.</param>
    /// <param name="runs">The finished runs of each, in the order of <see cref="ComparisonSettings.Candidates"/>.</param>
    /// <param name="interrupted">Whether it was ended early.</param>
    /// <param name="costs">What each costs, in the same order; null where it was not measured.</param>
    /// <param name="folds">The folds, where they are of unequal size, as in the order of time; null for equal parts, each held out once.</param>
    public static ComparisonReport Build(
        ComparisonSettings settings, DataDescription data, string commandLine, IReadOnlyList<IReadOnlyList<ComparisonRun>> runs, bool interrupted,
        IReadOnlyList<CandidateCost>? costs = null, IReadOnlyList<Fold>? folds = null)
    {
        if (runs.Count != settings.Candidates.Count)
        {
            throw new ArgumentException(
                $"There are {settings.Candidates.Count} names but the runs of {runs.Count}; pass a list for each, empty if need be.", nameof(runs));
        }

        double[]?[] scores = PairedScores(runs);
        double ratio = folds?.Average(static fold => (double)fold.HeldOut.Length / fold.Training.Length) ?? 1.0 / (settings.Options.Folds - 1);
        int[] order = Enumerable.Range(0, runs.Count).OrderByDescending(i => scores[i] is { } values ? Sample.Mean(values) : double.NegativeInfinity).ToArray();
        double unit = data.Unit(folds is null ? settings.Options.Folds : data.Rows / folds.Average(static fold => (double)fold.HeldOut.Length));
        Difference?[] differences = Compare(scores, order[0], ratio, unit);
        CandidateResult[] candidates =
            order.Select((i, rank) => Summarize(
                settings.Candidates[i], rank + 1, runs[i], scores[i], differences[i], Interval(data.Metric, scores[i], ratio, unit), data,
                costs is { Count: > 0 } ? costs[i] : null)).ToArray();
        return new ComparisonReport
        {
            Version = ToolVersion.Text,
            CommandLine = commandLine,
            Settings = settings,
            Data = data,
            Machine = MachineDescription.Current,
            Interrupted = interrupted,
            PlannedRuns = settings.Candidates.Count * settings.Options.Folds * settings.Options.Repeats,
            FinishedRuns = runs.Sum(list => list.Count),
            Candidates = [.. candidates.Select(result => result with { HeldOut = HeldOutResult.Of(result.Runs, settings.Losses.Count == 0) })],
            Advice = AdviceWriter.Write(candidates, data, settings, interrupted),
        };
    }

    // The scores of the folds that every candidate has finished, in one order. A candidate that diverged on one of its folds takes no part: leaving that fold
    // out for all would hide it. A fold whose score is not defined is left out for all.
    private static double[]?[] PairedScores(IReadOnlyList<IReadOnlyList<ComparisonRun>> runs)
    {
        bool[] takesPart = runs.Select(list => list.Count > 0 && !list.Any(run => run.Diverged && run.Score is null)).ToArray();
        HashSet<(int, int)> undefined = [.. runs.SelectMany(list => list).Where(IsUndefined).Select(run => (run.Repeat, run.Fold))];
        HashSet<(int, int)>? common = null;
        for (int i = 0; i < runs.Count; i++)
        {
            if (!takesPart[i])
            {
                continue;
            }

            IEnumerable<(int Repeat, int Fold)> folds = runs[i].Select(run => (run.Repeat, run.Fold)).Where(fold => !undefined.Contains(fold));
            if (common is null)
            {
                common = [.. folds];
            }
            else
            {
                common.IntersectWith(folds);
            }
        }

        return [.. runs.Select((list, i) => !takesPart[i] || common!.Count == 0 ? null : list
            .Where(run => common.Contains((run.Repeat, run.Fold)))
            .OrderBy(run => (run.Repeat, run.Fold))
            .Select(run => run.Score!.Value).ToArray())];
    }

    private static bool IsUndefined(ComparisonRun run) => run.Score is null && !run.Diverged;

    private static Difference?[] Compare(double[]?[] scores, int best, double ratio, double unit)
    {
        Difference?[] differences = new Difference?[scores.Length];
        if (scores[best] is not { Length: >= CorrectedResampledTTest.FewestScores } bestScores)
        {
            return differences;
        }

        int[] compared = Enumerable.Range(0, scores.Length).Where(i => i != best && scores[i] is not null).ToArray();
        CorrectedResampledTTest[] tests = compared.Select(i => CorrectedResampledTTest.Compare(scores[i], bestScores, ratio, unit)).ToArray();
        double[] adjusted = Holm.Adjust([.. tests.Select(test => test.Probability)]);
        for (int k = 0; k < compared.Length; k++)
        {
            differences[compared[k]] = new Difference(
                tests[k].Difference, tests[k].Interval.Low, tests[k].Interval.High, tests[k].Probability, adjusted[k], adjusted[k] < SignificanceLevel);
        }

        return differences;
    }

    // A share stays from 0 to 1, and R² is at most 1.
    private static Interval? Interval(Metric metric, double[]? scores, double ratio, double unit) =>
        scores is not { Length: >= 2 } ? null
        : metric != Metric.RSquared ? ShareInterval.Of(scores, ratio, unit)
        : ResampledMean.ConfidenceInterval(scores, ratio) is var interval ? interval with { High = Math.Min(1, interval.High) } : null;

    private static CandidateResult Summarize(
        string name, int rank, IReadOnlyList<ComparisonRun> runs, double[]? scores, Difference? difference, Interval? interval, DataDescription data,
        CandidateCost? cost)
    {
        LayerDiagnostics[] layers = MeanLayers(runs);
        return new CandidateResult
        {
            Name = name,
            Rank = rank,
            MeanScore = scores is null ? null : Sample.Mean(scores),
            ScoredFolds = scores?.Length ?? 0,
            LowScore = interval?.Low,
            HighScore = interval?.High,
            DifferenceFromBest = difference,
            TrainingScore = Mean(runs.Select(run => run.TrainingScore)),
            UndefinedRuns = runs.Count(IsUndefined),
            StillFallingRuns = runs.Count(SearchSummary.IsStillFalling),
            LearningRate = MedianOf(runs.Select(run => run.Settings?.LearningRate)),
            EpochsOfRun = MedianOf(runs.Select(run => (double?)run.Epochs.Count)),
            AtThirdOfRate = Mean(runs.Select(run => SearchSummary.GainAt(run, -1, data.Baseline))),
            AtThriceTheRate = Mean(runs.Select(run => SearchSummary.GainAt(run, 1, data.Baseline))),
            InitialDeviation = SearchSummary.InitialDeviation(runs),
            Cost = cost,
            SecondsPerEpoch = cost?.SecondsPerEpoch ?? MedianOf(runs.Select(run => (double?)run.SecondsPerEpoch)),
            DeadShare = MeanOverUnits(layers, layer => layer.DeadShare),
            Saturation = MeanOverUnits(layers, layer => layer.Saturation),
            MeanActivation = MeanOverUnits(layers, layer => layer.MeanActivation),
            GradientRatio = MedianOf(runs.Select(GradientRatio)),
            DivergedRuns = runs.Count(run => run.Diverged),
            Layers = layers,
            Epochs = MeanEpochs(runs),
            Runs = runs,
        };
    }

    private static LayerDiagnostics[] MeanLayers(IReadOnlyList<ComparisonRun> runs) =>
        runs.Count == 0 ? [] : [.. runs[0].Layers.Select((layer, i) => new LayerDiagnostics(
            layer.Name, layer.Units, Mean(runs.Select(run => run.Layers[i].DeadShare)), Mean(runs.Select(run => run.Layers[i].Saturation)),
            Mean(runs.Select(run => run.Layers[i].MeanActivation)), Mean(runs.Select(run => run.Layers[i].Deviation)),
            MedianOf(runs.Select(run => run.Layers[i].GradientNorm))))];

    private static EpochReport[] MeanEpochs(IReadOnlyList<ComparisonRun> runs)
    {
        int count = runs.Select(run => run.Epochs.Count).DefaultIfEmpty(0).Max();
        EpochReport[] means = new EpochReport[count];
        for (int i = 0; i < count; i++)
        {
            EpochReport[] epochs = runs.Where(run => run.Epochs.Count > i).Select(run => run.Epochs[i]).ToArray();
            means[i] = new EpochReport(
                i + 1, Mean(epochs.Select(epoch => (double?)epoch.TrainingLoss)) ?? double.NaN, Mean(epochs.Select(epoch => epoch.HeldOutLoss)),
                Mean(epochs.Select(epoch => epoch.HeldOutScore)), MedianOf(epochs.Select(epoch => (double?)epoch.Seconds)) ?? double.NaN);
        }

        return means;
    }

    private static double? GradientRatio(ComparisonRun run)
    {
        double? ratio = run.Layers.Count < 2 ? null : run.Layers[0].GradientNorm / run.Layers[^1].GradientNorm;
        return ratio is { } value && double.IsFinite(value) ? value : null;
    }

    private static double? MeanOverUnits(LayerDiagnostics[] layers, Func<LayerDiagnostics, double?> value)
    {
        LayerDiagnostics[] hidden = layers.Where(layer => value(layer) is not null).ToArray();
        return hidden.Length == 0 ? null : hidden.Sum(layer => layer.Units * value(layer)!.Value) / hidden.Sum(layer => layer.Units);
    }

    private static double? Mean(IEnumerable<double?> values)
    {
        double[] present = [.. values.OfType<double>().Where(double.IsFinite)];
        return present.Length == 0 ? null : Sample.Mean(present);
    }

    private static double? MedianOf(IEnumerable<double?> values)
    {
        double[] present = [.. values.OfType<double>().Where(double.IsFinite)];
        return present.Length == 0 ? null : Median.Of(present);
    }
}

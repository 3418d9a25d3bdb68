using Hillock.Training;

namespace Hillock.Cli.Reports;

/// <summary>The training curves as means over the runs.</summary>
/// <remarks>
/// Where all runs have as many epochs, a point is an epoch. Where their numbers differ, a mean over the runs that are left would jump as they end, so that a
/// point is a share of each run's training instead, in hundredths.
/// </remarks>
internal sealed class MeanCurves
{
    private const int Steps = 100;

    private readonly int? _epochs;

    /// <summary>Looks at all runs.</summary>
    public MeanCurves(ComparisonReport report)
    {
        int[] counts = [.. report.Candidates.SelectMany(result => result.Runs).Where(run => !run.Diverged).Select(run => run.Epochs.Count).Distinct()];
        _epochs = counts.Length == 0 ? report.Candidates.Max(result => result.Epochs.Count) : counts.Length == 1 ? counts[0] : null;
    }

    /// <summary>What a point's place is.</summary>
    public string Unit => _epochs is null ? "share of the training, %" : "epoch";

    /// <summary>How many points a curve has.</summary>
    public int Count => _epochs ?? Steps;

    /// <summary>The places and means of one candidate; NaN where no run has a number.</summary>
    public IReadOnlyList<(int Place, double Mean)> Of(CandidateResult result, Func<EpochReport, double?> value) =>
        _epochs is null
            ? [.. Enumerable.Range(1, Steps).Select(step => (step, Mean(result.Runs.Where(run => !run.Diverged).Select(run => At(run, step)), value)))]
            : [.. result.Epochs.Select(epoch => (epoch.Epoch, value(epoch) ?? double.NaN))];

    private static EpochReport? At(ComparisonRun run, int step) => run.Epochs.Count == 0 ? null : run.Epochs[(step * run.Epochs.Count + Steps - 1) / Steps - 1];

    private static double Mean(IEnumerable<EpochReport?> epochs, Func<EpochReport, double?> value)
    {
        double[] present = [.. epochs.OfType<EpochReport>().Select(value).OfType<double>().Where(double.IsFinite)];
        return present.Length == 0 ? double.NaN : present.Average();
    }
}

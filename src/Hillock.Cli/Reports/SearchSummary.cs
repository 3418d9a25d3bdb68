using Hillock.Cli.Statistics;
using Hillock.Training;

namespace Hillock.Cli.Reports;

/// <summary>What the search for a learning rate tells about an activation.</summary>
internal static class SearchSummary
{
    /// <summary>Whether a run's loss still fell when it ended.</summary>
    public static bool IsStillFalling(ComparisonRun run)
    {
        if (run.Diverged || run.Epochs.Count < 4)
        {
            return false;
        }

        if (run.Settings is { EpochsFound: true })
        {
            return run.Settings.StillFalling;
        }

        // Where the epochs were given, the curve alone can tell: a training that has come to its end gains little in its second half.
        double[] losses = [.. run.Epochs.Select(epoch => epoch.HeldOutLoss ?? double.NaN)];
        double half = losses[(losses.Length / 2) - 1], end = losses[^1], fall = losses[0] - end;
        return fall > 0 && half - end > DiagnosisThresholds.LateFall * fall;
    }

    /// <summary>What the next rate below or above adds to the score on the training part; null where it was not tried.</summary>
    /// <param name="run">The run.</param>
    /// <param name="step">−1 or 1.</param>
    /// <param name="guess">The score of a rate that diverged.</param>
    public static double? GainAt(ComparisonRun run, int step, double guess)
    {
        if (run.Settings is not { Tried.Count: > 1 } settings)
        {
            return null;
        }

        int place = settings.Tried.TakeWhile(trial => trial.LearningRate < settings.LearningRate).Count();
        return place + step < 0 || place + step >= settings.Tried.Count || settings.Tried[place].Score is not { } score
            ? null
            : (settings.Tried[place + step].Score ?? guess) - score;
    }

    /// <summary>The standard deviation over initial weights: the square root of the mean variance of the runs.</summary>
    public static double? InitialDeviation(IReadOnlyList<ComparisonRun> runs)
    {
        double[] variances =
        [
            .. runs.Select(run => run.Settings?.Redrawn ?? []).Where(scores => scores.Count >= 2 && scores.All(double.IsFinite))
                .Select(scores => Sample.Variance([.. scores])),
        ];
        return variances.Length == 0 ? null : Math.Sqrt(Sample.Mean(variances));
    }
}

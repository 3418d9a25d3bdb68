using Hillock.Kernels;
using Hillock.Numbers;

namespace Hillock.Training.Search;

/// <summary>
/// Gives an activation its chance: finds the learning rate and the number of epochs that suit it, on the training part of a fold alone.
/// </summary>
/// <remarks>
/// A fifth of the training part is looked at. Every rate trains the same network at a constant rate for up to a quarter of the longest training, or until the
/// loss on that fifth has settled; the rate of the smallest loss goes on to its end. A loss has settled when it has not fallen by a thousandth of all that
/// it has
/// fallen for half as many epochs as before (a patience that grows with the epochs, as in the Theano tutorials, 2010), and for about 500 steps at least;
/// where the
/// score is hardly better than a guess, for 3000, because networks rest on plateaus before they learn. All activations have the same rates and the same
/// longest training.
/// </remarks>
internal static class TrainingSearch
{
    /// <summary>The share of the whole fall from which on a further one counts.</summary>
    internal const double Improvement = 0.001;

    /// <summary>The longest training in steps, where the number of epochs is not given: ten times of what small data sets usually need.</summary>
    private const int LongestSteps = 15_000;

    /// <summary>How much better than a guess, as a share of what can be gained, a score is not to be before its loss is taken to lie on a plateau.</summary>
    internal const double PoorSkill = 0.2;

    private const int PatientSteps = 500;
    private const int PlateauSteps = 3000;

    // Of a small table, whose few rows to look at say little about an early end, 20 epochs; of a large one, which a few epochs fit too well, 4.
    private const int FewestSteps = 100;
    private const int FewestEpochs = 4;
    private const int FewestEpochsOfFewRows = 20;

    private const int Draws = 2;

    // "Draw" in the upper half keeps apart from other streams of the same seed.
    private const ulong DrawStream = 0x44726177_00000000;

    /// <summary>The epochs that a loss is the mean of: the least of many noisy numbers would prefer the rate that makes the most noise.</summary>
    internal const int Smoothed = 5;

    /// <summary>The most epochs where their number is not given: 10 to 1000, for about 15,000 steps.</summary>
    internal static int LongestEpochs(int rows, int batchSize) => Math.Clamp(LongestSteps / Partition.Count(rows, batchSize), 10, 1000);

    /// <summary>The fewest epochs of a training whose end was found.</summary>
    internal static int ShortestEpochs(int rows, int batchSize) =>
        Math.Clamp(Partition.Count(FewestSteps, Partition.Count(rows, batchSize)), FewestEpochs, FewestEpochsOfFewRows);

    /// <summary>The epochs without a fall that are always waited for.</summary>
    /// <param name="stepsOfEpoch">The steps of an epoch.</param>
    /// <param name="isPoor">Whether hardly anything is learnt yet: the loss may lie on a plateau.</param>
    internal static int Patience(int stepsOfEpoch, bool isPoor) =>
        isPoor ? Math.Clamp(PlateauSteps / stepsOfEpoch, 5, 300) : Math.Clamp(PatientSteps / stepsOfEpoch, 5, 50);

    /// <summary>Searches; null if it was cancelled.</summary>
    /// <param name="factory">Makes the networks.</param>
    /// <param name="fold">The fold.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="redraw">Whether to find out, too, how much the score depends on the initial weights.</param>
    /// <param name="report">Is told the finished share of the search.</param>
    /// <param name="cancellationToken">Ends the search after a step.</param>
    internal static TrainingSettings? Find(
        MlpFactory factory, FoldData fold, ulong seed, bool redraw, Action<double> report, CancellationToken cancellationToken)
    {
        ComparisonOptions options = factory.Options;
        int rows = fold.TrainingInputs.Shape[0];
        int longest = options.Epochs ?? LongestEpochs(rows, options.BatchSize);
        double usualRate = options.LearningRate ?? options.Optimizer.UsualRate();
        if (InnerSplit.Of(fold, seed) is not { } split)
        {
            return new TrainingSettings { LearningRate = usualRate, Epochs = options.Epochs ?? ComparisonOptions.UsualEpochs(rows, options.BatchSize) };
        }

        // Where a part of very many rows is looked at, an epoch of it is shorter, and the same number of steps has more of them.
        int innerLongest = options.Epochs ?? LongestEpochs(split.TrainingInputs.Shape[0], options.BatchSize);
        IReadOnlyList<double> rates = options.LearningRate is { } fixedRate ? [fixedRate] : options.Optimizer.Rates();
        int first = rates.Count == 1 ? innerLongest : Math.Max(1, Math.Max(Partition.Count(innerLongest, 4), Math.Min(innerLongest, 20)));
        int draws = redraw ? Draws : 0;
        double planned = (first * (rates.Count + draws)) + (innerLongest - first);
        List<SettingsTrial> trials = new List<SettingsTrial>();
        foreach (double rate in rates)
        {
            SettingsTrial trial = new SettingsTrial(factory, split, seed, rate);
            double before = first * trials.Count;
            trials.Add(trial);
            if (!trial.Train(first, epoch => report((before + epoch) / planned), cancellationToken))
            {
                return null;
            }
        }

        SettingsTrial best = Best(trials);
        RateTrial[] tried = [.. trials.Select(static trial => trial.Result)];
        double[] redrawn = [best.BestScore];
        for (int draw = 1; draw <= draws; draw++)
        {
            SettingsTrial again = new SettingsTrial(factory, split, new Philox(seed, DrawStream).Bits64((ulong)draw), best.Rate);
            double before = first * (rates.Count + draw - 1);
            if (!again.Train(first, epoch => report((before + epoch) / planned), cancellationToken))
            {
                return null;
            }

            redrawn = [.. redrawn, again.BestScore];
        }

        // A rate may be too large only for the longer training: the next best then goes on instead.
        while (true)
        {
            if (!best.Train(innerLongest, epoch => report(((first * (rates.Count + draws - 1)) + epoch) / planned), cancellationToken))
            {
                return null;
            }

            if (!best.Diverged || Best(trials) == best)
            {
                break;
            }

            tried[trials.IndexOf(best)] = best.Result;
            redrawn = [];
            best = Best(trials);
        }

        // A rate that falls along half a cosine is half as large on the whole as the constant one of the search.
        int shortest = Math.Min(longest, ShortestEpochs(rows, options.BatchSize));
        int epochs = options.Epochs ?? (best.HasSettled ? Math.Clamp(2 * best.BestEpoch, shortest, longest) : longest);
        return new TrainingSettings
        {
            LearningRate = best.Rate,
            Epochs = epochs,
            EpochsFound = options.Epochs is null,
            Tried = tried,
            Redrawn = redraw ? redrawn : [],
            StillFalling = !best.HasSettled && !best.Diverged && best.BestEpoch > 0 && best.Epochs >= innerLongest,
        };
    }

    // Rates that are found equal: the first, that is the smallest; where all diverge or none learns, the smallest too.
    private static SettingsTrial Best(List<SettingsTrial> trials) =>
        trials.Where(static trial => trial.Result.Loss is not null).MinBy(static trial => trial.Loss) ?? trials.MinBy(static trial => trial.Rate)!;
}

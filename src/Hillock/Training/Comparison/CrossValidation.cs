using System.Runtime.CompilerServices;
using Hillock.Data;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Training.Search;

namespace Hillock.Training;

/// <summary>Cross-validates one network with several activations.</summary>
public static class CrossValidation
{
    // "Rept" and "CRun" in the upper halves keep apart from the streams that other folders use of the same seed.
    private const ulong RepeatStream = 0x52657074_00000000;
    private const ulong RunStream = 0x4352756E_00000000;

    // Of the time of a comparison of usual size.
    private const double CostShare = 0.05;

    /// <summary>
    /// Trains the same multi-layer perceptron with each activation on the same folds, from the same random numbers scaled as each activation
    /// needs, on the same minibatches, and scores it on the rows held out.
    /// </summary>
    /// <remarks>
    /// The target decides the loss and the score: cross-entropy and accuracy for classes, mean squared error of the standardised target and R² for
    /// real numbers. Features (and a real target) are standardised by the training part alone, and features beyond 5 standard deviations count as 5.
    /// Where the options leave the learning rate or the number of epochs open, each run finds its own on its training part alone: all activations have the same
    /// chance. The learning rate then falls along half a cosine to 0. Runs go on side by side on up to
    /// <see cref="Parallelism.Threads"/> threads; no score depends on their number. Rows with a time
    /// (<see cref="TabularData.Times"/>) are predicted from earlier ones (<see cref="TimeFolds"/>), groups (<see cref="TabularData.Groups"/>) stay together
    /// (<see cref="GroupKFold"/>), classes are divided equally (<see cref="StratifiedKFold"/>).
    /// </remarks>
    /// <param name="data">The data.</param>
    /// <param name="activations">The activations, at least one, with different names.</param>
    /// <param name="options">How to train and test; the defaults when null.</param>
    /// <param name="progress">Is told of each epoch, from whichever thread finished it; or null.</param>
    /// <param name="cancellationToken">Ends the comparison after the steps under way; the finished runs are returned, without costs.</param>
    /// <exception cref="ArgumentException">
    /// There is no activation, two have one name, an option is out of range, or the data has too few rows of a class.
    /// </exception>
    public static TrainingComparison Compare(
        TabularData data, IReadOnlyList<ActivationChoice> activations, ComparisonOptions? options = null,
        IProgress<ComparisonProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(activations);
        LossChoice loss = LossChoice.Default(data.IsClassification);
        return Run(
            data, [.. activations.Select(activation => new Candidate(activation?.Name!, activation!, loss))], nameof(activations), options, progress,
            cancellationToken);
    }

    /// <summary>
    /// Trains the same multi-layer perceptron with each loss, as <see cref="Compare"/> does with each activation. The scores can be compared, the losses
    /// cannot.
    /// </summary>
    /// <param name="data">The data.</param>
    /// <param name="activation">The activation of the hidden units.</param>
    /// <param name="losses">The losses, at least one, with different names.</param>
    /// <param name="options">How to train and test; the defaults when null.</param>
    /// <param name="progress">Is told of each epoch, from whichever thread finished it; or null.</param>
    /// <param name="cancellationToken">Ends the comparison after the steps under way; the finished runs are returned, without costs.</param>
    /// <exception cref="ArgumentException">There is no loss, two have one name, an option is out of range, or the data has too few rows of a class.</exception>
    public static TrainingComparison CompareLosses(
        TabularData data, ActivationChoice activation, IReadOnlyList<LossChoice> losses, ComparisonOptions? options = null,
        IProgress<ComparisonProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(activation);
        ArgumentNullException.ThrowIfNull(losses);
        return Run(data, [.. losses.Select(loss => new Candidate(loss?.Name!, activation, loss!))], nameof(losses), options, progress, cancellationToken);
    }

    private static TrainingComparison Run(
        TabularData data, Candidate[] candidates, string parameter, ComparisonOptions? options, IProgress<ComparisonProgress>? progress,
        CancellationToken cancellationToken)
    {
        CheckNames(candidates, parameter);
        options = options is { Splits: { Count: > 0 } given } ? options with { Folds = given.Count, Repeats = 1 } : options;
        options = (options ?? new ComparisonOptions()).Resolve(data);
        IReadOnlyList<Fold>[] splits = [.. Enumerable.Range(0, options.Repeats).Select(repeat => Split(data, options, repeat))];
        int jobs = options.Repeats * options.Folds * candidates.Length;
        int classes = data.IsClassification ? data.ClassNames.Count : 0;
        ComparisonRun?[] runs = new ComparisonRun?[jobs];
        using FoldCache folds = new FoldCache(data, splits, candidates.Length, options);
        ProgressCounter counter = new ProgressCounter(progress, jobs, options.MeasureCosts ? CostShare : 0);

        // All candidates of a fold before the next fold: interrupted, the finished runs are paired.
        Parallelism.For(jobs, job =>
        {
            int index = job % candidates.Length;
            int place = job / candidates.Length;
            if (!cancellationToken.IsCancellationRequested)
            {
                runs[job] = Train(index, place);
            }

            folds.Finish(place);
        });

        // A frame of its own: what it holds is free before the fold is forgotten.
        [MethodImpl(MethodImplOptions.NoInlining)]
        ComparisonRun? Train(int index, int place)
        {
            FoldData fold = folds.Take(place);
            ulong seed = new Philox(options.Seed, RunStream).Bits64((ulong)place);
            (string name, ActivationChoice activation, LossChoice loss) = candidates[index];
            MlpFactory factory = new(activation, loss, options, fold.TrainingInputs.Shape[1], classes);
            return new MlpRun(fold, factory, seed, counter, name, index, place).Train(cancellationToken);
        }

        IReadOnlyList<ComparisonRun>[] results = new IReadOnlyList<ComparisonRun>[candidates.Length];
        for (int i = 0; i < results.Length; i++)
        {
            int index = i;
            results[i] = [.. runs.Where((_, job) => job % candidates.Length == index).OfType<ComparisonRun>()];
        }

        bool interrupted = runs.Contains(null);
        CandidateCost[] costs = options.MeasureCosts && !interrupted
            ? Costs(candidates, options, data, folds.Features, results, counter, cancellationToken)
            : [];
        interrupted |= options.MeasureCosts && costs.Length == 0;
        return new TrainingComparison(options, folds.Features, results, interrupted) { Costs = costs, Splits = splits };
    }

    // By itself and after all runs, so that times are those of warm code. None where it was cancelled.
    private static CandidateCost[] Costs(
        Candidate[] candidates, ComparisonOptions options, TabularData data, int features, IReadOnlyList<ComparisonRun>[] results, ProgressCounter counter,
        CancellationToken cancellationToken)
    {
        int classes = data.IsClassification ? data.ClassNames.Count : 0;
        int rows = data.RowCount - (data.RowCount / options.Folds);
        bool isCold = results.Sum(static list => list.Sum(static run => run.Epochs.Sum(static epoch => epoch.Seconds))) < 3;
        CandidateCost[] costs = new CandidateCost[candidates.Length];
        try
        {
            for (int i = 0; i < costs.Length; i++)
            {
                counter.ReportCosts(candidates[i].Name, i, costs.Length);
                MlpFactory factory = new MlpFactory(candidates[i].Activation, candidates[i].Loss, options, features, classes);
                costs[i] = CostMeasurement.Measure(factory, rows, warmUpSeconds: isCold && i == 0 ? 1.2 : 0.2, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return [];
        }

        counter.ReportCosts(candidates[^1].Name, costs.Length, costs.Length);
        return costs;
    }

    private static IReadOnlyList<Fold> Split(TabularData data, ComparisonOptions options, int repeat)
    {
        ulong seed = new Philox(options.Seed, RepeatStream).Bits64((ulong)repeat);
        return options.Splits is { Count: > 0 } given ? given
            : data.Times.Length > 0 ? TimeFolds.Split(data.Times, options.Folds)
            : data.Groups.Length > 0 ? GroupKFold.Split(data.Groups, options.Folds, seed)
            : data.IsClassification ? StratifiedKFold.Split(data.Classes, options.Folds, seed, data.ClassNames, options.SpreadRareClasses)
            : KFold.Split(data.RowCount, options.Folds, seed);
    }

    private static void CheckNames(Candidate[] candidates, string parameter)
    {
        if (candidates.Length == 0)
        {
            throw new ArgumentException($"A comparison needs at least one {(parameter == "losses" ? "loss" : "activation")} but got none.", parameter);
        }

        HashSet<string> names = new HashSet<string>(StringComparer.Ordinal);
        foreach (Candidate candidate in candidates)
        {
            ArgumentNullException.ThrowIfNull(candidate.Name, parameter);
            if (!names.Add(candidate.Name))
            {
                throw new ArgumentException(
                    $"The {(parameter == "losses" ? "loss" : "activation")} {candidate.Name} is named twice; leave one out.", parameter);
            }
        }
    }

    /// <summary>What one row of the comparison is about.</summary>
    private sealed record Candidate(string Name, ActivationChoice Activation, LossChoice Loss);
}

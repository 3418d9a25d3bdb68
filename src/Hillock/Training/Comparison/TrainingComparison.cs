using Hillock.Data;

namespace Hillock.Training;

/// <summary>The result of <see cref="CrossValidation.Compare"/>.</summary>
/// <param name="Options">The options; what each run found for itself is null.</param>
/// <param name="Features">The inputs of the network: feature columns, after categories became columns of their own, in the first fold.</param>
/// <param name="Runs">The finished runs of each activation or loss, in the order that was asked for; by repeat and fold.</param>
/// <param name="Interrupted">Whether it was cancelled before all runs were finished and all costs measured.</param>
public sealed record TrainingComparison(
    ComparisonOptions Options, int Features, IReadOnlyList<IReadOnlyList<ComparisonRun>> Runs, bool Interrupted)
{
    /// <summary>
    /// What each activation or loss costs, in the order that was asked for; empty without <see cref="ComparisonOptions.MeasureCosts"/>, and where the
    /// comparison was interrupted.
    /// </summary>
    public IReadOnlyList<CandidateCost> Costs { get; init; } = [];

    /// <summary>Which rows each part held out, for every repeat.</summary>
    internal IReadOnlyList<IReadOnlyList<Fold>> Splits { get; init; } = [];

    /// <summary>The scores of the runs of an activation or a loss that have one, by repeat and fold.</summary>
    /// <param name="candidate">Its place in the list that was asked for, from 0.</param>
    public IReadOnlyList<double> Scores(int candidate) => [.. Runs[candidate].Select(static run => run.Score).OfType<double>()];
}

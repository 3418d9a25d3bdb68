namespace Hillock.Training;

/// <summary>The result of <see cref="CrossValidation.Compare"/>.</summary>
/// <param name="Options">The options with every default filled in.</param>
/// <param name="Features">The inputs of the network: feature columns, after categories became columns of their own, in the first fold.</param>
/// <param name="Runs">The finished runs of each activation, in the order that was asked for; by repeat and fold.</param>
/// <param name="Interrupted">Whether it was cancelled before all runs were finished.</param>
public sealed record TrainingComparison(
    ComparisonOptions Options, int Features, IReadOnlyList<IReadOnlyList<ComparisonRun>> Runs, bool Interrupted)
{
    /// <summary>The scores of an activation's runs that have one, by repeat and fold.</summary>
    /// <param name="activation">The activation's place, from 0.</param>
    public IReadOnlyList<double> Scores(int activation) => [.. Runs[activation].Select(static run => run.Score).OfType<double>()];
}

namespace Hillock.Training;

/// <summary>How far a comparison is.</summary>
/// <param name="Candidate">The name of the activation or loss whose epoch was just finished.</param>
/// <param name="Repeat">Its repeat, from 1.</param>
/// <param name="Fold">Its fold, from 1.</param>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="FinishedRuns">Runs finished so far.</param>
/// <param name="PlannedRuns">Runs in all.</param>
/// <param name="Fraction">The share of all epochs that is finished, from 0 to 1; a run that ends early counts in full.</param>
public sealed record ComparisonProgress(string Candidate, int Repeat, int Fold, int Epoch, int FinishedRuns, int PlannedRuns, double Fraction);

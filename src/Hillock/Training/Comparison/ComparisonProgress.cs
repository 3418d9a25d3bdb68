namespace Hillock.Training;

/// <summary>How far a comparison is.</summary>
/// <param name="Candidate">The name of the activation or loss whose epoch was just finished, or whose costs are measured after all runs.</param>
/// <param name="Repeat">Its repeat, from 1; 0 while costs are measured.</param>
/// <param name="Fold">Its fold, from 1; 0 while costs are measured.</param>
/// <param name="Epoch">The epoch, from 1; 0 while costs are measured.</param>
/// <param name="FinishedRuns">Runs finished so far.</param>
/// <param name="PlannedRuns">Runs in all.</param>
/// <param name="Fraction">The share of the work that is finished, from 0 to 1; a run that ends early counts in full.</param>
public sealed record ComparisonProgress(string Candidate, int Repeat, int Fold, int Epoch, int FinishedRuns, int PlannedRuns, double Fraction);

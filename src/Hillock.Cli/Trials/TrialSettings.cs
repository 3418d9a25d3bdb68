namespace Hillock.Cli.Trials;

/// <summary>Comparisons to try out.</summary>
/// <param name="Rows">The rows of each data set.</param>
/// <param name="Candidates">The activations of each comparison.</param>
/// <param name="Folds">The folds.</param>
/// <param name="Repeats">The repeats.</param>
/// <param name="Count">How many comparisons.</param>
/// <param name="Seed">Draws data sets, folds and networks.</param>
internal sealed record TrialSettings(int Rows, int Candidates, int Folds, int Repeats, int Count, ulong Seed);

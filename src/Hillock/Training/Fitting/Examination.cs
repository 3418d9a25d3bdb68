namespace Hillock.Training;

/// <summary>What was measured of a network on data that it is not trained on.</summary>
/// <param name="Loss">The mean loss.</param>
/// <param name="Score">The score.</param>
/// <param name="Metrics">The metrics by name; null if none was asked for.</param>
internal readonly record struct Examination(double Loss, double Score, IReadOnlyDictionary<string, double>? Metrics);

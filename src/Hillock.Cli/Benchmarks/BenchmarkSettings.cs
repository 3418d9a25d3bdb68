namespace Hillock.Cli.Benchmarks;

/// <summary>How cases are measured.</summary>
/// <param name="Seconds">The time spent on each case.</param>
/// <param name="Sizes">The numbers of elements of the group <c>elementwise</c>.</param>
internal sealed record BenchmarkSettings(double Seconds, IReadOnlyList<int> Sizes);

namespace Hillock.Cli.Benchmarks;

/// <summary>A piece of work whose time is taken.</summary>
/// <param name="Name">As the peer's script names the same work.</param>
/// <param name="Work">How many units one run does.</param>
/// <param name="Unit">The unit of the rate, such as <c>elements/s</c>.</param>
/// <param name="Run">Does the work once.</param>
/// <param name="Waited">The time that all runs so far waited for data, where they do; the share of it is told beside the rate.</param>
internal sealed record BenchmarkCase(string Name, double Work, string Unit, Action Run, Func<TimeSpan>? Waited = null);

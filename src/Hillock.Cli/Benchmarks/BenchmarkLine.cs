using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hillock.Cli.Benchmarks;

/// <summary>A result, one JSON object a line.</summary>
/// <param name="Group">The group of cases.</param>
/// <param name="Case">The case.</param>
/// <param name="Rate">Units of work a second.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Seconds">The time of the fastest run.</param>
/// <param name="Threads">The threads that it was allowed.</param>
/// <param name="Width">The bits of the vectors that the processor offers; 0 without vector instructions.</param>
/// <param name="Waiting">The share of the time of all runs in which they waited for data, of cases that do.</param>
internal sealed record BenchmarkLine(
    string Group, string Case, double Rate, string Unit, double Seconds, int Threads, int Width,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Waiting = null)
{
    public string ToJson() => JsonSerializer.Serialize(this, BenchmarkJson.Lines.BenchmarkLine);
}

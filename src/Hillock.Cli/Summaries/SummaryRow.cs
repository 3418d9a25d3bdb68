using System.Text.Json.Serialization;
using Hillock.Modules;

namespace Hillock.Cli.Summaries;

/// <summary>A module as <c>hillock summary --json</c> shows it.</summary>
internal sealed record SummaryRow(
    string Path, string Name, IReadOnlyList<int>? Output, long Parameters, long LearnedParameters, long MultiplyAdds, long ActivationBytes, int Calls)
{
    public static SummaryRow Of(LayerSummary layer) => new(
        layer.Path, layer.Name, layer.Output?.Dimensions.ToArray(), layer.Parameters, layer.LearnedParameters, layer.MultiplyAdds, layer.ActivationBytes,
        layer.Calls);
}

/// <summary>A summary as JSON, without reflection.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SummaryRow[]))]
internal sealed partial class SummaryJson : JsonSerializerContext
{
    /// <summary>Indented.</summary>
    public static SummaryJson Readable => Default;
}

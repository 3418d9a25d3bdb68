using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hillock.Cli.Benchmarks;

/// <summary>Lines as JSON, without reflection.</summary>
[JsonSerializable(typeof(BenchmarkLine))]
internal sealed partial class BenchmarkJson : JsonSerializerContext
{
    /// <summary>One line an object.</summary>
    public static BenchmarkJson Lines { get; } =
        new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

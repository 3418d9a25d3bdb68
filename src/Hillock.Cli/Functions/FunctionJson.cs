using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hillock.Cli.Functions;

/// <summary>The catalogue as JSON, without reflection.</summary>
[JsonSerializable(typeof(FunctionRow[]))]
[JsonSerializable(typeof(LayerRow[]))]
internal sealed partial class FunctionJson : JsonSerializerContext
{
    /// <summary>Indented, with formulas as they are.</summary>
    public static FunctionJson Readable => new(new JsonSerializerOptions
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}

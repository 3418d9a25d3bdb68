using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hillock.Cli.Diagnoses;

/// <summary>The report as JSON, without reflection.</summary>
[JsonSerializable(typeof(DiagnosisReport))]
internal sealed partial class DiagnosisJson : JsonSerializerContext
{
    /// <summary>Writes a report; every number can be read back to the last bit.</summary>
    public static string Write(DiagnosisReport report) =>
        JsonSerializer.Serialize(report, new DiagnosisJson(new JsonSerializerOptions
        {
            WriteIndented = true,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        }).DiagnosisReport) + "\n";
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Hillock.Cli.Reports;
using Hillock.Training;

namespace Hillock.Cli.Diagnoses;

/// <summary>The report as JSON, without reflection.</summary>
[JsonSerializable(typeof(DiagnosisReport))]
internal sealed partial class DiagnosisJson : JsonSerializerContext
{
    /// <summary>Writes a report; every number can be read back to the last bit.</summary>
    public static string Write(DiagnosisReport report)
    {
        JsonSerializerOptions options = JsonLayout.Options(
            Default, indented: true, JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            JsonLayout.Only<EpochReport>("epoch", "trainingLoss", "heldOutLoss", "heldOutScore"),
            JsonLayout.Rename<LayerDiagnostics>("meanActivation", "mean"),
            JsonLayout.Only<LayerDiagnostics>("name", "units", "mean", "variance", "deadShare", "saturation", "nonNegativeRows", "gradientNorm"));
        return JsonSerializer.Serialize(report, (JsonTypeInfo<DiagnosisReport>)options.GetTypeInfo(typeof(DiagnosisReport))) + "\n";
    }
}

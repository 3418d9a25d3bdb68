using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Hillock.Training;

namespace Hillock.Cli.Reports;

/// <summary>The report as JSON, without reflection.</summary>
[JsonSerializable(typeof(ComparisonReport))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    /// <summary>Writes a report; every number can be read back to the last bit. Names with accents stay as they are: a file is no web page.</summary>
    public static string Write(ComparisonReport report) => Serialize(report, indented: true, JavaScriptEncoder.UnsafeRelaxedJsonEscaping) + "\n";

    /// <summary>
    /// Writes a report for embedding in a page: without indentation, and with the runs' training curves left out, which make up
    /// nearly all of it. Escapes what would end a script element.
    /// </summary>
    public static string WriteCompact(ComparisonReport report)
    {
        ComparisonReport withoutCurves = report with
        {
            Candidates = [.. report.Candidates.Select(result => result with { Runs = [.. result.Runs.Select(run => run with { Epochs = [] })] })],
        };
        return Serialize(withoutCurves, indented: false, JavaScriptEncoder.Default);
    }

    private static string Serialize(ComparisonReport report, bool indented, JavaScriptEncoder encoder)
    {
        JsonSerializerOptions options = JsonLayout.Options(
            Default, indented, encoder,
            JsonLayout.Only<ComparisonRun>("repeat", "fold", "score", "trainingScore", "settings", "secondsPerEpoch", "diverged", "epochs", "layers"),
            JsonLayout.Only<EpochReport>("epoch", "trainingLoss", "heldOutLoss", "heldOutScore"),
            JsonLayout.Only<LayerDiagnostics>("name", "units", "deadShare", "saturation", "meanActivation", "deviation", "gradientNorm"),
            JsonLayout.Only<ComparisonOptions>(
                "folds", "repeats", "hidden", "epochs", "batchSize", "optimizer", "learningRate", "weightDecay", "balance", "naturalEpochs", "seed"),
            JsonLayout.Flatten<ComparisonSettings, ComparisonOptions>("options", settings => settings.Options));
        return JsonSerializer.Serialize(report, (JsonTypeInfo<ComparisonReport>)options.GetTypeInfo(typeof(ComparisonReport)));
    }
}

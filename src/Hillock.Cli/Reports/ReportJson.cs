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
    public static string Write(ComparisonReport report) => Serialize(
        report, indented: true, JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        "repeat", "fold", "score", "trainingScore", "settings", "secondsPerEpoch", "diverged", "epochs", "layers") + "\n";

    /// <summary>
    /// Writes a report for embedding in a page: without indentation, the training curves, the single runs' layers and searches, and the bins and worst rows of
    /// predictions, which make up nearly all of it. Escapes what would end a script element.
    /// </summary>
    public static string WriteCompact(ComparisonReport report)
    {
        ComparisonReport shortened = report with { Candidates = [.. report.Candidates.Select(Shortened)] };
        return Serialize(shortened, indented: false, JavaScriptEncoder.Default, "repeat", "fold", "score", "trainingScore", "secondsPerEpoch", "diverged");
    }

    private static CandidateResult Shortened(CandidateResult result) =>
        result with { Epochs = [], HeldOut = result.HeldOut is { } heldOut ? heldOut with { Worst = [], Calibration = [] } : null };

    private static string Serialize(ComparisonReport report, bool indented, JavaScriptEncoder encoder, params string[] ofRuns)
    {
        JsonSerializerOptions options = JsonLayout.Options(
            Default, indented, encoder,
            JsonLayout.Only<ComparisonRun>(ofRuns),
            JsonLayout.Only<EpochReport>("epoch", "trainingLoss", "heldOutLoss", "heldOutScore"),
            JsonLayout.Only<LayerDiagnostics>("name", "units", "deadShare", "saturation", "meanActivation", "deviation", "gradientNorm"),
            JsonLayout.Only<ComparisonOptions>(
                "folds", "repeats", "hidden", "epochs", "batchSize", "optimizer", "learningRate", "weightDecay", "balance", "naturalEpochs", "seed"),
            JsonLayout.Flatten<ComparisonSettings, ComparisonOptions>("options", settings => settings.Options));
        return JsonSerializer.Serialize(report, (JsonTypeInfo<ComparisonReport>)options.GetTypeInfo(typeof(ComparisonReport)));
    }
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hillock.Cli.Reports;

/// <summary>The report as JSON, without reflection.</summary>
[JsonSerializable(typeof(ComparisonReport))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    /// <summary>Writes a report; every number can be read back to the last bit. Names with accents stay as they are: a file is no web page.</summary>
    public static string Write(ComparisonReport report) => JsonSerializer.Serialize(report, With(indented: true, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ComparisonReport) + "\n";

    /// <summary>
    /// Writes a report for embedding in a page: without indentation, and with the runs' training curves left out, which make up
    /// nearly all of it. Escapes what would end a script element.
    /// </summary>
    public static string WriteCompact(ComparisonReport report)
    {
        var withoutCurves = report with
        {
            Activations = [.. report.Activations.Select(result => result with { Runs = [.. result.Runs.Select(run => run with { Epochs = [] })] })],
        };
        return JsonSerializer.Serialize(withoutCurves, With(indented: false, JavaScriptEncoder.Default).ComparisonReport);
    }

    private static ReportJson With(bool indented, JavaScriptEncoder encoder) =>
        new(new JsonSerializerOptions { WriteIndented = indented, Encoder = encoder, PropertyNamingPolicy = JsonNamingPolicy.CamelCase });
}

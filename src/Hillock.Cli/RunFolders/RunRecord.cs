using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hillock.Charts.CommandLine;
using Hillock.Csv;
using Hillock.Data;
using Hillock.Serialization.Description;

namespace Hillock.Cli.RunFolders;

/// <summary>What <c>run.json</c> holds: how the run was begun, on what, and how far it is.</summary>
internal sealed record RunRecord
{
    /// <summary>The version of the folder that is written; a later one is refused.</summary>
    public const int CurrentVersion = 1;

    private const string FormatName = "hillock-run";
    private const long MostBytes = 16 << 20;
    private const string Remedy = "check that the file is whole, or train anew with hillock train --overwrite";

    /// <summary>What kind of file it is.</summary>
    public string Format { get; init; } = FormatName;

    /// <summary>The version of the folder's form.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The version of the tool that began the run.</summary>
    public required string Tool { get; init; }

    /// <summary>The words behind <c>hillock train</c> that say how it trains, the data first.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The words that say how a table is read, which hold for tables to predict too.</summary>
    public required IReadOnlyList<string> Reading { get; init; }

    /// <summary>What it learns from.</summary>
    public required RunKind Kind { get; init; }

    /// <summary>The data's name.</summary>
    public required string Data { get; init; }

    /// <summary>The columns of a table in their order, with those that are left out and the target: what rows without names are taken for.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>How the numbers and dates of those columns are written, which holds for tables to predict too; empty for others and in older runs.</summary>
    public IReadOnlyList<CsvColumnFormat> Formats { get; init; } = [];

    /// <summary>A digest of all that the network is trained and measured on.</summary>
    public required string Digest { get; init; }

    /// <summary>The examples that it is trained on.</summary>
    public required int TrainingRows { get; init; }

    /// <summary>The examples that it is measured on.</summary>
    public required int ValidationRows { get; init; }

    /// <summary>The characters of a text that the network sees at a time; 0 for others.</summary>
    public int Steps { get; init; }

    /// <summary>The epochs that it is to have.</summary>
    public required int Epochs { get; init; }

    /// <summary>The epochs that are finished.</summary>
    public int FinishedEpochs { get; init; }

    /// <summary>Whether training came to its end.</summary>
    public bool IsFinished { get; init; }

    /// <summary>What was measured at the end, by name.</summary>
    public IReadOnlyDictionary<string, double?> Metrics { get; init; } = new Dictionary<string, double?>();

    /// <summary>Reads the record of a run.</summary>
    /// <exception cref="DataFormatException">It is none, or one of a later version.</exception>
    public static RunRecord Read(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MostBytes })
            {
                throw new DataFormatException(path, null, "it is too long for the record of a run", "name the folder of a run");
            }

            byte[] bytes = File.ReadAllBytes(path);
            using JsonDocument document = JsonDocument.Parse(bytes);
            RequireVersion(document.RootElement, path);
            RequireKinds(new JsonPlace(document.RootElement, path, ""));
            RunRecord record = JsonSerializer.Deserialize(bytes, RunJson.Readable.RunRecord) ?? throw new JsonException("null");
            return record.Arguments.Contains(null!) || record.Reading.Contains(null!) || record.Formats.Contains(null!)
                ? throw new JsonException("a list of words has a null")
                : record;
        }
        catch (JsonException exception)
        {
            // Messages about a value name a type of .NET; those about the text have a line.
            string what = exception.Path is { } at ? $"what stands at {at} is not what a run writes there"
                : JsonText.Fault(exception).Split(" Path:", 2)[0].TrimEnd('.');
            throw new DataFormatException(path, null, $"it is not the record of a run: {what}", Remedy, exception);
        }
    }

    /// <summary>Writes the record, as a whole or not at all.</summary>
    public void Write(string path) => OutputFile.WriteText(path, JsonSerializer.Serialize(this, RunJson.Readable.RunRecord) + "\n");

    /// <summary>Refuses values of another kind, and numbers that cannot be, by their paths.</summary>
    private static void RequireKinds(JsonPlace top)
    {
        try
        {
            foreach (string name in (string[])["tool", "kind", "data", "digest"])
            {
                top.Member(name, "a text").Text();
            }

            foreach (string name in (string[])["arguments", "reading"])
            {
                RequireTexts(top.Member(name, "a list of texts"));
            }

            if (top.MemberOrNull("columns") is { } columns)
            {
                RequireTexts(columns);
            }

            top.Member("trainingRows", "a whole number").Whole(0);
            top.Member("validationRows", "a whole number").Whole(0);
            top.MemberOrNull("steps")?.Whole(0);
            top.MemberOrNull("isFinished")?.Flag();
            int epochs = top.Member("epochs", "a whole number").Whole(1);
            if (top.MemberOrNull("finishedEpochs") is { } finished && finished.Whole(0) > epochs)
            {
                throw finished.Fault(FormattableString.Invariant($"0 to {epochs} epochs are expected but there is {finished.Shown}"), Remedy);
            }

            foreach (JsonPlace metric in top.MemberOrNull("metrics")?.Members(out _) ?? [])
            {
                if (!metric.IsNull)
                {
                    metric.Number();
                }
            }
        }
        catch (DataFormatException exception)
        {
            throw new DataFormatException(
                exception.DataSource, exception.Place, $"it is not the record of a run: {exception.Problem}", Remedy, exception);
        }

        static void RequireTexts(JsonPlace list)
        {
            foreach (JsonPlace text in list.Items())
            {
                text.Text();
            }
        }
    }

    private static void RequireVersion(JsonElement root, string path)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("format", out JsonElement format) || format.ValueKind != JsonValueKind.String
            || format.GetString() != FormatName)
        {
            throw new DataFormatException(path, null, $"\"format\": \"{FormatName}\" is expected", "name a folder that hillock train wrote");
        }

        if (!root.TryGetProperty("version", out JsonElement version) || version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out int number)
            || number < 1)
        {
            throw new DataFormatException(path, null, "\"version\" is expected to be a whole number from 1", "name a folder that hillock train wrote");
        }

        if (number > CurrentVersion)
        {
            throw new DataFormatException(
                path, null, FormattableString.Invariant($"the run is of version {number}, which a later tool wrote; this one reads up to {CurrentVersion}"),
                "install a later version of the tool");
        }
    }
}

/// <summary>What a run learns from.</summary>
internal enum RunKind
{
    /// <summary>The rows of a table.</summary>
    Table,

    /// <summary>Pictures of one size.</summary>
    Pictures,

    /// <summary>A text, character by character.</summary>
    Text,
}

/// <summary>The files of a run as JSON, without reflection.</summary>
[JsonSerializable(typeof(RunRecord))]
[JsonSerializable(typeof(EvaluationReport))]
internal sealed partial class RunJson : JsonSerializerContext
{
    /// <summary>Indented, for people.</summary>
    public static RunJson Readable { get; } = new(Layout());

    private static JsonSerializerOptions Layout() => new()
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter<RunKind>(JsonNamingPolicy.CamelCase) },
    };
}

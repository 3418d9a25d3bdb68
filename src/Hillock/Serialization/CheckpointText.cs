using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hillock.Data;
using Hillock.Serialization.Description;
using Hillock.Tensors;

namespace Hillock.Serialization;

/// <summary>What a checkpoint holds beside tensors, as JSON. Numbers with a fraction are texts, which may be NaN and keep every bit.</summary>
internal static class CheckpointText
{
    /// <summary>What helps where nothing is damaged, but of another version.</summary>
    internal const string OtherVersion =
        "read it with the version of the library that wrote it, or load its model by Load(path, strict: false, rename)";

    private const int Version = 1;
    private const string Place = $"metadata \"{Checkpoint.Key}\"";

    internal static string Write(Checkpoint checkpoint)
    {
        ArrayBufferWriter<byte> json = new();
        using (Utf8JsonWriter writer = new(json, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", Version);
            if (checkpoint.OptimizerKind is { } kind)
            {
                writer.WriteString("optimizer", kind);
            }

            writer.WriteNumber("epoch", checkpoint.Epoch);
            writer.WriteNumber("batch", checkpoint.Batch);
            if (checkpoint.BatchCount > 0)
            {
                writer.WriteNumber("batchCount", checkpoint.BatchCount);
            }

            writer.WriteNumber("steps", checkpoint.Steps);
            writer.WriteString("lossSum", Text(checkpoint.LossSum));
            writer.WriteString("rows", Text(checkpoint.Rows));
            writer.WriteString("bestValue", Text(checkpoint.BestValue));
            writer.WriteNumber("epochsSinceBest", checkpoint.EpochsSinceBest);
            writer.WriteString("score", Text(checkpoint.Score));
            if (checkpoint.RandomSeed is { } seed)
            {
                writer.WriteNumber("randomSeed", seed);
            }

            writer.WriteNumber("randomStreams", checkpoint.RandomStreams);
            writer.WriteStartObject("randomPasses");
            foreach ((string name, ulong count) in checkpoint.RandomPasses)
            {
                writer.WriteNumber(name, count);
            }

            writer.WriteEndObject();
            writer.WriteString("preprocessing", checkpoint.Preprocessing);
            writer.WriteStartObject("settings");
            foreach ((string name, string value) in checkpoint.Settings)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(json.WrittenSpan);
    }

    /// <exception cref="DataFormatException">It is none; the place is the path in it.</exception>
    internal static Checkpoint Read(string text, string source)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 8, AllowDuplicateProperties = false });
        }
        catch (JsonException exception)
        {
            throw new DataFormatException(
                source, Place, $"it does not tell where training stands: {JsonText.Fault(exception)}", "take another",
                exception);
        }

        try
        {
            JsonPlace json = new(document.RootElement, source, Place);
            RequireVersion(json);
            Checkpoint checkpoint = Read(json);
            return CheckpointRules.Fault(checkpoint) is { } fault ? throw json.Of(fault.Field).Fault(fault.Problem, "take another") : checkpoint;
        }
        catch (InvalidOperationException exception)
        {
            throw new DataFormatException(source, Place, "a name or text in it has half of a surrogate pair", "take another", exception);
        }
        finally
        {
            document.Dispose();
        }
    }

    private static void RequireVersion(JsonPlace json)
    {
        int version = json.Member("version", "a whole number").Whole(1);
        if (version != Version)
        {
            throw json.Fault(
                string.Create(CultureInfo.InvariantCulture, $"it is a checkpoint of version {version}, and this library reads version {Version}"),
                OtherVersion);
        }
    }

    private static Checkpoint Read(JsonPlace json)
    {
        OrderedDictionary<string, ulong> passes = new(StringComparer.Ordinal);
        foreach (JsonPlace pass in json.Member("randomPasses", "an object of whole numbers").Members(out string[] names))
        {
            passes.Add(names[passes.Count], pass.Natural());
        }

        OrderedDictionary<string, string> settings = new(StringComparer.Ordinal);
        foreach (JsonPlace setting in json.Member("settings", "an object of texts").Members(out string[] names))
        {
            settings.Add(names[settings.Count], setting.Text());
        }

        return new Checkpoint
        {
            Model = new OrderedDictionary<string, Tensor>(),
            OptimizerKind = json.MemberOrNull("optimizer")?.Text(),
            Epoch = Whole("epoch").Whole(0),
            Batch = Whole("batch").Whole(0),
            BatchCount = json.MemberOrNull("batchCount")?.Whole(0) ?? 0,
            Steps = Whole("steps").LongWhole(),
            LossSum = Number("lossSum") ?? throw json.Of("lossSum").Fault("a number in quotation marks is expected but there is null", "write one there"),
            Rows = Number("rows") ?? throw json.Of("rows").Fault("a number in quotation marks is expected but there is null", "write one there"),
            BestValue = Number("bestValue"),
            EpochsSinceBest = Whole("epochsSinceBest").Whole(0),
            Score = Number("score"),
            RandomSeed = json.MemberOrNull("randomSeed")?.Natural(),
            RandomStreams = Whole("randomStreams").LongWhole(),
            RandomPasses = passes,
            Preprocessing = json.Member("preprocessing", "a text or null") is { IsNull: false } text ? text.Text() : null,
            Settings = settings,
        };

        JsonPlace Whole(string name) => json.Member(name, "a whole number");

        double? Number(string name)
        {
            JsonPlace place = json.Member(name, "a number in quotation marks");
            return place.IsNull ? null
                : place.Element.ValueKind == JsonValueKind.String
                    && double.TryParse(place.Text(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number
                : throw place.Fault($"a number in quotation marks is expected but there is {place.Shown}", "write one there");
        }
    }

    private static string? Text(double? number) => number?.ToString("R", CultureInfo.InvariantCulture);
}

using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hillock.Data;
using Hillock.Tensors;

namespace Hillock.Serialization;

/// <summary>What a checkpoint holds beside tensors, as JSON. Numbers with a fraction are texts, which may be NaN and keep every bit.</summary>
internal static class CheckpointText
{
    private const int Version = 1;

    internal static string Write(Checkpoint checkpoint)
    {
        ArrayBufferWriter<byte> json = new();
        using (Utf8JsonWriter writer = new(json, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", Version);
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

    internal static Checkpoint Read(string text, string source)
    {
        using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 8 });
        JsonElement json = document.RootElement;
        int version = json.GetProperty("version").GetInt32();
        if (version != Version)
        {
            throw new DataFormatException(
                source, $"metadata \"{Checkpoint.Key}\"",
                string.Create(CultureInfo.InvariantCulture, $"it is a checkpoint of version {version}, and this library reads version {Version}"),
                "read it with the version of the library that wrote it, or load its model by Load(path, strict: false, rename)");
        }

        OrderedDictionary<string, ulong> passes = new(StringComparer.Ordinal);
        foreach (JsonProperty pass in json.GetProperty("randomPasses").EnumerateObject())
        {
            passes.Add(pass.Name, pass.Value.GetUInt64());
        }

        OrderedDictionary<string, string> settings = new(StringComparer.Ordinal);
        foreach (JsonProperty setting in json.GetProperty("settings").EnumerateObject())
        {
            settings.Add(setting.Name, setting.Value.GetString() ?? throw new FormatException($"the setting \"{setting.Name}\" is null"));
        }

        return new Checkpoint
        {
            Model = new OrderedDictionary<string, Tensor>(),
            Epoch = Natural("epoch"),
            Batch = Natural("batch"),
            BatchCount = json.TryGetProperty("batchCount", out _) ? Natural("batchCount") : 0,
            Steps = json.GetProperty("steps").GetInt64(),
            LossSum = Number("lossSum") ?? throw new FormatException("lossSum is null"),
            Rows = Number("rows") ?? throw new FormatException("rows is null"),
            BestValue = Number("bestValue"),
            EpochsSinceBest = Natural("epochsSinceBest"),
            Score = Number("score"),
            RandomSeed = json.TryGetProperty("randomSeed", out JsonElement seed) ? seed.GetUInt64() : null,
            RandomStreams = json.GetProperty("randomStreams").GetInt64(),
            RandomPasses = passes,
            Preprocessing = json.GetProperty("preprocessing").GetString(),
            Settings = settings,
        };

        int Natural(string name) => json.GetProperty(name).GetInt32() is int number and >= 0 ? number : throw new FormatException($"{name} is negative");

        double? Number(string name) => json.GetProperty(name).GetString() is { } number
            ? double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture)
            : null;
    }

    private static string? Text(double? number) => number?.ToString("R", CultureInfo.InvariantCulture);
}

using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hillock.Data;

/// <summary>Vocabularies as JSON files.</summary>
internal static class VocabularyJson
{
    private const string Format = "hillock-vocabulary", Characters = "characters", Words = "words";
    private const int Version = 1;

    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a vocabulary, as a whole or not at all.</summary>
    public static void Write(Vocabulary vocabulary, string path)
    {
        PieceCounts counts = vocabulary.Counts;
        using AtomicFile file = new(path);
        using (Utf8JsonWriter writer = new(file.Stream, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("format", Format);
            writer.WriteNumber("version", Version);
            writer.WriteString("kind", vocabulary is CharacterVocabulary ? Characters : Words);
            writer.WriteString("unknown", counts.Unknown);
            writer.WriteString("endOfLine", counts.EndOfLine);
            writer.WriteString("padding", counts.Padding);
            writer.WriteStartArray("pieces");
            foreach (string piece in counts.Pieces)
            {
                writer.WriteStringValue(piece);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("frequencies");
            foreach (long frequency in counts.Frequencies)
            {
                writer.WriteNumberValue(frequency);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        file.Stream.WriteByte((byte)'\n');
        file.Commit();
    }

    /// <summary>Reads a vocabulary.</summary>
    /// <exception cref="DataFormatException">The file holds none.</exception>
    public static Vocabulary Read(string path)
    {
        using Stream stream = DataFile.OpenRead(path);
        try
        {
            using JsonDocument document = JsonDocument.Parse(stream, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return Read(document.RootElement, path);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException and not DataFormatException)
        {
            throw Fault(path, $"JSON of a vocabulary is expected but: {JsonText.Fault(exception)}", exception);
        }
    }

    private static Vocabulary Read(JsonElement root, string path)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("format", out JsonElement format) || format.ValueKind != JsonValueKind.String
            || format.GetString() != Format)
        {
            throw Fault(path, $"an object with \"format\": \"{Format}\" is expected");
        }

        int version = Member(root, "version", path).GetInt32();
        if (version != Version)
        {
            throw new DataFormatException(
                path, "version", FormattableString.Invariant($"version {version} is none that this library reads, which is {Version}"), "use a later Hillock");
        }

        string? kind = Member(root, "kind", path).GetString();
        PieceCounts counts = new(
            [.. Member(root, "pieces", path).EnumerateArray().Select(piece => piece.GetString() ?? throw Fault(path, "a piece is null"))],
            [.. Member(root, "frequencies", path).EnumerateArray().Select(static frequency => frequency.GetInt64())],
            Special("unknown"), Special("endOfLine"), Special("padding"));
        Check(counts, kind, path);
        return kind == Characters ? new CharacterVocabulary(counts) : new WordVocabulary(counts);

        string? Special(string name) => root.TryGetProperty(name, out JsonElement piece) ? piece.GetString() : null;
    }

    private static void Check(PieceCounts counts, string? kind, string path)
    {
        string[] special = [.. new[] { counts.Unknown, counts.EndOfLine, counts.Padding }.OfType<string>()];
        string? fault =
            kind is not (Characters or Words) ? $"the kind {Characters} or {Words} is expected but it is {kind}"
            : counts.Pieces.Length == 0 ? "it has no pieces"
            : counts.Pieces.Length != counts.Frequencies.Length ? FormattableString.Invariant(
                $"there are {counts.Pieces.Length} pieces but {counts.Frequencies.Length} frequencies")
            : counts.Pieces.Distinct(StringComparer.Ordinal).Count() < counts.Pieces.Length ? "a piece comes twice"
            : Array.Exists(counts.Frequencies, static frequency => frequency < 0) ? "a frequency is negative"
            : special.FirstOrDefault(piece => !counts.Pieces.Contains(piece)) is { } missing ? $"{missing} is not among its pieces"
            : kind == Characters && Array.Find(counts.Pieces, piece => !special.Contains(piece) && !CharacterVocabulary.IsOne(piece)) is { } bad
                ? $"'{bad}' is not one character"
            : null;
        if (fault is not null)
        {
            throw Fault(path, fault);
        }
    }

    private static JsonElement Member(JsonElement root, string name, string path) =>
        root.TryGetProperty(name, out JsonElement member) ? member : throw Fault(path, $"it has no \"{name}\"");

    private static DataFormatException Fault(string path, string problem, Exception? cause = null) =>
        new(path, null, problem, "name a file that Vocabulary.Save wrote", cause);
}

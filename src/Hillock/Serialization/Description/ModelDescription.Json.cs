using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hillock.Data;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Tensors;

namespace Hillock.Serialization.Description;

public sealed partial class ModelDescription
{
    /// <summary>The version of the form that is written; a later one is refused.</summary>
    public const int FormatVersion = 1;

    private const string FormatName = "hillock-model";
    private const int MostJsonDepth = (4 * NetworkDescription.MostDepth) + 16;
    private const long MostBytes = 256L << 20;

    private static readonly DataType[] Types = Enum.GetValues<DataType>();
    private static readonly string[] Outputs = ["classes", "numbers", "tokens"];

    /// <summary>Reads a description from a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DataFormatException">It holds none, or one of a later version; the message has the path in it and what was expected.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ModelDescription Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        long length = new FileInfo(path) is { Exists: true } file ? file.Length : 0;
        return length <= MostBytes ? Read(File.ReadAllBytes(path), path) : throw new DataFormatException(
            path, null, FormattableString.Invariant($"{length} bytes are more than the {MostBytes} that a description may have"), "check which file it is");
    }

    /// <summary>Reads a description.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="DataFormatException">It is none, or one of a later version; the message has the path in it and what was expected.</exception>
    public static ModelDescription FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return Read(Encoding.UTF8.GetBytes(json), "the model's description");
    }

    /// <summary>Writes the description to a file, as a whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using AtomicFile file = new AtomicFile(path);
        file.Stream.Write(Encoding.UTF8.GetBytes(ToJson()));
        file.Commit();
    }

    /// <summary>The description as JSON, from which <see cref="FromJson"/> makes an equal one: numbers are the same doubles.</summary>
    public string ToJson()
    {
        ArrayBufferWriter<byte> bytes = new ArrayBufferWriter<byte>();
        JsonWriterOptions options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (Utf8JsonWriter writer = new Utf8JsonWriter(bytes, options))
        {
            Write(writer);
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan) + "\n";
    }

    private static ModelDescription Read(byte[] json, string source)
    {
        try
        {
            JsonDocumentOptions options = new() { MaxDepth = MostJsonDepth, AllowDuplicateProperties = false };
            using JsonDocument document = JsonDocument.Parse(JsonText.WithoutMark(json), options);
            return Read(new JsonPlace(document.RootElement, source, ""));
        }
        catch (JsonException exception)
        {
            string message = JsonText.Fault(exception);
            string? place = exception.LineNumber is { } line ? FormattableString.Invariant($"line {line + 1}, byte {exception.BytePositionInLine + 1}") : null;
            throw new DataFormatException(source, place, $"JSON is expected but: {message}", "check that the file is whole", exception);
        }
        catch (InvalidOperationException exception) when (exception is not ObjectDisposedException)
        {
            // A text that is no Unicode shows only when it is read.
            throw new DataFormatException(source, null, $"JSON is expected but: {exception.Message.TrimEnd('.')}", "check that the file is whole", exception);
        }
    }

    private static ModelDescription Read(JsonPlace top)
    {
        JsonPlace format = top.Member("format", $"\"{FormatName}\"");
        if (format.Text() != FormatName)
        {
            throw format.Fault($"\"{FormatName}\" is expected but there is {format.Shown}", "pass a file that Hillock wrote");
        }

        JsonPlace versionPlace = top.Member("version", "a whole number");
        int version = versionPlace.Whole(1);
        if (version > FormatVersion)
        {
            throw versionPlace.Fault(
                FormattableString.Invariant($"version {version} was written by a later Hillock; this one reads up to {FormatVersion}"),
                "use a later Hillock, or write the file with this one");
        }

        top.Only("format", "version", "input", "output", "loss", "network", "preprocessing", "vocabulary");
        JsonPlace input = top.Member("input", "an object with the shape of an example").Only("shape", "type", "scaling");
        JsonPlace output = top.Member("output", "an object with its kind").Only("kind", "classes", "scaling");
        JsonPlace? type = input.MemberOrNull("type"), loss = top.MemberOrNull("loss"), preprocessing = top.MemberOrNull("preprocessing");
        string[] classes = Texts(output.MemberOrNull("classes"));
        (string? lossName, double[] values) = loss is null ? (null, []) : ReadLoss(loss);
        return new ModelDescription(NetworkJson.Read(top.Member("network", "a layer")), ReadShape(input.Member("shape", "a list")))
        {
            PictureScaling = input.MemberOrNull("scaling") is { } pixels ? ReadScaling(pixels) : null,
            InputType = type is null ? DataType.Float32 : Types[OneOf(type, [.. Types.Select(static one => one.Name())])],
            Output = (ModelOutput)OneOf(output.Member("kind", "what the outputs are"), Outputs),
            ClassNames = Array.AsReadOnly(classes),
            TargetScaling = output.MemberOrNull("scaling") is { } scaling
                ? new TargetScaling(scaling.Member("mean", "a number").Number(), scaling.Member("deviation", "a number").Number()) : null,
            Loss = lossName,
            LossValues = Array.AsReadOnly(values),
            Vocabulary = Array.AsReadOnly(Texts(top.MemberOrNull("vocabulary"))),
            Preprocessing = preprocessing is null ? null : PreprocessingJson.Read(preprocessing),
        };
    }

    private static int[] ReadShape(JsonPlace shape)
    {
        IReadOnlyList<JsonPlace> axes = shape.Items();
        if (axes.Count == 0 || axes[0].Element.ValueKind != JsonValueKind.String || axes[0].Text() != "batch")
        {
            throw shape.Fault("\"batch\" is expected as the first axis", "write [\"batch\", …]");
        }

        return [.. axes.Skip(1).Select(static axis => axis.Element.ValueKind == JsonValueKind.String && axis.Text() == "any" ? -1 : axis.Whole(0))];
    }

    private static PictureScaling ReadScaling(JsonPlace place)
    {
        place.Only("mean", "deviation");
        double[] mean = Numbers(place.Member("mean", "a list of numbers")), deviation = Numbers(place.Member("deviation", "a list of numbers"));
        return mean.Length > 0 && mean.Length == deviation.Length && mean.All(double.IsFinite) && deviation.All(static one => one > 0 && double.IsFinite(one))
            ? new PictureScaling(mean, deviation)
            : throw place.Fault(
                "as many deviations above 0 as means are expected, all finite", "write one of each for every channel, or take another copy of the file");
    }

    private static double[] Numbers(JsonPlace place) => [.. place.Items().Select(static one => one.Number())];

    private static (string Name, double[] Values) ReadLoss(JsonPlace loss)
    {
        JsonPlace name = loss.Member("name", "the name of a loss");
        LossInfo info = LossCatalog.Find(name.Text()) ?? throw name.Fault(
            $"there is no loss {name.Shown}",
            NetworkJson.Near(name.Text(), LossCatalog.All.Select(static one => one.Name), "'hillock list' has their names"));
        loss.Only([.. info.Parameters.Select(static one => one.Name), "name"]);
        double[] values = [.. info.Parameters.Select(one => loss.MemberOrNull(one.Name)?.Number() ?? one.Default)];
        return (info.Name, values);
    }

    private static string[] Texts(JsonPlace? place) => place is null ? [] : [.. place.Items().Select(static one => one.Text())];

    private static int OneOf(JsonPlace place, string[] words) => Array.IndexOf(words, place.Text()) is >= 0 and int index ? index : throw place.Fault(
        $"one of {string.Join(", ", words)} is expected but there is {place.Shown}", NetworkJson.Near(place.Text(), words, "choose one of them"));

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("format", FormatName);
        writer.WriteNumber("version", FormatVersion);
        writer.WriteStartObject("input");
        writer.WriteStartArray("shape");
        writer.WriteStringValue("batch");
        foreach (int length in InputShape)
        {
            if (length < 0)
            {
                writer.WriteStringValue("any");
            }
            else
            {
                writer.WriteNumberValue(length);
            }
        }

        writer.WriteEndArray();
        writer.WriteString("type", InputType.Name());
        if (PictureScaling is { } pixels)
        {
            writer.WriteStartObject("scaling");
            Write(writer, "mean", pixels.Mean);
            Write(writer, "deviation", pixels.Deviation);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteStartObject("output");
        writer.WriteString("kind", Outputs[(int)Output]);
        Write(writer, "classes", ClassNames);
        if (TargetScaling is { } scaling)
        {
            writer.WriteStartObject("scaling");
            writer.WritePropertyName("mean");
            JsonPlace.Write(writer, scaling.Mean);
            writer.WritePropertyName("deviation");
            JsonPlace.Write(writer, scaling.Deviation);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        WriteLoss(writer);
        writer.WritePropertyName("network");
        NetworkJson.Write(writer, Network);
        if (Preprocessing is not null)
        {
            writer.WritePropertyName("preprocessing");
            PreprocessingJson.Write(writer, Preprocessing);
        }

        Write(writer, "vocabulary", Vocabulary);
        writer.WriteEndObject();
    }

    private void WriteLoss(Utf8JsonWriter writer)
    {
        if (Loss is null)
        {
            return;
        }

        writer.WriteStartObject("loss");
        writer.WriteString("name", Loss);
        foreach ((LossParameter parameter, double value) in LossCatalog.Find(Loss)!.Parameters.Zip(LossValues))
        {
            writer.WritePropertyName(parameter.Name);
            JsonPlace.Write(writer, value);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<double> numbers)
    {
        writer.WriteStartArray(name);
        foreach (double number in numbers)
        {
            JsonPlace.Write(writer, number);
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        if (texts.Count > 0)
        {
            writer.WriteStartArray(name);
            foreach (string text in texts)
            {
                writer.WriteStringValue(text);
            }

            writer.WriteEndArray();
        }
    }
}

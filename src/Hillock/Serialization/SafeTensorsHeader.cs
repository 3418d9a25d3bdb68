using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Hillock.Data;
using Hillock.Tensors;

namespace Hillock.Serialization;

/// <summary>The header of a safetensors file, read and checked against every rule of the format before anything is made of it.</summary>
internal sealed class SafeTensorsHeader
{
    /// <summary>The bytes of the length that a file starts with.</summary>
    internal const int Prefix = 8;

    /// <summary>The longest header, as the format's own reader has it.</summary>
    internal const int Longest = 100_000_000;

    /// <summary>The most axes of a tensor: what PyTorch's sums take, and NumPy 2; no real file has more, and a header cannot make long lists of them.</summary>
    internal const int MostAxes = 64;

    internal const string MetadataName = "__metadata__";

    private const int MostDepth = 4;
    private const string Damaged = "the file is damaged or no safetensors file: write or download it again";

    private SafeTensorsHeader(OrderedDictionary<string, SafeTensorsEntry> entries, OrderedDictionary<string, string> metadata, long end)
    {
        Entries = entries;
        Metadata = metadata;
        End = end;
        foreach ((string alias, string name) in metadata)
        {
            if (entries.ContainsKey(name) && !entries.ContainsKey(alias))
            {
                Aliases.Add(alias, name);
            }
        }
    }

    /// <summary>The tensors by name, in the header's order.</summary>
    internal OrderedDictionary<string, SafeTensorsEntry> Entries { get; }

    internal OrderedDictionary<string, string> Metadata { get; }

    /// <summary>The further names of tensors that have several, each with the name under which the tensor is stored.</summary>
    internal OrderedDictionary<string, string> Aliases { get; } = new(StringComparer.Ordinal);

    /// <summary>Where the last tensor ends, from the start of the file.</summary>
    internal long End { get; }

    /// <summary>The header's length, checked.</summary>
    /// <param name="prefix">The first eight bytes, or fewer if there are no more.</param>
    /// <param name="available">The length of the file; −1 if it is not known.</param>
    /// <param name="source">The name for messages.</param>
    internal static int LengthOf(ReadOnlySpan<byte> prefix, long available, string source)
    {
        if (prefix.Length < Prefix)
        {
            throw Fault(source, null, $"a file starts with the length of its header in {Prefix} bytes, but it has only {prefix.Length}");
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > Longest)
        {
            throw Fault(source, "offset 0", $"the header is to have {Number(length)} bytes, and at most {Number(Longest)} are allowed");
        }

        if (available >= 0 && (long)length > available - Prefix)
        {
            throw Fault(source, "offset 0", $"the header is to have {Number(length)} bytes, but only {Number(available - Prefix)} follow");
        }

        return length >= 2
            ? (int)length
            : throw Fault(source, "offset 0", $"the header is to have {Number(length)} bytes, and the shortest, {{}}, has 2");
    }

    /// <summary>The header's length from the start of a file, checked.</summary>
    internal static int ReadLength(FileStream stream, string source)
    {
        Span<byte> prefix = stackalloc byte[Prefix];
        return LengthOf(prefix[..stream.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false)], stream.Length, source);
    }

    /// <summary>The header at the start of a file, read and checked.</summary>
    internal static SafeTensorsHeader Read(FileStream stream, string source)
    {
        byte[] json = new byte[ReadLength(stream, source)];
        stream.ReadExactly(json);
        return Parse(json, stream.Length, source);
    }

    /// <summary>Reads the header and checks it.</summary>
    /// <param name="json">Its bytes.</param>
    /// <param name="available">The length of the file; −1 if it is not known.</param>
    /// <param name="source">The name for messages.</param>
    internal static SafeTensorsHeader Parse(ReadOnlySpan<byte> json, long available, string source)
    {
        if (json[0] != (byte)'{')
        {
            throw Fault(source, $"offset {Prefix}", $"the header starts with the byte {json[0]:X2}, not with {{");
        }

        if (!Utf8.IsValid(json))
        {
            throw Fault(source, $"offset {Prefix}", "the header is not UTF-8");
        }

        OrderedDictionary<string, SafeTensorsEntry> entries = new(StringComparer.Ordinal);
        OrderedDictionary<string, string>? metadata = null;
        try
        {
            Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = MostDepth });
            reader.Read();
            while (Next(ref reader) is { } name)
            {
                if (name == MetadataName && metadata is null)
                {
                    metadata = ReadMetadata(ref reader, source);
                }
                else if (name == MetadataName || entries.ContainsKey(name))
                {
                    throw Fault(source, "header", $"the name \"{name}\" stands in it twice");
                }
                else
                {
                    entries.Add(name, ReadEntry(ref reader, name, Prefix + json.Length, source));
                }
            }

            reader.Read(); // nothing but white space may follow
        }
        catch (JsonException exception)
        {
            string reason = exception.Message.Split(" Path:")[0].Split(" LineNumber:")[0].TrimEnd('.');
            throw Fault(source, Place(exception), $"the header is no valid JSON: {reason}", exception);
        }
        catch (InvalidOperationException exception)
        {
            throw Fault(source, "header", "a name or text in it has half of a surrogate pair", exception);
        }

        long end = CheckPlaces(entries, Prefix + json.Length, available, source);
        return new SafeTensorsHeader(entries, metadata ?? new OrderedDictionary<string, string>(StringComparer.Ordinal), end);
    }

    private static string Place(JsonException exception) =>
        exception.BytePositionInLine is { } at && exception.LineNumber is 0 ? $"offset {Number(Prefix + at)}" : "header";

    private static string? Next(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.EndObject ? null : reader.GetString();
    }

    private static OrderedDictionary<string, string> ReadMetadata(ref Utf8JsonReader reader, string source)
    {
        Expect(ref reader, JsonTokenType.StartObject, source, MetadataName, "an object of texts");
        OrderedDictionary<string, string> metadata = new(StringComparer.Ordinal);
        while (Next(ref reader) is { } key)
        {
            Expect(ref reader, JsonTokenType.String, source, $"{MetadataName}, \"{key}\"", "a text");
            if (!metadata.TryAdd(key, reader.GetString()!))
            {
                throw Fault(source, MetadataName, $"the key \"{key}\" stands in it twice");
            }
        }

        return metadata;
    }

    private static SafeTensorsEntry ReadEntry(ref Utf8JsonReader reader, string name, long dataStart, string source)
    {
        string place = $"tensor \"{name}\"";
        Expect(ref reader, JsonTokenType.StartObject, source, place, "an object of dtype, shape and data_offsets");
        string? type = null;
        List<long>? shape = null, offsets = null;
        while (Next(ref reader) is { } key)
        {
            if (key == "dtype" && type is null)
            {
                Expect(ref reader, JsonTokenType.String, source, place, "a text as dtype");
                type = reader.GetString();
            }
            else if (key == "shape" && shape is null)
            {
                shape = ReadNumbers(ref reader, MostAxes, source, place, "shape");
            }
            else if (key == "data_offsets" && offsets is null)
            {
                offsets = ReadNumbers(ref reader, 2, source, place, "data_offsets");
            }
            else
            {
                throw Fault(source, place, key is "dtype" or "shape" or "data_offsets" ? $"it has {key} twice" : $"it has the unknown key \"{key}\"");
            }
        }

        if (type is null || shape is null || offsets is not [long begin, long end])
        {
            string missing = type is null ? "no dtype" : shape is null ? "no shape" : offsets is null ? "no data_offsets" : "not two data_offsets";
            throw Fault(source, place, $"it has {missing}");
        }

        if (end < begin || end > long.MaxValue - dataStart)
        {
            throw Fault(source, place, $"its data_offsets are {Number(begin)} to {Number(end)}, which is no range");
        }

        long bytes = BytesOf(type, shape, source, place);
        if (bytes != end - begin)
        {
            throw Fault(
                source, place,
                $"{type} of the shape [{string.Join(", ", shape.Take(8).Select(Number))}{(shape.Count > 8 ? ", ..." : "")}] takes {Number(bytes)} bytes, " +
                $"but its data_offsets, {Number(begin)} to {Number(end)}, leave {Number(end - begin)}");
        }

        return new SafeTensorsEntry(
            name, type, SafeTensorsTypes.Of(type), Shape.Create([.. shape.Select(static length => (int)length)]), dataStart + begin, bytes);
    }

    /// <summary>The bytes of the elements, in arithmetic that does not overflow.</summary>
    private static long BytesOf(string type, List<long> shape, string source, string place)
    {
        int bits = SafeTensorsTypes.Bits(type);
        if (bits == 0)
        {
            throw Fault(source, place, $"its dtype is \"{type}\", which the format does not have, or not yet");
        }

        // An axis fits 31 bits and the product before it as well, unless a length is 0.
        Int128 count = shape.Contains(0) ? 0 : 1;
        foreach (long length in shape)
        {
            count *= length;
            if (count > Array.MaxLength || length > Array.MaxLength)
            {
                throw new DataFormatException(
                    source, place, $"its shape has more than {Number(Array.MaxLength)} elements, which a tensor has no room for",
                    "divide it in the program that wrote it, or write the file again if it is damaged");
            }
        }

        Int128 all = count * bits;
        return all % 8 == 0 ? (long)(all / 8) : throw Fault(source, place, $"its {Number((long)count)} elements of {bits} bits do not fill whole bytes");
    }

    private static List<long> ReadNumbers(ref Utf8JsonReader reader, int most, string source, string place, string what)
    {
        Expect(ref reader, JsonTokenType.StartArray, source, place, $"an array as {what}");
        List<long> numbers = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0)
            {
                string found = reader.TokenType == JsonTokenType.Number && reader.ValueSpan.Length <= 40
                    ? System.Text.Encoding.UTF8.GetString(reader.ValueSpan)
                    : $"{reader.TokenType}";
                throw Fault(source, place, $"{what} holds {found} where a whole number from 0 to {Number(long.MaxValue)} is expected");
            }

            if (numbers.Count == most)
            {
                throw Fault(source, place, $"{what} has more than {most} numbers");
            }

            numbers.Add(number);
        }

        return numbers;
    }

    /// <summary>The tensors must follow one another without gaps, from the end of the header to the end of the file.</summary>
    private static long CheckPlaces(OrderedDictionary<string, SafeTensorsEntry> entries, long dataStart, long available, string source)
    {
        long end = dataStart;
        foreach (SafeTensorsEntry entry in entries.Values.OrderBy(static entry => entry.Offset).ThenBy(static entry => entry.SizeInBytes))
        {
            if (entry.Offset != end)
            {
                throw Fault(
                    source, $"tensor \"{entry.Name}\"",
                    entry.Offset > end
                        ? $"it begins {Number(entry.Offset - end)} bytes behind the end of the one before it, and a file has no holes"
                        : $"it begins {Number(end - entry.Offset)} bytes before the end of the one before it, and tensors do not overlap");
            }

            end = entry.Offset + entry.SizeInBytes;
            if (available >= 0 && end > available)
            {
                throw new DataFormatException(
                    source, $"tensor \"{entry.Name}\"", $"it ends at the offset {Number(end)}, but the file has {Number(available)} bytes",
                    "the file is truncated: write or download it again");
            }
        }

        return available < 0 || end == available ? end : throw Fault(
            source, $"offset {Number(end)}", $"{Number(available - end)} bytes follow the last tensor, and a file ends with it");
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType expected, string source, string place, string what)
    {
        reader.Read();
        if (reader.TokenType != expected)
        {
            throw Fault(source, place, $"{what} is expected, but {reader.TokenType} stands there");
        }
    }

    private static DataFormatException Fault(string source, string? place, string problem, Exception? inner = null) =>
        new(source, place, problem, Damaged, inner);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Number(ulong number) => number.ToString(CultureInfo.InvariantCulture);
}

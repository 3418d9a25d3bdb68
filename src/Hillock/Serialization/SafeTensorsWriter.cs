using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hillock.Data;
using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Serialization;

/// <summary>Lays out a safetensors file and writes it. All is checked before the first byte.</summary>
internal sealed class SafeTensorsWriter
{
    private const int Alignment = 8;
    private const int Block = 1 << 24; // bytes to a stream at a time

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Tensor[] _order;
    private readonly byte[] _header;

    internal SafeTensorsWriter(IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        OrderedDictionary<string, Tensor> stored = new(StringComparer.Ordinal);
        OrderedDictionary<string, string> texts = new(StringComparer.Ordinal);
        if (metadata?.ContainsKey("format") != true)
        {
            texts.Add("format", "pt");
        }

        Dictionary<(Array Memory, nint Start, DataType Type), List<string>> places = [];
        OrderedDictionary<string, string> aliases = new(StringComparer.Ordinal);
        foreach ((string name, Tensor tensor) in tensors)
        {
            CheckName(name, tensor, nameof(tensors));
            if (SameAs(tensor, stored, places, name) is { } first)
            {
                aliases.Add(name, first);
            }
            else
            {
                stored.Add(name, tensor);
            }
        }

        foreach ((string key, string value) in metadata ?? new Dictionary<string, string>())
        {
            CheckText(key, nameof(metadata));
            CheckText(value ?? throw new ArgumentException($"The metadata \"{key}\" is null.", nameof(metadata)), nameof(metadata));
            if (stored.ContainsKey(value) && !tensors.ContainsKey(key))
            {
                throw new ArgumentException(
                    $"The metadata \"{key}\" is \"{value}\", the name of a tensor, and would be read as a further name of it; add a word to the text.",
                    nameof(metadata));
            }

            if (!aliases.ContainsKey(key))
            {
                texts.Add(key, value);
            }
        }

        foreach ((string alias, string name) in aliases)
        {
            texts[alias] = name;
        }

        // The largest elements first, so that each tensor lies at a multiple of its elements' size.
        string[] order = [.. stored.Keys.OrderByDescending(name => stored[name].DataType.SizeInBytes())];
        _order = [.. order.Select(name => stored[name])];
        Dictionary<string, long> offsets = new(StringComparer.Ordinal);
        long end = 0;
        foreach (string name in order)
        {
            offsets.Add(name, end);
            end += SizeOf(stored[name]);
        }

        _header = MakeHeader(stored, offsets, texts);
        Length = _header.Length + end;
    }

    /// <summary>The bytes of the whole file.</summary>
    internal long Length { get; }

    internal void Write(Stream stream, IProgress<SavingProgress>? progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        stream.Write(_header);
        long written = _header.Length;
        progress?.Report(new SavingProgress(written, Length));
        foreach (Tensor tensor in _order)
        {
            Tensor source = tensor.Detach().Contiguous();
            switch (source.DataType.SizeInBytes())
            {
                case 8: WriteElements<long>(stream, source, Wrote, cancellationToken); break;
                case 4: WriteElements<int>(stream, source, Wrote, cancellationToken); break;
                case 2: WriteElements<short>(stream, source, Wrote, cancellationToken); break;
                default: WriteElements<byte>(stream, source, Wrote, cancellationToken); break;
            }

            if (!tensor.IsContiguous)
            {
                source.Release();
            }
        }

        void Wrote(int bytes)
        {
            written += bytes;
            progress?.Report(new SavingProgress(written, Length));
        }
    }

    private static void WriteElements<T>(Stream stream, Tensor source, Action<int> wrote, CancellationToken cancellationToken)
        where T : unmanaged
    {
        int block = Block / Unsafe.SizeOf<T>(), length = source.Length;
        T[]? swapped = BitConverter.IsLittleEndian ? null : new T[Math.Min(block, length)];
        for (int i = 0; i < length; i = Partition.End(i, block, length))
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadOnlySpan<T> part = source.ReachUnchecked<T>()[i..Partition.End(i, block, length)];
            if (swapped is not null)
            {
                part.CopyTo(swapped);
                BinaryArrays.ReverseEndianness(swapped.AsSpan(0, part.Length));
                part = swapped.AsSpan(0, part.Length);
            }

            stream.Write(MemoryMarshal.AsBytes(part));
            wrote(part.Length * Unsafe.SizeOf<T>());
        }

        GC.KeepAlive(source);
    }

    /// <summary>The name under which the same view of the same memory is stored already.</summary>
    private static string? SameAs(
        Tensor tensor, OrderedDictionary<string, Tensor> stored, Dictionary<(Array Memory, nint Start, DataType Type), List<string>> places, string name)
    {
        Array memory = tensor.Storage.Memory(out nint start);
        if (tensor.Length == 0)
        {
            return null;
        }

        start += (nint)tensor.Offset * tensor.DataType.SizeInBytes();
        if (!places.TryGetValue((memory, start, tensor.DataType), out List<string>? names))
        {
            places.Add((memory, start, tensor.DataType), names = []);
        }

        foreach (string other in names)
        {
            if (stored[other].Shape.Equals(tensor.Shape) && stored[other].Strides.SequenceEqual(tensor.Strides))
            {
                return other;
            }
        }

        names.Add(name);
        return null;
    }

    private static byte[] MakeHeader(OrderedDictionary<string, Tensor> stored, Dictionary<string, long> offsets, OrderedDictionary<string, string> texts)
    {
        ArrayBufferWriter<byte> json = new();
        json.Write<byte>(new byte[SafeTensorsHeader.Prefix]);
        using (Utf8JsonWriter writer = new(json, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteStartObject(SafeTensorsHeader.MetadataName);
            foreach ((string key, string value) in texts)
            {
                writer.WriteString(key, value);
            }

            writer.WriteEndObject();
            foreach ((string name, Tensor tensor) in stored)
            {
                writer.WriteStartObject(name);
                writer.WriteString("dtype", SafeTensorsTypes.NameOf(tensor.DataType));
                writer.WriteStartArray("shape");
                foreach (int axis in tensor.Shape.Dimensions)
                {
                    writer.WriteNumberValue(axis);
                }

                writer.WriteEndArray();
                writer.WriteStartArray("data_offsets");
                writer.WriteNumberValue(offsets[name]);
                writer.WriteNumberValue(offsets[name] + SizeOf(tensor));
                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        int padding = (Alignment - (json.WrittenCount % Alignment)) % Alignment;
        json.Write("        "u8[..padding]);
        int length = json.WrittenCount - SafeTensorsHeader.Prefix;
        if (length > SafeTensorsHeader.Longest)
        {
            throw new ArgumentException(
                $"The header would have {length} bytes, and at most {SafeTensorsHeader.Longest} are allowed; shorten the metadata, or use several files.");
        }

        byte[] header = json.WrittenSpan.ToArray();
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)length);
        return header;
    }

    private static long SizeOf(Tensor tensor) => (long)tensor.Length * tensor.DataType.SizeInBytes();

    private static void CheckName(string name, Tensor? tensor, string argument)
    {
        CheckText(name, argument);
        if (tensor is null)
        {
            throw new ArgumentException($"The tensor \"{name}\" is null; leave it out.", argument);
        }

        if (tensor.Rank > SafeTensorsHeader.MostAxes)
        {
            throw new ArgumentException(
                $"The tensor \"{name}\" has {tensor.Rank} axes, and at most {SafeTensorsHeader.MostAxes} are read again; Reshape it.", argument);
        }

        if (name == SafeTensorsHeader.MetadataName)
        {
            throw new ArgumentException($"A tensor cannot be called {name}, which is the name of the metadata; choose another.", argument);
        }
    }

    private static void CheckText(string text, string argument)
    {
        try
        {
            Strict.GetByteCount(text);
        }
        catch (EncoderFallbackException exception)
        {
            throw new ArgumentException($"\"{text}\" has half of a surrogate pair and cannot be stored as UTF-8; choose another text.", argument, exception);
        }
    }
}

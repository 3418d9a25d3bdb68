using System.Buffers.Binary;

namespace Hillock.Tables.Arrow;

/// <summary>A batch of rows, or the entries of a dictionary: reads the buffers that are wanted, and no others.</summary>
internal sealed class ArrowBatch
{
    private const int NumbersOfStructure = 2;
    private const int FirstWithoutUnionBits = 4; // V5

    private readonly FileBytes _file;
    private readonly ArrowMessage _message;
    private readonly long[] _nodes, _buffers, _views;
    private readonly Compression _compression;

    /// <summary>Looks at a batch.</summary>
    /// <param name="file">The file.</param>
    /// <param name="message">The message.</param>
    /// <param name="header">What it says of the batch.</param>
    public ArrowBatch(FileBytes file, ArrowMessage message, FlatTable header)
    {
        (_file, _message) = (file, message);
        Rows = header.Long(0);
        _nodes = header.Longs(1, NumbersOfStructure);
        _buffers = header.Longs(2, NumbersOfStructure);
        _views = header.Longs(4);
        if (Rows is < 0 or > int.MaxValue)
        {
            throw new DamagedDataException(FormattableString.Invariant($"a batch has {Rows} rows"));
        }

        _compression = header.Table(3) is not { } body ? Compression.None : (body.Byte(0), body.Byte(1)) switch
        {
            (0, 0) => Compression.Lz4Frame,
            (1, 0) => Compression.Zstd,
            (byte codec, _) => throw new DamagedDataException(FormattableString.Invariant(
                $"it is compressed by the codec {codec}, which is not read; write it with lz4, zstd or without compression")),
        };
    }

    /// <summary>How many rows it has.</summary>
    public long Rows { get; }

    /// <summary>Where the parts of each field begin: its node, its first buffer, and what views tell of theirs.</summary>
    /// <param name="fields">The fields.</param>
    public ArrowPlace[] Places(IReadOnlyList<ArrowField> fields)
    {
        ArrowPlace next = default;
        ArrowPlace[] places = new ArrowPlace[fields.Count];
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = next;
            next = Behind(fields[i], next);
        }

        return places;
    }

    /// <summary>How many values a field has.</summary>
    /// <param name="place">Where its parts begin.</param>
    public int CountOf(ArrowPlace place) => Number(_nodes, NumbersOfStructure * place.Node) is >= 0 and var count && count <= Rows ? (int)count
        : throw new DamagedDataException(FormattableString.Invariant($"a column of a batch has {_nodes[NumbersOfStructure * place.Node]} rows, not {Rows}"));

    /// <summary>How many of them are missing; −1 where that is not known.</summary>
    /// <param name="place">Where its parts begin.</param>
    public long MissingOf(ArrowPlace place) => Number(_nodes, (NumbersOfStructure * place.Node) + 1);

    /// <summary>How many buffers with bytes views have.</summary>
    /// <param name="place">Where the field's parts begin.</param>
    public int ViewedBuffers(ArrowPlace place) => (int)Number(_views, place.View) is >= 0 and var count && count < _buffers.Length ? count
        : throw new DamagedDataException("views tell of more buffers than there are");

    /// <summary>Reads a buffer.</summary>
    /// <param name="index">Which of all of them.</param>
    /// <param name="stored">An array that is used again, for compressed bytes.</param>
    /// <param name="room">Receives the bytes; a larger array takes its place.</param>
    /// <returns>How many there are.</returns>
    public int ReadBuffer(int index, ref byte[] stored, ref byte[] room)
    {
        long offset = Number(_buffers, NumbersOfStructure * index), length = Number(_buffers, (NumbersOfStructure * index) + 1);
        if (offset < 0 || length < 0 || length > Inflater.Most || offset > _message.BodyLength - length)
        {
            throw new DamagedDataException(FormattableString.Invariant(
                $"a buffer of {length} bytes at {offset} does not fit into the {_message.BodyLength} of its message"));
        }

        if (_compression == Compression.None || length == 0)
        {
            Inflater.Grow(ref room, (int)length);
            _file.Read(_message.Body + offset, room.AsSpan(0, (int)length));
            return (int)length;
        }

        Inflater.Grow(ref stored, (int)length);
        Span<byte> bytes = stored.AsSpan(0, (int)length);
        _file.Read(_message.Body + offset, bytes);
        long inflated = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        bytes = bytes[sizeof(long)..];
        if (inflated == -1)
        {
            Inflater.Grow(ref room, bytes.Length);
            bytes.CopyTo(room);
            return bytes.Length;
        }

        Inflater.Inflate(_compression, bytes, inflated is >= 0 and <= int.MaxValue ? (int)inflated : -1, ref room);
        return (int)inflated;
    }

    private ArrowPlace Behind(ArrowField field, ArrowPlace place)
    {
        int viewed = field.HasViews && field.DictionaryId is null ? ViewedBuffers(place) : 0;
        int old = field.IsUnion && _message.Version < FirstWithoutUnionBits ? 1 : 0;
        ArrowPlace next = new(place.Node + 1, checked(place.Buffer + field.BufferCount + viewed + old),
            place.View + (field.HasViews && field.DictionaryId is null ? 1 : 0));
        foreach (ArrowField child in field.StoredChildren)
        {
            next = Behind(child, next);
        }

        return next;
    }

    private static long Number(long[] numbers, int index) => index < numbers.Length ? numbers[index]
        : throw new DamagedDataException("a batch has fewer columns or buffers than its schema");
}

/// <summary>Where the parts of a field begin in a batch.</summary>
/// <param name="Node">Its node.</param>
/// <param name="Buffer">Its first buffer.</param>
/// <param name="View">What its views tell of.</param>
internal readonly record struct ArrowPlace(int Node, int Buffer, int View);

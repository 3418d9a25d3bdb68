using System.Buffers.Binary;
using System.Text;

namespace Hillock.Tables.Arrow;

/// <summary>A table of FlatBuffers, read without trust: every place is checked to lie within the bytes.</summary>
/// <remarks>Source: "FlatBuffers internals", Google; the fields are those of Message.fbs, Schema.fbs and File.fbs of Apache Arrow.</remarks>
internal readonly struct FlatTable
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly int _place, _fields, _fieldsLength;

    private FlatTable(ReadOnlyMemory<byte> bytes, long place)
    {
        _bytes = bytes;
        _place = Checked(place, sizeof(int));
        _fields = Checked((long)_place - BinaryPrimitives.ReadInt32LittleEndian(bytes.Span[_place..]), 4);
        _fieldsLength = BinaryPrimitives.ReadUInt16LittleEndian(bytes.Span[_fields..]);
        Checked(_fields, _fieldsLength);
    }

    /// <summary>The table that some bytes hold.</summary>
    /// <param name="bytes">The bytes.</param>
    public static FlatTable Root(ReadOnlyMemory<byte> bytes) => bytes.Length >= sizeof(int)
        ? new FlatTable(bytes, BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span)) : throw new DamagedDataException("the metadata has less than four bytes");

    /// <summary>A whole number of a field.</summary>
    /// <param name="field">The field, from 0.</param>
    /// <param name="otherwise">What it is where it is not there.</param>
    public byte Byte(int field, byte otherwise = 0) => Place(field, sizeof(byte)) is >= 0 and var place ? _bytes.Span[place] : otherwise;

    /// <inheritdoc cref="Byte"/>
    public short Short(int field, short otherwise = 0) =>
        Place(field, sizeof(short)) is >= 0 and var place ? BinaryPrimitives.ReadInt16LittleEndian(_bytes.Span[place..]) : otherwise;

    /// <inheritdoc cref="Byte"/>
    public int Int(int field, int otherwise = 0) =>
        Place(field, sizeof(int)) is >= 0 and var place ? BinaryPrimitives.ReadInt32LittleEndian(_bytes.Span[place..]) : otherwise;

    /// <inheritdoc cref="Byte"/>
    public long Long(int field, long otherwise = 0) =>
        Place(field, sizeof(long)) is >= 0 and var place ? BinaryPrimitives.ReadInt64LittleEndian(_bytes.Span[place..]) : otherwise;

    /// <summary>A table of a field; null where it is not there.</summary>
    /// <param name="field">The field, from 0.</param>
    public FlatTable? Table(int field) => Target(field) is >= 0 and var place ? new FlatTable(_bytes, place) : null;

    /// <summary>A text of a field; empty where it is not there.</summary>
    /// <param name="field">The field, from 0.</param>
    public string Text(int field)
    {
        (int start, int count) = List(field, sizeof(byte));
        return Encoding.UTF8.GetString(_bytes.Span.Slice(start, count));
    }

    /// <summary>How many tables a field has.</summary>
    /// <param name="field">The field, from 0.</param>
    public int TableCount(int field) => List(field, sizeof(int)).Count;

    /// <summary>One of the tables of a field.</summary>
    /// <param name="field">The field, from 0.</param>
    /// <param name="index">Which.</param>
    public FlatTable TableAt(int field, int index)
    {
        int place = List(field, sizeof(int)).Start + (index * sizeof(int));
        return new FlatTable(_bytes, place + (long)BinaryPrimitives.ReadUInt32LittleEndian(_bytes.Span[place..]));
    }

    /// <summary>The 64-bit numbers of a field, such as those of its structures.</summary>
    /// <param name="field">The field, from 0.</param>
    /// <param name="numbers">How many of them a structure has.</param>
    public long[] Longs(int field, int numbers = 1)
    {
        (int start, int count) = List(field, numbers * sizeof(long));
        long[] values = new long[count * numbers];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadInt64LittleEndian(_bytes.Span[(start + (i * sizeof(long)))..]);
        }

        return values;
    }

    /// <summary>How many structures of some size a field has.</summary>
    /// <param name="field">The field, from 0.</param>
    /// <param name="size">The bytes of each.</param>
    public int Count(int field, int size) => List(field, size).Count;

    private (int Start, int Count) List(int field, int size)
    {
        if (Target(field) is not (>= 0 and var place))
        {
            return (0, 0);
        }

        int start = Checked(place, sizeof(int));
        long count = BinaryPrimitives.ReadUInt32LittleEndian(_bytes.Span[start..]);
        Checked(start + 4L, count * size);
        return (start + sizeof(int), (int)count);
    }

    private long Target(int field) => Place(field, sizeof(int)) is >= 0 and var place
        ? place + (long)BinaryPrimitives.ReadUInt32LittleEndian(_bytes.Span[place..]) : -1;

    private int Place(int field, int size)
    {
        int entry = 4 + (2 * field);
        int offset = entry + 2 <= _fieldsLength ? BinaryPrimitives.ReadUInt16LittleEndian(_bytes.Span[(_fields + entry)..]) : 0;
        return offset == 0 ? -1 : Checked((long)_place + offset, size);
    }

    private int Checked(long place, long size) => place >= 0 && size >= 0 && place <= _bytes.Length - size ? (int)place
        : throw new DamagedDataException(FormattableString.Invariant($"the metadata points to {place}, but has {_bytes.Length} bytes"));
}

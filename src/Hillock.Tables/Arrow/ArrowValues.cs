using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Hillock.Tables.Arrow;

/// <summary>Decodes the values of a column of a batch; its arrays serve one column after the other.</summary>
internal sealed class ArrowValues
{
    private const int ViewLength = 16, InlineLength = 12;

    private readonly ValueList[] _values = [.. Enum.GetValues<ValueForm>().Select(static form => new ValueList(form))];
    private byte[] _stored = [];
    private byte[] _data = [];
    private byte[] _offsets = [];
    private byte[] _validity = [];
    private bool[] _missing = [];

    /// <summary>Decodes values, in arrays that the next call uses again.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="field">The column.</param>
    /// <param name="place">Where its parts are.</param>
    public ValueList Decode(ArrowBatch batch, ArrowField field, ArrowPlace place)
    {
        int count = batch.CountOf(place);
        bool isEmpty = count == 0 || field.IsNull, isText = field.HasViews || field.OffsetBits > 0;

        // Before there is room for the values, for a small file may claim any number of them.
        int length = isEmpty ? 0 : batch.ReadBuffer(place.Buffer + 1, ref _stored, ref isText ? ref _offsets : ref _data);
        int bits = field.HasViews ? 8 * ViewLength : field.OffsetBits > 0 ? field.OffsetBits : field.IsBits ? 1 : 8 * field.Width;
        RequireRoom(isEmpty ? 0 : count, bits, length);
        ValueList values = _values[(int)field.Form];
        values.Missing = Missing(batch, field.IsNull, place, count);
        values.Resize(count);
        if (isEmpty)
        {
            return values;
        }

        if (field.HasViews)
        {
            Views(batch, place, values, length);
        }
        else if (isText)
        {
            Texts(batch, field, place, values, length);
        }
        else
        {
            Numbers(field, _data.AsSpan(0, length), values);
        }

        return values;
    }

    /// <summary>Decodes places in a dictionary.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="field">The column.</param>
    /// <param name="place">Where its parts are.</param>
    public ValueList Places(ArrowBatch batch, ArrowField field, ArrowPlace place)
    {
        int count = batch.CountOf(place);
        int length = batch.ReadBuffer(place.Buffer + 1, ref _stored, ref _data);
        RequireRoom(count, field.IndexBits, length);
        ValueList values = _values[(int)ValueForm.Whole];
        values.Missing = Missing(batch, isNull: false, place, count);
        values.Resize(count);
        Wholes(_data.AsSpan(0, length), field.IndexBits / 8, !field.IsIndexSigned, values);
        return values;
    }

    private static void RequireRoom(int count, int bits, int length)
    {
        if ((long)count * bits > 8L * length)
        {
            throw new DamagedDataException(FormattableString.Invariant($"{count} values of {bits} bits do not fit into the {length} bytes of their buffer"));
        }
    }

    private bool[]? Missing(ArrowBatch batch, bool isNull, ArrowPlace place, int count)
    {
        if (isNull)
        {
            _missing = _missing.Length >= count ? _missing : new bool[count];
            Array.Fill(_missing, true, 0, count);
            return _missing;
        }

        if (batch.MissingOf(place) == 0)
        {
            return null;
        }

        int length = batch.ReadBuffer(place.Buffer, ref _stored, ref _validity);
        if (length == 0)
        {
            return null; // all values are there
        }

        RequireRoom(count, 1, length);
        _missing = _missing.Length >= count ? _missing : new bool[count];
        ReadOnlySpan<byte> bits = _validity.AsSpan(0, length);
        for (int i = 0; i < count; i++)
        {
            _missing[i] = ((bits[i >> 3] >> (i & 7)) & 1) == 0;
        }

        return _missing;
    }

    private static void Numbers(ArrowField field, ReadOnlySpan<byte> bytes, ValueList values)
    {
        int count = values.Count, width = field.Width;
        if (field.IsBits)
        {
            for (int i = 0; i < count; i++)
            {
                values.Wholes[i] = (bytes[i >> 3] >> (i & 7)) & 1;
            }
        }
        else if (values.Form == ValueForm.Whole)
        {
            Wholes(bytes, width, field.IsUnsigned, values);
        }
        else if (values.Form == ValueForm.Real && width == sizeof(double))
        {
            MemoryMarshal.Cast<byte, double>(bytes)[..count].CopyTo(values.Reals);
        }
        else if (values.Form == ValueForm.Real)
        {
            ReadOnlySpan<float> floats = MemoryMarshal.Cast<byte, float>(bytes)[..count];
            for (int i = 0; i < floats.Length; i++)
            {
                values.Reals[i] = floats[i];
            }
        }
        else
        {
            values.Bytes = bytes[..checked(count * width)].ToArray();
            for (int i = 0; i < count; i++)
            {
                (values.Starts[i], values.Lengths[i]) = (i * width, width);
            }
        }
    }

    private static void Wholes(ReadOnlySpan<byte> bytes, int width, bool isUnsigned, ValueList values)
    {
        bytes = bytes[..checked(values.Count * width)];
        for (int i = 0; i < values.Count; i++)
        {
            values.Wholes[i] = (width, isUnsigned) switch
            {
                (1, false) => (sbyte)bytes[i],
                (1, true) => bytes[i],
                (2, false) => MemoryMarshal.Cast<byte, short>(bytes)[i],
                (2, true) => MemoryMarshal.Cast<byte, ushort>(bytes)[i],
                (4, false) => MemoryMarshal.Cast<byte, int>(bytes)[i],
                (4, true) => MemoryMarshal.Cast<byte, uint>(bytes)[i],
                _ => MemoryMarshal.Cast<byte, long>(bytes)[i],
            };
        }
    }

    private void Texts(ArrowBatch batch, ArrowField field, ArrowPlace place, ValueList values, int offsetsLength)
    {
        int width = field.OffsetBits / 8;
        ReadOnlySpan<byte> offsets = _offsets.AsSpan(0, offsetsLength);
        int length = batch.ReadBuffer(place.Buffer + 2, ref _stored, ref _data);
        long before = Offset(offsets, 0, width);
        for (int i = 0; i < values.Count; i++)
        {
            long next = Offset(offsets, i + 1, width);
            if (before < 0 || next < before || next > length)
            {
                throw new DamagedDataException(FormattableString.Invariant($"a text from {before} to {next} does not fit into the {length} bytes of all"));
            }

            (values.Starts[i], values.Lengths[i]) = ((int)before, (int)(next - before));
            before = next;
        }

        values.Bytes = _data;
    }

    private static long Offset(ReadOnlySpan<byte> offsets, int index, int width) => width == sizeof(int)
        ? BinaryPrimitives.ReadInt32LittleEndian(offsets[(index * sizeof(int))..]) : BinaryPrimitives.ReadInt64LittleEndian(offsets[(index * sizeof(long))..]);

    // The bytes of all buffers behind those of the views, one array for all.
    private void Views(ArrowBatch batch, ArrowPlace place, ValueList values, int length)
    {
        byte[] all = _offsets[..length];
        int[] starts = new int[batch.ViewedBuffers(place) + 1];
        starts[0] = length;
        for (int i = 1; i < starts.Length; i++)
        {
            int some = batch.ReadBuffer(place.Buffer + 1 + i, ref _stored, ref _data);
            starts[i] = checked(starts[i - 1] + some);
            if (starts[i] > all.Length)
            {
                Array.Resize(ref all, (int)Math.Min(Inflater.Most, Math.Max(starts[i], 2L * all.Length)));
            }

            _data.AsSpan(0, some).CopyTo(all.AsSpan(starts[i - 1]));
        }

        for (int i = 0; i < values.Count; i++)
        {
            int at = i * ViewLength;
            ReadOnlySpan<byte> view = all.AsSpan(0, length).Slice(at, ViewLength);
            int size = BinaryPrimitives.ReadInt32LittleEndian(view);
            if (size is >= 0 and <= InlineLength)
            {
                (values.Starts[i], values.Lengths[i]) = (at + sizeof(int), size);
                continue;
            }

            if (values.Missing is not null && values.Missing[i])
            {
                continue;
            }

            int buffer = BinaryPrimitives.ReadInt32LittleEndian(view[8..]), offset = BinaryPrimitives.ReadInt32LittleEndian(view[12..]);
            if (size < 0 || (uint)buffer >= (uint)(starts.Length - 1) || offset < 0 || offset > starts[buffer + 1] - starts[buffer] - size)
            {
                throw new DamagedDataException(FormattableString.Invariant($"a text of {size} bytes at {offset} does not fit into its buffer"));
            }

            (values.Starts[i], values.Lengths[i]) = (starts[buffer] + offset, size);
        }

        values.Bytes = all;
    }
}

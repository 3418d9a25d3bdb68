using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hillock.Tables.Parquet;

/// <summary>Decodes the values of a page.</summary>
/// <param name="element">The column.</param>
internal sealed class PageValues(ParquetElement element)
{
    private long[] _lengths = [];
    private byte[] _joined = [];

    /// <summary>How the column's values are stored.</summary>
    public static ValueForm FormOf(ParquetElement element) => element.Type switch
    {
        ParquetElement.Boolean or ParquetElement.Int32 or ParquetElement.Int64 => ValueForm.Whole,
        ParquetElement.Float or ParquetElement.Double => ValueForm.Real,
        _ => ValueForm.Bytes,
    };

    /// <summary>Decodes values.</summary>
    /// <param name="encoding">How they are written.</param>
    /// <param name="page">The array of the page, which the values keep where they are bytes.</param>
    /// <param name="start">Where in it they begin.</param>
    /// <param name="length">How many bytes they have.</param>
    /// <param name="values">Receives as many as it has room for.</param>
    public void Decode(int encoding, byte[] page, int start, int length, ValueList values)
    {
        ReadOnlySpan<byte> bytes = page.AsSpan(start, length);
        switch (encoding)
        {
            case ParquetEncoding.Plain:
                Plain(page, start, length, values);
                break;
            case ParquetEncoding.Hybrid when element.Type == ParquetElement.Boolean:
                Span<int> bits = values.Count <= 1024 ? stackalloc int[values.Count] : new int[values.Count];
                PackedBits.Runs(bytes.Slice(sizeof(int), (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(bytes), int.MaxValue)), 1, bits);
                for (int i = 0; i < bits.Length; i++)
                {
                    values.Wholes[i] = bits[i];
                }

                break;
            case ParquetEncoding.Delta when element.Type is ParquetElement.Int32 or ParquetElement.Int64:
                PackedBits.Differences(bytes, values.Wholes.AsSpan(0, values.Count), element.Type == ParquetElement.Int32);
                TakeSign(values);
                break;
            case ParquetEncoding.DeltaLength when element.Type == ParquetElement.ByteArray:
                DeltaLength(page, start, length, values);
                break;
            case ParquetEncoding.DeltaBytes when element.Type is ParquetElement.ByteArray or ParquetElement.FixedByteArray:
                DeltaBytes(bytes, values);
                break;
            case ParquetEncoding.Split when element.Type is not (ParquetElement.Boolean or ParquetElement.Int96 or ParquetElement.ByteArray):
                Split(bytes, values);
                break;
            default:
                throw new DamagedDataException(
                    $"values are written in the encoding {ParquetEncoding.Name(encoding)}, which a file of a newer version has or none of this type");
        }
    }

    private int Width => element.Type switch
    {
        ParquetElement.Int32 or ParquetElement.Float => 4,
        ParquetElement.Int64 or ParquetElement.Double => 8,
        ParquetElement.Int96 => 12,
        _ => element.Length > 0 ? element.Length : throw new DamagedDataException("the length of the values is not said"),
    };

    private void Plain(byte[] page, int start, int length, ValueList values)
    {
        ReadOnlySpan<byte> bytes = page.AsSpan(start, length);
        int count = values.Count;
        switch (element.Type)
        {
            case ParquetElement.Boolean:
                for (int i = 0; i < count; i++)
                {
                    values.Wholes[i] = (bytes[i >> 3] >> (i & 7)) & 1;
                }

                break;
            case ParquetElement.ByteArray:
                int place = start;
                for (int i = 0; i < count; i++)
                {
                    int size = BinaryPrimitives.ReadInt32LittleEndian(page.AsSpan(place, start + length - place));
                    place += sizeof(int);
                    if (size < 0 || size > start + length - place)
                    {
                        throw new DamagedDataException(FormattableString.Invariant($"a value of {size} bytes does not fit into its page"));
                    }

                    (values.Starts[i], values.Lengths[i]) = (place, size);
                    place += size;
                }

                values.Bytes = page;
                break;
            case ParquetElement.FixedByteArray or ParquetElement.Int96:
                Require(bytes.Length, count);
                for (int i = 0; i < count; i++)
                {
                    (values.Starts[i], values.Lengths[i]) = (start + (i * Width), Width);
                }

                values.Bytes = page;
                break;
            default:
                Require(bytes.Length, count);
                Numbers(bytes, values);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // a long loop is met once or twice in a program's life
    private void Numbers(ReadOnlySpan<byte> bytes, ValueList values)
    {
        int count = values.Count;
        switch (element.Type)
        {
            case ParquetElement.Int32:
                ReadOnlySpan<int> ints = MemoryMarshal.Cast<byte, int>(bytes);
                for (int i = 0; i < count; i++)
                {
                    values.Wholes[i] = ints[i];
                }

                TakeSign(values);
                break;
            case ParquetElement.Int64:
                MemoryMarshal.Cast<byte, long>(bytes)[..count].CopyTo(values.Wholes);
                break;
            case ParquetElement.Float:
                ReadOnlySpan<float> floats = MemoryMarshal.Cast<byte, float>(bytes);
                for (int i = 0; i < count; i++)
                {
                    values.Reals[i] = floats[i];
                }

                break;
            default:
                MemoryMarshal.Cast<byte, double>(bytes)[..count].CopyTo(values.Reals);
                break;
        }
    }

    private void TakeSign(ValueList values)
    {
        for (int i = 0; element.IsUnsigned32 && i < values.Count; i++)
        {
            values.Wholes[i] = (uint)values.Wholes[i];
        }
    }

    private void DeltaLength(byte[] page, int start, int length, ValueList values)
    {
        Span<long> lengths = Lengths(values.Count);
        int place = start + PackedBits.Differences(page.AsSpan(start, length), lengths, isShort: true);
        for (int i = 0; i < lengths.Length; i++)
        {
            if (lengths[i] < 0 || lengths[i] > start + length - place)
            {
                throw new DamagedDataException(FormattableString.Invariant($"a value of {lengths[i]} bytes does not fit into its page"));
            }

            (values.Starts[i], values.Lengths[i]) = (place, (int)lengths[i]);
            place += (int)lengths[i];
        }

        values.Bytes = page;
    }

    private void DeltaBytes(ReadOnlySpan<byte> bytes, ValueList values)
    {
        int count = values.Count;
        Span<long> lengths = Lengths(2 * count);
        Span<long> common = lengths[..count], rest = lengths[count..];
        bytes = bytes[PackedBits.Differences(bytes, common, isShort: true)..];
        bytes = bytes[PackedBits.Differences(bytes, rest, isShort: true)..];
        int written = 0, before = 0;
        for (int i = 0; i < count; i++)
        {
            if (common[i] < 0 || common[i] > before || rest[i] < 0 || rest[i] > bytes.Length || written + common[i] + rest[i] > Inflater.Most)
            {
                throw new DamagedDataException(FormattableString.Invariant(
                    $"a value of {common[i]} bytes of the one before and {rest[i]} of its own does not fit into its page"));
            }

            int size = (int)(common[i] + rest[i]);
            if (written + size > _joined.Length)
            {
                Array.Resize(ref _joined, (int)Math.Min(Inflater.Most, Math.Max(written + size, 2L * _joined.Length)));
            }

            _joined.AsSpan(written - before, (int)common[i]).CopyTo(_joined.AsSpan(written));
            bytes[..(int)rest[i]].CopyTo(_joined.AsSpan(written + (int)common[i]));
            bytes = bytes[(int)rest[i]..];
            (values.Starts[i], values.Lengths[i]) = (written, size);
            written += size;
            before = size;
        }

        values.Bytes = _joined;
    }

    private void Split(ReadOnlySpan<byte> bytes, ValueList values)
    {
        int width = Width, count = values.Count;
        Require(bytes.Length, count);
        Inflater.Grow(ref _joined, width * count);
        for (int k = 0; k < width; k++)
        {
            ReadOnlySpan<byte> part = bytes.Slice(k * count, count);
            for (int i = 0; i < part.Length; i++)
            {
                _joined[(i * width) + k] = part[i];
            }
        }

        Plain(_joined, 0, width * count, values);
    }

    private Span<long> Lengths(int count)
    {
        _lengths = _lengths.Length >= count ? _lengths : new long[count];
        return _lengths.AsSpan(0, count);
    }

    private void Require(int bytes, int count)
    {
        if ((long)count * Width > bytes)
        {
            throw new DamagedDataException(FormattableString.Invariant($"{count} values of {Width} bytes do not fit into {bytes}"));
        }
    }
}

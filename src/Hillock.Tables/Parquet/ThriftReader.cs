namespace Hillock.Tables.Parquet;

/// <summary>Reads Thrift's compact protocol out of memory; nothing is believed that the bytes do not have room for.</summary>
/// <remarks>Source: "Thrift compact protocol encoding", Apache Thrift.</remarks>
/// <param name="bytes">The bytes.</param>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes)
{
    private const int Deepest = 32;
    private const int LongestVarInt = 10;

    /// <summary>The types of the compact protocol.</summary>
    public const int Stop = 0, True = 1, False = 2, Byte = 3, I16 = 4, I32 = 5, I64 = 6, Double = 7, Binary = 8, List = 9, Set = 10, Map = 11, Struct = 12,
        Guid = 13;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>How many bytes are read.</summary>
    public int Position { get; private set; }

    /// <summary>The next field of a struct; false at its end.</summary>
    /// <param name="id">The id of the field before, 0 at the beginning; receives that of this one.</param>
    /// <param name="type">Its type.</param>
    public bool NextField(ref int id, out int type)
    {
        byte head = NextByte();
        type = head & 15;
        if (type == Stop)
        {
            return false;
        }

        id = head >> 4 is > 0 and var step ? id + step : (int)Zigzag(VarInt());
        return true;
    }

    /// <summary>A whole number of any width.</summary>
    public long Whole(int type) => type switch
    {
        Byte => (sbyte)NextByte(),
        I16 or I32 or I64 => Zigzag(VarInt()),
        _ => throw Unexpected(type),
    };

    /// <summary>A whole number of 32 bits.</summary>
    public int Int(int type) => Whole(type) is >= int.MinValue and <= int.MaxValue and var value ? (int)value
        : throw new DamagedDataException("a number is larger than 32 bits");

    /// <summary>A truth, which a field's type says.</summary>
    public static bool Truth(int type) => type is True or False ? type == True : throw Unexpected(type);

    /// <summary>Bytes with their length.</summary>
    public ReadOnlySpan<byte> Bytes(int type)
    {
        if (type != Binary)
        {
            throw Unexpected(type);
        }

        ulong length = VarInt();
        if (length > (ulong)(_bytes.Length - Position))
        {
            throw new EndOfStreamException();
        }

        Position += (int)length;
        return _bytes.Slice(Position - (int)length, (int)length);
    }

    /// <summary>The length of a list, of whose elements each takes at least a byte.</summary>
    /// <param name="type">The field's type.</param>
    /// <param name="element">The type of its elements.</param>
    public int ListOf(int type, out int element)
    {
        if (type is not (List or Set))
        {
            throw Unexpected(type);
        }

        byte head = NextByte();
        element = head & 15;
        ulong count = head >> 4 == 15 ? VarInt() : (ulong)(head >> 4);
        return count <= (ulong)(_bytes.Length - Position) ? (int)count : throw new EndOfStreamException();
    }

    /// <summary>Refuses what is no struct.</summary>
    public static void RequireStruct(int type)
    {
        if (type != Struct)
        {
            throw Unexpected(type);
        }
    }

    /// <summary>Passes over a field.</summary>
    public void Skip(int type) => Skip(type, isElement: false, 0);

    private void Skip(int type, bool isElement, int depth)
    {
        if (depth > Deepest)
        {
            throw new DamagedDataException("structures lie deeper within each other than in any file");
        }

        switch (type)
        {
            case True or False:
                Position += isElement ? 1 : 0;
                break;
            case Byte:
                NextByte();
                break;
            case I16 or I32 or I64:
                VarInt();
                break;
            case Double:
                Advance(sizeof(double));
                break;
            case Guid:
                Advance(16);
                break;
            case Binary:
                Bytes(type);
                break;
            case List or Set:
                int count = ListOf(type, out int element);
                for (int i = 0; i < count; i++)
                {
                    Skip(element, isElement: true, depth + 1);
                }

                break;
            case Map:
                ulong pairs = VarInt();
                byte types = pairs == 0 ? (byte)0 : NextByte();
                for (ulong i = 0; i < pairs; i++)
                {
                    int before = Position;
                    Skip(types >> 4, isElement: true, depth + 1);
                    Skip(types & 15, isElement: true, depth + 1);
                    Advance(Position == before ? 1 : 0); // what takes no room is never that many
                }

                break;
            case Struct:
                for (int id = 0; NextField(ref id, out int inner);)
                {
                    Skip(inner, isElement: false, depth + 1);
                }

                break;
            default:
                throw Unexpected(type);
        }
    }

    private void Advance(int count) => Position = count <= _bytes.Length - Position ? Position + count : throw new EndOfStreamException();

    private byte NextByte() => Position < _bytes.Length ? _bytes[Position++] : throw new EndOfStreamException();

    private ulong VarInt()
    {
        ulong value = 0;
        for (int i = 0; i < LongestVarInt; i++)
        {
            byte next = NextByte();
            value |= (ulong)(next & 127) << (7 * i);
            if (next < 128)
            {
                return value;
            }
        }

        throw new DamagedDataException("a number has more than 64 bits");
    }

    private static long Zigzag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    private static DamagedDataException Unexpected(int type) => new(FormattableString.Invariant($"a field is of the unexpected type {type}"));
}

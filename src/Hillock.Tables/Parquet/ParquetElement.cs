using System.Text;

namespace Hillock.Tables.Parquet;

/// <summary>An element of a schema: a column, or a group of them.</summary>
internal sealed class ParquetElement
{
    /// <summary>The physical types.</summary>
    public const int Boolean = 0, Int32 = 1, Int64 = 2, Int96 = 3, Float = 4, Double = 5, ByteArray = 6, FixedByteArray = 7;

    private const int Repeated = 2, Optional = 1;

    private int _repetition;
    private int _converted = -1;
    private int _logical = -1;
    private int _bits = -1;
    private bool _isSigned = true;
    private int _unit = -1;
    private int _scale;

    /// <summary>Its name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Its physical type; −1 for a group.</summary>
    public int Type { get; private set; } = -1;

    /// <summary>How many bytes a value of fixed length has.</summary>
    public int Length { get; private set; }

    /// <summary>How many elements behind it are its own.</summary>
    public int Children { get; private set; }

    /// <summary>Whether values may be missing.</summary>
    public bool IsOptional => _repetition == Optional;

    /// <summary>Whether a row may have several values.</summary>
    public bool IsRepeated => _repetition == Repeated;

    /// <summary>What it holds, in words.</summary>
    public string Description => Type < 0 ? (_logical, _converted) switch
    {
        (3, _) or (_, 3) => "lists",
        (2, _) or (_, 1 or 2) => "maps",
        (16, _) => "variants",
        _ => "structures",
    }
    : IsRepeated ? "lists" : _logical switch
    {
        13 => "BSON",
        17 or 18 => "geometry",
        > 18 => FormattableString.Invariant($"values of the logical type {_logical}"),
        _ => _converted switch
        {
            20 => "BSON",
            21 => "intervals",
            _ => Type == FixedByteArray ? "bytes" : FormattableString.Invariant($"values of the type {Type}"),
        },
    };

    /// <summary>Reads an element.</summary>
    public static ParquetElement Read(ref ThriftReader reader, int type)
    {
        ThriftReader.RequireStruct(type);
        ParquetElement element = new();
        for (int id = 0; reader.NextField(ref id, out int field);)
        {
            switch (id)
            {
                case 1:
                    element.Type = reader.Int(field);
                    break;
                case 2:
                    element.Length = reader.Int(field);
                    break;
                case 3:
                    element._repetition = reader.Int(field);
                    break;
                case 4:
                    element.Name = Encoding.UTF8.GetString(reader.Bytes(field));
                    break;
                case 5:
                    element.Children = reader.Int(field);
                    break;
                case 6:
                    element._converted = reader.Int(field);
                    break;
                case 7:
                    element._scale = reader.Int(field);
                    break;
                case 10 when field == ThriftReader.Struct:
                    element.ReadLogical(ref reader);
                    break;
                default:
                    reader.Skip(field);
                    break;
            }
        }

        return element;
    }

    /// <summary>What its values stand for; null where they are nothing that a table has.</summary>
    public CellMeaning? Meaning() => Type < 0 || IsRepeated ? null : (Type, _logical, _converted) switch
    {
        (Boolean, _, _) => new CellMeaning(Tables.Meaning.Boolean),
        (Int32 or Int64, 5, _) or (Int32 or Int64, -1, 5) => new CellMeaning(Tables.Meaning.Decimal, _scale),
        (Int32, 6, _) or (Int32, -1, 6) => new CellMeaning(Tables.Meaning.Days),
        (Int32 or Int64, 7, _) or (Int32, -1, 7) or (Int64, -1, 8) => Time(Tables.Meaning.TimeOfDay),
        (Int64, 8, _) or (Int64, -1, 9 or 10) => Time(Tables.Meaning.Timestamp),
        (Int64, 10, _) when !_isSigned && _bits == 64 => new CellMeaning(Tables.Meaning.Unsigned),
        (Int64, -1, 14) => new CellMeaning(Tables.Meaning.Unsigned),
        (Int32 or Int64, -1 or 10 or 11, _) => new CellMeaning(Tables.Meaning.Whole),
        (Int96, -1, _) => new CellMeaning(Tables.Meaning.Julian),
        (Float or Double, _, _) => new CellMeaning(Tables.Meaning.Real),
        (ByteArray, 5, _) or (ByteArray, -1, 5) or (FixedByteArray, 5, _) or (FixedByteArray, -1, 5) => new CellMeaning(Tables.Meaning.Decimal, _scale),
        (ByteArray, -1 or 1 or 4 or 12, not (20 or 21)) => new CellMeaning(Tables.Meaning.Text),
        (ByteArray, 11, _) => new CellMeaning(Tables.Meaning.Text),
        (FixedByteArray, 14, _) => new CellMeaning(Tables.Meaning.Uuid),
        (FixedByteArray, 15, _) => new CellMeaning(Tables.Meaning.Half),
        _ => null,
    };

    /// <summary>Whether whole numbers of 32 bits have no sign.</summary>
    public bool IsUnsigned32 => Type == Int32 && ((_logical == 10 && !_isSigned && _bits == 32) || (_logical < 0 && _converted == 13));

    private CellMeaning? Time(Meaning meaning) => _unit switch
    {
        1 => new CellMeaning(meaning, PerSecond: 1_000),
        2 => new CellMeaning(meaning, PerSecond: 1_000_000),
        3 => new CellMeaning(meaning, PerSecond: 1_000_000_000),
        _ => _converted switch
        {
            7 or 9 => new CellMeaning(meaning, PerSecond: 1_000),
            8 or 10 => new CellMeaning(meaning, PerSecond: 1_000_000),
            _ => null,
        },
    };

    private void ReadLogical(ref ThriftReader reader)
    {
        for (int id = 0; reader.NextField(ref id, out int field);)
        {
            _logical = id;
            if (id is 5 or 7 or 8 or 10 && field == ThriftReader.Struct)
            {
                ReadParameters(ref reader, id);
            }
            else
            {
                reader.Skip(field);
            }
        }
    }

    private void ReadParameters(ref ThriftReader reader, int logical)
    {
        for (int id = 0; reader.NextField(ref id, out int field);)
        {
            if (logical == 5 && id == 1)
            {
                _scale = reader.Int(field);
            }
            else if (logical == 10 && id == 1)
            {
                _bits = reader.Int(field);
            }
            else if (logical == 10 && id == 2)
            {
                _isSigned = ThriftReader.Truth(field);
            }
            else if (logical is 7 or 8 && id == 2 && field == ThriftReader.Struct)
            {
                for (int unit = 0; reader.NextField(ref unit, out int empty);)
                {
                    _unit = unit;
                    reader.Skip(empty);
                }
            }
            else
            {
                reader.Skip(field);
            }
        }
    }
}

namespace Hillock.Tables.Arrow;

/// <summary>A field of a schema: its type, and how many buffers and fields of its own it has in a batch.</summary>
internal sealed class ArrowField
{
    private const int Deepest = 32;
    private const int Null = 1, Int = 2, FloatingPoint = 3, Binary = 4, Utf8 = 5, Bool = 6, Decimal = 7, Date = 8, Time = 9, Timestamp = 10, Interval = 11,
        List = 12, Struct = 13, Union = 14, FixedSizeBinary = 15, FixedSizeList = 16, Map = 17, Duration = 18, LargeBinary = 19, LargeUtf8 = 20, LargeList = 21,
        RunEndEncoded = 22, BinaryView = 23, Utf8View = 24, ListView = 25, LargeListView = 26;

    private readonly int _type;
    private readonly FlatTable _details;
    private readonly bool _hasDenseUnion;

    private ArrowField(FlatTable table, int depth, ref int left)
    {
        if (depth > Deepest || --left < 0)
        {
            throw new DamagedDataException("the schema has more fields, or fields deeper within each other, than its bytes have room for");
        }

        Name = table.Text(0);
        _type = table.Byte(2);
        _details = table.Table(3) ?? table; // types without details need none
        _hasDenseUnion = _type == Union && _details.Short(0) == 1;
        List<ArrowField> children = [];
        for (int i = 0; i < table.TableCount(5); i++)
        {
            children.Add(new ArrowField(table.TableAt(5, i), depth + 1, ref left));
        }

        Children = children;
        if (table.Table(4) is { } dictionary)
        {
            DictionaryId = dictionary.Long(0);
            FlatTable? index = dictionary.Table(1);
            (IndexBits, IsIndexSigned) = index is { } own ? (own.Int(0), own.Byte(1) != 0) : (32, true);
            if (IndexBits is not (8 or 16 or 32 or 64) || dictionary.Short(3) != 0)
            {
                throw new DamagedDataException(FormattableString.Invariant($"the dictionary of \"{FileBytes.Short(Name)}\" has indices of {IndexBits} bits"));
            }
        }
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The fields within it.</summary>
    public IReadOnlyList<ArrowField> Children { get; }

    /// <summary>The dictionary whose entries its values are; null for none.</summary>
    public long? DictionaryId { get; }

    /// <summary>The bits of a place in the dictionary.</summary>
    public int IndexBits { get; }

    /// <summary>Whether those places have a sign.</summary>
    public bool IsIndexSigned { get; }

    /// <summary>Whether it is nothing but missing values, of which no bytes are kept.</summary>
    public bool IsNull => _type == Null;

    /// <summary>Whether its values are of several types.</summary>
    public bool IsUnion => _type == Union && DictionaryId is null;

    /// <summary>Whether its values are of bits.</summary>
    public bool IsBits => _type == Bool;

    /// <summary>Whether the places of its bytes are told by views.</summary>
    public bool HasViews => _type is Utf8View or BinaryView;

    /// <summary>The bits of the numbers that tell where its bytes are; 0 where values have a width.</summary>
    public int OffsetBits => _type is Utf8 or Binary ? 32 : _type is LargeUtf8 or LargeBinary ? 64 : 0;

    /// <summary>Whether its numbers have a fraction, which is one of 32 or 64 bits.</summary>
    public bool IsReal => _type == FloatingPoint && _details.Short(0) is 1 or 2;

    /// <summary>Whether it has no sign.</summary>
    public bool IsUnsigned => _type == Int && _details.Byte(1) == 0;

    /// <summary>The bytes of a value, where all have as many.</summary>
    public int Width => _type switch
    {
        Int => _details.Int(0) / 8,
        FloatingPoint => 2 << Math.Clamp((int)_details.Short(0), 0, 2),
        Decimal => _details.Int(2, 128) / 8,
        Date => _details.Short(0, 1) == 0 ? 4 : 8,
        Time => _details.Int(1, 32) / 8,
        Timestamp or Duration => 8,
        _ => 0,
    };

    /// <summary>The field's buffers in a batch, without those of its children and of views.</summary>
    public int BufferCount => DictionaryId is not null ? 2 : _type switch
    {
        Null or RunEndEncoded => 0,
        Union => _hasDenseUnion ? 2 : 1,
        Struct or FixedSizeList => 1,
        Binary or Utf8 or LargeBinary or LargeUtf8 or ListView or LargeListView => 3,
        _ => 2,
    };

    /// <summary>The children that stand in a batch.</summary>
    public IReadOnlyList<ArrowField> StoredChildren => DictionaryId is null ? Children : [];

    /// <summary>What its values stand for; null where they are nothing that a table has.</summary>
    public CellMeaning? Meaning => _type switch
    {
        Null => new CellMeaning(Tables.Meaning.Real),
        Int when _details.Int(0) is 8 or 16 or 32 or 64 => new CellMeaning(IsUnsigned && Width == 8 ? Tables.Meaning.Unsigned : Tables.Meaning.Whole),
        FloatingPoint when _details.Short(0) is >= 0 and <= 2 => new CellMeaning(IsReal ? Tables.Meaning.Real : Tables.Meaning.Half),
        Bool => new CellMeaning(Tables.Meaning.Boolean),
        Decimal when Width is 4 or 8 or 16 or 32 => new CellMeaning(Tables.Meaning.LittleDecimal, _details.Int(1)),
        Date => Width == 4 ? new CellMeaning(Tables.Meaning.Days) : new CellMeaning(Tables.Meaning.Timestamp, PerSecond: 1000),
        Time when Width is 4 or 8 => Times(Tables.Meaning.TimeOfDay, _details.Short(0, 1)),
        Timestamp => Times(Tables.Meaning.Timestamp, _details.Short(0)),
        Duration => Times(Tables.Meaning.Duration, _details.Short(0, 1)),
        Utf8 or LargeUtf8 or Utf8View => new CellMeaning(Tables.Meaning.Text),
        _ => null,
    };

    /// <summary>What it holds, in words.</summary>
    public string Description => _type switch
    {
        Binary or LargeBinary or BinaryView or FixedSizeBinary => "bytes",
        Interval => "intervals",
        List or LargeList or FixedSizeList or ListView or LargeListView => "lists",
        Struct => "structures",
        Map => "maps",
        Union => "unions",
        RunEndEncoded => "runs of values",
        _ => FormattableString.Invariant($"values of the type {_type}"),
    };

    /// <summary>How its values are decoded.</summary>
    public ValueForm Form => IsReal || _type == Null ? ValueForm.Real
        : _type is FloatingPoint or Utf8 or LargeUtf8 or Utf8View || (_type == Decimal && Width > sizeof(long)) ? ValueForm.Bytes : ValueForm.Whole;

    /// <summary>The fields of a schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="bytes">How many bytes its message has, which limits the fields.</param>
    public static ArrowField[] Of(FlatTable schema, int bytes)
    {
        int left = bytes / sizeof(int);
        ArrowField[] fields = new ArrowField[schema.TableCount(1)];
        for (int i = 0; i < fields.Length; i++)
        {
            fields[i] = new ArrowField(schema.TableAt(1, i), 0, ref left);
        }

        return fields;
    }

    private static CellMeaning? Times(Meaning meaning, short unit) => unit switch
    {
        0 => new CellMeaning(meaning),
        1 => new CellMeaning(meaning, PerSecond: 1_000),
        2 => new CellMeaning(meaning, PerSecond: 1_000_000),
        3 => new CellMeaning(meaning, PerSecond: 1_000_000_000),
        _ => null,
    };
}

namespace Hillock.Tables.Parquet;

/// <summary>The ways in which values are written.</summary>
internal static class ParquetEncoding
{
    /// <summary>One after the other.</summary>
    public const int Plain = 0;

    /// <summary>Places in a dictionary, as the first version names them.</summary>
    public const int PlainDictionary = 2;

    /// <summary>Runs of one value and packed bits.</summary>
    public const int Hybrid = 3;

    /// <summary>Differences in packed bits.</summary>
    public const int Delta = 5;

    /// <summary>Lengths as differences, then all bytes.</summary>
    public const int DeltaLength = 6;

    /// <summary>What each has in common with the one before, then the rest.</summary>
    public const int DeltaBytes = 7;

    /// <summary>Places in a dictionary.</summary>
    public const int Dictionary = 8;

    /// <summary>All first bytes, all second bytes and so on.</summary>
    public const int Split = 9;

    /// <summary>The name of an encoding, as the format has it.</summary>
    public static string Name(int encoding) => encoding switch
    {
        Plain => "PLAIN",
        PlainDictionary => "PLAIN_DICTIONARY",
        Hybrid => "RLE",
        4 => "BIT_PACKED",
        Delta => "DELTA_BINARY_PACKED",
        DeltaLength => "DELTA_LENGTH_BYTE_ARRAY",
        DeltaBytes => "DELTA_BYTE_ARRAY",
        Dictionary => "RLE_DICTIONARY",
        Split => "BYTE_STREAM_SPLIT",
        _ => FormattableString.Invariant($"number {encoding}"),
    };
}

namespace Hillock.Tables.Parquet;

/// <summary>What stands before the bytes of a page.</summary>
internal sealed class ParquetPageHeader
{
    /// <summary>The kinds of pages.</summary>
    public const int Data = 0, Index = 1, Dictionary = 2, DataV2 = 3;

    /// <summary>The kind of the page.</summary>
    public int Kind { get; private set; } = -1;

    /// <summary>How many bytes it has once it is decompressed.</summary>
    public int Length { get; private set; } = -1;

    /// <summary>How many it has in the file.</summary>
    public int StoredLength { get; private set; } = -1;

    /// <summary>The check sum of those; null for none.</summary>
    public uint? Sum { get; private set; }

    /// <summary>How many values it has, missing ones included.</summary>
    public int Values { get; private set; } = -1;

    /// <summary>How they are written.</summary>
    public int Encoding { get; private set; } = -1;

    /// <summary>How it is written which are missing.</summary>
    public int LevelEncoding { get; private set; } = ParquetEncoding.Hybrid;

    /// <summary>In pages of the second version, how many bytes say which are missing.</summary>
    public int LevelLength { get; private set; }

    /// <summary>The same of repeated values.</summary>
    public int RepetitionLength { get; private set; }

    /// <summary>Whether a page of the second version is compressed.</summary>
    public bool IsCompressed { get; private set; } = true;

    /// <summary>How many bytes the header has.</summary>
    public int HeaderLength { get; private set; }

    /// <summary>Reads a header.</summary>
    /// <param name="bytes">Its bytes, with others behind.</param>
    /// <exception cref="EndOfStreamException">It needs more of them.</exception>
    public static ParquetPageHeader Read(ReadOnlySpan<byte> bytes)
    {
        ThriftReader reader = new(bytes);
        ParquetPageHeader header = new();
        for (int id = 0; reader.NextField(ref id, out int field);)
        {
            switch (id)
            {
                case 1:
                    header.Kind = reader.Int(field);
                    break;
                case 2:
                    header.Length = reader.Int(field);
                    break;
                case 3:
                    header.StoredLength = reader.Int(field);
                    break;
                case 4:
                    header.Sum = (uint)reader.Int(field);
                    break;
                case 5 or 7 or 8 when field == ThriftReader.Struct:
                    header.ReadValues(ref reader, id == 8);
                    break;
                default:
                    reader.Skip(field);
                    break;
            }
        }

        header.HeaderLength = reader.Position;
        return header;
    }

    private void ReadValues(ref ThriftReader reader, bool isSecondVersion)
    {
        for (int id = 0; reader.NextField(ref id, out int field);)
        {
            switch (id)
            {
                case 1:
                    Values = reader.Int(field);
                    break;
                case 2 when !isSecondVersion:
                case 4 when isSecondVersion:
                    Encoding = reader.Int(field);
                    break;
                case 3 when !isSecondVersion && field == ThriftReader.I32:
                    LevelEncoding = reader.Int(field);
                    break;
                case 5 when isSecondVersion:
                    LevelLength = reader.Int(field);
                    break;
                case 6 when isSecondVersion:
                    RepetitionLength = reader.Int(field);
                    break;
                case 7 when isSecondVersion:
                    IsCompressed = ThriftReader.Truth(field);
                    break;
                default:
                    reader.Skip(field);
                    break;
            }
        }
    }
}

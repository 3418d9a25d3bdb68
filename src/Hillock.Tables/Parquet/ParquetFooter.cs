namespace Hillock.Tables.Parquet;

/// <summary>What the footer of a Parquet file says of it.</summary>
/// <remarks>Source: parquet.thrift of the Apache Parquet format 2.11; what is not needed is passed over.</remarks>
internal sealed class ParquetFooter
{
    /// <summary>The version of the format.</summary>
    public int Version { get; private set; }

    /// <summary>How many rows all groups have.</summary>
    public long Rows { get; private set; }

    /// <summary>The elements of the schema: the root, then the others with their children behind them.</summary>
    public List<ParquetElement> Schema { get; } = [];

    /// <summary>The groups of rows.</summary>
    public List<ParquetGroup> Groups { get; } = [];

    /// <summary>Reads a footer.</summary>
    /// <param name="bytes">Its bytes.</param>
    public static ParquetFooter Read(ReadOnlySpan<byte> bytes)
    {
        ParquetFooter footer = new();
        ThriftReader reader = new(bytes);
        for (int id = 0; reader.NextField(ref id, out int type);)
        {
            switch (id)
            {
                case 1:
                    footer.Version = reader.Int(type);
                    break;
                case 2:
                    for (int i = reader.ListOf(type, out int element); i > 0; i--)
                    {
                        footer.Schema.Add(ParquetElement.Read(ref reader, element));
                    }

                    break;
                case 3:
                    footer.Rows = reader.Whole(type);
                    break;
                case 4:
                    for (int i = reader.ListOf(type, out int element); i > 0; i--)
                    {
                        footer.Groups.Add(ParquetGroup.Read(ref reader, element));
                    }

                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        return footer;
    }
}

/// <summary>Rows that are stored together, column by column.</summary>
internal sealed class ParquetGroup
{
    /// <summary>How many rows there are.</summary>
    public long Rows { get; private set; }

    /// <summary>The columns, in the order of the schema's leaves.</summary>
    public List<ParquetChunk> Chunks { get; } = [];

    /// <summary>Reads a group.</summary>
    public static ParquetGroup Read(ref ThriftReader reader, int type)
    {
        ThriftReader.RequireStruct(type);
        ParquetGroup group = new();
        for (int id = 0; reader.NextField(ref id, out int field);)
        {
            if (id == 1)
            {
                for (int i = reader.ListOf(field, out int element); i > 0; i--)
                {
                    group.Chunks.Add(ParquetChunk.Read(ref reader, element));
                }
            }
            else if (id == 3)
            {
                group.Rows = reader.Whole(field);
            }
            else
            {
                reader.Skip(field);
            }
        }

        return group;
    }
}

/// <summary>Where the pages of a column are in the file.</summary>
internal sealed class ParquetChunk
{
    /// <summary>Whether its pages are in another file.</summary>
    public bool IsElsewhere { get; private set; }

    /// <summary>Whether it is encrypted.</summary>
    public bool IsEncrypted { get; private set; }

    /// <summary>The type of its values.</summary>
    public int Type { get; private set; } = -1;

    /// <summary>How it is compressed.</summary>
    public int Codec { get; private set; }

    /// <summary>How many values it has, missing ones included.</summary>
    public long Values { get; private set; } = -1;

    /// <summary>Where its first page is.</summary>
    public long Start { get; private set; }

    /// <summary>Reads what is said of a column.</summary>
    public static ParquetChunk Read(ref ThriftReader reader, int type)
    {
        ThriftReader.RequireStruct(type);
        ParquetChunk chunk = new();
        for (int id = 0; reader.NextField(ref id, out int field);)
        {
            chunk.IsElsewhere |= id == 1 && field == ThriftReader.Binary;
            chunk.IsEncrypted |= id is 8 or 9;
            if (id == 3 && field == ThriftReader.Struct)
            {
                chunk.ReadMetadata(ref reader);
            }
            else
            {
                reader.Skip(field);
            }
        }

        return chunk;
    }

    private void ReadMetadata(ref ThriftReader reader)
    {
        long data = 0, dictionary = 0;
        for (int id = 0; reader.NextField(ref id, out int field);)
        {
            switch (id)
            {
                case 1:
                    Type = reader.Int(field);
                    break;
                case 4:
                    Codec = reader.Int(field);
                    break;
                case 5:
                    Values = reader.Whole(field);
                    break;
                case 9:
                    data = reader.Whole(field);
                    break;
                case 11:
                    dictionary = reader.Whole(field);
                    break;
                default:
                    reader.Skip(field);
                    break;
            }
        }

        Start = dictionary > 0 && dictionary < data ? dictionary : data;
    }
}

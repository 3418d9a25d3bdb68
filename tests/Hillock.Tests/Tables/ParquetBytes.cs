using System.Buffers.Binary;

namespace Hillock.Tests.Tables;

/// <summary>
/// A Parquet file of one column of 32-bit numbers, made by the specification of the format and Thrift's compact protocol, of which a test may change what
/// it likes.
/// </summary>
internal sealed record ParquetBytes
{
    public int Version { get; init; } = 1;

    public int Codec { get; init; }

    public int PageKind { get; init; }

    public int Encoding { get; init; }

    public int Type { get; init; } = 1;

    public int? PageValues { get; init; }

    public int? PageLength { get; init; }

    public int? StoredLength { get; init; }

    public uint? Sum { get; init; }

    public long? ChunkValues { get; init; }

    public long? GroupRows { get; init; }

    public long? Rows { get; init; }

    public long Start { get; init; } = 4;

    public byte[] Page { get; init; } = [1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0];

    /// <summary>Fields that no version of today has, in the footer and in the header of the page.</summary>
    public bool HasLaterFields { get; init; }

    public byte[] ToArray()
    {
        List<byte> header = [];
        Field(header, 1, 5, PageKind);
        Field(header, 1, 5, PageLength ?? Page.Length);
        Field(header, 1, 5, StoredLength ?? Page.Length);
        if (Sum is { } sum)
        {
            Field(header, 1, 5, (int)sum);
        }

        header.Add((byte)(((Sum is null ? 2 : 1) << 4) | 12));
        Field(header, 1, 5, PageValues ?? 3);
        Field(header, 1, 5, Encoding);
        Field(header, 1, 5, 3);
        Field(header, 1, 5, 3);
        header.AddRange(HasLaterFields ? [0, .. Later, 0] : [0, 0]);

        List<byte> footer = [];
        Field(footer, 1, 5, Version);
        footer.AddRange([0x19, 0x2C]); // the schema: two elements
        Text(footer, 4, "root");
        Field(footer, 1, 5, 1);
        footer.Add(0);
        Field(footer, 1, 5, Type);
        Field(footer, 2, 5, 0);
        Text(footer, 1, "x");
        footer.Add(0);
        Field(footer, 1, 6, Rows ?? 3);
        footer.AddRange([0x19, 0x1C, 0x19, 0x1C]); // one group, of one column
        Field(footer, 2, 6, 4);
        footer.Add(0x1C);
        Field(footer, 1, 5, Type);
        footer.AddRange([0x19, 0x15, 0, 0x19, 0x18, 1, (byte)'x']);
        Field(footer, 1, 5, Codec);
        Field(footer, 1, 6, ChunkValues ?? 3);
        Field(footer, 1, 6, 100);
        Field(footer, 1, 6, 100);
        Field(footer, 2, 6, Start);
        footer.AddRange([0, 0]);
        Field(footer, 1, 6, 100);
        Field(footer, 1, 6, GroupRows ?? 3);
        footer.Add(0);
        footer.AddRange(HasLaterFields ? [.. Later, 0] : [0]);

        byte[] length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, footer.Count);
        return [.. "PAR1"u8, .. header, .. Page, .. footer, .. length, .. "PAR1"u8];
    }

    // Field 100: a structure with a list of structures, a map and a number, all of them to be passed over.
    private static byte[] Later => [0x0C, 200, 1, 0x19, 0x2C, 0x15, 2, 0, 0x18, 1, 65, 0, 0x1B, 1, 0x88, 1, 66, 1, 67, 0x17, 1, 2, 3, 4, 5, 6, 7, 8, 0];

    private static void Field(List<byte> bytes, int step, int type, long value)
    {
        bytes.Add((byte)((step << 4) | type));
        ulong zigzag = (ulong)((value << 1) ^ (value >> 63));
        for (; zigzag >= 128; zigzag >>= 7)
        {
            bytes.Add((byte)(zigzag | 128));
        }

        bytes.Add((byte)zigzag);
    }

    private static void Text(List<byte> bytes, int step, string text)
    {
        bytes.AddRange([(byte)((step << 4) | 8), (byte)text.Length, .. System.Text.Encoding.UTF8.GetBytes(text)]);
    }
}

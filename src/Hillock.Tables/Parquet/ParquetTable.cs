using System.Buffers.Binary;
using Hillock.Data;

namespace Hillock.Tables.Parquet;

/// <summary>Reads Parquet files.</summary>
internal sealed class ParquetTable : TableReader
{
    private const int Tail = 8; // the footer's length and the mark
    private const int LatestVersion = 2;

    private readonly FileBytes _file;
    private readonly ParquetFooter _footer;
    private readonly List<(ParquetElement Element, int Leaf)> _columns = [];
    private readonly ChunkReader _chunks;

    /// <summary>Opens a file.</summary>
    /// <param name="file">Its bytes.</param>
    public ParquetTable(FileBytes file)
    {
        _file = file;
        long end = file.Length - Tail;
        if (end < Tail / 2)
        {
            throw file.Damaged(0, FormattableString.Invariant($"a Parquet file has 12 bytes at least, this has {file.Length}"));
        }

        Span<byte> tail = stackalloc byte[Tail];
        file.Read(end, tail);
        if (tail[4..].SequenceEqual("PARE"u8))
        {
            throw new DataFormatException(
                file.Source, null, "the Parquet file is encrypted", "write the table anew without encryption; this reader has no keys");
        }

        uint length = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        if (!tail[4..].SequenceEqual("PAR1"u8) || length > end - 4)
        {
            throw file.Damaged(end, "a Parquet file ends with its footer, the footer's length and PAR1, which do not stand here");
        }

        byte[] footer = new byte[length];
        file.Read(end - length, footer);
        try
        {
            _footer = ParquetFooter.Read(footer);
        }
        catch (Exception exception) when (exception is DamagedDataException or EndOfStreamException)
        {
            throw file.Damaged(
                end - length, exception is DamagedDataException ? $"the footer: {exception.Message}" : "the footer ends in the middle", exception);
        }

        if (_footer.Version > LatestVersion)
        {
            throw new DataFormatException(
                file.Source, null, FormattableString.Invariant($"the Parquet file is of version {_footer.Version}; versions 1 and 2 are read"),
                "write it in version 2.6, or update this program");
        }

        _chunks = new ChunkReader(file, end - length);
        int leaves = FindColumns();
        CheckRows(leaves);
        Columns = [.. _columns.Select(static column => new StoredColumn(column.Element.Name, column.Element.Meaning(), column.Element.Description))];
        RowsOfParts = [.. _footer.Groups.Select(static group => group.Rows)];
    }

    /// <inheritdoc/>
    public override TableFileKind Kind => TableFileKind.Parquet;

    /// <inheritdoc/>
    public override IReadOnlyList<StoredColumn> Columns { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<long> RowsOfParts { get; }

    /// <inheritdoc/>
    public override void Read(int part, IReadOnlyList<int> columns, IReadOnlyList<ColumnCells> cells, CancellationToken cancellationToken)
    {
        ParquetGroup group = _footer.Groups[part];
        for (int i = 0; i < columns.Count; i++)
        {
            (ParquetElement element, int leaf) = _columns[columns[i]];
            _chunks.Read(element, group.Chunks[leaf], group.Rows, cells[i], cancellationToken);
        }
    }

    // The children of the root, and how many leaves there are before each.
    private int FindColumns()
    {
        int next = 1, leaves = 0;
        for (int i = 0; _footer.Schema.Count > 0 && i < _footer.Schema[0].Children; i++)
        {
            if (next >= _footer.Schema.Count)
            {
                throw _file.Damaged(_file.Length - Tail, "the schema of the footer ends in the middle");
            }

            _columns.Add((_footer.Schema[next], leaves));
            for (long left = 1; left > 0; left--)
            {
                ParquetElement element = next < _footer.Schema.Count && _footer.Schema[next].Children >= 0 ? _footer.Schema[next]
                    : throw _file.Damaged(_file.Length - Tail, "the schema of the footer ends in the middle");
                left += element.Children;
                leaves += element.Children == 0 ? 1 : 0;
                next++;
            }
        }

        return leaves;
    }

    private void CheckRows(int leaves)
    {
        long rows = 0;
        foreach (ParquetGroup group in _footer.Groups)
        {
            if (group.Rows < 0 || group.Rows > _footer.Rows - rows || group.Chunks.Count != leaves)
            {
                throw _file.Damaged(
                    _file.Length - Tail, FormattableString.Invariant($"a group has {group.Rows} rows of {group.Chunks.Count} columns, expected are ") +
                    FormattableString.Invariant($"at most {_footer.Rows - rows} of {leaves}"));
            }

            rows += group.Rows;
        }

        if (rows != _footer.Rows)
        {
            throw _file.Damaged(
                _file.Length - Tail, FormattableString.Invariant($"the footer tells of {_footer.Rows} rows, but its groups have {rows}"));
        }
    }
}

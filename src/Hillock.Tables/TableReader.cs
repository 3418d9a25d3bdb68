namespace Hillock.Tables;

/// <summary>Reads a kind of file: what columns it has, and their values part by part.</summary>
internal abstract class TableReader
{
    /// <summary>The kind of file.</summary>
    public abstract TableFileKind Kind { get; }

    /// <summary>The columns in the file's order.</summary>
    public abstract IReadOnlyList<StoredColumn> Columns { get; }

    /// <summary>How many rows each part has: groups of rows, or batches.</summary>
    public abstract IReadOnlyList<long> RowsOfParts { get; }

    /// <summary>What should be known of the file.</summary>
    public virtual IEnumerable<string> Notes => [];

    /// <summary>Reads a part.</summary>
    /// <param name="part">Which.</param>
    /// <param name="columns">The columns that are wanted.</param>
    /// <param name="cells">Who takes the values of each.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public abstract void Read(int part, IReadOnlyList<int> columns, IReadOnlyList<ColumnCells> cells, CancellationToken cancellationToken);
}

/// <summary>A column as a file has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Meaning">What its values stand for; null where they are nothing that a table has.</param>
/// <param name="Description">What it holds, in words.</param>
internal sealed record StoredColumn(string Name, CellMeaning? Meaning, string Description);

using Hillock.Charts.CommandLine;
using Hillock.Csv;
using Hillock.Data;
using Hillock.Tables;

namespace Hillock.Cli.Comparisons;

/// <summary>Tables of files: of text, of Parquet or of Arrow.</summary>
internal static class TableSource
{
    private static readonly string[] OfText = ["--skip-lines", "--header", "--delimiter", "--quote", "--comment", "--encoding"];

    /// <summary>The kind of a file in words; null for text.</summary>
    /// <param name="path">The file.</param>
    public static string? KindOf(string path) => TableFile.KindOf(path) switch
    {
        null => null,
        TableFileKind.Parquet => "a Parquet file",
        TableFileKind.ArrowFile => "an Arrow file",
        _ => "an Arrow stream",
    };

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is read, and how its columns are used.</param>
    /// <param name="progress">Is told now and then how many rows are read, or null.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The table, and how its columns are used: what is ignored and was not read is not there to be ignored.</returns>
    /// <exception cref="CommandException">Options are given that say how a text is divided, and the file is none.</exception>
    public static (CsvTable Table, CsvTabularOptions Columns) Read(
        string path, TableOptions options, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        if (KindOf(path) is not { } kind)
        {
            CsvReadOptions reading = options.HasTwoFiles ? FileEncoding.For(path, options.Reading) : options.Reading;
            return (CsvTable.Read(path, reading, progress, cancellationToken), options.Columns);
        }

        if (!options.HasTwoFiles && options.Columns.Like is null && options.Words().FirstOrDefault(OfText.Contains) is { } given)
        {
            throw new CommandException($"{path} is {kind}, whose cells are not divided as those of a text are; leave out {given}.", ExitCode.Usage);
        }

        string[] without = Without(TableFile.ColumnsOf(path), options.Columns);
        CsvTable table = TableFile.Read(path, new TableReadOptions { Without = without, Reading = options.Reading }, progress, cancellationToken);
        return (table, options.Columns with { Ignore = [.. options.Columns.Ignore.Except(without)] });
    }

    /// <summary>Reads a file for a network that was trained on other rows.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reading">How it is read, with the table that it is to follow.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static CsvTable Read(string path, CsvReadOptions reading, CancellationToken cancellationToken) => KindOf(path) is null
        ? CsvTable.Read(path, reading, cancellationToken: cancellationToken)
        : TableFile.Read(path, Following(TableFile.ColumnsOf(path), reading), cancellationToken: cancellationToken);

    /// <summary>Reads what a pipe gave, which is text, Parquet or Arrow, for a network that was trained on other rows.</summary>
    /// <param name="given">All of it, from its position on.</param>
    /// <param name="source">Its name, for messages.</param>
    /// <param name="reading">How it is read, with the table that it is to follow.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static CsvTable Read(MemoryStream given, string source, CsvReadOptions reading, CancellationToken cancellationToken)
    {
        if (TableFile.KindOf(given.GetBuffer().AsSpan(0, (int)given.Length)) is null)
        {
            return CsvTable.Read(given, source, reading, cancellationToken: cancellationToken);
        }

        TableReadOptions options = Following(TableFile.ColumnsOf(given, source), reading);
        given.Position = 0;
        return TableFile.Read(given, source, options, cancellationToken: cancellationToken);
    }

    private static TableReadOptions Following(IReadOnlyList<TableFileColumn> columns, CsvReadOptions reading) =>
        new() { Without = Without(columns, new CsvTabularOptions { Like = reading.Like }), Reading = reading };

    // Lists and structures are not read where nobody wants them.
    private static string[] Without(IReadOnlyList<TableFileColumn> columns, CsvTabularOptions options) =>
    [
        .. columns.Where(column => column.Kind is null
            && (options.Like is { } like ? like.TargetName != column.Name && !like.Columns.Any(known => known.Name == column.Name)
                : options.Ignore.Contains(column.Name))).Select(static column => column.Name).Distinct(),
    ];
}

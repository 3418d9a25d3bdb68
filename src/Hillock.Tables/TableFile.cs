using System.Globalization;
using Hillock.Csv;
using Hillock.Data;
using Hillock.Tables.Arrow;
using Hillock.Tables.Parquet;

namespace Hillock.Tables;

/// <summary>
/// Reads Parquet and Arrow files (Feather of version 2, streams) as tables: the same table, with the same rules for kinds, roles, targets and missing
/// values, as a CSV file with the same content gives.
/// </summary>
/// <remarks>
/// <para>
/// Numbers, decimals, booleans (the words <c>true</c> and <c>false</c>), dates, times, timestamps (in UTC) and durations come as what they are; texts,
/// dictionary-encoded or not, are read like the cells of a CSV file. Null and NaN are missing. Lists, maps, structures, intervals and bytes are refused by
/// the column's name: <see cref="TableReadOptions.Without"/> leaves them out. The index that pandas writes as <c>__index_level_0__</c> comes first and has
/// no name, as in its CSV files.
/// </para>
/// <para>
/// What is not read: encrypted columns, LZO, pages in other files, Feather of version 1, and Arrow of big-endian machines. Check sums of pages are
/// checked where a file has them.
/// </para>
/// </remarks>
public static class TableFile
{
    private const int StartLength = 8;
    private const int NamedColumns = 20;
    private const string PandasIndex = "__index_level_";

    /// <summary>The kind of file that begins with some bytes; null where it is another one.</summary>
    /// <param name="start">The first eight bytes of a file, or more.</param>
    public static TableFileKind? KindOf(ReadOnlySpan<byte> start) =>
        start.StartsWith("PAR1"u8) || start.StartsWith("PARE"u8) ? TableFileKind.Parquet
        : start.StartsWith("ARROW1"u8) ? TableFileKind.ArrowFile
        : start is [0xFF, 0xFF, 0xFF, 0xFF, _, _, _, < 4, ..] ? TableFileKind.ArrowStream : null;

    /// <summary>The kind of a file, by its first bytes and otherwise by its name; null where it is another one, or there is none.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TableFileKind? KindOf(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path) || FileKinds.Of(RealPath.Of(path)) != FileKind.Plain)
        {
            return null; // a pipe can be opened only once: whoever writes to it is gone when it is closed
        }

        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
        if (!file.CanSeek)
        {
            return null;
        }

        Span<byte> start = stackalloc byte[StartLength];
        return KindOf(start[..file.ReadAtLeast(start, StartLength, throwOnEndOfStream: false)]) ?? NamedKind(path);
    }

    /// <summary>The columns that a file has, in its order; their values are not read.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DataFormatException">The file is neither Parquet nor Arrow, or is damaged or cut off.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<TableFileColumn> ColumnsOf(string path)
    {
        using FileStream file = Open(path);
        return ColumnsOf(file, path);
    }

    /// <summary>The columns that the file in a stream has, in its order; their values are not read.</summary>
    /// <param name="stream">The stream, which has to be seekable, and stays open.</param>
    /// <param name="source">The name for error messages.</param>
    /// <exception cref="ArgumentException">The stream is not seekable.</exception>
    /// <exception cref="DataFormatException">The content is neither Parquet nor Arrow, or is damaged or cut off.</exception>
    public static IReadOnlyList<TableFileColumn> ColumnsOf(Stream stream, string source = "table stream") =>
    [
        .. OpenReader(stream, source).Columns.Select(
            static column => new TableFileColumn(column.Name, column.Meaning?.Kind, column.Meaning?.Content ?? column.Description)),
    ];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Which columns, and how texts are read.</param>
    /// <param name="progress">Is told now and then how many rows are read, or null.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The table.</returns>
    /// <exception cref="DataFormatException">
    /// The file is neither Parquet nor Arrow, is damaged or cut off, has no rows or more than allowed, or a column that no table has a place for.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <example>
    /// <code>
    /// CsvTable table = TableFile.Read("houses.parquet", new TableReadOptions { Columns = ["rooms", "area", "price"] });
    /// TabularData data = table.ToTabular("price");
    /// </code>
    /// </example>
    public static CsvTable Read(
        string path, TableReadOptions? options = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        using FileStream file = Open(path);
        return Read(file, path, options, progress, cancellationToken);
    }

    /// <summary>Reads a stream from its current position to its end.</summary>
    /// <param name="stream">The stream, which has to be seekable, and stays open.</param>
    /// <param name="source">The name for error messages.</param>
    /// <param name="options">Which columns, and how texts are read.</param>
    /// <param name="progress">Is told now and then how many rows are read, or null.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">The stream is not seekable.</exception>
    /// <exception cref="DataFormatException">
    /// The content is neither Parquet nor Arrow, is damaged or cut off, has no rows or more than allowed, or a column that no table has a place for.
    /// </exception>
    public static CsvTable Read(
        Stream stream, string source = "table stream", TableReadOptions? options = null, IProgress<long>? progress = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new();
        TableReader reader = OpenReader(stream, source);
        int[] columns = Choose(reader, source, options);
        long rows = reader.RowsOfParts.Sum();
        RequireRoom(source, rows, columns.Length, options.Reading);
        CsvTableBuilder builder = Begin(reader, source, columns, options.Reading, 0, cancellationToken);
        Reserve(builder, columns.Length, rows);
        long done = 0;
        for (int part = 0; part < reader.RowsOfParts.Count; part++)
        {
            Fill(reader, part, columns, builder, cancellationToken);
            done += reader.RowsOfParts[part];
            progress?.Report(done);
        }

        foreach (string note in reader.Notes)
        {
            builder.AddNote(note);
        }

        return builder.Build();
    }

    /// <summary>
    /// Reads a file part by part, as it was written: groups of rows of a Parquet file, batches of an Arrow file. No more than one part is in memory.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Which columns, and how texts are read; the limit of rows is for each part.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>
    /// A table for each part that has rows. How texts are written is found out of the first and holds for the others; make features of them with
    /// <see cref="CsvTabularOptions.Like"/>, so that columns and classes are the first one's.
    /// </returns>
    /// <exception cref="DataFormatException">
    /// The file is neither Parquet nor Arrow, is damaged or cut off, or has a column that no table has a place for.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IEnumerable<CsvTable> ReadParts(string path, TableReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Parts(path, options ?? new(), cancellationToken);
    }

    private static IEnumerable<CsvTable> Parts(string path, TableReadOptions options, CancellationToken cancellationToken)
    {
        using FileStream file = Open(path);
        TableReader reader = OpenReader(file, path);
        int[] columns = Choose(reader, path, options);
        CsvReadOptions reading = options.Reading;
        for (int part = 0; part < reader.RowsOfParts.Count; part++)
        {
            if (reader.RowsOfParts[part] > 0)
            {
                RequireRoom(path, reader.RowsOfParts[part], columns.Length, reading);
                CsvTableBuilder builder = Begin(reader, path, columns, reading, part, cancellationToken);
                Reserve(builder, columns.Length, reader.RowsOfParts[part]);
                Fill(reader, part, columns, builder, cancellationToken);
                CsvTable table = builder.Build();
                reading = reading with { Formats = [.. reading.Formats, .. table.Formats] };
                yield return table;
            }
        }
    }

    private static FileStream Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Directory.Exists(path) ? throw new IOException($"{path} is a folder, not a file; name the file in it.")
            : !File.Exists(path) ? throw new FileNotFoundException($"{path}: no such file; check the path.", path)
            : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
    }

    private static TableReader OpenReader(Stream stream, string source)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(source);
        if (!stream.CanSeek)
        {
            throw new ArgumentException("The stream is not seekable; copy it into a MemoryStream or a file.", nameof(stream));
        }

        FileBytes file = new(stream, source);
        byte[] start = new byte[Math.Min(StartLength, file.Length)];
        file.Read(0, start);
        return KindOf(start) switch
        {
            TableFileKind.Parquet => new ParquetTable(file),
            TableFileKind.ArrowFile => new ArrowTable(file, isFile: true),
            TableFileKind.ArrowStream => new ArrowTable(file, isFile: false),
            _ when start.Length == 0 => throw new DataFormatException(source, null, "the file is empty", "name a Parquet or Arrow file"),
            _ when start.AsSpan().StartsWith("FEA1"u8) => throw new DataFormatException(
                source, "offset 0", "this is a Feather file of version 1, which is not read", "write it anew as version 2, as pandas does with to_feather"),
            _ => throw new DataFormatException(
                source, "offset 0", $"neither a Parquet nor an Arrow file begins with {Convert.ToHexString(start)}",
                "name one, or rename the file if it is text: .csv"),
        };
    }

    private static TableFileKind? NamedKind(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".PARQUET" or ".PQ" => TableFileKind.Parquet,
        ".ARROW" or ".FEATHER" or ".IPC" => TableFileKind.ArrowFile,
        ".ARROWS" => TableFileKind.ArrowStream,
        _ => null,
    };

    private static int[] Choose(TableReader reader, string source, TableReadOptions options)
    {
        IReadOnlyList<StoredColumn> all = reader.Columns;
        int[] without = [.. options.Without.Select(IndexOf)];
        int[] chosen = options.Columns.Count > 0 ? [.. options.Columns.Select(IndexOf)]
            : [.. Enumerable.Range(0, all.Count).OrderBy(i => all[i].Name.StartsWith(PandasIndex, StringComparison.Ordinal) ? 0 : 1)];
        chosen = [.. chosen.Where(i => !without.Contains(i))];
        foreach (StoredColumn refused in chosen.Select(i => all[i]).Where(static column => column.Meaning is null).Take(1))
        {
            throw new DataFormatException(
                source, $"column \"{FileBytes.Short(refused.Name)}\"", $"it holds {refused.Description}, which a table has no place for",
                "leave the column out, or write its parts as columns of numbers or texts");
        }

        return chosen;

        int IndexOf(string name)
        {
            for (int i = 0; i < all.Count; i++)
            {
                if (all[i].Name == name)
                {
                    return i;
                }
            }

            string names = string.Join(", ", all.Take(NamedColumns).Select(static column => FileBytes.Short(column.Name)));
            throw new DataFormatException(
                source, null, $"there is no column \"{FileBytes.Short(name)}\"",
                $"the columns are {names}{(all.Count > NamedColumns ? FormattableString.Invariant($" and {all.Count - NamedColumns} more") : "")}");
        }
    }

    // A column of nulls alone takes no room in a file, however long it is.
    private static void RequireRoom(string source, long rows, int columns, CsvReadOptions reading)
    {
        if (rows > reading.MaximumRows)
        {
            throw new DataFormatException(
                source, null, string.Create(CultureInfo.InvariantCulture, $"there are {rows:N0} rows, more than {reading.MaximumRows:N0}"),
                "raise the limit of rows if they are meant to be read");
        }

        double needed = 8.0 * rows * columns, available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (needed > available)
        {
            throw new DataFormatException(
                source, null,
                string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows of {columns:N0} columns take {needed / 1e9:0.0} GB, ") +
                    string.Create(CultureInfo.InvariantCulture, $"more than the {available / 1e9:0.0} of this machine"),
                "choose columns, or read the file part by part");
        }
    }

    private static CsvTableBuilder Begin(
        TableReader reader, string source, int[] columns, CsvReadOptions reading, int part, CancellationToken cancellationToken)
    {
        CsvTableBuilder builder = new(
            source, [.. columns.Select((column, i) => (NameOf(reader.Columns[column].Name, i), reader.Columns[column].Meaning!.Value.Kind))], reading);
        while (part < reader.RowsOfParts.Count && reader.RowsOfParts[part] == 0)
        {
            part++;
        }

        int[] texts = [.. Enumerable.Range(0, columns.Length).Where(i => reader.Columns[columns[i]].Meaning!.Value.Meaning == Meaning.Text)];
        if (part == reader.RowsOfParts.Count || texts.Length == 0)
        {
            return builder;
        }

        ColumnCells[] samples = [.. texts.Select(i => new ColumnCells(reader.Columns[columns[i]].Meaning!.Value))];
        reader.Read(part, [.. texts.Select(i => columns[i])], samples, cancellationToken);
        for (int i = 0; i < texts.Length; i++)
        {
            builder.LookAt(texts[i], samples[i].Sample);
        }

        return builder;
    }

    // Arrays that grow by themselves leave as much behind as they hold in the end.
    private static void Reserve(CsvTableBuilder builder, int columns, long rows)
    {
        for (int i = 0; i < columns; i++)
        {
            builder.Reserve(i, (int)rows);
        }
    }

    // In the CSV files of pandas the index has no name.
    private static string NameOf(string name, int place) => place == 0 && name.StartsWith(PandasIndex, StringComparison.Ordinal) ? "" : name;

    private static void Fill(TableReader reader, int part, int[] columns, CsvTableBuilder builder, CancellationToken cancellationToken)
    {
        ColumnCells[] cells = [.. columns.Select((column, i) => new ColumnCells(builder, i, reader.Columns[column].Meaning!.Value))];
        reader.Read(part, columns, cells, cancellationToken);
    }
}

using System.Text.RegularExpressions;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Reports;
using Hillock.Csv;
using Hillock.Data;

namespace Hillock.Cli.Comparisons;

/// <summary>Finds and reads the data of a comparison.</summary>
internal static partial class ComparisonData
{
    private static readonly Dictionary<string, Func<TabularData>> Embedded = new()
    {
        ["spirals"] = () => SyntheticData.Spirals(),
        ["moons"] = () => SyntheticData.Moons(),
        ["circles"] = () => SyntheticData.Circles(),
        ["blobs"] = () => SyntheticData.Blobs(),
        ["xor"] = () => SyntheticData.Xor(),
        ["iris"] = EmbeddedTable.Iris,
    };

    private const long ManyCells = 4_000_000;

    private static readonly (string WayOut, string Option)[] WaysOut =
    [
        ("allow missing values", "--impute"), ("ignore the column", "--ignore"), ("leave the column out", "--ignore"),
        ("declare the column categorical", "--categorical"),
        ("take the target as a class", "--task class"), ("take it as a real number", "--task number"), ("choose another target column", "--target"),
        ("name the word as a missing value", "--missing WORD"), ("name it as a missing value", "--missing"),
        ("say what the decimal mark is", "--decimal"), ("its encoding", "--encoding windows-1252"), ("skip the first line", "--skip-lines 1"),
        ("say that the comma is the decimal mark", "--decimal comma"), ("say that the point is the decimal mark", "--decimal point"),
        ("read the numbers as they are", "--numeric"),
        ("raise the limit of rows", "--max-rows"), ("say that quotes mean nothing", "--quote none"), ("say that there is no header", "--header no"),
        ("choose another column for the time", "--time"), ("a cell with a delimiter in it needs quotes", "--quote"),
        ("the cells were divided at", "--delimiter"), ("say how many lines to skip", "--skip-lines"), ("pass over fewer lines", "--skip-lines"),
        ("decide by the order of dates", "--date-order"),
    ];

    /// <summary>The names of the data sets that need no file; the first is the default.</summary>
    public static IReadOnlyCollection<string> EmbeddedNames => Embedded.Keys;

    /// <summary>The files that a table is read from, which no output may replace.</summary>
    /// <param name="source">As <see cref="Read"/> takes it.</param>
    public static IEnumerable<string> Files(string? source)
    {
        if (!File.Exists(source))
        {
            return [];
        }

        return IsIdx(source) && Path.GetFileName(source).Contains("images", StringComparison.Ordinal) ? [source, LabelsBeside(source)] : [source];
    }

    /// <summary>Reads a table.</summary>
    /// <param name="source">
    /// A CSV, Parquet or Arrow file, an IDX file of images, the name of an embedded or a fetched data set, or <see langword="null"/> for spirals.
    /// </param>
    /// <param name="options">How columns are used; for tables of files only.</param>
    /// <param name="notes">Receives what should be known of the columns, such as why one is left out; null for nobody.</param>
    /// <param name="progress">Is told now and then how many rows are read, or null.</param>
    /// <param name="formats">Receives how all columns of a file are written in its order, those that are left out too; null for nobody.</param>
    /// <param name="cancellationToken">Ends the reading, also where a pipe gives nothing.</param>
    /// <exception cref="CommandException">The options do not fit the source, or there is no such file.</exception>
    /// <exception cref="DataFormatException">The content is faulty.</exception>
    public static TabularData Read(
        string? source, TableOptions options, ICollection<string>? notes = null, IProgress<long>? progress = null,
            ICollection<CsvColumnFormat>? formats = null, CancellationToken cancellationToken = default)
    {
        source ??= "spirals";
        if (source.Length == 0)
        {
            throw new CommandException($"DATA is empty; name a file or one of {Sequence.And(EmbeddedNames)}.", ExitCode.Usage);
        }

        if (Embedded.TryGetValue(source, out Func<TabularData>? generate) && !File.Exists(source))
        {
            RequireNoColumns(source, options with { RareClasses = "refuse" }, "an embedded data set");
            return generate();
        }

        if (NamedPictures.IsNamed(source))
        {
            RequireNoColumns(source, options with { RareClasses = "refuse" }, "a data set of pictures");
            return Abandonable(() => NamedPictures.Read(source, cancellationToken), cancellationToken);
        }

        if (IsIdx(source))
        {
            RequireNoColumns(source, options with { RareClasses = "refuse" }, "an IDX file");
            return IdxDataset.Read(source, LabelsBeside(source));
        }

        if (!File.Exists(source) && !Directory.Exists(source) && !source.Contains('.', StringComparison.Ordinal)
            && !source.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new CommandException(
                $"{source}: no such file, and no embedded data set either; those are {Sequence.And(EmbeddedNames)}, and those that are fetched " +
                $"{Sequence.And(NamedPictures.Names)}.");
        }

        RequireNoFolder(source);
        return Translated(options.Reading, () => Abandonable(() =>
        {
            (CsvTable table, CsvTabularOptions columns) = TableSource.Read(source, options, progress, cancellationToken);
            TabularData data = table.ToTabular(columns);
            foreach (CsvColumnFormat format in formats is null ? [] : table.Formats)
            {
                formats!.Add(format);
            }

            foreach (string note in notes is null || columns.Like is not null ? [] : TableNotes.Of(table, table.Describe(columns)))
            {
                notes!.Add(note);
            }

            if ((long)table.RowCount * table.Columns.Count > ManyCells)
            {
                // arrays that grew while reading are half of the memory, and a training would come before they are given back
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            }

            return data;
        }, cancellationToken));
    }

    /// <summary>Reads a file of a table as it is, without deciding about its columns.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is read, and how its columns are used.</param>
    /// <param name="progress">Is told now and then how many rows are read, or null.</param>
    /// <param name="cancellationToken">Ends the reading, also where a pipe gives nothing.</param>
    /// <returns>The table, and how its columns are used.</returns>
    public static (CsvTable Table, CsvTabularOptions Columns) ReadTable(
        string path, TableOptions options, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        RequireNoFolder(path);
        return Abandonable(() => TableSource.Read(path, options, progress, cancellationToken), cancellationToken);
    }

    /// <summary>Runs work that cannot be ended, such as a read from a pipe; once cancelled, its thread is left to itself.</summary>
    public static T Abandonable<T>(Func<T> work, CancellationToken cancellationToken)
    {
        Task<T> task = Task.Run(work, CancellationToken.None);
        try
        {
            task.Wait(cancellationToken);
        }
        catch (AggregateException)
        {
        }

        return task.GetAwaiter().GetResult();
    }

    /// <summary>Runs work on a table; the reader names ways out as its caller knows them, which on the command line are options.</summary>
    /// <param name="options">What was said of the text; no way out repeats it.</param>
    /// <param name="work">The work.</param>
    public static T Translated<T>(CsvReadOptions options, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (DataFormatException exception)
        {
            throw new DataFormatException(exception.DataSource, exception.Place, exception.Problem, Translate(exception.Remedy, options), exception);
        }
    }

    /// <summary>Ways out with the options that go them.</summary>
    public static string Translate(string remedy, CsvReadOptions? options = null)
    {
        if (options?.Encoding is { } encoding)
        {
            string option = encoding.IsSingleByte ? "--encoding" : "--encoding latin-1";
            remedy = remedy.Replace("its encoding", $"another encoding than {encoding.WebName} ({option})", StringComparison.Ordinal);
        }

        foreach ((string? wayOut, string? way) in WaysOut)
        {
            remedy = remedy.Replace(wayOut, $"{wayOut} ({way})", StringComparison.Ordinal);
        }

        return SkippedLines().Replace(remedy, "$0 (--skip-lines $1)");
    }

    [GeneratedRegex("skip the first (\\d+) lines", RegexOptions.CultureInvariant)]
    private static partial Regex SkippedLines();

    /// <summary>Whether a source is an array of pictures: an IDX file, or a data set that is known by name.</summary>
    public static bool ArePictures(string path) => IsIdx(path) || NamedPictures.IsNamed(path);

    // A folder of pictures is for train alone: the other commands take a row of numbers for each example.
    private static void RequireNoFolder(string source)
    {
        if (Directory.Exists(source))
        {
            throw new CommandException(
                $"{source} is a folder; name a CSV file or IDX images, or for pictures in a folder for each class take " +
                $"hillock train {ShellWord.Quote(source)} --output RUN.");
        }
    }

    /// <summary>Whether a file is one of IDX, by its name.</summary>
    public static bool IsIdx(string path)
    {
        string name = Path.GetFileName(path);
        return name.Contains("-ubyte", StringComparison.OrdinalIgnoreCase) || name.Contains(".idx", StringComparison.OrdinalIgnoreCase);
    }

    // train-images-idx3-ubyte.gz has its labels in train-labels-idx1-ubyte.gz, or in the same name without .gz.
    private static string LabelsBeside(string path)
    {
        string name = Path.GetFileName(path);
        if (!name.Contains("images", StringComparison.Ordinal))
        {
            throw new CommandException(name.Contains("labels", StringComparison.Ordinal)
                ? $"{path} holds the labels; name the file of images, and the labels are found beside it."
                : $"{path}: the labels of an IDX file are found by its name, which must contain \"images\"; rename it to something like " +
                    "train-images-idx3-ubyte.gz.");
        }

        string labels = name.Replace("images", "labels", StringComparison.Ordinal).Replace("idx3", "idx1", StringComparison.Ordinal);
        string folder = Path.GetDirectoryName(path) ?? "";
        string[] candidates = labels.EndsWith(".gz", StringComparison.Ordinal) ? [labels, labels[..^3]] : [labels, labels + ".gz"];
        if (!File.Exists(path))
        {
            return Path.Combine(folder, labels); // the reader complains about the images first
        }

        return candidates.Select(candidate => Path.Combine(folder, candidate)).FirstOrDefault(File.Exists)
            ?? throw new CommandException($"{path}: its labels, {labels}, are not beside it; put them into the same folder.");
    }

    private static void RequireNoColumns(string source, TableOptions options, string kind)
    {
        if (options.Words().FirstOrDefault(static word => word.StartsWith("--", StringComparison.Ordinal) && word != "--impute") is { } given)
        {
            throw new CommandException($"{source} is {kind} without named columns; leave out {given}.", ExitCode.Usage);
        }
    }
}

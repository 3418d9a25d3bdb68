using Hillock.Charts.CommandLine;
using Hillock.Csv;
using Hillock.Data;

namespace Hillock.Cli.Comparisons;

/// <summary>Finds and reads the data of a comparison.</summary>
internal static class ComparisonData
{
    private static readonly Dictionary<string, Func<TabularData>> Embedded = new()
    {
        ["spirals"] = () => SyntheticData.Spirals(),
        ["moons"] = () => SyntheticData.Moons(),
        ["circles"] = () => SyntheticData.Circles(),
        ["blobs"] = () => SyntheticData.Blobs(),
        ["xor"] = () => SyntheticData.Xor(),
    };

    private static readonly (string WayOut, string Option)[] WaysOut =
    [
        ("allow missing values", "--impute"), ("ignore the column", "--ignore"), ("declare the column categorical", "--categorical"),
        ("take the target as a class", "--task class"), ("take it as a real number", "--task number"), ("choose another target column", "--target"),
    ];

    /// <summary>The names of the data sets that need no file; the first is the default.</summary>
    public static IReadOnlyCollection<string> EmbeddedNames => Embedded.Keys;

    /// <summary>The files that a table is read from, which no output may replace.</summary>
    /// <param name="source">As <see cref="Read"/> takes it.</param>
    public static IEnumerable<string> Files(string? source)
    {
        if (!File.Exists(source))
            return [];
        return IsIdx(source) && Path.GetFileName(source).Contains("images", StringComparison.Ordinal) ? [source, LabelsBeside(source)] : [source];
    }

    /// <summary>Reads a table.</summary>
    /// <param name="source">A CSV file, an IDX file of images, the name of an embedded data set, or <see langword="null"/> for the default one.</param>
    /// <param name="options">How columns are used; for CSV only.</param>
    /// <exception cref="CommandException">The options do not fit the source, or there is no such file.</exception>
    /// <exception cref="DataFormatException">The content is faulty.</exception>
    public static TabularData Read(string? source, CsvTabularOptions options)
    {
        source ??= "spirals";
        if (source.Length == 0)
            throw new CommandException($"DATA is empty; name a file or one of {Sequence.And(EmbeddedNames)}.", ExitCode.Usage);
        if (Embedded.TryGetValue(source, out var generate) && !File.Exists(source))
        {
            RequireNoColumns(source, options, "an embedded data set");
            return generate();
        }

        if (IsIdx(source))
        {
            RequireNoColumns(source, options, "an IDX file");
            return IdxDataset.Read(source, LabelsBeside(source));
        }

        if (!File.Exists(source) && !Directory.Exists(source) && !source.Contains('.', StringComparison.Ordinal) && !source.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new CommandException($"{source}: no such file, and no embedded data set either; those are {Sequence.And(EmbeddedNames)}.");
        return ReadCsv(source, options);
    }

    // The reader names ways out as its caller knows them; on the command line they are options.
    private static TabularData ReadCsv(string path, CsvTabularOptions options)
    {
        try
        {
            return CsvTable.Read(path).ToTabular(options);
        }
        catch (DataFormatException exception)
        {
            var remedy = exception.Remedy;
            foreach (var (wayOut, option) in WaysOut)
                remedy = remedy.Replace(wayOut, $"{wayOut} ({option})", StringComparison.Ordinal);
            throw new DataFormatException(exception.DataSource, exception.Place, exception.Problem, remedy, exception);
        }
    }

    private static bool IsIdx(string path)
    {
        var name = Path.GetFileName(path);
        return name.Contains("-ubyte", StringComparison.OrdinalIgnoreCase) || name.Contains(".idx", StringComparison.OrdinalIgnoreCase);
    }

    // train-images-idx3-ubyte.gz has its labels in train-labels-idx1-ubyte.gz, or in the same name without .gz.
    private static string LabelsBeside(string path)
    {
        var name = Path.GetFileName(path);
        if (!name.Contains("images", StringComparison.Ordinal))
            throw new CommandException(name.Contains("labels", StringComparison.Ordinal)
                ? $"{path} holds the labels; name the file of images, and the labels are found beside it."
                : $"{path}: the labels of an IDX file are found by its name, which must contain \"images\"; rename it to something like train-images-idx3-ubyte.gz.");
        var labels = name.Replace("images", "labels", StringComparison.Ordinal).Replace("idx3", "idx1", StringComparison.Ordinal);
        var folder = Path.GetDirectoryName(path) ?? "";
        string[] candidates = labels.EndsWith(".gz", StringComparison.Ordinal) ? [labels, labels[..^3]] : [labels, labels + ".gz"];
        if (!File.Exists(path))
            return Path.Combine(folder, labels); // the reader complains about the images first
        return candidates.Select(candidate => Path.Combine(folder, candidate)).FirstOrDefault(File.Exists)
            ?? throw new CommandException($"{path}: its labels, {labels}, are not beside it; put them into the same folder.");
    }

    private static void RequireNoColumns(string source, CsvTabularOptions options, string kind)
    {
        var given = options.Target is not null ? "--target"
            : options.Ignore.Count > 0 ? "--ignore"
            : options.Categorical.Count > 0 ? "--categorical"
            : options.TargetKind != CsvTargetKind.Auto ? "--task"
            : null;
        if (given is not null)
            throw new CommandException($"{source} is {kind} without named columns; leave out {given}.", ExitCode.Usage);
    }
}

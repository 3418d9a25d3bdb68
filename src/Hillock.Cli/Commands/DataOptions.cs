using System.CommandLine;
using System.Globalization;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Comparisons;
using Hillock.Cli.Reports;
using Hillock.Csv;
using Hillock.Data;

namespace Hillock.Cli.Commands;

/// <summary>The data of a command: the argument and the options that say how a table is read and how its columns are used.</summary>
internal sealed class DataOptions
{
    private static readonly Dictionary<string, CsvTargetKind> Tasks = new()
    {
        ["auto"] = CsvTargetKind.Auto,
        ["class"] = CsvTargetKind.Class,
        ["number"] = CsvTargetKind.Real,
    };

    private static readonly string[] Pages = [".html", ".htm", ".xhtml"];

    private readonly Argument<string?> _data = new("DATA")
    {
        Description = Describe(null),
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly ReadingOptions _reading = new();
    private readonly Option<string?> _target =
        new("--target")
        {
            Description = "The column to predict: its name, or its number from 0; negatives count from the last. [default: the last]",
            HelpName = "COLUMN",
        };
    private readonly Option<string> _task =
        ToolOption.Choice("--task", "Whether the target is a class or a number; auto looks at its values.", "auto", [.. Tasks.Keys]);
    private readonly Option<string[]> _ignore = ToolOption.WordList("--ignore", "Columns to leave out.", "A,B");
    private readonly Option<string[]> _categorical = ToolOption.WordList("--categorical", "Columns of numbers that are categories.", "A,B");
    private readonly Option<string[]> _numeric =
        ToolOption.WordList("--numeric", "Columns that are numbers although they look like numbers of identity or dates.", "A,B");
    private readonly Option<bool> _impute =
        new("--impute")
        {
            Description = "Allow missing values: numbers become the mean of the training part, words a value of their own; rows without a target are left out.",
        };
    private readonly Option<string?> _group =
        new("--group") { Description = "The column whose rows of one value stay together: patients, machines, speakers.", HelpName = "COLUMN" };
    private readonly Option<string?> _time =
        new("--time") { Description = "The column that orders the rows: each part is predicted from what is earlier.", HelpName = "COLUMN" };

    private Option<string?>? _second;

    /// <summary>The options that say how the text of a table is read.</summary>
    public IEnumerable<Option> Reading => _reading.All;

    /// <summary>All options.</summary>
    public IEnumerable<Option> All => [_target, _task, _ignore, _categorical, _numeric, _impute, _group, _time, .. _reading.All];

    /// <summary>Adds the argument and the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="second">Its option for a second file that is read likewise; null for none.</param>
    /// <param name="more">What the data may be besides; null for nothing.</param>
    public void AddTo(Command command, Option<string?>? second = null, string? more = null)
    {
        _data.Description = Describe(more);
        _second = second;
        command.Add(_data);
        foreach (Option option in All)
        {
            command.Add(option);
        }
    }

    private static string Describe(string? more) =>
        $"A table (.csv, .csv.gz, .parquet, .arrow, .feather), IDX images (the labels are found beside them), " +
        $"{(more is null ? "" : more + ", ")}an embedded data set: {Sequence.Or(ComparisonData.EmbeddedNames)}, or one of pictures that is fetched: " +
        $"{Sequence.Or(NamedPictures.Names)}. [default: spirals]";

    /// <summary>The data as the command line names it; <see langword="null"/> for the default.</summary>
    public string? Source(ParseResult result) => result.GetValue(_data);

    /// <summary>How a table is read and its columns are used.</summary>
    /// <exception cref="CommandException">Both --group and --time are given.</exception>
    public TableOptions Options(ParseResult result) => result.GetValue(_group) is not null && result.GetValue(_time) is not null
        ? throw new CommandException("--group and --time divide the rows in different ways; leave one of them out.", ExitCode.Usage)
        : Described(result);

    private TableOptions Described(ParseResult result) => new()
    {
        Reading = _reading.Values(result),
        HasTwoFiles = _second is not null && result.GetValue(_second) is not null,
        Columns = new CsvTabularOptions
        {
            Target = result.GetValue(_target),
            TargetKind = Tasks[result.GetValue(_task)!],
            AllowMissing = result.GetValue(_impute),
            Ignore = result.GetValue(_ignore)!,
            Categorical = result.GetValue(_categorical)!,
            Numeric = result.GetValue(_numeric)!,
            Group = result.GetValue(_group),
            Time = result.GetValue(_time),
        },
    };

    /// <summary>Reads the data; says what should be known of its columns, and how far the reading of a long file is.</summary>
    /// <param name="source">The data; null for the default.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="configuration">Where notes and progress go.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <param name="written">Receives the notes; null for nobody.</param>
    /// <param name="formats">Receives how all columns of a file are written in its order; null for nobody.</param>
    public static TabularData Read(
        string? source, TableOptions options, InvocationConfiguration configuration, CancellationToken cancellationToken,
        List<string>? written = null, ICollection<CsvColumnFormat>? formats = null)
    {
        NamedPictures.Fetch(source, configuration.Error, cancellationToken);
        List<string> notes = [];
        TabularData data = WithProgress(
            configuration, source, progress => ComparisonData.Read(source, options, notes, progress, formats, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        foreach (string note in notes)
        {
            Prose.Write(Terminal.ForOutput(configuration.Output), "note " + note, "  ");
        }

        written?.AddRange(notes);

        if (notes.Count > 0)
        {
            configuration.Output.WriteLine();
        }

        return data;
    }

    /// <summary>Runs the reading of a file under a line that counts its rows.</summary>
    public static T WithProgress<T>(InvocationConfiguration configuration, string? source, Func<IProgress<long>?, T> read) =>
        source is null || ComparisonData.EmbeddedNames.Contains(source) || NamedPictures.IsNamed(source)
            ? read(null)
            : ProgressBar.Run(configuration.Error, "reading", bar => read(bar is null ? null : new Counter(bar)));

    /// <summary>Refuses outputs that would replace an input or each other, and those that cannot be written, before any work is done.</summary>
    /// <exception cref="CommandException">Two files are the same, or the report is to be another thing than a page.</exception>
    public void CheckOutputs(ParseResult result, string? jsonPath, string? reportPath, string? foldsPath = null, string? testPath = null)
    {
        (string Option, string? Path)[] outputs = [("--json", jsonPath), ("--report", reportPath), ("--folds-file", foldsPath)];
        for (int i = 0; i < outputs.Length; i++)
        {
            foreach ((string input, string? source) in ((string, string?)[])[("DATA", Source(result)), ("--test", testPath)])
            {
                foreach (string file in ComparisonData.Files(source))
                {
                    OutputFile.RequireDifferent(input, file, outputs[i].Option, outputs[i].Path);
                }
            }

            foreach ((string option, string? path) in outputs.Take(i).Where(static output => output.Path is not null))
            {
                OutputFile.RequireDifferent(option, path!, outputs[i].Option, outputs[i].Path);
            }
        }

        string extension = Path.GetExtension(reportPath ?? "");
        if (extension.Length > 1 && !Pages.Contains(extension, StringComparer.OrdinalIgnoreCase))
        {
            throw new CommandException(
                $"--report writes an HTML page but {reportPath} ends in {extension}; name a file that ends in .html" +
                    (extension.Equals(".pdf", StringComparison.OrdinalIgnoreCase) ? ", and print it from a browser." : "."), ExitCode.Usage);
        }

        Array.ForEach(outputs, static output => OutputFile.CheckWritable(output.Path));
    }

    private sealed class Counter(ProgressBar bar) : IProgress<long>
    {
        // How many rows there are is not known before the end.
        public void Report(long value) => bar.Report(0, string.Create(CultureInfo.InvariantCulture, $"reading, {value:N0} rows"));
    }
}

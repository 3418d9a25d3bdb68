using System.CommandLine;
using System.Text;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Comparisons;
using Hillock.Cli.Reports;
using Hillock.Csv;
using Hillock.Data;
using Hillock.Training;
using Spectre.Console;

namespace Hillock.Cli.Commands;

/// <summary><c>hillock data</c>: what was understood of a file, and with which options it is understood otherwise.</summary>
internal sealed class DataCommand : ToolCommand
{
    private static readonly int UsualFolds = new ComparisonOptions().Folds;

    private readonly DataOptions _data = new();
    private readonly Option<string?> _export =
        new("--export") { Description = $"Write an embedded table as a CSV file: {Sequence.Or(EmbeddedTable.Names)}.", HelpName = "NAME" };
    private readonly Option<string?> _output = ToolOption.Path("--output", "The file to export to. [default: NAME.csv]", "FILE");

    public DataCommand()
        : base("data", "Shows what was understood of a file: its columns, kinds, ranges, classes and what is missing.")
    {
        _data.AddTo(this);
        Add(_export);
        Add(_output);
        SetAction((result, cancellationToken) => Task.FromResult(Run(result, cancellationToken)));
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("hillock data houses.csv --target price", "The columns of a table, and what becomes of each."),
        new("hillock data houses.parquet --ignore tags", "A Parquet file, without a column of lists."),
        new("hillock data prices.csv --delimiter semicolon --decimal comma --missing -999", "Where it was understood otherwise."),
        new("hillock data --export iris", "Writes iris.csv."),
    ];

    private int Run(ParseResult result, CancellationToken cancellationToken)
    {
        if (result.GetValue(_export) is { } name)
        {
            if (_data.Source(result) is { } data)
            {
                throw new CommandException(
                    $"--export writes an embedded table and reads no file, but {data} is named as well; leave out one of them.", ExitCode.Usage);
            }

            return Export(name, result.GetValue(_output), result.InvocationConfiguration.Output);
        }

        if (result.GetValue(_output) is { } output)
        {
            throw new CommandException(
                $"--output {output} is for --export, which writes an embedded table; without it nothing is written: leave it out, or add --export.",
                ExitCode.Usage);
        }

        InvocationConfiguration configuration = result.InvocationConfiguration;
        IAnsiConsole console = Terminal.ForOutput(configuration.Output);
        (string? source, TableOptions options) = (_data.Source(result), _data.Options(result));
        if (source is not null && EmbeddedTable.Names.Contains(source) && !File.Exists(source))
        {
            return ComparisonData.Translated(options.Reading, () => Show(console, EmbeddedTable.Read(source), options));
        }

        bool isFile = source is not null && (File.Exists(source) || !ComparisonData.EmbeddedNames.Contains(source)) && !ComparisonData.ArePictures(source!);
        if (!isFile)
        {
            TabularData data = DataOptions.Read(source, options, configuration, cancellationToken);
            Prose.Write(console, TableDescription.Of(data));
            return ExitCode.Success;
        }

        return ComparisonData.Translated(options.Reading, () =>
        {
            (CsvTable table, CsvTabularOptions columns) = DataOptions.WithProgress(
                configuration, source, progress => ComparisonData.ReadTable(source!, options, progress, cancellationToken));
            TableOptions used = options with { Columns = columns };
            return ComparisonData.Abandonable(() => Show(console, table, used), cancellationToken); // of many columns it takes long
        });
    }

    private static int Show(IAnsiConsole console, CsvTable table, TableOptions options)
    {
        Prose.Write(console, TableDescription.Of(table));
        console.WriteLine();
        IReadOnlyList<CsvColumnUse> uses = table.Describe(options.Columns);
        IReadOnlyList<string> lines = TableDescription.Lines(uses, console.Profile.Width);
        for (int i = 0; i < lines.Count; i++)
        {
            console.WriteLine(lines[i], new Style(decoration: i == 0 ? Decoration.Bold : Decoration.None));
        }

        console.WriteLine();
        foreach (string note in TableNotes.Of(table, uses))
        {
            Prose.Write(console, "note " + note, "  ");
        }

        // What compare would say of it.
        try
        {
            TabularData data = table.ToTabular(options.Columns);
            string? question = FoldsQuestion.Of(data, UsualFolds);
            Prose.Write(console, TableDescription.Of(data, isOpen: question is not null));
            if (question is not null)
            {
                Prose.Write(console, $"To be answered before training: {question}", "  ");
            }
        }
        catch (DataFormatException exception)
        {
            string place = exception.Place is null ? "" : exception.Place + ": ";
            Prose.Write(console, $"To be answered before training: {place}{exception.Problem}; {ComparisonData.Translate(exception.Remedy)}.", "  ");
        }

        console.WriteLine();
        Prose.Write(
            console,
            (table.Delimiter == '\0' ? "To change it: --decimal, --thousands, --date-order, --missing, "
                : "To change it: --skip-lines, --header, --delimiter, --decimal, --thousands, --date-order, --quote, --comment, --encoding, --missing, ") +
                "--not-missing, --max-rows; --target, --task, --ignore, " +
                "--categorical, --numeric, --impute, --group, --time.", "  ");
        return ExitCode.Success;
    }

    private static int Export(string name, string? path, TextWriter output)
    {
        if (!EmbeddedTable.Names.Contains(name))
        {
            throw new CommandException($"--export expects {Sequence.Or(EmbeddedTable.Names)} but got '{name}'.", ExitCode.Usage);
        }

        path ??= name + ".csv";
        Outputs outputs = new();
        outputs.Write("--output", path, () => Encoding.UTF8.GetString(EmbeddedTable.Bytes(name)));
        outputs.Complete();
        output.WriteLine($"{Legible.Text(path)}: written.");
        return ExitCode.Success;
    }
}

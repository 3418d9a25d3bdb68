using System.CommandLine;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Comparisons;
using Hillock.Csv;

namespace Hillock.Cli.Commands;

/// <summary>The data of a command: the argument and the options that say how the columns of a table are used.</summary>
internal sealed class DataOptions
{
    private static readonly Dictionary<string, CsvTargetKind> Tasks = new()
    {
        ["auto"] = CsvTargetKind.Auto,
        ["class"] = CsvTargetKind.Class,
        ["number"] = CsvTargetKind.Real,
    };

    private readonly Argument<string?> _data = new("DATA")
    {
        Description = $"A CSV file (.csv, .csv.gz), IDX images (the labels are found beside them), or an embedded data set: {Sequence.Or(ComparisonData.EmbeddedNames)}. [default: spirals]",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _target = new("--target") { Description = "The column to predict: its name, or its number from 0; negatives count from the last. [default: the last]", HelpName = "COLUMN" };
    private readonly Option<string> _task = ToolOption.Choice("--task", "Whether the target is a class or a number; auto looks at its values.", "auto", [.. Tasks.Keys]);
    private readonly Option<string[]> _ignore = ToolOption.WordList("--ignore", "Columns to leave out.", "A,B");
    private readonly Option<string[]> _categorical = ToolOption.WordList("--categorical", "Columns of numbers that are categories.", "A,B");
    private readonly Option<bool> _impute = new("--impute") { Description = "Replace missing numbers by the mean of the training part, instead of refusing them." };

    /// <summary>Adds the argument and the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_data);
        foreach (var option in (Option[])[_target, _task, _ignore, _categorical, _impute])
            command.Add(option);
    }

    /// <summary>The data as the command line names it; <see langword="null"/> for the default.</summary>
    public string? Source(ParseResult result) => result.GetValue(_data);

    /// <summary>How columns are used.</summary>
    public CsvTabularOptions Columns(ParseResult result) => new()
    {
        Target = result.GetValue(_target),
        TargetKind = Tasks[result.GetValue(_task)!],
        AllowMissing = result.GetValue(_impute),
        Ignore = result.GetValue(_ignore)!,
        Categorical = result.GetValue(_categorical)!,
    };

    /// <summary>Refuses outputs that would replace the data or each other, and those that cannot be written, before any work is done.</summary>
    /// <exception cref="CommandException">Two files are the same.</exception>
    public void CheckOutputs(ParseResult result, string? jsonPath, string? reportPath)
    {
        if (jsonPath is not null)
            OutputFile.RequireDifferent("--json", jsonPath, "--report", reportPath);
        foreach (var file in ComparisonData.Files(Source(result)))
        {
            OutputFile.RequireDifferent("DATA", file, "--json", jsonPath);
            OutputFile.RequireDifferent("DATA", file, "--report", reportPath);
        }

        OutputFile.CheckWritable(jsonPath);
        OutputFile.CheckWritable(reportPath);
    }
}

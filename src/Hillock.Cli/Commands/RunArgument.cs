using System.CommandLine;
using Hillock.Charts.CommandLine;
using Hillock.Cli.RunFolders;
using Hillock.Csv;
using Hillock.Modules;
using Hillock.Serialization.Description;

namespace Hillock.Cli.Commands;

/// <summary>The run that a command asks, and how a table for it is read: as the one that it was trained on, unless the command line says otherwise.</summary>
internal sealed class RunArgument
{
    private readonly Argument<string> _run = new("RUN") { Description = "The folder that hillock train wrote." };
    private readonly ReadingOptions _reading = new();

    /// <summary>Adds the argument to a command.</summary>
    public void AddTo(Command command) => command.Add(_run);

    /// <summary>Adds the options to a command.</summary>
    public void AddOptionsTo(Command command)
    {
        foreach (Option option in _reading.All)
        {
            command.Add(option);
        }
    }

    /// <summary>Where the run is.</summary>
    public RunPaths Paths(ParseResult result) => new(result.GetValue(_run)!);

    /// <summary>The run with its network.</summary>
    public (RunRecord Record, ModelDescription Description, Module Network) Load(ParseResult result) => RunFolder.Load(Paths(result));

    /// <summary>How a table is read.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="record">The run.</param>
    public CsvReadOptions Reading(ParseResult result, RunRecord record)
    {
        if (_reading.All.Any(option => result.GetResult(option) is { Implicit: false }))
        {
            return _reading.SaysFormats(result) ? _reading.Values(result) : _reading.Values(result) with { Formats = record.Formats };
        }

        ParseResult begun = result.RootCommandResult.Command.Parse([result.CommandResult.Command.Name, "run", "data", .. record.Reading], ToolRunner.Parsing);
        return begun.Errors.Count == 0 ? _reading.Values(begun) with { Formats = record.Formats } : throw new CommandException(
            $"{Paths(result).Record}: the options of the run are not understood: {begun.Errors[0].Message}");
    }
}

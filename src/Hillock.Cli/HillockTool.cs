using System.CommandLine;
using System.CommandLine.Invocation;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Commands;
using Hillock.Cli.Reports;

namespace Hillock.Cli;

/// <summary>The tool: its commands, and what happens to their faults.</summary>
internal static class HillockTool
{
    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">The words after <c>hillock</c>.</param>
    /// <param name="output">Receives results.</param>
    /// <param name="error">Receives progress and at most one line for a fault.</param>
    /// <param name="cancellationToken">Ends the command early.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken = default) =>
        ToolRunner.RunAsync(CreateRoot(), arguments, output, error, cancellationToken);

    /// <summary>The commands with their options.</summary>
    public static RootCommand CreateRoot()
    {
        RootCommand root =
            new WordingRoot("Which activation should I use on my data, and why? Compares, diagnoses, applies, plots and times Hillock's functions.")
        {
            new ApplyCommand(),
            new BenchCommand(),
            new CompareCommand(),
            new ConvertCommand(),
            new DataCommand(),
            new DiagnoseCommand(),
            new DiffCommand(),
            new EvaluateCommand(),
            new InspectCommand(),
            new ListCommand(),
            new PlotCommand(),
            new PowerCommand(),
            new PredictCommand(),
            new SummaryCommand(),
            new TrainCommand(),
        };
        root.HelpName = "hillock";
        root.Options.OfType<VersionOption>().Single().Action = new PrintVersion();
        return root;
    }

    private sealed class WordingRoot(string description) : RootCommand(description), IWordsFaults
    {
        public string Word(ParseResult result, Exception exception, string line) => FaultWords.Of(result, exception, line);
    }

    private sealed class PrintVersion : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(ToolVersion.Text);
            return ExitCode.Success;
        }
    }
}

using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Reflection;
using Hillock.Cli.CommandLine;
using Hillock.Cli.Commands;

namespace Hillock.Cli;

/// <summary>The tool: its commands, and what happens to their faults.</summary>
internal static class HillockTool
{
    /// <summary>The version, such as <c>0.1.0</c>.</summary>
    public static string Version { get; } =
        typeof(HillockTool).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">The words after <c>hillock</c>.</param>
    /// <param name="output">Receives results.</param>
    /// <param name="error">Receives progress and at most one line for a fault.</param>
    /// <param name="cancellationToken">Ends the command early.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken = default)
    {
        var result = CreateRoot().Parse(arguments);
        if (result.Action is not { ClearsParseErrors: true } && ParseFailure.IsFaulty(result))
        {
            await error.WriteLineAsync($"hillock: {ParseFailure.Describe(result)}");
            return ExitCode.Usage;
        }

        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null, // Interruption handles the signals
        };
        try
        {
            return await result.InvokeAsync(configuration, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await error.WriteLineAsync("hillock: interrupted.");
            return ExitCode.Interrupted;
        }
        catch (Exception exception)
        {
            await error.WriteLineAsync($"hillock: {ErrorLine.Of(exception)}");
            return exception is CommandException fault ? fault.ExitCode : ExitCode.Failure;
        }
    }

    /// <summary>The commands with their options.</summary>
    public static RootCommand CreateRoot()
    {
        var root = new RootCommand("Which activation should I use on my data, and why? Compares, diagnoses, applies, plots and times Hillock's functions.")
        {
            new ApplyCommand(),
            new BenchCommand(),
            new CompareCommand(),
            new DiagnoseCommand(),
            new ListCommand(),
            new PlotCommand(),
        };
        root.HelpName = "hillock";
        root.Options.OfType<HelpOption>().Single().Action = new HelpWithExamples();
        root.Options.OfType<VersionOption>().Single().Action = new PrintVersion();
        return root;
    }

    private sealed class PrintVersion : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(Version);
            return ExitCode.Success;
        }
    }
}

using System.CommandLine;
using System.CommandLine.Help;

namespace Hillock.Cli.CommandLine;

/// <summary>Runs command lines; a fault becomes one line that begins with the program's name.</summary>
internal static class ToolRunner
{
    /// <summary>Runs a command line.</summary>
    /// <param name="root">The program; its <see cref="RootCommand.HelpName"/> is what users call it.</param>
    /// <param name="arguments">The words after the program's name.</param>
    /// <param name="output">Receives results.</param>
    /// <param name="error">Receives progress and at most one line for a fault.</param>
    /// <param name="cancellationToken">Ends the command early.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(
        RootCommand root, string[] arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken = default)
    {
        root.Options.OfType<HelpOption>().Single().Action = new HelpWithExamples();
        var result = root.Parse(arguments);
        if (result.Action is not { ClearsParseErrors: true } && ParseFailure.IsFaulty(result))
        {
            await error.WriteLineAsync($"{root.HelpName}: {ParseFailure.Describe(result)}");
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
            await error.WriteLineAsync($"{root.HelpName}: interrupted.");
            return ExitCode.Interrupted;
        }
        catch (Exception exception)
        {
            await error.WriteLineAsync($"{root.HelpName}: {ErrorLine.Of(exception)}");
            return exception is CommandException fault ? fault.ExitCode : ExitCode.Failure;
        }
    }
}

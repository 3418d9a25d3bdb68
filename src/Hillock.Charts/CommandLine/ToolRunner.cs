using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using System.Text;

namespace Hillock.Charts.CommandLine;

/// <summary>Runs command lines; a fault becomes one line that begins with the program's name.</summary>
public static class ToolRunner
{
    /// <summary>Runs a command line as a program does: with the console's streams, numbers as in C#, and Ctrl-C cancelling.</summary>
    /// <param name="root">The program; its <see cref="RootCommand.HelpName"/> is what users call it.</param>
    /// <param name="arguments">The words after the program's name.</param>
    /// <returns>What the program returns to the shell, one of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(RootCommand root, string[] arguments)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        if (OperatingSystem.IsWindows())
        {
            Console.OutputEncoding = Encoding.UTF8;
        }

        using Interruption interruption = new();
        int exitCode = await RunAsync(root, arguments, Console.Out, Console.Error, interruption.Token);
        return exitCode == ExitCode.Interrupted ? interruption.ExitCode : exitCode;
    }

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
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(error);
        root.Options.OfType<HelpOption>().Single().Action = new HelpWithExamples();
        ParseResult result = root.Parse(arguments);
        if (result.Action is not { ClearsParseErrors: true } && ParseFailure.IsFaulty(result))
        {
            await error.WriteLineAsync($"{root.HelpName}: {ParseFailure.Describe(result)}");
            return ExitCode.Usage;
        }

        InvocationConfiguration configuration = new InvocationConfiguration
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

using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using System.Text;

namespace Hillock.Charts.CommandLine;

/// <summary>Runs command lines; a fault becomes one line that begins with the program's name.</summary>
public static class ToolRunner
{
    /// <summary>Words are what they are: one that begins with @ is no file of further words.</summary>
    internal static ParserConfiguration Parsing => new() { ResponseFileTokenReplacer = null };

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
        Console.SetOut(new StandardOutput(Console.Out));
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
        ParseResult? result = null;
        try
        {
            result = root.Parse(arguments, Parsing);
            if (result.Action is not { ClearsParseErrors: true } && ParseFailure.IsFaulty(result))
            {
                await Tell(root, error, ParseFailure.Describe(result));
                return ExitCode.Usage;
            }

            InvocationConfiguration configuration = new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null, // Interruption handles the signals
            };
            return await result.InvokeAsync(configuration, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Tell(root, error, "interrupted.");
            return ExitCode.Interrupted;
        }
        catch (Exception exception)
        {
            string line = ErrorLine.Of(exception);
            await Tell(root, error, result is not null && root is IWordsFaults words ? words.Word(result, exception, line) : line);
            return exception is CommandException fault ? fault.ExitCode : ExitCode.Failure;
        }
    }

    // Standard error may be closed, or a full device: the exit code is then all that can be told.
    private static async Task Tell(RootCommand root, TextWriter error, string line)
    {
        try
        {
            await error.WriteLineAsync($"{root.HelpName}: {line}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
        }
    }
}

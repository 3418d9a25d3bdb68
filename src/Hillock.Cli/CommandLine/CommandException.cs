namespace Hillock.Cli.CommandLine;

/// <summary>A fault to be told to the user in one line: what was expected, what came, and the way out.</summary>
internal sealed class CommandException(string message, int exitCode = ExitCode.Failure, Exception? innerException = null)
    : Exception(message, innerException)
{
    public int ExitCode { get; } = exitCode;
}

namespace Hillock.Charts.CommandLine;

/// <summary>A fault to be told to the user in one line: what was expected, what came, and the way out.</summary>
/// <param name="message">The line, without the program's name.</param>
/// <param name="exitCode">What the program returns to the shell, one of <see cref="CommandLine.ExitCode"/>.</param>
/// <param name="innerException">The cause, if there is one.</param>
public sealed class CommandException(string message, int exitCode = ExitCode.Failure, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>What the program returns to the shell.</summary>
    public int ExitCode { get; } = exitCode;
}

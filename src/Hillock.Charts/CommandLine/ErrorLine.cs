using System.Text.RegularExpressions;

namespace Hillock.Charts.CommandLine;

/// <summary>Turns an exception into one line for standard error.</summary>
internal static partial class ErrorLine
{
    /// <summary>The line, without the tool's name. Faults that are not the user's are marked as such.</summary>
    public static string Of(Exception exception)
    {
        // What reaches here from a task or a type initialiser is a wrapper: the cause is what the user can act upon.
        while (exception is AggregateException or TypeInitializationException && exception.InnerException is { } cause)
        {
            exception = cause;
        }

        return exception switch
        {
            CommandException or IOException or UnauthorizedAccessException or FormatException => OneLine(exception.Message),
            ArgumentException argument => OneLine(WithoutParameterName(argument)),
            OutOfMemoryException => "out of memory; use smaller data or fewer hidden units.",
            _ => $"unexpected {exception.GetType().Name}: {OneLine(exception.Message)}",
        };
    }

    /// <summary>Joins the lines of a message, and writes out what a terminal would not show.</summary>
    public static string OneLine(string message) => Legible.Text(LineBreaks().Replace(Caret().Replace(message, "").Trim(), " "));

    // .NET appends " (Parameter 'x')" and, for ranges, the actual value on a line of its own.
    private static string WithoutParameterName(ArgumentException exception) => ParameterSuffix().Replace(exception.Message, "");

    // A line with a mark below the place that is meant, which says nothing once it stands behind it.
    [GeneratedRegex(@"\r?\n[^\r\n]*\r?\n *\^ *$")]
    private static partial Regex Caret();

    [GeneratedRegex(@"\s*[\r\n]+\s*")]
    private static partial Regex LineBreaks();

    [GeneratedRegex(@" \(Parameter '[^']*'\)(\r?\nActual value was [^\n]*)?$")]
    private static partial Regex ParameterSuffix();
}

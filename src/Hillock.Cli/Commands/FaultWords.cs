using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Comparisons;

namespace Hillock.Cli.Commands;

/// <summary>Words a fault for the command that it ends: advice that the command can follow, and files by the argument that named them.</summary>
internal static partial class FaultWords
{
    private static readonly string[] Others = ["train", "compare", "data"];

    /// <summary>The line that is told.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="exception">The fault.</param>
    /// <param name="line">What is said of it elsewhere.</param>
    public static string Of(ParseResult result, Exception exception, string line)
    {
        Exception cause = exception;
        while (cause is AggregateException or TypeInitializationException && cause.InnerException is { } inner)
        {
            cause = inner;
        }

        cause = cause is CommandException { InnerException: { } told } && told.Message == cause.Message ? told : cause;
        line = Missing(result, cause) ?? LibraryAdvice.Of(line);
        return ParenthesisedOption().Replace(line, match => Home(result, match.Groups[1].Value) is { } home ? $"(hillock {home} " +
            $"{match.Groups[1].Value}" : match.Value);
    }

    // The library names ways out as (--impute), which may be an option of the command that trained the network.
    private static string? Home(ParseResult result, string option) =>
        Has(result.CommandResult.Command, option) ? null
            : Others.FirstOrDefault(name =>
                result.RootCommandResult.Command.Subcommands.FirstOrDefault(one => one.Name == name) is { } other && Has(other, option));

    private static bool Has(Command command, string option) => command.Options.Any(one => one.Name == option || one.Aliases.Contains(option));

    // Which argument named a file that is not there, and what is there in its place.
    private static string? Missing(ParseResult result, Exception cause)
    {
        string? path = cause switch
        {
            FileNotFoundException { FileName: { Length: > 0 } name } => name,
            FileNotFoundException or DirectoryNotFoundException when QuotedPath().Match(cause.Message) is { Success: true } match => match.Groups[1].Value,
            _ => null,
        };
        if (path is null || Path.Exists(path))
        {
            return null;
        }

        foreach (SymbolResult child in result.CommandResult.Children)
        {
            (string? name, IReadOnlyList<Token> tokens) = child switch
            {
                OptionResult option => (option.Option.Name, option.Tokens),
                ArgumentResult argument => (argument.Argument.Name, argument.Tokens),
                _ => ("", []),
            };
            if (tokens.FirstOrDefault(token => IsSame(token.Value, path)) is { } given)
            {
                return $"{name} {ErrorLine.OneLine(given.Value)}: no such file{ErrorLine.OneLine(Nearby.File(given.Value))}";
            }
        }

        return cause.Message.StartsWith("Could not find", StringComparison.Ordinal)
            ? $"{ErrorLine.OneLine(path)}: no such file{ErrorLine.OneLine(Nearby.File(path))}" : null;
    }

    private static bool IsSame(string word, string path) =>
        word == path || (word.Length > 0 && !word.Contains('\0', StringComparison.Ordinal) && Path.GetFullPath(word) == Path.GetFullPath(path));

    [GeneratedRegex(@"\((--[a-z][a-z-]*)")]
    private static partial Regex ParenthesisedOption();

    [GeneratedRegex(@"^Could not find [^']*'([^']+)'")]
    private static partial Regex QuotedPath();
}

using System.CommandLine;
using System.CommandLine.Parsing;

namespace Hillock.Charts.CommandLine;

/// <summary>Says in one line what is wrong with a command line.</summary>
internal static class ParseFailure
{
    /// <summary>Whether the command line cannot be followed.</summary>
    public static bool IsFaulty(ParseResult result) => result.Errors.Count > 0 || UnknownOption(result) is not null || WithoutValue(result) is not null;

    /// <summary>The first fault, with the nearest valid word if there is one, and where to read on.</summary>
    public static string Describe(ParseResult result)
    {
        Command command = result.CommandResult.Command;
        string? program = ((RootCommand)result.RootCommandResult.Command).HelpName;
        string? name = command is RootCommand ? program : $"{program} {command.Name}";
        return $"{ErrorLine.OneLine(Fault(result, command))} See '{name} --help'.";
    }

    private static string Fault(ParseResult result, Command command)
    {
        IEnumerable<string> options = command.Options.Where(option => !option.Hidden).Select(option => option.Name);
        if (WithoutValue(result) is { } option)
        {
            return $"{option.IdentifierToken!.Value} expects a value but got '{option.Tokens[0].Value}'.";
        }

        if (UnknownOption(result) is { } unknown)
        {
            return Sentence($"unknown option '{unknown}'", unknown, options);
        }

        if (result.UnmatchedTokens.Count > 0)
        {
            string word = result.UnmatchedTokens[0];
            return command.Subcommands.Count > 0
                ? Sentence($"unknown command '{word}'", word, command.Subcommands.Select(subcommand => subcommand.Name))
                : $"unexpected argument '{word}'.";
        }

        return command.Subcommands.Count > 0
            ? $"a command is missing: {string.Join(", ", command.Subcommands.Select(subcommand => subcommand.Name))}."
            : result.Errors[0].Message;
    }

    // The parser takes the next option for the value of one that has none.
    private static OptionResult? WithoutValue(ParseResult result) =>
        result.CommandResult.Children.OfType<OptionResult>()
            .FirstOrDefault(
                option =>
                    option.IdentifierToken is not null && option.Tokens is [{ Type: not TokenType.DoubleDash, Value: var value }, ..]
                        && value.StartsWith("--", StringComparison.Ordinal));

    // The parser takes a misspelt option for the value of a positional argument where one is free.
    private static string? UnknownOption(ParseResult result)
    {
        if (result.Tokens.Any(token => token.Type == TokenType.DoubleDash))
        {
            return null;
        }

        IEnumerable<string> words = result.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value);
        return words.Concat(result.UnmatchedTokens).FirstOrDefault(LooksLikeOption)?.Split('=', ':')[0];
    }

    /// <summary>Whether a word is an option rather than a value: <c>--folds</c> or <c>-f</c>, but not <c>-1</c> or <c>-</c>.</summary>
    public static bool LooksLikeOption(string word) =>
        word.Length > 1 && word[0] == '-' && !char.IsAsciiDigit(word[1]) && word[1] != '.';

    private static string Sentence(string fault, string word, IEnumerable<string> candidates) =>
        Suggestion.Nearest(word, candidates) is { } nearest ? $"{fault}; did you mean '{nearest}'?" : fault + ".";
}

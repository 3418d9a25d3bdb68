using System.CommandLine;
using System.CommandLine.Parsing;
using Hillock.Charts.CommandLine;

namespace Hillock.Cli.RunFolders;

/// <summary>The words that a run is begun with, and goes on with.</summary>
internal static class RunArguments
{
    /// <summary>The options of a command line that were given, as words that say the same.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="options">Those that count.</param>
    public static IReadOnlyList<string> Of(ParseResult result, IEnumerable<Option> options)
    {
        List<string> words = [];
        foreach (Option option in options)
        {
            if (result.GetResult(option) is { Implicit: false } given)
            {
                words.Add(option.Name);
                if (given.Tokens.Count > 0)
                {
                    words.Add(string.Join(',', given.Tokens.Select(static token => token.Value)));
                }
            }
        }

        return words;
    }

    /// <summary>Refuses options that a run was not begun with.</summary>
    /// <param name="result">The command line that goes on with it.</param>
    /// <param name="begun">That which began it.</param>
    /// <param name="options">Those that must be alike.</param>
    /// <exception cref="CommandException">One is another.</exception>
    public static void RequireAlike(ParseResult result, ParseResult begun, IEnumerable<Option> options)
    {
        foreach (Option option in options)
        {
            if (result.GetResult(option) is { Implicit: false } && Text(result, option) is var now && Text(begun, option) is var before && now != before)
            {
                throw new CommandException(
                    $"{option.Name} is {now} but the run was begun {(before is null ? "without it" : $"with {before}")}; leave it out, or train into another " +
                    "folder.",
                    ExitCode.Usage);
            }
        }
    }

    /// <summary>Words with an option, in the place of the one that was there.</summary>
    public static IReadOnlyList<string> With(IReadOnlyList<string> words, ParseResult result, Option option)
    {
        IReadOnlyList<string> given = Of(result, [option]);
        if (given.Count == 0)
        {
            return words;
        }

        List<string> others = [.. words];
        int place = others.IndexOf(option.Name);
        if (place >= 0)
        {
            others.RemoveRange(place, Math.Min(given.Count, others.Count - place));
        }

        return [.. others, .. given];
    }

    /// <summary>Words with another value of an option, where it is among them.</summary>
    public static IReadOnlyList<string> WithValue(IEnumerable<string> words, Option option, Func<string, string> change)
    {
        string? before = null;
        List<string> changed = [];
        foreach (string word in words)
        {
            changed.Add(before == option.Name ? change(word) : word);
            before = word;
        }

        return changed;
    }

    private static string? Text(ParseResult result, Option option) => result.GetResult(option) is { Implicit: false } given
        ? given.Tokens.Count == 0 ? "given" : string.Join(',', given.Tokens.Select(static token => token.Value)) : null;
}

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Hillock.Charts.CommandLine;

/// <summary>Options that check their values and say what they expect.</summary>
/// <remarks>
/// A <c>name</c> begins with two hyphens; a <c>description</c> and a <c>helpName</c>, which stands for the value, are what <c>--help</c> shows. A value that is
/// not as expected makes the command line one that cannot be followed: see <see cref="ToolRunner"/>.
/// </remarks>
public static class ToolOption
{
    /// <summary>A whole number in a range.</summary>
    public static Option<T> Whole<T>(string name, string description, T? defaultValue, T minimum, T maximum)
        where T : struct, IBinaryInteger<T> =>
            Number<T>(name, description, "N", defaultValue, NumberStyles.AllowLeadingSign, value => value >= minimum && value <= maximum,
            WholeNumber(minimum, maximum));

    /// <summary>A whole number that may be left out.</summary>
    public static Option<int?> OptionalWhole(string name, string description, int minimum, int maximum)
    {
        Option<int?> option = new(name) { Description = description, HelpName = "N" };
        option.CustomParser = result =>
        {
            if (int.TryParse(Word(result), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= minimum && value <= maximum)
            {
                return value;
            }

            result.AddError($"{name} expects {WholeNumber(minimum, maximum)} but got '{Word(result)}'.");
            return null;
        };
        return option;
    }

    /// <summary>A finite number above zero.</summary>
    public static Option<double> Positive(string name, string description, string helpName, double? defaultValue) =>
        Number(name, description, helpName, defaultValue, NumberStyles.Float, static value => value > 0 && double.IsFinite(value), "a number above 0");

    /// <summary>A finite number above zero that may be left out.</summary>
    public static Option<double?> OptionalPositive(string name, string description, string helpName)
    {
        Option<double?> option = new(name) { Description = description, HelpName = helpName };
        option.CustomParser = result =>
        {
            if (double.TryParse(Word(result), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value > 0 && double.IsFinite(value))
            {
                return value;
            }

            result.AddError($"{name} expects a number above 0 but got '{Word(result)}'.");
            return null;
        };
        return option;
    }

    /// <summary>A finite number, 0 or more.</summary>
    public static Option<double> NonNegative(string name, string description, string helpName, double defaultValue) =>
        Number<double>(
            name, description, helpName, defaultValue, NumberStyles.Float, static value => value >= 0 && double.IsFinite(value), "a number, 0 or more");

    /// <summary>One word of several.</summary>
    public static Option<string> Choice(string name, string description, string defaultValue, params IReadOnlyList<string> choices)
    {
        Option<string> option =
            new Option<string>(name) { Description = description, HelpName = string.Join('|', choices), DefaultValueFactory = _ => defaultValue };
        option.CustomParser = result =>
        {
            string word = Word(result);
            string? match = choices.FirstOrDefault(choice => string.Equals(choice, word, StringComparison.OrdinalIgnoreCase));
            if (match is null)
            {
                result.AddError($"{name} expects {Sequence.Or(choices)} but got '{word}'{Suggestion.Hint(word, choices)}");
            }

            return match ?? defaultValue;
        };
        return option;
    }

    /// <summary>Whole numbers from 1 to a maximum between commas, or of several options of this name; empty when not given.</summary>
    public static Option<int[]> WholeList(string name, string description, string helpName, int[] defaultValue, int maximum)
    {
        // The library's own words for a default list have bars between the items, which nobody may type.
        Option<int[]> option = new(name) { Description = $"{description} [default: {string.Join(',', defaultValue)}]", HelpName = helpName };
        option.CustomParser = result =>
        {
            string[] words = Words(result).Split(',', StringSplitOptions.TrimEntries);
            int[] values = new int[words.Length];
            for (int i = 0; i < words.Length; i++)
            {
                if (!int.TryParse(words[i], NumberStyles.None, CultureInfo.InvariantCulture, out values[i]) || values[i] < 1 || values[i] > maximum)
                {
                    result.AddError($"{name} expects whole numbers from 1 to {maximum} between commas, such as 64,128, but got '{Words(result)}'.");
                    return defaultValue;
                }
            }

            return values;
        };
        return option;
    }

    /// <summary>Words between commas, or of several options of this name; empty when not given.</summary>
    public static Option<string[]> WordList(string name, string description, string helpName)
    {
        Option<string[]> option = new(name) { Description = description, HelpName = helpName, DefaultValueFactory = _ => [] };
        option.CustomParser = result =>
        {
            string[] words = Words(result).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
            {
                result.AddError($"{name} expects words between commas but got '{Words(result)}'.");
            }

            return words;
        };
        return option;
    }

    /// <summary>A path.</summary>
    public static Option<string?> Path(string name, string description, string helpName, bool required = false)
    {
        Option<string?> option = new(name) { Description = description, HelpName = helpName, Required = required };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: "" }])
            {
                result.AddError($"{name} expects a file name but got nothing.");
            }
        });
        return option;
    }

    private static Option<T> Number<T>(
        string name, string description, string helpName, T? defaultValue, NumberStyles styles, Func<T, bool> isAllowed, string expected)
        where T : struct, INumber<T>
    {
        Option<T> option = new(name) { Description = description, HelpName = helpName };
        if (defaultValue is { } value)
        {
            option.DefaultValueFactory = _ => value;
        }

        option.CustomParser = result =>
        {
            if (T.TryParse(Word(result), styles, CultureInfo.InvariantCulture, out T parsed) && isAllowed(parsed))
            {
                return parsed;
            }

            result.AddError($"{name} expects {expected} but got '{Word(result)}'.");
            return default;
        };
        return option;
    }

    private static string WholeNumber<T>(T minimum, T maximum)
        where T : IBinaryInteger<T> => $"a whole number from {minimum} to {maximum}";

    // An option that is given again adds to its list.
    private static string Words(ArgumentResult result) => string.Join(',', result.Tokens.Select(static token => token.Value));

    private static string Word(ArgumentResult result) => result.Tokens is [var token, ..] ? token.Value : "";
}

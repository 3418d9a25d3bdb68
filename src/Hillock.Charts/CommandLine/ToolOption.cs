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
    public static Option<T> Integer<T>(string name, string description, T? defaultValue, T minimum, T maximum)
        where T : struct, IBinaryInteger<T> => Number<T>(name, description, "N", defaultValue, NumberStyles.AllowLeadingSign, value => value >= minimum && value <= maximum,
            WholeNumber(minimum, maximum));

    /// <summary>A whole number that may be left out.</summary>
    public static Option<int?> OptionalInteger(string name, string description, int minimum, int maximum)
    {
        var option = new Option<int?>(name) { Description = description, HelpName = "N" };
        option.CustomParser = result =>
        {
            if (int.TryParse(Word(result), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum)
                return value;
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
        var option = new Option<double?>(name) { Description = description, HelpName = helpName };
        option.CustomParser = result =>
        {
            if (double.TryParse(Word(result), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > 0 && double.IsFinite(value))
                return value;
            result.AddError($"{name} expects a number above 0 but got '{Word(result)}'.");
            return null;
        };
        return option;
    }

    /// <summary>A finite number, 0 or more.</summary>
    public static Option<double> NonNegative(string name, string description, string helpName, double defaultValue) =>
        Number<double>(name, description, helpName, defaultValue, NumberStyles.Float, static value => value >= 0 && double.IsFinite(value), "a number, 0 or more");

    /// <summary>One word of several.</summary>
    public static Option<string> Choice(string name, string description, string defaultValue, params IReadOnlyList<string> choices)
    {
        var option = new Option<string>(name) { Description = description, HelpName = string.Join('|', choices), DefaultValueFactory = _ => defaultValue };
        option.CustomParser = result =>
        {
            var word = Word(result);
            var match = choices.FirstOrDefault(choice => string.Equals(choice, word, StringComparison.OrdinalIgnoreCase));
            if (match is null)
                result.AddError($"{name} expects {Sequence.Or(choices)} but got '{word}'{Suggestion.Hint(word, choices)}");
            return match ?? defaultValue;
        };
        return option;
    }

    /// <summary>Whole numbers from 1 to a maximum between commas; empty when not given.</summary>
    public static Option<int[]> IntegerList(string name, string description, string helpName, int[] defaultValue, int maximum)
    {
        // The library's own words for a default list have bars between the items, which nobody may type.
        var option = new Option<int[]>(name) { Description = $"{description} [default: {string.Join(',', defaultValue)}]", HelpName = helpName };
        option.CustomParser = result =>
        {
            var words = Word(result).Split(',', StringSplitOptions.TrimEntries);
            var values = new int[words.Length];
            for (var i = 0; i < words.Length; i++)
                if (!int.TryParse(words[i], NumberStyles.None, CultureInfo.InvariantCulture, out values[i]) || values[i] < 1 || values[i] > maximum)
                {
                    result.AddError($"{name} expects whole numbers from 1 to {maximum} between commas, such as 64,128, but got '{Word(result)}'.");
                    return defaultValue;
                }

            return values;
        };
        return option;
    }

    /// <summary>Words between commas; empty when not given.</summary>
    public static Option<string[]> WordList(string name, string description, string helpName)
    {
        var option = new Option<string[]>(name) { Description = description, HelpName = helpName, DefaultValueFactory = _ => [] };
        option.CustomParser = result =>
        {
            var words = Word(result).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
                result.AddError($"{name} expects words between commas but got '{Word(result)}'.");
            return words;
        };
        return option;
    }

    /// <summary>A path.</summary>
    public static Option<string?> Path(string name, string description, string helpName, bool required = false)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = helpName, Required = required };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: "" }])
                result.AddError($"{name} expects a file name but got nothing.");
        });
        return option;
    }

    private static Option<T> Number<T>(
        string name, string description, string helpName, T? defaultValue, NumberStyles styles, Func<T, bool> isAllowed, string expected)
        where T : struct, INumber<T>
    {
        var option = new Option<T>(name) { Description = description, HelpName = helpName };
        if (defaultValue is { } value)
            option.DefaultValueFactory = _ => value;
        option.CustomParser = result =>
        {
            if (T.TryParse(Word(result), styles, CultureInfo.InvariantCulture, out var parsed) && isAllowed(parsed))
                return parsed;
            result.AddError($"{name} expects {expected} but got '{Word(result)}'.");
            return default;
        };
        return option;
    }

    private static string WholeNumber<T>(T minimum, T maximum)
        where T : IBinaryInteger<T> => $"a whole number from {minimum} to {maximum}";

    private static string Word(ArgumentResult result) => result.Tokens is [var token, ..] ? token.Value : "";
}

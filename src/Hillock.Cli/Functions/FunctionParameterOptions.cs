using System.CommandLine;
using System.Globalization;
using Hillock.Charts.CommandLine;

namespace Hillock.Cli.Functions;

/// <summary>One option for each parameter that any function has.</summary>
internal sealed class FunctionParameterOptions
{
    private readonly List<Option<double?>> _options = [];

    /// <param name="functions">The functions whose parameters become options.</param>
    public FunctionParameterOptions(IEnumerable<FunctionDescription> functions)
    {
        foreach (var group in functions.SelectMany(function => function.Parameters.Select(parameter => (function, parameter))).GroupBy(pair => pair.parameter.Name))
        {
            var owners = group.Select(pair => pair.parameter.Default is { } value ? $"{pair.function.Name} ({value.ToString("R", CultureInfo.InvariantCulture)})" : pair.function.Name);
            _options.Add(Create("--" + group.Key, $"Parameter of {string.Join(", ", owners)}."));
        }
    }

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in _options)
            command.Add(option);
    }

    /// <summary>The parameters that the command line gives, by name.</summary>
    public Dictionary<string, double> Given(ParseResult result)
    {
        Dictionary<string, double> given = [];
        foreach (var option in _options)
            if (result.GetValue(option) is { } value)
                given.Add(option.Name[2..], value);
        return given;
    }

    private static Option<double?> Create(string name, string description)
    {
        var option = new Option<double?>(name) { Description = description, HelpName = "VALUE" };
        option.CustomParser = result =>
        {
            var word = result.Tokens is [var token, ..] ? token.Value : "";
            if (double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && !double.IsNaN(value))
                return value;
            if (bool.TryParse(word, out var flag))
                return flag ? 1 : 0;
            result.AddError($"{name} expects a number but got '{word}'.");
            return null;
        };
        return option;
    }
}

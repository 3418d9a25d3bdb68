using System.Globalization;
using Hillock.Charts.CommandLine;
using Hillock.Tensors;

namespace Hillock.Cli.Functions;

/// <summary>A function with values for its parameters, as a command line names it: <c>elu</c> or <c>elu:alpha=0.5</c>.</summary>
internal sealed class FunctionReference
{
    private readonly Func<Tensor, int, Tensor> _function;

    private FunctionReference(FunctionDescription description, string text, IReadOnlyList<double> values)
    {
        Description = description;
        Text = text;
        Values = values;
        _function = description.Bind(values);
    }

    public FunctionDescription Description { get; }

    /// <summary>The name, with the parameters that were given: the same for every spelling of the same reference.</summary>
    public string Text { get; }

    /// <summary>The values of all parameters.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>Understands a reference.</summary>
    /// <param name="text">The name, with parameters after colons.</param>
    /// <param name="options">More parameters, from options.</param>
    /// <exception cref="CommandException">No such function or parameter, or not a number.</exception>
    /// <exception cref="ArgumentException">The function refuses a value.</exception>
    public static FunctionReference Parse(string text, IReadOnlyDictionary<string, double>? options = null)
    {
        var parts = text.Split(':');
        var description = FunctionCatalogue.Find(parts[0]);
        Dictionary<string, double> given = new(options ?? new Dictionary<string, double>());
        foreach (var part in parts[1..])
        {
            var (name, value) = Assignment(part, text);
            var known = description.Parameters.FirstOrDefault(parameter => Suggestion.IsSame(parameter.Name, name))?.Name ?? name;
            if (!given.TryAdd(known, value))
                throw new CommandException($"'{text}' gives {known} a second value; leave one out.", ExitCode.Usage);
        }

        var values = description.Complete(given);
        var spelt = description.Parameters.Where(parameter => given.ContainsKey(parameter.Name))
            .Select(parameter => $":{parameter.Name}={given[parameter.Name].ToString("R", CultureInfo.InvariantCulture)}");
        return new FunctionReference(description, description.Name + string.Concat(spelt), values);
    }

    /// <summary>Applies the function, with gradients.</summary>
    /// <param name="x">The argument.</param>
    /// <param name="axis">The axis of a function that has one.</param>
    /// <param name="mask">The mask of a function that takes one.</param>
    public Tensor Apply(Tensor x, int axis = -1, Tensor? mask = null) =>
        mask is not null && Description.BindMasked is { } masked ? masked(Values)(x, mask, axis) : _function(x, axis);

    private static (string Name, double Value) Assignment(string part, string text)
    {
        var equals = part.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0 && double.TryParse(part.AsSpan(equals + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && !double.IsNaN(value))
            return (part[..equals], value);
        throw new CommandException($"'{text}' expects parameters as name:parameter=number but has '{part}'.", ExitCode.Usage);
    }
}

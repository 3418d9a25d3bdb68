using System.Globalization;
using Hillock.Charts.CommandLine;
using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Cli.Functions;

/// <summary>A function that the tool knows.</summary>
/// <param name="Name">In kebab-case: <c>leaky-relu</c>.</param>
/// <param name="Formula">As text.</param>
/// <param name="Summary">One sentence with the formula.</param>
/// <param name="Kind">What it works on.</param>
/// <param name="Parameters">Its parameters, in the order of <paramref name="Bind"/>'s argument.</param>
/// <param name="Bind">Gives the function of a tensor and an axis (which an element-wise function ignores) for parameter values.</param>
internal sealed record FunctionDescription(
    string Name, string Formula, string Summary, FunctionKind Kind, IReadOnlyList<FunctionParameter> Parameters,
    Func<IReadOnlyList<double>, Func<Tensor, int, Tensor>> Bind)
{
    /// <summary>Whether the axis can be chosen.</summary>
    public bool TakesAxis { get; init; } = Kind == FunctionKind.AlongAxis;

    /// <summary>Whether a comparison tries it when it is not told which.</summary>
    public bool IsCommon => Activation is { IsCommon: true };

    /// <summary>The library's description of an element-wise function.</summary>
    public ActivationInfo? Activation { get; init; }

    /// <summary>Gives the function of a tensor, a mask and an axis for parameter values, where it takes a mask.</summary>
    public Func<IReadOnlyList<double>, Func<Tensor, Tensor, int, Tensor>>? BindMasked { get; init; }

    /// <summary>The library's description of a loss.</summary>
    public LossInfo? Loss { get; init; }

    /// <summary>Other names.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The parameter values to use: those given, and defaults for the others.</summary>
    /// <exception cref="CommandException">A parameter that the function does not have, or one without a default that was not given.</exception>
    public IReadOnlyList<double> Complete(IReadOnlyDictionary<string, double> given)
    {
        foreach (string name in given.Keys)
        {
            if (Parameters.All(parameter => parameter.Name != name))
            {
                throw new CommandException(Parameters.Count == 0
                    ? $"{Name} has no parameters but got {name}; leave it out."
                    : $"{Name} has no parameter {name}; it has {Sequence.And(Parameters.Select(parameter => parameter.Name))}.", ExitCode.Usage);
            }
        }

        if (Parameters.FirstOrDefault(parameter => parameter.Default is null && !given.ContainsKey(parameter.Name)) is { } missing)
        {
            throw new CommandException($"{Name} needs a value for --{missing.Name} ({missing.Description.TrimEnd('.')}).", ExitCode.Usage);
        }

        return [.. Parameters.Select(parameter => given.TryGetValue(parameter.Name, out double value) ? value : parameter.Default!.Value)];
    }

    /// <summary>The parameters with their defaults, one a line: <c>minimum = -1</c>.</summary>
    public string Signature() => string.Join('\n', Parameters.Select(parameter =>
        parameter.Default is { } value
            ? $"{parameter.Name} = {value.ToString(Math.Abs(value) is > 0 and < 1e-4 ? "0.##e-0" : "0.####", CultureInfo.InvariantCulture)}"
            : parameter.Name));
}

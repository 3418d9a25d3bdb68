using Hillock.Charts.CommandLine;
using Hillock.Cli.Functions;
using Hillock.Training;

namespace Hillock.Cli.Comparisons;

/// <summary>The activations that a command line asks for.</summary>
internal static class ComparisonActivations
{
    /// <summary>Understands names with parameters; <c>all</c> stands for every element-wise function that has its parameters, nothing for those in wide use.</summary>
    /// <exception cref="CommandException">No such function, or one that works along an axis.</exception>
    public static IReadOnlyList<ActivationChoice> Parse(IReadOnlyList<string> names)
    {
        IEnumerable<string> wanted = names switch
        {
            [] => FunctionCatalogue.All.Where(function => function.IsCommon).Select(function => function.Name),
            ["all"] => FunctionCatalogue.All.Where(function => function.Activation is not null && function.Parameters.All(parameter => parameter.Default is not null)).Select(function => function.Name),
            _ => names,
        };
        return [.. wanted.Select(Choice)];
    }

    private static ActivationChoice Choice(string name)
    {
        var reference = FunctionReference.Parse(name);
        return reference.Description.Activation is { } activation
            ? ActivationChoices.From(activation.Create([.. reference.Values]), reference.Text)
            : throw new CommandException($"{reference.Description.Name} {(reference.Description.Kind == FunctionKind.Loss ? "is a loss" : "works along an axis")} and is no activation of hidden units; name element-wise functions.", ExitCode.Usage);
    }
}

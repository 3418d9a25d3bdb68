using Hillock.Charts.CommandLine;
using Hillock.Cli.Functions;
using Hillock.Training;

namespace Hillock.Cli.Comparisons;

/// <summary>The losses that a command line asks for.</summary>
internal static class ComparisonLosses
{
    /// <summary>Understands names with parameters; <c>all</c> stands for every loss that fits the target.</summary>
    /// <param name="names">The names; none is no comparison of losses.</param>
    /// <param name="classes">Whether the target is a class.</param>
    /// <exception cref="CommandException">No such loss, or one that does not fit the target.</exception>
    public static IReadOnlyList<LossChoice> Parse(IReadOnlyList<string> names, bool classes) =>
        [.. (names is ["all"] ? LossChoice.Names(classes) : names).Select(name => Choice(name, classes))];

    private static LossChoice Choice(string name, bool classes)
    {
        var reference = FunctionReference.Parse(name);
        if (reference.Description.Loss is not { } loss)
            throw new CommandException($"{reference.Description.Name} is no loss; choose among {Sequence.Or(LossChoice.Names(classes))}.", ExitCode.Usage);
        if (!LossChoice.Names(classes).Contains(loss.Name))
            throw new CommandException($"{loss.Name} does not fit a network's outputs and a target of {(classes ? "classes" : "numbers")}; choose among {Sequence.Or(LossChoice.Names(classes))}.", ExitCode.Usage);
        return LossChoice.From(loss, reference.Values, classes, reference.Text);
    }
}

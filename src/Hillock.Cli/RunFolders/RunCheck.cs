using Hillock.Charts.CommandLine;
using Hillock.Data;
using Hillock.Modules;
using Hillock.Serialization.Description;
using Hillock.Tensors;

namespace Hillock.Cli.RunFolders;

/// <summary>Whether the parts of a run fit each other: a file that was edited would otherwise give wrong predictions without a word.</summary>
internal static class RunCheck
{
    /// <summary>Refuses a description whose network gives other outputs than it names, or whose numbers cannot be.</summary>
    /// <param name="description">What the run's <c>model.json</c> says.</param>
    /// <param name="network">The network with its weights.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="DataFormatException">They do not fit.</exception>
    public static void RequireFitting(ModelDescription description, Module network, string path)
    {
        IReadOnlyList<string> names = description.Output == ModelOutput.Tokens ? description.Vocabulary : description.ClassNames;
        if (description.Output != ModelOutput.Numbers && names.Distinct(StringComparer.Ordinal).Count() is var distinct && distinct != names.Count)
        {
            throw Fault(path, $"of the {names.Count} names of its outputs only {distinct} {Plural.Word(distinct, "is", "are")} different");
        }

        if (description.Preprocessing?.Standardization is { } standardization)
        {
            for (int i = 0; i < standardization.Mean.Length; i++)
            {
                if (!double.IsFinite(standardization.Mean[i]) || !double.IsFinite(standardization.Deviation[i]) || standardization.Deviation[i] < 0)
                {
                    throw Fault(
                        path, FormattableString.Invariant($"column {i} has the mean {standardization.Mean[i]} and deviation {standardization.Deviation[i]}"));
                }
            }
        }

        int expected = description.Output == ModelOutput.Numbers ? 1 : names.Count;
        int given = Outputs(description, network, path);
        if (given != expected)
        {
            throw Fault(path, FormattableString.Invariant(
                $"the network has {Plural.Of(given, "output")} for an example, but {expected} {Plural.Word(expected, "is", "are")} named"));
        }
    }

    private static int Outputs(ModelDescription description, Module network, string path)
    {
        try
        {
            int[] example = [1, .. description.InputShape.Select(static length => Math.Max(1, length))]; // −1 stands for any length
            Shape shape = RunPredictor.OutputShape(network, Tensor.Zeros(example, description.InputType));
            return shape.Rank == (description.Output == ModelOutput.Tokens ? 3 : 2) ? shape[^1] : 0;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            throw Fault(path, $"the network does not take an example of its shape: {exception.Message.TrimEnd('.')}");
        }
    }

    private static DataFormatException Fault(string path, string problem) =>
        new(path, null, problem, "take the file as training wrote it, or train anew with hillock train --overwrite");
}

using System.Globalization;
using Hillock.Autograd;
using Hillock.Charts.CommandLine;
using Hillock.Modules;
using Hillock.Serialization.Description;
using Hillock.Tensors;

namespace Hillock.Cli.RunFolders;

/// <summary>Batches of one row, which a batch normalisation refuses where a channel has one value in them.</summary>
internal static class SingleRow
{
    /// <summary>Whether the last batch of an epoch, but not the first, has one row.</summary>
    public static bool IsLast(RunData data, TrainSettings settings) => settings.BatchSize > 1
        && (((!settings.Balance || settings.NaturalEpochs > 0) && IsOver(data.TrainingRows, settings.BatchSize))
            || (settings.Balance && IsOver(BalancedRows(data), settings.BatchSize)));

    /// <summary>Whether the network is trained on two rows but not on one.</summary>
    public static bool IsRefused(ModelDescription description, RunData data)
    {
        Module network = description.Build(0);
        if (!network.NamedModules().Any(static one => one.Module is BatchNormalization))
        {
            return false;
        }

        using TidyScope scope = TensorPool.BeginTidy();
        using GradientScope off = Gradients.Disabled();
        Tensor row = data.Inputs.Slice(0, 0, 1).Contiguous();
        return !Takes(network, row) && Takes(network, Tensor.Concat([row, row]));
    }

    /// <summary>Refuses batches that all have one row where the network has no use for them.</summary>
    /// <exception cref="CommandException">They have.</exception>
    public static void Check(TrainSettings settings, RunData data, ModelDescription description)
    {
        if ((settings.BatchSize > 1 && data.TrainingRows > 1) || !IsRefused(description, data))
        {
            return;
        }

        const string Problem = "but the network's batch normalisation needs at least two rows in a batch; ";
        throw data.TrainingRows > 1
            ? new CommandException(
                $"--batch-size is 1 {Problem}give a larger one, or --model with layernorm in the place of batchnorm.", ExitCode.Usage)
            : new CommandException(string.Create(
                CultureInfo.InvariantCulture,
                $"{data.Name} has one row to train on {Problem}give more rows, or --model with layernorm in the place of batchnorm."));
    }

    private static bool IsOver(long rows, int batchSize) => rows > batchSize && rows % batchSize == 1;

    // As many of each class that occurs as the largest has.
    private static long BalancedRows(RunData data)
    {
        int[] counts = [.. data.Targets.ToArray<long>().GroupBy(static one => one).Select(static group => group.Count())];
        return (long)counts.Length * counts.Max();
    }

    private static bool Takes(Module network, Tensor x)
    {
        try
        {
            network.Forward(x);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}

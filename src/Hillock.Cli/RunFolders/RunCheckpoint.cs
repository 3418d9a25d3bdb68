using System.Globalization;
using Hillock.Data;
using Hillock.Serialization;
using Hillock.Training;

namespace Hillock.Cli.RunFolders;

/// <summary>Where a training stands, as a checkpoint.</summary>
/// <param name="State">What the trainer goes on from.</param>
/// <param name="BestLoss">The smallest held-out loss so far; null for none.</param>
/// <param name="BestEpoch">Its epoch, from 1; 0 for none.</param>
internal sealed record RunCheckpoint(FitState State, double? BestLoss, int BestEpoch)
{
    private const string LossKey = "bestHeldOutLoss", EpochKey = "bestEpoch";

    /// <summary>A checkpoint of where training stands.</summary>
    public static Checkpoint Of(FitContext context, double? bestLoss, int bestEpoch)
    {
        OrderedDictionary<string, string> settings = new(StringComparer.Ordinal)
        {
            [EpochKey] = bestEpoch.ToString(CultureInfo.InvariantCulture),
        };
        if (bestLoss is { } loss)
        {
            settings[LossKey] = loss.ToString("R", CultureInfo.InvariantCulture);
        }

        return context.ToCheckpoint() with { Settings = settings };
    }

    /// <summary>Loads a checkpoint into a network and an optimizer that were made alike.</summary>
    /// <param name="path">The checkpoint.</param>
    /// <param name="trainer">Their trainer.</param>
    /// <exception cref="DataFormatException">It is damaged, or of another network.</exception>
    public static RunCheckpoint Load(string path, Trainer trainer)
    {
        Checkpoint checkpoint = Checkpoint.Read(path);
        FitState state;
        try
        {
            state = trainer.Resume(checkpoint);
        }
        catch (ArgumentException exception)
        {
            throw new DataFormatException(
                path, null, $"it is no checkpoint of this run: {exception.Message.TrimEnd('.')}", "delete the file to go on from the one before", exception);
        }

        return new RunCheckpoint(
            state,
            double.TryParse(checkpoint.Settings.GetValueOrDefault(LossKey), NumberStyles.Float, CultureInfo.InvariantCulture, out double loss) ? loss : null,
            int.TryParse(checkpoint.Settings.GetValueOrDefault(EpochKey), NumberStyles.None, CultureInfo.InvariantCulture, out int epoch) ? epoch : 0);
    }
}

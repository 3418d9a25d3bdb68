using System.Globalization;
using Hillock.Charts.CommandLine;
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

        double? loss = null;
        if (checkpoint.Settings.TryGetValue(LossKey, out string? lossText))
        {
            loss = double.TryParse(lossText, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number
                : throw Damaged(path, LossKey, "a finite number", lossText);
        }

        int epoch = 0;
        if (checkpoint.Settings.TryGetValue(EpochKey, out string? epochText)
            && (!int.TryParse(epochText, NumberStyles.None, CultureInfo.InvariantCulture, out epoch) || epoch > checkpoint.Epoch))
        {
            throw Damaged(path, EpochKey, FormattableString.Invariant($"a whole number from 0 to {checkpoint.Epoch}"), epochText);
        }

        return new RunCheckpoint(state, loss, epoch);
    }

    /// <summary>Refuses a checkpoint that stands where the run, whose batches are known, cannot have stood.</summary>
    /// <param name="path">The checkpoint.</param>
    /// <param name="state">Where it stands.</param>
    /// <param name="batches">The batches of the run.</param>
    /// <param name="isEven">Whether every epoch has equally many.</param>
    /// <exception cref="DataFormatException">It does not fit.</exception>
    public static void RequirePlace(string path, FitState state, IBatchSource batches, bool isEven)
    {
        batches.StartEpoch(state.Epoch);
        int count = batches.BatchCount;
        if (state.Batch > count || (state.Batch > 0 && state.BatchCount > 0 && state.BatchCount != count))
        {
            throw Fault(path, "batch", FormattableString.Invariant($"it stands behind batch {state.Batch} of {state.BatchCount} of an epoch that has {count}"));
        }

        long expected = ((long)state.Epoch * count) + state.Batch;
        if (isEven && state.Steps != expected)
        {
            throw Fault(path, "steps", FormattableString.Invariant(
                $"{expected} steps are expected behind batch {state.Batch} of epoch {state.Epoch + 1}, but {state.Steps} are there"));
        }
    }

    private static DataFormatException Damaged(string path, string setting, string expected, string got) =>
        Fault(path, $"settings.{setting}", $"{expected} is expected but there is \"{Legible.Text(got.Length > 40 ? got[..40] : got)}\"");

    private static DataFormatException Fault(string path, string place, string problem) => new(
        path, $"metadata \"{Checkpoint.Key}\".{place}", problem, "delete the file to go on from the checkpoint before it, or bring back a copy");
}

using System.Globalization;

namespace Hillock.Serialization;

/// <summary>What the numbers of a checkpoint must be, whoever wrote them; what only the course of <c>Trainer.Fit</c> knows is <c>FitState</c>'s.</summary>
internal static class CheckpointRules
{
    /// <summary>The first number that cannot be true.</summary>
    /// <returns>Its name in the file, and what was expected but got; null where all can be.</returns>
    internal static (string Field, string Problem)? Fault(Checkpoint checkpoint)
    {
        foreach ((string field, long number, long most) in
            new[]
            {
                ("epoch", checkpoint.Epoch, int.MaxValue), ("batchCount", checkpoint.BatchCount, int.MaxValue),
                ("batch", checkpoint.Batch, checkpoint.BatchCount > 0 ? checkpoint.BatchCount : int.MaxValue),
                ("steps", checkpoint.Steps, long.MaxValue), ("epochsSinceBest", checkpoint.EpochsSinceBest, int.MaxValue),
                ("randomStreams", checkpoint.RandomStreams, uint.MaxValue),
            })
        {
            if (number < 0 || number > most)
            {
                string of = field == "batch" && checkpoint.BatchCount > 0 ? ", the batches of the epoch," : "";
                return (field, string.Create(CultureInfo.InvariantCulture, $"a whole number from 0 to {most}{of} is expected but there is {number}"));
            }
        }

        return checkpoint.Rows >= 0 && double.IsFinite(checkpoint.Rows) ? null : ("rows", string.Create(
            CultureInfo.InvariantCulture, $"a finite number of 0 or more is expected but there is {checkpoint.Rows}"));
    }
}

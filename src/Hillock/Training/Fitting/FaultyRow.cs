using System.Globalization;
using Hillock.Autograd;
using Hillock.Data;
using Hillock.Tensors;

namespace Hillock.Training;

/// <summary>The loss of a batch; where a target does not fit it, the row of the data is named, for the batch's rows are in another order.</summary>
internal static class FaultyRow
{
    /// <summary>The loss.</summary>
    /// <param name="trainer">Network and loss.</param>
    /// <param name="inputs">The batch.</param>
    /// <param name="targets">Its targets.</param>
    /// <param name="batches">Where it is from.</param>
    /// <param name="epoch">The epoch, for messages.</param>
    /// <param name="batch">The number of the batch.</param>
    /// <exception cref="ArgumentException">The targets do not fit.</exception>
    internal static Tensor LossOf(Trainer trainer, Tensor inputs, Tensor targets, IBatchSource batches, int epoch, int batch)
    {
        Tensor predictions = trainer.Model.Forward(inputs);
        try
        {
            return trainer.Loss.Forward(predictions, targets);
        }
        catch (ArgumentException fault) when (batches is Minibatches known && Find(trainer, predictions, targets) is { } place)
        {
            string row = string.Create(CultureInfo.InvariantCulture, $"Row {known.Rows(batch)[place]} of the data does not fit the loss.");
            string where = string.Create(CultureInfo.InvariantCulture, $"In batch {batch} of epoch {epoch}, whose row {place} it is,");
            throw new ArgumentException($"{row} {where} {fault.Message}", fault);
        }
    }

    // The first row that the loss refuses; none where it refuses all, for then it is not about a row.
    private static int? Find(Trainer trainer, Tensor predictions, Tensor targets)
    {
        int rows = targets.Rank == 0 || predictions.Rank == 0 ? 0 : Math.Min(targets.Shape[0], predictions.Shape[0]);
        int? first = null;
        bool anyFits = false;
        using GradientScope off = Gradients.Disabled();
        for (int i = 0; i < rows && (first is null || !anyFits); i++)
        {
            try
            {
                trainer.Loss.Forward(predictions.Slice(0, i, i + 1), targets.Slice(0, i, i + 1));
                anyFits = true;
            }
            catch (ArgumentException)
            {
                first ??= i;
            }
        }

        return anyFits ? first : null;
    }
}

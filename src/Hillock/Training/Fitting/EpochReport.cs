using System.Globalization;

namespace Hillock.Training;

/// <summary>What an epoch of training came to.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="TrainingLoss">
/// The mean loss over the epoch's rows, each measured in training before the step it led to. Rows count as in the loss's own mean: by the weights of their
/// classes, and not at all with a target that is ignored. NaN if none counts.
/// </param>
/// <param name="HeldOutLoss">The mean loss on the held-out rows after the epoch; null without any.</param>
/// <param name="HeldOutScore">The accuracy or R² on the held-out rows after the epoch; null without any.</param>
/// <param name="Seconds">The time of the epoch's steps, evaluation left out.</param>
public sealed record EpochReport(int Epoch, double TrainingLoss, double? HeldOutLoss, double? HeldOutScore, double Seconds)
{
    /// <summary>The members in the invariant culture, with points in numbers.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"EpochReport {{ Epoch = {Epoch}, TrainingLoss = {TrainingLoss}, HeldOutLoss = {HeldOutLoss}, HeldOutScore = {HeldOutScore}, Seconds = {Seconds} }}");
}

namespace Hillock.Training;

/// <summary>
/// What a network with an activation or loss costs, measured by itself after the comparison: warm code, nothing beside it, medians. It depends on the machine.
/// </summary>
/// <param name="SecondsPerEpoch">The time of an epoch's steps.</param>
/// <param name="SecondsPerRow">The time of a decision: one row through the network.</param>
/// <param name="SecondsPerBatch">The same for 1024 rows at once.</param>
/// <param name="TrainingBytes">
/// The memory of a step, in tensors of 2 KiB or more: weights, gradients, the optimizer's state and what is kept for the way back.
/// </param>
public sealed record CandidateCost(double SecondsPerEpoch, double SecondsPerRow, double SecondsPerBatch, long TrainingBytes)
{
    /// <summary>The rows of <see cref="SecondsPerBatch"/>.</summary>
    public const int BatchRows = 1024;
}

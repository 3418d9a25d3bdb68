namespace Hillock.Cli.Reports;

/// <summary>A point of a training curve. Numbers that are not finite are left out.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="TrainingLoss">The mean loss over the epoch's batches.</param>
/// <param name="HeldOutLoss">The loss on the held-out fold after the epoch.</param>
/// <param name="HeldOutScore">The score on the held-out fold after the epoch.</param>
internal sealed record EpochResult(int Epoch, double? TrainingLoss, double? HeldOutLoss, double? HeldOutScore);

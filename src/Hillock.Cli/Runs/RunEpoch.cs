namespace Hillock.Cli.Runs;

/// <summary>A line of <c>metrics.jsonl</c>: what an epoch came to.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Step">The steps so far.</param>
/// <param name="TrainingLoss">The mean loss of its steps.</param>
/// <param name="ValidationLoss">The loss on what is held out; null without any, or where it is no number.</param>
/// <param name="ValidationScore">The accuracy or R² there; null without any, or where it is no number.</param>
/// <param name="LearningRate">The learning rate of its last step.</param>
/// <param name="Seconds">The time of its steps.</param>
internal sealed record RunEpoch(
    int Epoch, long Step, double? TrainingLoss, double? ValidationLoss, double? ValidationScore, double LearningRate, double Seconds);

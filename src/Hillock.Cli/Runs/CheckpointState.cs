using Hillock.Training;

namespace Hillock.Cli.Runs;

/// <summary>What a checkpoint keeps beside tensors.</summary>
/// <param name="Epoch">The epoch under way, from 0.</param>
/// <param name="Batch">How many of its batches are done.</param>
/// <param name="Steps">The steps in all.</param>
/// <param name="LossSum">The sum of the losses of the epoch's rows so far.</param>
/// <param name="Rows">The rows that this is of.</param>
/// <param name="RandomPasses">How often each random module has drawn numbers.</param>
/// <param name="Best">The best value of what early stopping looks at.</param>
/// <param name="EpochsSinceBest">The epochs since then.</param>
/// <param name="BestLoss">The smallest held-out loss so far.</param>
/// <param name="BestEpoch">Its epoch, from 1; 0 for none.</param>
internal sealed record CheckpointState(
    int Epoch, int Batch, long Steps, double LossSum, double Rows, IReadOnlyDictionary<string, ulong> RandomPasses, double? Best, int EpochsSinceBest,
    double? BestLoss, int BestEpoch)
{
    /// <summary>Takes what the trainer keeps.</summary>
    public static CheckpointState Of(FitState state, double? bestLoss, int bestEpoch) => new(
        state.Epoch, state.Batch, state.Steps, state.LossSum, state.Rows, state.RandomPasses, state.Best, state.EpochsSinceBest, bestLoss, bestEpoch);

    /// <summary>What the trainer goes on from, without the best parameters.</summary>
    public FitState ToFitState() => new()
    {
        Epoch = Epoch,
        Batch = Batch,
        Steps = Steps,
        LossSum = LossSum,
        Rows = Rows,
        RandomPasses = RandomPasses,
        Best = Best,
        EpochsSinceBest = EpochsSinceBest,
    };
}

using Hillock.Data;
using Hillock.Optimizers.Schedules;
using Hillock.Tensors;

namespace Hillock.Training;

/// <summary>How <see cref="Trainer.Fit"/> trains.</summary>
public sealed record FitOptions
{
    /// <summary>The number of epochs, at least 1.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>
    /// The epoch to begin with, from 0: batches' order, sampler and schedule go on from there, so that <c>Epochs = 2</c>, then
    /// <c>FirstEpoch = 2, Epochs = 2</c> with the same optimizer, or one that has loaded its state, come to the bits of <c>Epochs = 4</c>.
    /// </summary>
    public int FirstEpoch { get; init; }

    /// <summary>The rows of a minibatch, at least 1.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>The seed of the batches' order.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// Whether each minibatch holds equally many rows of every class (<see cref="BalancedBatchSampler"/>), for classes of very different frequencies.
    /// The targets must be classes.
    /// </summary>
    public bool Balance { get; init; }

    /// <summary>
    /// With <see cref="Balance"/>, the number of last epochs at the natural frequencies, 0 to <see cref="Epochs"/>: the output biases learn them there, so
    /// that the outputs are probabilities again.
    /// </summary>
    public int NaturalEpochs { get; init; }

    /// <summary>
    /// The order of the rows of each epoch, and how they are divided into minibatches: a sampler of your own, or null for rows in random order.
    /// <see cref="BatchSize"/>, <see cref="Seed"/> and <see cref="Balance"/> say nothing then. An epoch's loss is the mean over the rows that it shows.
    /// </summary>
    public IBatchSampler? Sampler { get; init; }

    /// <summary>The score of held-out predictions and targets, a metric of your own; when null that of <see cref="Trainer.Evaluate"/>.</summary>
    public Func<Tensor, Tensor, double>? Score { get; init; }

    /// <summary>How the learning rate changes from epoch to epoch; not at all when null.</summary>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>Held-out inputs, or null for none. With <see cref="HeldOutTargets"/>; whether they fit is found out before the first step.</summary>
    public Tensor? HeldOutInputs { get; init; }

    /// <summary>Held-out targets, or null.</summary>
    public Tensor? HeldOutTargets { get; init; }

    /// <summary>
    /// The epochs, at least 1, without a smaller held-out loss after which training stops and the parameters of the best epoch come back; null to train all
    /// epochs.
    /// </summary>
    public int? Patience { get; init; }
}

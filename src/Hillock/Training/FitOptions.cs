using Hillock.Optimizers.Schedules;
using Hillock.Tensors;

namespace Hillock.Training;

/// <summary>How <see cref="Trainer.Fit"/> trains.</summary>
public sealed record FitOptions
{
    /// <summary>The number of epochs, at least 1.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>The rows of a minibatch, at least 1.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>The seed of the batches' order.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// Whether each minibatch holds equally many rows of every class (<see cref="Data.BalancedBatchSampler"/>), for classes of very different frequencies.
    /// The targets must be classes.
    /// </summary>
    public bool Balance { get; init; }

    /// <summary>
    /// With <see cref="Balance"/>, the number of last epochs at the natural frequencies, 0 to <see cref="Epochs"/>: the output biases learn them there, so
    /// that the outputs are probabilities again.
    /// </summary>
    public int NaturalEpochs { get; init; }

    /// <summary>How the learning rate changes from epoch to epoch; not at all when null.</summary>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>Held-out inputs, or null.</summary>
    public Tensor? HeldOutInputs { get; init; }

    /// <summary>Held-out targets, or null.</summary>
    public Tensor? HeldOutTargets { get; init; }

    /// <summary>
    /// The epochs without a smaller held-out loss after which training stops and the parameters of the best epoch come back; null to train all epochs.
    /// </summary>
    public int? Patience { get; init; }
}

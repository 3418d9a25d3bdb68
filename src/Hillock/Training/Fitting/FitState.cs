using Hillock.Modules;
using Hillock.Tensors;

namespace Hillock.Training;

/// <summary>
/// Where training stands between two steps: with the network's and the optimizer's states it is all that <c>Trainer.Fit</c> needs to go on to the bits of
/// training that was never interrupted.
/// </summary>
/// <remarks>
/// <para>
/// A callback takes it by <see cref="FitContext.State"/>, together with <c>Model.StateDict()</c> and <c>Optimizer.StateDict()</c>, whose tensors are cloned or
/// written to a file before the callback returns. To go on, load both states into a network and an optimizer that were made alike, and call <c>Fit</c> with the
/// same data and the same options but for <see cref="FitOptions.ResumeFrom"/>.
/// </para>
/// <para>
/// <see cref="CheckpointCallback"/> and <see cref="Trainer.Resume"/> do both with files.
/// </para>
/// <para>
/// Not part of it is what only its owner knows: random numbers of a module or a loss of your own that is no <see cref="IRandomModule"/>, and what a callback
/// remembers.
/// </para>
/// </remarks>
public sealed record FitState
{
    /// <summary>The epoch under way, from 0; the number of epochs where the last one is finished.</summary>
    public required int Epoch { get; init; }

    /// <summary>How many of its batches are done; all of them where the epoch's measurements are still to come.</summary>
    public required int Batch { get; init; }

    /// <summary>How many batches that epoch has; 0 where it is not known.</summary>
    public int BatchCount { get; init; }

    /// <summary>The optimizer's steps since training began.</summary>
    public required long Steps { get; init; }

    /// <summary>The sum of the losses of the epoch's rows so far.</summary>
    public double LossSum { get; init; }

    /// <summary>The rows, or their weights, that <see cref="LossSum"/> is of.</summary>
    public double Rows { get; init; }

    /// <summary>How often each random module has drawn numbers, by its path; those of the loss behind <c>loss:</c>.</summary>
    public IReadOnlyDictionary<string, ulong> RandomPasses { get; init; } = new Dictionary<string, ulong>();

    /// <summary>The best value of what a patience looks at; null before the first, and without a patience.</summary>
    public double? Best { get; init; }

    /// <summary>The epochs since then.</summary>
    public int EpochsSinceBest { get; init; }

    /// <summary>The network's parameters and buffers of that epoch; null before the first, and without a patience.</summary>
    public IReadOnlyDictionary<string, Tensor>? BestParameters { get; init; }
}

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

    /// <summary>What cannot be true of it; null where all can be.</summary>
    internal string? Fault()
    {
        // An epoch has a step at least, and one that is under way has had one; of a state that was taken before the first step nothing is said.
        long least = Steps == 0 && Batch == 0 ? 0 : (long)Epoch + (Batch > 0 ? 1 : 0);
        FormattableString? problem = (Epoch, Batch, Steps) switch
        {
            ( < 0, _, _) => $"the epoch is {Epoch}, and 0 or more is expected",
            (_, < 0, _) => $"the batch is {Batch}, and 0 or more is expected",
            _ when BatchCount > 0 && Batch > BatchCount => $"the batch is {Batch}, and 0 to {BatchCount} is expected, the batches of the epoch",
            _ when Steps < least || Steps > int.MaxValue =>
                $"the steps are {Steps}, and {least} to {int.MaxValue} are expected before epoch {Epoch}, batch {Batch}",
            _ when EpochsSinceBest < 0 || EpochsSinceBest > Epoch => $"the epochs since the best are {EpochsSinceBest}, and 0 to {Epoch} are expected",
            _ when !(Rows >= 0 && double.IsFinite(Rows)) || (Batch == 0 && Rows != 0) =>
                $"the rows are {Rows}, and {(Batch == 0 ? "0 is expected before the first batch" : "a finite number of 0 or more is expected")}",
            _ when Batch == 0 && LossSum != 0 => $"the sum of losses is {LossSum}, and 0 is expected before the first batch",
            _ when Best is { } best && double.IsNaN(best) => $"the best value is NaN, which is never the best",
            _ => null,
        };
        return problem is null ? null : FormattableString.Invariant(problem);
    }
}

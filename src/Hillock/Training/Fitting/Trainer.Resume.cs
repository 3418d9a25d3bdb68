using Hillock.Optimizers;
using Hillock.Serialization;

namespace Hillock.Training;

public sealed partial class Trainer
{
    /// <summary>Loads a checkpoint into the network and the optimizer, to go on from it: <c>ResumeFrom = trainer.Resume(Checkpoint.Read(path))</c>.</summary>
    /// <param name="checkpoint">What <see cref="FitContext.ToCheckpoint"/> or <see cref="CheckpointCallback"/> has kept.</param>
    /// <param name="average">Moving averages to load too, or null for none.</param>
    /// <returns>Where training stood, for <see cref="FitOptions.ResumeFrom"/>; counts of random numbers are loaded by <c>Fit</c>.</returns>
    /// <exception cref="ArgumentException">
    /// The checkpoint is of another network, optimizer or average, or says of training what cannot be; the message lists the faults. Network, optimizer and
    /// average are then as they were.
    /// </exception>
    /// <exception cref="InvalidOperationException">A call of <c>Fit</c> is under way.</exception>
    public FitState Resume(Checkpoint checkpoint, ExponentialMovingAverage? average = null)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        using NetworkTurns.Fitting fitting = Turns.Fit();
        using NetworkTurns.Turn turn = Turns.Write(nameof(Resume));

        FitState state = new()
        {
            Epoch = checkpoint.Epoch,
            Batch = checkpoint.Batch,
            BatchCount = checkpoint.BatchCount,
            Steps = checkpoint.Steps,
            LossSum = checkpoint.LossSum,
            Rows = checkpoint.Rows,
            RandomPasses = checkpoint.RandomPasses,
            Best = checkpoint.BestValue,
            EpochsSinceBest = checkpoint.EpochsSinceBest,
            BestParameters = checkpoint.Best.Count == 0 ? null : checkpoint.Best,
        };
        if (state.Fault() is { } fault)
        {
            throw new ArgumentException($"The checkpoint says what cannot be: {fault}; go on from another one.", nameof(checkpoint));
        }

        // All that can fail comes before the first value changes.
        Action model = Model.PrepareState(checkpoint.Model, strict: true, nameof(checkpoint)).Copy;
        if (checkpoint.OptimizerKind is { } kind && kind != Optimizer.Kind)
        {
            throw new ArgumentException(
                $"The checkpoint has the state of {kind}, but the optimizer is {Optimizer.Kind}; make the trainer with {kind}, load the model alone by " +
                "Model.LoadStateDict(checkpoint.Model), or where it is the same under a new name, pass checkpoint with { OptimizerKind = null }.",
                nameof(checkpoint));
        }

        Action optimizer = Optimizer.PrepareState(checkpoint.Optimizer, nameof(checkpoint));
        Action? averages = average?.PrepareState(checkpoint.Average, nameof(checkpoint));
        if (checkpoint.Best.Count > 0)
        {
            Model.PrepareState(checkpoint.Best, strict: true, nameof(checkpoint));
        }

        model();
        optimizer();
        averages?.Invoke();
        return state;
    }
}

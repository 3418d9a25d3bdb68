using Hillock.Optimizers;
using Hillock.Serialization;

namespace Hillock.Training;

/// <summary>Where training stands, as callbacks see it. One object for the whole of a fit: what is to be kept of it must be copied.</summary>
public sealed class FitContext
{
    private readonly Func<FitState> _state;
    private double? _gradientNorm;

    internal FitContext(Trainer trainer, FitOptions options, Func<FitState> state) => (Trainer, Options, _state) = (trainer, options, state);

    /// <summary>The trainer, with its network, optimizer and loss.</summary>
    public Trainer Trainer { get; }

    /// <summary>The options.</summary>
    public FitOptions Options { get; }

    /// <summary>The epoch, from 0.</summary>
    public int Epoch { get; internal set; }

    /// <summary>How many of the epoch's batches are done.</summary>
    public int Batch { get; internal set; }

    /// <summary>The batches of the epoch.</summary>
    public int BatchCount { get; internal set; }

    /// <summary>The optimizer's steps since training began, those before <see cref="FitOptions.ResumeFrom"/> included.</summary>
    public long Step { get; internal set; }

    /// <summary>The loss of the last step, measured before it; NaN before the first.</summary>
    public double Loss { get; internal set; } = double.NaN;

    /// <summary>The rows of the last step.</summary>
    public int Rows { get; internal set; }

    /// <summary>The time of the last step in seconds, that of reading its batches included.</summary>
    public double StepSeconds { get; internal set; }

    /// <summary>The learning rate of the optimizer's first group.</summary>
    public double LearningRate => Trainer.Optimizer.Groups[0].LearningRate;

    /// <summary>
    /// The Euclidean norm of the last step's gradients, before they were clipped; 0 before the first step. It is computed when it is asked for.
    /// </summary>
    public double GradientNorm => _gradientNorm ??= Trainer.Optimizer.GradientNormOfAll();

    /// <summary>The reports of the epochs that were finished so far.</summary>
    public IReadOnlyList<EpochReport> Reports { get; internal init; } = [];

    /// <summary>Whether training goes on from <see cref="FitOptions.ResumeFrom"/>.</summary>
    public bool IsResumed => Options.ResumeFrom is not null;

    /// <summary>Whether <see cref="Stop"/> was called.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>Ends training before the next step. An epoch of which steps are left is not reported.</summary>
    public void Stop() => IsStopping = true;

    /// <summary>What has to be kept to go on from here, beside the states of the network and of the optimizer.</summary>
    public FitState State() => _state();

    /// <summary>
    /// All that has to be kept to go on from here by <see cref="Trainer.Resume"/>. It shares the memory of the network and the optimizer: write it before the
    /// callback returns.
    /// </summary>
    /// <param name="average">Moving averages to keep too, or null for none.</param>
    public Checkpoint ToCheckpoint(ExponentialMovingAverage? average = null)
    {
        FitState state = State();
        Checkpoint checkpoint = new()
        {
            Model = Trainer.Model.StateDict(),
            Optimizer = Trainer.Optimizer.StateDict(),
            OptimizerKind = Trainer.Optimizer.Kind,
            BestValue = state.Best,
            EpochsSinceBest = state.EpochsSinceBest,
            Epoch = state.Epoch,
            Batch = state.Batch,
            BatchCount = state.BatchCount,
            Steps = state.Steps,
            LossSum = state.LossSum,
            Rows = state.Rows,
            RandomPasses = state.RandomPasses,
        };
        checkpoint = average is null ? checkpoint : checkpoint with { Average = average.StateDict() };
        return state.BestParameters is { } best ? checkpoint with { Best = best } : checkpoint;
    }

    internal void SetGradientNorm(double? norm) => _gradientNorm = norm;
}

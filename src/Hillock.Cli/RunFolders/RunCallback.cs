using System.Diagnostics;
using Hillock.Serialization;
using Hillock.Tensors;
using Hillock.Training;

namespace Hillock.Cli.RunFolders;

/// <summary>Writes checkpoints and weights while a network is trained, and ends training when it is asked to.</summary>
/// <param name="paths">The run.</param>
/// <param name="checkpoints">Where checkpoints are written.</param>
/// <param name="progress">Is told how training goes.</param>
/// <param name="seconds">The time between two checkpoints; 0 for one after each step.</param>
/// <param name="cancellationToken">Ends training after the step that is under way.</param>
internal sealed class RunCallback(
    RunPaths paths, CheckpointFolder checkpoints, RunProgress progress, double seconds, CancellationToken cancellationToken) : FitCallback
{
    private readonly List<RunEpoch> _epochs = [];
    private long _written = Stopwatch.GetTimestamp();
    private double? _bestLoss;
    private int _bestEpoch;
    private Dictionary<string, Tensor>? _best;

    /// <summary>The epochs, those of earlier parts too.</summary>
    public IReadOnlyList<RunEpoch> Epochs => _epochs;

    /// <summary>The epoch of the smallest held-out loss, from 1; 0 for none.</summary>
    public int BestEpoch => _bestEpoch;

    /// <summary>Whether training was ended before its end.</summary>
    public bool IsInterrupted { get; private set; }

    /// <summary>Goes on from a checkpoint.</summary>
    public void Resume(RunCheckpoint checkpoint, IEnumerable<RunEpoch> epochs)
    {
        (_bestLoss, _bestEpoch) = (checkpoint.BestLoss, checkpoint.BestEpoch);
        _epochs.AddRange(epochs);
    }

    /// <inheritdoc/>
    public override void OnFitBegin(FitContext context) => progress.Begin(_epochs);

    /// <inheritdoc/>
    public override void OnStepEnd(FitContext context)
    {
        progress.Step(context.Epoch, context.Batch, context.BatchCount);
        bool isLast = context.Batch == context.BatchCount;
        if (cancellationToken.IsCancellationRequested)
        {
            IsInterrupted = true;
            context.Stop();
            Write(context);
        }
        else if (!isLast && IsDue)
        {
            Write(context);
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(FitContext context, EpochReport report)
    {
        RunEpoch epoch = RunEpoch.Of(report);
        _epochs.Add(epoch);
        if (epoch.ValidationLoss is { } loss && !(loss >= _bestLoss))
        {
            (_bestLoss, _bestEpoch) = (loss, epoch.Epoch);
            _best = context.Trainer.Model.StateDict().ToDictionary(
                static pair => pair.Key, static pair => TensorPool.Keep(pair.Value.Clone()), StringComparer.Ordinal);
        }

        progress.Add(epoch);
        if (IsInterrupted || IsDue)
        {
            Write(context);
        }
        else if (cancellationToken.IsCancellationRequested)
        {
            IsInterrupted = true;
            context.Stop();
            Write(context);
        }
        else if (IsOver(context))
        {
            Write(context); // before the parameters of the best epoch come back
        }
    }

    private static bool IsOver(FitContext context) =>
        context.Epoch == context.Options.Epochs || context.State().EpochsSinceBest >= context.Options.Patience;

    private bool IsDue => Stopwatch.GetElapsedTime(_written).TotalSeconds >= seconds;

    private void Write(FitContext context)
    {
        if (_best is not null)
        {
            SafeTensors.Write(paths.Best, _best);
            _best = null;
        }

        checkpoints.Save(RunCheckpoint.Of(context, _bestLoss, _bestEpoch));
        SafeTensors.Write(paths.Weights, context.State().BestParameters ?? context.Trainer.Model.StateDict());
        RunAside.Drop(paths);
        _written = Stopwatch.GetTimestamp();
    }
}

using Hillock.Data;
using Hillock.Optimizers;
using Hillock.Serialization;

namespace Hillock.Training;

/// <summary>Writes checkpoints while <see cref="Trainer"/> trains, and finds the way back into a run that ended, however it ended.</summary>
/// <remarks>
/// <para>
/// A checkpoint is written after each epoch, with what was measured after it, after every so many steps, and where training is cancelled or stopped between two
/// steps. The score that <see cref="CheckpointFolder.Best"/> compares is that of <see cref="FitOptions.Monitor"/>, and without held-out data and without a
/// monitor the training loss; checkpoints within an epoch have none.
/// </para>
/// <para>
/// A run that goes on by <see cref="Resume"/> has the bits of the run that was never interrupted. What only its owner knows is not kept: random numbers of a
/// module of your own, and what other callbacks remember, save <see cref="Average"/>.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// string path = Path.Combine(Path.GetTempPath(), "hillock-example-run");
/// using (CheckpointFolder folder = new(path))
/// {
///     var model = new Linear(1, 1);
///     var trainer = new Trainer(model, new Adam(model.Parameters(), 0.1), new MeanSquaredErrorLoss());
///     var saving = new CheckpointCallback(folder, stepInterval: 100);
///     trainer.Fit(Tensor.Ones([4, 1]), Tensor.Zeros([4, 1]), new FitOptions { Epochs = 5, Callbacks = [saving], ResumeFrom = saving.Resume(trainer) });
///     Console.WriteLine(Path.GetFileName(folder.Latest)); // checkpoint-000000000005.safetensors
/// }
///
/// Directory.Delete(path, recursive: true);
/// </code>
/// </example>
public sealed class CheckpointCallback : FitCallback
{
    private readonly CheckpointFolder _folder;
    private readonly int _stepInterval;
    private (int Epoch, int Batch) _written;

    /// <summary>Takes the folder, which stays open when training is over.</summary>
    /// <param name="folder">Where checkpoints are written.</param>
    /// <param name="stepInterval">How many steps lie between checkpoints within an epoch, at least 1; 0 for those after epochs alone.</param>
    /// <exception cref="ArgumentOutOfRangeException">The interval is negative.</exception>
    public CheckpointCallback(CheckpointFolder folder, int stepInterval = 0)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentOutOfRangeException.ThrowIfNegative(stepInterval);
        (_folder, _stepInterval) = (folder, stepInterval);
    }

    /// <summary>
    /// Moving averages of the weights, which are kept too; null for none. An <see cref="AveragingCallback"/> before this one updates them.
    /// </summary>
    public ExponentialMovingAverage? Average { get; init; }

    /// <summary>What stands between the data and the network, as a text of your own, such as JSON; null without any.</summary>
    public string? Preprocessing { get; init; }

    /// <summary>Settings by name, as texts of your own.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new OrderedDictionary<string, string>();

    /// <summary>Loads the last checkpoint of the folder that can be read, if there is one; <see cref="CheckpointFolder.Damaged"/> has the others.</summary>
    /// <param name="trainer">The trainer, whose network and optimizer were made like those that were saved.</param>
    /// <returns>Where training stood, for <see cref="FitOptions.ResumeFrom"/>; null if the folder has no checkpoint, and nothing was loaded.</returns>
    /// <exception cref="ArgumentException">
    /// The checkpoint is of another network, optimizer or average, or does not say where training can have stood; the message has the file and lists the
    /// faults.
    /// </exception>
    /// <exception cref="DataFormatException">The folder has checkpoints, but none can be read; the message names them.</exception>
    /// <exception cref="IOException">The checkpoint cannot be read.</exception>
    public FitState? Resume(Trainer trainer)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        if (_folder.Latest is not { } path)
        {
            return _folder.Damaged.Count == 0 ? null : throw _folder.NoneIsWhole(
                "bring back a copy of one to go on from it; to begin anew, delete them or choose another folder");
        }

        Checkpoint checkpoint = Checkpoint.Read(path);
        try
        {
            return trainer.Resume(checkpoint, Average);
        }
        catch (ArgumentException exception)
        {
            throw new ArgumentException($"{path}: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The folder and the options differ in which values are better, or the averages are updated too late.</exception>
    /// <exception cref="InvalidOperationException">The folder has later checkpoints, which would be found instead of those of this run.</exception>
    public override void OnFitBegin(FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitOptions options = context.Options;
        if (options.PrefersGreater != _folder.GreaterIsBetter)
        {
            throw new ArgumentException(
                $"The folder {_folder.FullName} has GreaterIsBetter = {_folder.GreaterIsBetter}, but the options have {options.PrefersGreater}; " +
                $"pass new CheckpointFolder(path, greaterIsBetter: {(options.PrefersGreater ? "true" : "false")}), or change the options.",
                nameof(context));
        }

        if (Average is not null &&
            options.Callbacks.SkipWhile(callback => callback != this).Any(callback => callback is AveragingCallback other && other.Average == Average))
        {
            throw new ArgumentException(
                "The averages of a CheckpointCallback are updated by an AveragingCallback behind it, one step too late for the checkpoint; put it before.",
                nameof(context));
        }

        if (context.IsResumed || options.FirstEpoch == 0)
        {
            _folder.RequireNoneAfter(context.Step);
        }

        // A run that goes on stands where its checkpoint does.
        _written = context.IsResumed ? (context.Epoch, context.Batch) : (-1, 0);
    }

    /// <inheritdoc/>
    public override void OnStepEnd(FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        // The last step of an epoch waits for what is measured after it, and has the score then.
        if (_stepInterval > 0 && context.Step % _stepInterval == 0 && context.Batch < context.BatchCount)
        {
            Write(context, null);
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(FitContext context, EpochReport report)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(report);
        Write(context, report.Value(context.Options.Monitor ?? (context.Options.HoldsOut ? "heldOutLoss" : "trainingLoss")));
    }

    /// <inheritdoc/>
    public override void OnInterrupted(FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_written != (context.Epoch, context.Batch))
        {
            Write(context, null);
        }
    }

    private void Write(FitContext context, double? score)
    {
        _folder.Save(context.ToCheckpoint(Average) with { Score = score, Preprocessing = Preprocessing, Settings = Settings });
        _written = (context.Epoch, context.Batch);
    }
}

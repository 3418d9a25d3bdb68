using System.Globalization;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Reports;
using Hillock.Data;
using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Serialization;
using Hillock.Serialization.Description;
using Hillock.Tensors;
using Hillock.Training;

namespace Hillock.Cli.RunFolders;

/// <summary>Trains a network in the folder of a run.</summary>
internal sealed class TrainingRun
{
    private const int KeptCheckpoints = 3, StepsOfABoard = 10;
    private const double TextClip = 1; // recurrent gradients explode now and then

    private readonly RunPaths _paths;
    private readonly RunData _data;
    private readonly TrainSettings _settings;
    private readonly ModelDescription _description;
    private readonly int _epochs;

    public TrainingRun(RunPaths paths, RunData data, TrainSettings settings, ModelDescription description)
    {
        (_paths, _data, _settings, _description) = (paths, data, settings, description);
        _epochs = settings.EpochsFor(data.TrainingRows);
        Network = description.Build(settings.Seed);
        Optimizer = settings.CreateOptimizer(Network);
        Score = new RunScore(data.Output, settings.Balance);
        JoinsLastRow = SingleRow.IsLast(data, settings) && SingleRow.IsRefused(description, data);
    }

    /// <summary>The network.</summary>
    public Module Network { get; }

    /// <summary>The optimizer.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>How its score is told.</summary>
    public RunScore Score { get; }

    /// <summary>Whether the last row of an epoch, which would be a batch of its own that a batch normalisation refuses, joins the one before it.</summary>
    public bool JoinsLastRow { get; }

    /// <summary>The epochs in all.</summary>
    public int Epochs => _epochs;

    /// <summary>The epochs so far.</summary>
    public IReadOnlyList<RunEpoch> Log { get; private set; } = [];

    /// <summary>The epoch of the smallest held-out loss; 0 for none.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>Whether the weights are those of that epoch, rather than of the last.</summary>
    public bool KeepsBest => _settings.EarlyStopping is not null;

    /// <summary>Whether the last checkpoint is of a training that early stopping has ended.</summary>
    public bool HasLostPatience()
    {
        using CheckpointFolder checkpoints = new(_paths.Checkpoints, KeptCheckpoints);
        Trainer trainer = new(Network, Optimizer, RunModel.CreateLoss(_description));
        return _settings.EarlyStopping is { } patience && checkpoints.Latest is { } path && RunCheckpoint.Load(path, trainer).State.EpochsSinceBest >= patience;
    }

    /// <summary>Trains, from the last checkpoint on where there is one.</summary>
    /// <param name="resume">Whether the run is to go on.</param>
    /// <param name="finished">The epochs that it has, which are in a checkpoint.</param>
    /// <param name="seconds">The time between two checkpoints.</param>
    /// <param name="configuration">Where progress goes.</param>
    /// <param name="cancellationToken">Ends training after the step that is under way.</param>
    /// <returns>Whether it came to its end.</returns>
    /// <exception cref="CommandException">The run has its epochs, or training diverged.</exception>
    public bool Train(bool resume, int finished, double seconds, System.CommandLine.InvocationConfiguration configuration, CancellationToken cancellationToken)
    {
        RunProgress progress = new(configuration.Output, Score, _epochs, _data.HeldOutInputs is not null);
        using CheckpointFolder checkpoints = new(_paths.Checkpoints, KeptCheckpoints);
        RunCallback callback = new(_paths, checkpoints, progress, seconds, cancellationToken);
        Trainer trainer = new(Network, Optimizer, RunModel.CreateLoss(_description));
        FitState? state = null;
        if (resume && checkpoints.Latest is { } path)
        {
            RunCheckpoint found = RunCheckpoint.Load(path, trainer);
            state = found.State;
            if (state.Epoch > _epochs)
            {
                throw RunFolder.TooFewEpochs(_paths, state.Epoch, _epochs);
            }

            RunCheckpoint.RequirePlace(path, state, Batches(), isEven: !_settings.Balance);
            TellOfDamaged(checkpoints, configuration.Output);
            callback.Resume(found, RunEpoch.Read(_paths.Log, state.Epoch));
        }
        else
        {
            if (resume)
            {
                RequireNoCheckpoint(checkpoints, finished);
            }

            RunFolder.DeleteLogs(_paths);
        }

        MetricsLog log = new(_paths.Log, 0);
        TensorBoardLog board = new(_paths.TensorBoard, StepsOfABoard) { LogsHistograms = false };
        try
        {
            ProgressBar.Run(configuration.Error, $"training {_data.Name}", bar =>
            {
                progress.Bar = bar;
                FitOptions options = Options(state, [log, board, callback]);
                trainer.Fit(Batches(), options);
            });
        }
        catch (TrainingDivergedException exception)
        {
            throw Diverged(exception);
        }
        catch (NothingMeasuredException exception)
        {
            throw new CommandException(
                string.Create(CultureInfo.InvariantCulture, $"--early-stopping watched the held-out loss, which was no finite number in any of the ") +
                string.Create(CultureInfo.InvariantCulture, $"{callback.Epochs.Count} epochs, so that none is the best; {_paths.Weights} has the weights of ") +
                "the last. Look at the held-out rows, lower --learning-rate, or leave out --early-stopping.",
                ExitCode.Failure, exception);
        }
        catch (IOException exception)
        {
            throw new CommandException(
                $"{ErrorLine.Of(exception)} Then hillock train --resume --output {ShellWord.Quote(_paths.Folder)} goes on from the last checkpoint.",
                ExitCode.Failure, exception);
        }
        finally
        {
            progress.End();
        }

        (Log, BestEpoch) = (callback.Epochs, callback.BestEpoch);
        SafeTensors.Write(_paths.Weights, Network.StateDict(), cancellationToken: CancellationToken.None);
        RunAside.Drop(_paths);
        return !callback.IsInterrupted;
    }

    private IBatchSource Batches() => _settings.Augment.Count == 0 ? Augmentation.Plain(_settings, _data, _epochs, JoinsLastRow)
        : Augmentation.Of(_settings, _data, _epochs, JoinsLastRow);

    private static void TellOfDamaged(CheckpointFolder checkpoints, TextWriter output)
    {
        foreach ((string file, string problem) in checkpoints.Damaged)
        {
            Prose.Write(
                Terminal.ForOutput(output),
                $"{file} cannot be read ({problem}) and is passed over; training goes on from {Path.GetFileName(checkpoints.Latest)}.");
        }
    }

    // A run that has come some way is not begun anew because its checkpoints cannot be read: that would replace them.
    private void RequireNoCheckpoint(CheckpointFolder checkpoints, int finished)
    {
        if (checkpoints.Damaged.Count > 0)
        {
            throw checkpoints.NoneIsWhole("bring back a copy of one and --resume again, or train anew with --overwrite");
        }

        if (_paths.CheckpointFiles().Max(StringComparer.Ordinal) is { } path)
        {
            throw new CommandException($"{path} is no checkpoint by its name; move it elsewhere, or name the run's own again.");
        }

        if (finished > 0)
        {
            throw new CommandException(string.Create(
                CultureInfo.InvariantCulture,
                $"{_paths.Checkpoints} has no checkpoint but the run has {Plural.Of(finished, "epoch")}; bring its checkpoints back, or train anew " +
                $"with hillock train --overwrite."));
        }
    }

    private FitOptions Options(FitState? state, IReadOnlyList<FitCallback> callbacks) => new()
    {
        Epochs = _epochs,
        BatchSize = _settings.BatchSize,
        Seed = _settings.Seed,
        Schedule = _settings.CreateSchedule(_epochs),
        HeldOutInputs = _data.HeldOutInputs,
        HeldOutTargets = _data.HeldOutTargets,
        Patience = _settings.EarlyStopping,
        Score = _data.Kind == RunKind.Text ? TokenLoss.Accuracy : _settings.Balance ? Metrics.BalancedAccuracy : null,
        ClipNorm = _data.Kind == RunKind.Text ? TextClip : null,
        Callbacks = callbacks,
        ResumeFrom = state,
    };

    private CommandException Diverged(TrainingDivergedException exception)
    {
        string where = exception.Module is { } module ? $" the first such output is that of {(module.Length == 0 ? "the network itself" : $"layer {module}")}."
            : exception.Parameter is { } parameter ? $" the first such gradient is that of {parameter}." : "";
        string kept = Directory.EnumerateFiles(_paths.Checkpoints, "checkpoint-*").Any() ? $" The last checkpoint in {_paths.Checkpoints} is of before." : "";
        string rate = (_settings.LearningRate ?? _settings.Optimizer.UsualRate()).ToString(CultureInfo.InvariantCulture);
        return new CommandException(
            string.Create(CultureInfo.InvariantCulture, $"training diverged in epoch {exception.Epoch + 1}, batch {exception.Batch + 1}: ") +
            $"{(double.IsFinite(exception.Loss) ? "a gradient" : "the loss")} is NaN or infinite;{where}{kept} Train anew with a --learning-rate below " +
            $"{rate}, into another folder or with --overwrite.",
            ExitCode.Failure, exception);
    }
}

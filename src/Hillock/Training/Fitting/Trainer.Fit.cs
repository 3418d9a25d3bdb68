using Hillock.Autograd;
using Hillock.Data;
using Hillock.Modules;
using Hillock.Tensors;

namespace Hillock.Training;

public sealed partial class Trainer
{
    /// <summary>Trains for some epochs, in minibatches in random order.</summary>
    /// <param name="inputs">The inputs, <c>[rows, ...]</c>.</param>
    /// <param name="targets">The targets, <c>[rows]</c> or <c>[rows, ...]</c>.</param>
    /// <param name="options">How to train.</param>
    /// <param name="progress">Is told of each epoch, or null.</param>
    /// <param name="cancellationToken">Ends training after the current step.</param>
    /// <returns>The epochs that were finished.</returns>
    /// <remarks>
    /// Callbacks of <see cref="FitOptions.Callbacks"/> are called between the steps. The meter <c>Hillock.Training</c> measures steps, rows and epochs, the
    /// loss, the learning rate, the norm of the gradients and rows a second, for those who listen by <see cref="System.Diagnostics.Metrics.MeterListener"/>.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// The numbers of rows differ, held-out data does not fit the network and the loss, a patience or metrics have nothing held out to look at, or options
    /// exclude each other.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="InvalidOperationException">
    /// A call of this method is under way, the network is in evaluation mode, or a sampler gave no batch, or a row that is not there.
    /// </exception>
    /// <exception cref="NothingMeasuredException">What <see cref="FitOptions.Patience"/> looks at was no finite number in any epoch.</exception>
    /// <exception cref="TrainingDivergedException">A loss or a gradient became NaN or infinite; see <see cref="FitOptions.ChecksFinite"/>.</exception>
    public IReadOnlyList<EpochReport> Fit(
        Tensor inputs, Tensor targets, FitOptions? options = null, IProgress<EpochReport>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        options ??= new FitOptions();
        options.Check();
        CheckHeldOut(options);
        int balanced = options.Balance ? options.EndEpoch - options.NaturalEpochs : 0;
        Minibatches batches = new Minibatches(inputs, targets, options.BatchSize, options.Seed, balanced, options.Sampler);
        return new FitLoop(this, batches, options, cancellationToken).Run(progress);
    }

    /// <summary>Trains for some epochs on a source of batches.</summary>
    /// <inheritdoc cref="Fit(Tensor, Tensor, FitOptions?, IProgress{EpochReport}?, CancellationToken)"/>
    /// <param name="batches">The batches of each epoch.</param>
    /// <param name="options">How to train; what divides rows into batches must be left out, and the batch's size and the seed say nothing.</param>
    /// <param name="progress">Is told of each epoch, or null.</param>
    /// <param name="cancellationToken">Ends training after the current step, or while its first batch is waited for.</param>
    /// <exception cref="OperationCanceledException">
    /// It was cancelled while a batch behind the first of a step was waited for (<see cref="FitOptions.AccumulationSteps"/>): the step is half done.
    /// </exception>
    public IReadOnlyList<EpochReport> Fit(
        IBatchSource batches, FitOptions? options = null, IProgress<EpochReport>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batches);
        options ??= new FitOptions();
        options.Check();
        options.CheckForSource();
        CheckHeldOut(options);
        return new FitLoop(this, batches, options, cancellationToken).Run(progress);
    }

    /// <summary>Trains as <see cref="Fit(Tensor, Tensor, FitOptions?, IProgress{EpochReport}?, CancellationToken)"/> does, on a thread of its own.</summary>
    /// <inheritdoc cref="Fit(Tensor, Tensor, FitOptions?, IProgress{EpochReport}?, CancellationToken)"/>
    /// <returns>The epochs that were finished; after a cancellation too, which is no fault.</returns>
    public Task<IReadOnlyList<EpochReport>> FitAsync(
        Tensor inputs, Tensor targets, FitOptions? options = null, IProgress<EpochReport>? progress = null, CancellationToken cancellationToken = default) =>
        OnItsOwnThread(() => Fit(inputs, targets, options, progress, cancellationToken));

    /// <summary>Trains as <see cref="Fit(IBatchSource, FitOptions?, IProgress{EpochReport}?, CancellationToken)"/> does, on a thread of its own.</summary>
    /// <inheritdoc cref="Fit(IBatchSource, FitOptions?, IProgress{EpochReport}?, CancellationToken)"/>
    /// <returns>The epochs that were finished; after a cancellation too, which is no fault.</returns>
    public Task<IReadOnlyList<EpochReport>> FitAsync(
        IBatchSource batches, FitOptions? options = null, IProgress<EpochReport>? progress = null, CancellationToken cancellationToken = default) =>
        OnItsOwnThread(() => Fit(batches, options, progress, cancellationToken));

    // Training may take hours: no thread of the pool is held for it.
    private static Task<IReadOnlyList<EpochReport>> OnItsOwnThread(Func<IReadOnlyList<EpochReport>> fit) =>
        Task.Factory.StartNew(fit, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);

    /// <summary>
    /// Finds out before the first step whether held-out data can be measured: the network sees one row of it, the loss and the score all targets.
    /// </summary>
    private void CheckHeldOut(FitOptions options)
    {
        if (options is not { HeldOutInputs: { } inputs, HeldOutTargets: { } targets })
        {
            return;
        }

        if (inputs.Rank == 0 || targets.Rank == 0 || inputs.Shape[0] != targets.Shape[0])
        {
            throw new ArgumentException(
                $"Held-out inputs {inputs.Shape} and targets {targets.Shape} need as many rows; set HeldOutInputs and HeldOutTargets of the same rows.",
                nameof(options));
        }

        if (inputs.Shape[0] == 0)
        {
            throw new ArgumentException(
                $"Held-out inputs {inputs.Shape} have no rows to measure; leave HeldOutInputs and HeldOutTargets out, or hold rows out.", nameof(options));
        }

        using TidyScope scope = TensorPool.BeginTidy();
        using GradientScope off = Gradients.Disabled();
        using NetworkTurns.Turn turn = Turns.Read();
        using EvaluationScope evaluating = Module.Evaluating();
        Tensor first = Model.Forward(inputs.Slice(0, 0, 1));
        int[] dimensions = first.Shape.Dimensions.ToArray();
        dimensions[0] = inputs.Shape[0];
        Tensor predictions = first.Expand(dimensions).Contiguous();
        Loss.Forward(predictions, targets);
        if (options.Score is null)
        {
            DefaultScore(predictions, targets);
        }
    }
}

using System.Diagnostics;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Losses;
using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Tensors;

namespace Hillock.Training;

/// <summary>Trains a network: forward, backward and optimizer steps that use the same memory again and again.</summary>
/// <remarks>
/// <para>The weights that come out depend neither on the number of threads nor on the time.</para>
/// <para>
/// Any number of threads may call <see cref="Predict"/> and <see cref="Evaluate"/> at a time, as a web server does; they change nothing, and give the same bits
/// as one after the other. While another thread trains with the same trainer they see the weights between two steps. Only one thread trains: <see cref="Fit"/>
/// and <see cref="Step"/> refuse while <see cref="Fit"/> is under way on another thread.
/// </para>
/// </remarks>
public sealed class Trainer
{
    private readonly NetworkTurns _turns = new();

    // Rows that are evaluated together: enough for a fast matrix product, little memory.
    private const int EvaluationRows = 512;

    /// <summary>Takes the parts.</summary>
    /// <param name="model">The network.</param>
    /// <param name="optimizer">The optimizer of its parameters.</param>
    /// <param name="loss">The loss, reduced to one number.</param>
    /// <exception cref="ArgumentException">The loss is not reduced, or the optimizer has none of the network's parameters.</exception>
    public Trainer(Module model, Optimizer optimizer, Loss loss)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(loss);
        if (loss.Reduction == Reduction.None)
        {
            throw new ArgumentException("A trainer expects a loss of one number but this one is not reduced; use Reduction.Mean.", nameof(loss));
        }

        HashSet<Tensor> parameters = new(model.Parameters(), ReferenceEqualityComparer.Instance);
        if (parameters.Count > 0 && !optimizer.Groups.Any(group => group.Parameters.Any(parameters.Contains)))
        {
            throw new ArgumentException(
                "A trainer expects an optimizer of the model's parameters but this one has none of them, so that the model would never change; " +
                    "pass model.Parameters() of this model to it.", nameof(optimizer));
        }

        (Model, Optimizer, Loss) = (model, optimizer, loss);
    }

    /// <summary>The network.</summary>
    public Module Model { get; }

    /// <summary>The optimizer.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>The loss.</summary>
    public Loss Loss { get; }

    /// <summary>Trains on one minibatch: forgets gradients, computes the loss and its gradients, takes a step.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="targets">The targets.</param>
    /// <returns>The loss before the step. The gradients stay until the next step.</returns>
    /// <exception cref="InvalidOperationException"><see cref="Fit"/> is under way on another thread, or this one is predicting.</exception>
    public double Step(Tensor inputs, Tensor targets)
    {
        using NetworkTurns.Turn turn = _turns.Write(nameof(Step));
        using TidyScope scope = TensorPool.BeginTidy();
        Optimizer.ZeroGrad();
        Tensor loss = Loss.Forward(Model.Forward(inputs), targets);
        loss.Backward();
        Optimizer.Step();
        return Number(loss);
    }

    /// <summary>Trains for some epochs, in minibatches in random order.</summary>
    /// <param name="inputs">The inputs, <c>[rows, ...]</c>.</param>
    /// <param name="targets">The targets, <c>[rows]</c> or <c>[rows, ...]</c>.</param>
    /// <param name="options">How to train.</param>
    /// <param name="progress">Is told of each epoch, or null.</param>
    /// <param name="cancellationToken">Ends training after the current step.</param>
    /// <returns>The epochs that were finished.</returns>
    /// <exception cref="ArgumentException">
    /// The numbers of rows differ, held-out data does not fit the network and the loss, a patience has nothing held out to look at, or there are both a sampler
    /// and <see cref="FitOptions.Balance"/>.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// There are fewer than one epoch or a patience below 1, or the first epoch or the number of natural epochs is out of range.
    /// </exception>
    /// <exception cref="InvalidOperationException">A call of this method is under way, or a sampler gave no batch, or a row that is not there.</exception>
    public IReadOnlyList<EpochReport> Fit(
        Tensor inputs, Tensor targets, FitOptions? options = null, IProgress<EpochReport>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        options ??= new FitOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Epochs, 1, nameof(options.Epochs));
        ArgumentOutOfRangeException.ThrowIfNegative(options.FirstEpoch, nameof(options.FirstEpoch));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.FirstEpoch, int.MaxValue - options.Epochs, nameof(options.FirstEpoch));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Patience ?? 1, 1, nameof(options.Patience));
        bool holdsOut = options.HeldOutInputs is not null && options.HeldOutTargets is not null;
        if (!holdsOut && (options.HeldOutInputs is not null || options.HeldOutTargets is not null))
        {
            throw new ArgumentException(
                "Held-out data is inputs and targets, but only one of HeldOutInputs and HeldOutTargets is set; set the other too.", nameof(options));
        }

        if (options.Patience is not null && !holdsOut)
        {
            throw new ArgumentException("A patience expects held-out inputs and targets to look at; set HeldOutInputs and HeldOutTargets.", nameof(options));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(options.NaturalEpochs, nameof(options.NaturalEpochs));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.NaturalEpochs, options.Epochs, nameof(options.NaturalEpochs));
        if (options.Sampler is not null && options.Balance)
        {
            throw new ArgumentException("A sampler of your own and Balance exclude each other; leave Balance out, or the sampler.", nameof(options));
        }

        if (holdsOut)
        {
            CheckHeldOut(options);
        }

        int end = options.FirstEpoch + options.Epochs;
        int balanced = options.Balance ? end - options.NaturalEpochs : 0;
        Minibatches batches = new Minibatches(inputs, targets, options.BatchSize, options.Seed, balanced, options.Sampler);
        using NetworkTurns.Fitting fitting = _turns.Fit();
        List<EpochReport> reports = new List<EpochReport>();
        BestState best = new BestState(options.Patience);
        for (int epoch = options.FirstEpoch; epoch < end && !best.IsExhausted; epoch++)
        {
            options.Schedule?.Apply(Optimizer, epoch);
            if (Epoch(batches, epoch, null, cancellationToken) is not { } training)
            {
                break;
            }

            (double Loss, double Score)? heldOut = holdsOut ? Evaluate(options.HeldOutInputs!, options.HeldOutTargets!, options.Score) : null;
            EpochReport report = new EpochReport(epoch + 1, training.Loss, heldOut?.Loss, heldOut?.Score, training.Seconds);
            reports.Add(report);
            progress?.Report(report);
            using NetworkTurns.Turn reading = _turns.Read();
            best.Look(Model, report.HeldOutLoss);
        }

        using NetworkTurns.Turn turn = _turns.Write(nameof(Fit));
        best.Restore(Model);
        return reports;
    }

    /// <summary>Measures the network without changing it, its modules' modes included: in evaluation and without recording gradients.</summary>
    /// <param name="inputs">The inputs, <c>[rows, ...]</c>.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="score">
    /// The score of predictions and targets. When null it is <see cref="Metrics.Accuracy"/> for class targets, without the rows that the loss ignores (NaN if
    /// none is left), <see cref="Metrics.BinaryAccuracy"/> for the binary cross-entropies, and <see cref="Metrics.RSquared"/> for other real targets.
    /// </param>
    /// <returns>The mean loss, of a loss that is a sum the sum divided by the rows, and the score.</returns>
    public (double Loss, double Score) Evaluate(Tensor inputs, Tensor targets, Func<Tensor, Tensor, double>? score = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        using TidyScope scope = TensorPool.BeginTidy();
        using GradientScope off = Gradients.Disabled();
        Tensor predictions;
        double loss;
        using (_turns.Read())
        using (Module.Evaluating())
        {
            predictions = PredictRows(inputs);
            loss = Number(Loss.Forward(predictions, targets)) / (Loss.Reduction == Reduction.Sum && inputs.Rank > 0 ? inputs.Shape[0] : 1);
        }

        return (loss, (score ?? DefaultScore)(predictions, targets));
    }

    /// <summary>The network's outputs in evaluation, without recording gradients. Nothing is changed, the modules' modes included.</summary>
    /// <param name="inputs">The inputs, <c>[rows, ...]</c>.</param>
    public Tensor Predict(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        using GradientScope off = Gradients.Disabled();
        using NetworkTurns.Turn turn = _turns.Read();
        using EvaluationScope evaluating = Module.Evaluating();
        return PredictRows(inputs);
    }

    /// <summary>Trains one epoch; null if it was cancelled.</summary>
    internal (double Loss, double Seconds)? Epoch(Minibatches batches, int epoch, Action? afterStep, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        batches.StartEpoch(epoch);
        double sum = 0, rows = 0;
        for (int i = 0; i < batches.Count; i++)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return null;
            }

            (Tensor inputs, Tensor targets) = batches.Batch(i);
            double loss = Step(inputs, targets);
            double weight = Loss.Reduction == Reduction.Sum ? inputs.Shape[0] : Loss.RowsThatCount(targets) ?? inputs.Shape[0];

            // A batch of nothing but ignored rows has no mean, and counts for nothing.
            sum += weight == 0 ? 0 : Loss.Reduction == Reduction.Sum ? loss : loss * weight;
            rows += weight;
            afterStep?.Invoke();
        }

        return (sum / rows, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private double DefaultScore(Tensor predictions, Tensor targets)
    {
        if (Loss.Boundary is { } boundary)
        {
            return Metrics.BinaryAccuracy(predictions, targets, boundary);
        }

        if (targets.DataType.IsFloatingPoint())
        {
            return Metrics.RSquared(predictions, targets);
        }

        if (Loss.IgnoredTarget is { } ignored)
        {
            long[] classes = targets.ToArray<long>();
            int[] kept = [.. Enumerable.Range(0, classes.Length).Where(i => classes[i] != ignored)];
            if (kept.Length < classes.Length && targets.Rank == 1)
            {
                Tensor index = Tensor.From(kept);
                (predictions, targets) = (F.IndexSelect(predictions, 0, index), F.IndexSelect(targets, 0, index));
            }
        }

        return Metrics.Accuracy(predictions, targets);
    }

    /// <summary>
    /// Finds out before the first step whether held-out data can be measured: the network sees one row of it, the loss and the score all targets.
    /// </summary>
    private void CheckHeldOut(FitOptions options)
    {
        Tensor inputs = options.HeldOutInputs!;
        Tensor targets = options.HeldOutTargets!;
        if (inputs.Rank == 0 || targets.Rank == 0 || inputs.Shape[0] != targets.Shape[0])
        {
            throw new ArgumentException(
                $"Held-out inputs {inputs.Shape} and targets {targets.Shape} need as many rows; set HeldOutInputs and HeldOutTargets of the same rows.",
                nameof(options));
        }

        if (inputs.Shape[0] == 0)
        {
            return;
        }

        using TidyScope scope = TensorPool.BeginTidy();
        using GradientScope off = Gradients.Disabled();
        using NetworkTurns.Turn turn = _turns.Read();
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

    private static double Number(Tensor tensor) => tensor.DataType == DataType.Float32 ? tensor.Item<float>() : tensor.Item<double>();

    private Tensor PredictRows(Tensor inputs)
    {
        if (inputs.Rank == 0 || inputs.Shape[0] <= EvaluationRows)
        {
            return Model.Forward(inputs);
        }

        Tensor? result = null;
        int rows = inputs.Shape[0];
        for (int start = 0, end; start < rows; start = end)
        {
            end = Partition.End(start, EvaluationRows, rows);
            using TidyScope scope = TensorPool.BeginTidy();
            Tensor part = Model.Forward(inputs.Slice(0, start, end));
            if (result is null)
            {
                int[] dimensions = part.Shape.Dimensions.ToArray();
                dimensions[0] = rows;
                result = scope.Keep(Tensor.Empty(Shape.Create(dimensions), part.DataType));
            }

            Tensor target = result.Slice(0, start, end);
            Conversion.CopySameType(part, part.Strides, target);
        }

        return result!;
    }
}

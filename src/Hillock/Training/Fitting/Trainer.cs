using System.Diagnostics;
using Hillock.Autograd;
using Hillock.Data;
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
/// Any number of threads may call <see cref="Predict"/> and <c>Evaluate</c> at a time, as a web server does; they change nothing, and give the same bits
/// as one after the other. While another thread trains with the same trainer they see the weights between two steps. Only one thread trains: <c>Fit</c>
/// and <see cref="Step"/> refuse while <c>Fit</c> is under way on another thread.
/// </para>
/// </remarks>
public sealed partial class Trainer
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

    /// <summary>Who may use the network.</summary>
    internal NetworkTurns Turns => _turns;

    /// <summary>Trains on one minibatch: forgets gradients, computes the loss and its gradients, takes a step.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="targets">The targets.</param>
    /// <returns>The loss before the step. The gradients stay until the next step.</returns>
    /// <exception cref="InvalidOperationException"><c>Fit</c> is under way on another thread, or this one is predicting.</exception>
    public double Step(Tensor inputs, Tensor targets)
    {
        using NetworkTurns.Turn turn = Turns.Write(nameof(Step));
        using TidyScope scope = TensorPool.BeginTidy();
        Optimizer.ZeroGrad();
        Tensor loss = Loss.Forward(Model.Forward(inputs), targets);
        loss.Backward();
        Optimizer.Step();
        return Number(loss);
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
        Examination found = Examine(inputs, targets, score, null);
        return (found.Loss, found.Score);
    }

    /// <summary>Measures the network on a source of batches, its epoch 0, as on the tensors of all its rows.</summary>
    /// <inheritdoc cref="Evaluate(Tensor, Tensor, Func{Tensor, Tensor, double}?)"/>
    /// <remarks>The predictions and targets of all rows are held in memory, the inputs of one batch.</remarks>
    /// <param name="batches">The batches.</param>
    /// <param name="score">The score of predictions and targets, as of tensors.</param>
    /// <exception cref="ArgumentException">There is no batch.</exception>
    public (double Loss, double Score) Evaluate(IBatchSource batches, Func<Tensor, Tensor, double>? score = null)
    {
        ArgumentNullException.ThrowIfNull(batches);
        Examination found = Examine(batches, score, null);
        return (found.Loss, found.Score);
    }

    /// <summary>The network's outputs in evaluation, without recording gradients. Nothing is changed, the modules' modes included.</summary>
    /// <param name="inputs">The inputs, <c>[rows, ...]</c>.</param>
    public Tensor Predict(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        using GradientScope off = Gradients.Disabled();
        using NetworkTurns.Turn turn = Turns.Read();
        using EvaluationScope evaluating = Module.Evaluating();
        return PredictRows(Model, inputs);
    }

    /// <summary>Trains one epoch; null if it was cancelled.</summary>
    internal (double Loss, double Seconds)? Epoch(Minibatches batches, int epoch, Action? afterStep, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        batches.StartEpoch(epoch);
        EpochSums sums = default;
        for (int i = 0; i < batches.BatchCount; i++)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return null;
            }

            (Tensor inputs, Tensor targets) = batches.Batch(i);
            double loss = Step(inputs, targets);
            sums.Add(Loss, loss, EpochSums.Weight(Loss, inputs, targets));
            afterStep?.Invoke();
        }

        return (sums.Mean, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>Measures loss, score and metrics.</summary>
    internal Examination Examine(
        Tensor inputs, Tensor targets, Func<Tensor, Tensor, double>? score, IReadOnlyDictionary<string, Func<Tensor, Tensor, double>>? metrics)
    {
        using TidyScope scope = TensorPool.BeginTidy();
        using GradientScope off = Gradients.Disabled();
        Tensor predictions;
        double loss;
        using (Turns.Read())
        using (Module.Evaluating())
        {
            predictions = PredictRows(Model, inputs);
            loss = MeanLoss(predictions, targets, inputs.Rank > 0 ? inputs.Shape[0] : 1);
        }

        return Examined(loss, predictions, targets, score, metrics);
    }

    /// <summary>Measures loss, score and metrics of the rows of all batches.</summary>
    internal Examination Examine(
        IBatchSource batches, Func<Tensor, Tensor, double>? score, IReadOnlyDictionary<string, Func<Tensor, Tensor, double>>? metrics)
    {
        using TidyScope scope = TensorPool.BeginTidy();
        using GradientScope off = Gradients.Disabled();
        batches.StartEpoch(0);
        int count = batches.BatchCount;
        if (count < 1)
        {
            throw new ArgumentException(
                $"{batches.GetType().Name} has {count} batches, but there is nothing to measure without one; add rows.", nameof(batches));
        }

        List<Tensor> predictions = new List<Tensor>(count);
        List<Tensor> targets = new List<Tensor>(count);
        int rows = 0;
        for (int i = 0; i < count; i++)
        {
            (Tensor x, Tensor t) = batches.Batch(i);
            rows += x.Shape[0];
            targets.Add(t.Clone());
            using NetworkTurns.Turn turn = Turns.Read();
            using EvaluationScope evaluating = Module.Evaluating();
            using TidyScope part = TensorPool.BeginTidy();
            Tensor y = PredictRows(Model, x);

            // What passes its input on gives a view of memory that the next batch may use again.
            predictions.Add(part.Keep(y.Storage == x.Storage ? y.Clone() : y));
        }

        Tensor all = F.Concat(predictions);
        Tensor allTargets = F.Concat(targets);
        double loss;
        using (Turns.Read())
        using (Module.Evaluating())
        {
            loss = MeanLoss(all, allTargets, rows);
        }

        return Examined(loss, all, allTargets, score, metrics);
    }

    private double MeanLoss(Tensor predictions, Tensor targets, int rows) =>
        Number(Loss.Forward(predictions, targets)) / (Loss.Reduction == Reduction.Sum ? rows : 1);

    private Examination Examined(
        double loss, Tensor predictions, Tensor targets, Func<Tensor, Tensor, double>? score,
        IReadOnlyDictionary<string, Func<Tensor, Tensor, double>>? metrics) =>
        new(
            loss, (score ?? DefaultScore)(predictions, targets),
            metrics?.ToDictionary(static metric => metric.Key, metric => metric.Value(predictions, targets), StringComparer.Ordinal));

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
            RunningAccuracy accuracy = new RunningAccuracy { IgnoredTarget = ignored };
            accuracy.Add(predictions, targets);
            return accuracy.Value;
        }

        return Metrics.Accuracy(predictions, targets);
    }

    internal static double Number(Tensor tensor) => tensor.DataType == DataType.Float32 ? tensor.Item<float>() : tensor.Item<double>();

    /// <summary>The outputs of all rows, some at a time: in evaluation and without gradients, which the caller sees to.</summary>
    internal static Tensor PredictRows(Module model, Tensor inputs, CancellationToken cancellationToken = default)
    {
        if (inputs.Rank == 0 || inputs.Shape[0] <= EvaluationRows)
        {
            return model.Forward(inputs);
        }

        Tensor? result = null;
        int rows = inputs.Shape[0];
        for (int start = 0, end; start < rows; start = end)
        {
            cancellationToken.ThrowIfCancellationRequested();
            end = Partition.End(start, EvaluationRows, rows);
            using TidyScope scope = TensorPool.BeginTidy();
            Tensor part = model.Forward(inputs.Slice(0, start, end));
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

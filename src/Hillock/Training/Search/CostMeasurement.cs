using System.Diagnostics;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Training.Search;

/// <summary>Measures <see cref="CandidateCost"/> on normal inputs: times do not depend on the data but on its shape.</summary>
internal static class CostMeasurement
{
    private const int Rows = CandidateCost.BatchRows;

    private const double Seconds = 0.04;

    /// <summary>Measures.</summary>
    /// <param name="factory">Makes the network.</param>
    /// <param name="trainingRows">The rows of an epoch.</param>
    /// <param name="warmUpSeconds">
    /// The time to train before: the compiler replaces its first code after 30 calls and a tenth of a second without news, twice, which takes about a second
    /// in a process that has done little yet.
    /// </param>
    /// <param name="cancellationToken">Ends it between two steps.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    internal static CandidateCost Measure(MlpFactory factory, int trainingRows, double warmUpSeconds, CancellationToken cancellationToken)
    {
        ComparisonOptions options = factory.Options;
        float[] numbers = new float[Rows * factory.Features];
        new Philox(0).FillNormal(numbers);
        Tensor inputs = Tensor.From(numbers, [Rows, factory.Features]);
        Tensor targets = factory.Classes == 0
            ? Tensor.From([.. Enumerable.Range(0, Rows).Select(static row => (float)(row % 2))], [Rows, 1])
            : Tensor.From([.. Enumerable.Range(0, Rows).Select(row => (long)(row % factory.Classes))]);
        Trainer trainer = factory.Make(0, options.Optimizer.UsualRate());
        Minibatches batches = new Minibatches(inputs, targets, options.BatchSize, 0);
        double perStep = MedianTime(
            () => (trainer.Epoch(batches, 0, null, cancellationToken) ?? throw new OperationCanceledException(cancellationToken)).Seconds, warmUpSeconds,
            cancellationToken) / batches.BatchCount;
        Tensor row = inputs.Slice(0, 0, 1);
        double perRow = MedianTime(() => Time(trainer, row), warmUpSeconds / 10, cancellationToken);
        double perBatch = MedianTime(() => Time(trainer, inputs), warmUpSeconds / 10, cancellationToken);
        return new CandidateCost(perStep * Partition.Count(trainingRows, options.BatchSize), perRow, perBatch, Bytes(factory, inputs, targets));
    }

    private static double Time(Trainer trainer, Tensor inputs)
    {
        long start = Stopwatch.GetTimestamp();
        using TidyScope scope = TensorPool.BeginTidy();
        trainer.Predict(inputs);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double MedianTime(Func<double> measure, double warmUpSeconds, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            measure();
        }
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < warmUpSeconds);

        start = Stopwatch.GetTimestamp();
        List<double> times = new List<double>();
        while (times.Count < 5 || (Stopwatch.GetElapsedTime(start).TotalSeconds < Seconds && times.Count < 999))
        {
            cancellationToken.ThrowIfCancellationRequested();
            times.Add(measure());
        }

        return Median.Of(times);
    }

    // What the pool has lent more than before, with the way back of a second step still to go.
    private static long Bytes(MlpFactory factory, Tensor inputs, Tensor targets)
    {
        int rows = Math.Min(Rows, factory.Options.BatchSize);
        Tensor batch = inputs.Slice(0, 0, rows).Contiguous(), wanted = targets.Slice(0, 0, rows).Contiguous();
        TensorPool.Trim();
        long before = TensorPool.TotalBytes - TensorPool.FreeBytes;
        Trainer trainer = factory.Make(0, 1e-6);
        trainer.Step(batch, wanted);
        TensorPool.Trim();
        Tensor loss = trainer.Loss.Forward(trainer.Model.Forward(batch), wanted);
        long bytes = TensorPool.TotalBytes - TensorPool.FreeBytes - before;
        return loss.Length == 0 ? 0 : Math.Max(0, bytes);
    }
}

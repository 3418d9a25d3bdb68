using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hillock.Activations;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Optimizers;
using Hillock.Optimizers.Schedules;
using Hillock.Serialization;
using Hillock.Tensors;
using Hillock.Training;

namespace Hillock.Digests;

/// <summary>
/// Trains a network with dropout, batch normalisation, momenta, a schedule, a patience and moving averages by <see cref="Trainer"/>, with a checkpoint after
/// each step, from the last checkpoint of the folder on. Says each step before its checkpoint is written, and at the end the digest of everything. What goes
/// on is made with another learning rate, so that the one of the run has to come from the checkpoint.
/// </summary>
internal static class ResumedTraining
{
    private const int Rows = 48, BatchSize = 8, Batches = Rows / BatchSize;

    internal static void Run(string folder, int total)
    {
        RandomSource random = new(5);
        Sequential model =
        [
            new Linear(6, 32, random: random), new BatchNorm1d(32), new Activation<Tanh>(), new Dropout(0.3, random), new Linear(32, 32, random: random),
            new Dropout(0.2, random), new Linear(32, 3, random: random),
        ];
        using CheckpointFolder checkpoints = new(folder, keep: 2);
        Trainer trainer = new(model, new Adam(model.Parameters(), checkpoints.Latest is null ? 0.01 : 0.5), new CrossEntropyLoss());
        ExponentialMovingAverage average = new(model, 0.9);
        float[] values = new float[Rows * 6];
        new Philox(1).FillNormal(values);
        Tensor inputs = Tensor.From(values, [Rows, 6]);
        Tensor targets = Tensor.From([.. Enumerable.Range(0, Rows).Select(i => (long)new Philox(9).Below((ulong)i, 3))]);

        // Nothing can be learned about other rows: the best epoch is one of the first, and what goes on has to know it.
        Tensor heldOut = Tensor.RandomNormal([Rows, 6], new Philox(2));
        Tensor heldOutTargets = Tensor.From([.. Enumerable.Range(0, Rows).Select(i => (long)new Philox(10).Below((ulong)i, 3))]);
        Dictionary<string, string> settings = checkpoints.Latest is { } path ? Checkpoint.Read(path).Settings.ToDictionary() : new() { [Losses.Key] = "0" };
        CheckpointCallback saving = new(checkpoints, stepInterval: 1) { Average = average, Settings = settings };
        FitOptions options = new()
        {
            Epochs = total / Batches,
            BatchSize = BatchSize,
            Seed = 7,
            Schedule = new CosineSchedule(total),
            ScheduleUnit = ScheduleUnit.Step,
            HeldOutInputs = heldOut,
            HeldOutTargets = heldOutTargets,
            Patience = total,
            Callbacks = [new Steps(), new Losses(settings), new AveragingCallback(average), saving],
            ResumeFrom = saving.Resume(trainer),
        };
        Console.WriteLine("begun");
        trainer.Fit(inputs, targets, options);

        // The network has the parameters of its best epoch now, the checkpoint those of the last and the loss that was measured with them.
        Checkpoint last = Checkpoint.Read(checkpoints.Latest!);
        using MemoryStream stream = new();
        foreach (IReadOnlyDictionary<string, Tensor> state in
            new[] { model.StateDict(), trainer.Optimizer.StateDict(), average.StateDict(), last.Model, last.Optimizer, last.Average, last.Best })
        {
            SafeTensors.Write(stream, state);
        }

        foreach (double number in (double[])[last.Score!.Value, last.BestValue!.Value, last.EpochsSinceBest])
        {
            stream.Write(BitConverter.GetBytes(number));
        }

        stream.Write(Encoding.UTF8.GetBytes(last.Settings[Losses.Key]));
        Console.WriteLine($"bits {Convert.ToHexString(SHA256.HashData(stream.ToArray()))}");
    }

    /// <summary>The sum of all epochs' losses, which the checkpoint keeps: an epoch that was resumed has all of its rows.</summary>
    private sealed class Losses(Dictionary<string, string> settings) : FitCallback
    {
        internal const string Key = "losses";

        public override void OnEpochEnd(FitContext context, EpochReport report) =>
            settings[Key] = (double.Parse(settings[Key], CultureInfo.InvariantCulture) + report.TrainingLoss).ToString("R", CultureInfo.InvariantCulture);
    }

    private sealed class Steps : FitCallback
    {
        public override void OnStepEnd(FitContext context) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"step {context.Step}"));
    }
}

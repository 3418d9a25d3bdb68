using System.Globalization;
using System.Security.Cryptography;
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
/// each step, from the last checkpoint of the folder on. Says each step before its checkpoint is written, and at the end the digest of everything.
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
        Trainer trainer = new(model, new Adam(model.Parameters(), 0.01), new CrossEntropyLoss());
        ExponentialMovingAverage average = new(model, 0.9);
        float[] values = new float[Rows * 6];
        new Philox(1).FillNormal(values);
        Tensor inputs = Tensor.From(values, [Rows, 6]);
        Tensor targets = Tensor.From([.. Enumerable.Range(0, Rows).Select(i => (long)new Philox(9).Below((ulong)i, 3))]);
        using CheckpointFolder checkpoints = new(folder, keep: 2);
        CheckpointCallback saving = new(checkpoints, stepInterval: 1) { Average = average };
        FitOptions options = new()
        {
            Epochs = total / Batches,
            BatchSize = BatchSize,
            Seed = 7,
            Schedule = new CosineSchedule(total),
            ScheduleUnit = ScheduleUnit.Step,
            HeldOutInputs = inputs,
            HeldOutTargets = targets,
            Patience = total,
            Callbacks = [new Steps(), new AveragingCallback(average), saving],
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

        stream.Write(BitConverter.GetBytes(last.Score!.Value));
        Console.WriteLine($"bits {Convert.ToHexString(SHA256.HashData(stream.ToArray()))}");
    }

    private sealed class Steps : FitCallback
    {
        public override void OnStepEnd(FitContext context) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"step {context.Step}"));
    }
}

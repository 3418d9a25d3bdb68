using System.Globalization;
using System.Security.Cryptography;
using Hillock.Activations;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Optimizers;
using Hillock.Optimizers.Schedules;
using Hillock.Serialization;
using Hillock.Tensors;

namespace Hillock.Digests;

/// <summary>
/// Trains a network with dropout, batch normalisation, momenta, a schedule and moving averages, with a checkpoint after each step, from the last checkpoint of
/// the folder on. Says each step before its checkpoint is written, and at the end the digest of everything.
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
        Adam optimizer = new(model.Parameters(), 0.01);
        ExponentialMovingAverage average = new(model, 0.9);
        CosineSchedule schedule = new(total);
        float[] values = new float[Rows * 6];
        new Philox(1).FillNormal(values);
        Tensor inputs = Tensor.From(values, [Rows, 6]);
        Tensor targets = Tensor.From([.. Enumerable.Range(0, Rows).Select(i => (long)new Philox(9).Below((ulong)i, 3))]);
        using CheckpointFolder checkpoints = new(folder, keep: 2);
        int first = 0;
        double lossSum = 0;
        if (checkpoints.Latest is { } latest)
        {
            Checkpoint last = Checkpoint.Read(latest);
            model.LoadStateDict(last.Model);
            optimizer.LoadStateDict(last.Optimizer);
            average.LoadStateDict(last.Average);
            foreach ((string name, Module module) in model.NamedModules().Where(pair => pair.Module is Dropout))
            {
                // A pass draws the numbers of the next one, whatever it is of.
                for (ulong i = 0; i < last.RandomPasses[name]; i++)
                {
                    module.Forward(Tensor.Ones(1));
                }
            }

            first = (last.Epoch * Batches) + last.Batch;
            lossSum = last.LossSum;
        }

        Console.WriteLine("begun");
        for (int step = first; step < total; step++)
        {
            (int epoch, int batch) = (step / Batches, step % Batches);
            lossSum = batch == 0 ? 0 : lossSum;
            schedule.Apply(optimizer, step);
            int at = ((5 * batch) + epoch) % Batches * BatchSize;
            optimizer.ZeroGrad();
            Tensor loss = F.CrossEntropy(model.Forward(inputs.Slice(0, at, at + BatchSize)), targets.Slice(0, at, at + BatchSize));
            loss.Backward();
            optimizer.Step();
            average.Update();
            lossSum += loss.Item<float>();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"step {step + 1}"));
            checkpoints.Save(new Checkpoint
            {
                Model = model.StateDict(),
                Optimizer = optimizer.StateDict(),
                Average = average.StateDict(),
                Epoch = (step + 1) / Batches,
                Batch = (step + 1) % Batches,
                Steps = step + 1,
                LossSum = lossSum,
                RandomPasses = model.NamedModules().Where(pair => pair.Module is Dropout).ToDictionary(pair => pair.Name, _ => (ulong)step + 1),
            });
        }

        using MemoryStream stream = new();
        foreach (OrderedDictionary<string, Tensor> state in new[] { model.StateDict(), optimizer.StateDict(), average.StateDict() })
        {
            SafeTensors.Write(stream, state);
        }

        stream.Write(BitConverter.GetBytes(lossSum));
        Console.WriteLine($"bits {Convert.ToHexString(SHA256.HashData(stream.ToArray()))}");
    }
}

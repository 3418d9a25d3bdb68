using Hillock.Activations;
using Hillock.Data;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Optimizers;
using Hillock.Tensors;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Training;

/// <summary>What tests of training share: a small network with everything that has a state of its own, data, and callbacks made of functions.</summary>
internal static class FitParts
{
    internal const int Rows = 40;

    internal static Tensor Inputs { get; } = Normal(Rows * 3, 1, [Rows, 3]);

    internal static Tensor Targets { get; } =
        Tensor.From([.. Enumerable.Range(0, Rows).Select(i => new Philox(9).Below((ulong)i, 3)).Select(value => (long)value)]);

    /// <summary>Dropouts and attention-like draws, batch statistics, and an optimizer with momenta.</summary>
    internal static Trainer Noisy()
    {
        RandomSource random = new(5);
        Sequential network =
        [
            new Linear(3, 8, random: random), new BatchNorm1d(8), new Activation<Tanh>(), new Dropout(0.3, random), new Linear(8, 8, random: random),
            new RandomActivation<RRelu>(new RRelu(), random), new Dropout(0.2, random), new Linear(8, 3, random: random),
        ];
        return new Trainer(network, new Adam(network.Parameters(), 0.01), new CrossEntropyLoss());
    }

    internal static IReadOnlyList<EpochReport> Fit(this Trainer trainer, FitOptions options, CancellationToken? token = null) =>
        trainer.Fit(Inputs, Targets, options, null, token ?? TestContext.Current.CancellationToken);

    /// <summary>The bits of parameters, buffers and the optimizer's state.</summary>
    internal static long[] Bits(this Trainer trainer) =>
    [
        .. trainer.Model.StateDict().Values.Concat(trainer.Optimizer.StateDict().Values)
            .SelectMany(tensor => tensor.Detach().ToArray<double>()).Select(BitConverter.DoubleToInt64Bits),
    ];

    internal static Tensor Normal(int count, ulong seed, int[] shape)
    {
        float[] values = new float[count];
        new Philox(seed).FillNormal(values);
        return Tensor.From(values, shape);
    }

    /// <summary>States copied, as a file would hold them.</summary>
    internal static Dictionary<string, Tensor> Copy(IReadOnlyDictionary<string, Tensor> state) =>
        state.ToDictionary(pair => pair.Key, pair => pair.Value.Clone(), StringComparer.Ordinal);

    /// <summary>Batches of the rows in their order, of a size; another start row each epoch.</summary>
    internal sealed class RowsInOrder(Tensor inputs, Tensor targets, int size) : IBatchSource
    {
        private int _epoch;

        public List<(int Epoch, int Batch)> Asked { get; } = [];

        public int BatchCount => (inputs.Shape[0] + size - 1) / size;

        public void StartEpoch(int epoch) => _epoch = epoch;

        public (Tensor Inputs, Tensor Targets) Batch(int index)
        {
            Asked.Add((_epoch, index));
            int start = index * size, end = Math.Min(start + size, inputs.Shape[0]);
            return (inputs.Slice(0, start, end), targets.Slice(0, start, end));
        }
    }

    internal sealed class Calls : FitCallback
    {
        public Action<FitContext>? FitBegin { get; init; }

        public Action<FitContext>? EpochBegin { get; init; }

        public Action<FitContext>? StepEnd { get; init; }

        public Action<FitContext, EpochReport>? EpochEnd { get; init; }

        public Action<FitContext>? FitEnd { get; init; }

        public override void OnFitBegin(FitContext context) => FitBegin?.Invoke(context);

        public override void OnEpochBegin(FitContext context) => EpochBegin?.Invoke(context);

        public override void OnStepEnd(FitContext context) => StepEnd?.Invoke(context);

        public override void OnEpochEnd(FitContext context, EpochReport report) => EpochEnd?.Invoke(context, report);

        public override void OnFitEnd(FitContext context) => FitEnd?.Invoke(context);
    }
}

using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Hillock.Activations;
using Hillock.Data;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Optimizers;
using Hillock.Tensors;
using Hillock.Tests.Kernels;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Data.Loading;

/// <summary>A convolutional network trained on a loader: its bits depend on neither workers nor threads, nor on where training stopped.</summary>
[Collection(ParallelismCollection.Name)]
public class DataLoaderTrainingTests
{
    private const int Pictures = 42;

    private static readonly Lazy<string> Reference = new(() => Weights(0, 1));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<int, int> Cases =>
    [
        .. from workers in new[] { 0, 1, 2, 5 }
           from threads in new[] { 1, 2, 7 }
           select (workers, threads),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Weights_AfterAnEpoch_AreTheSameForAnyWorkersAndThreads(int workers, int threads) => Assert.Equal(Reference.Value, Weights(workers, threads));

    [Fact]
    public void Weights_DependOnTheSeed() => Assert.NotEqual(Reference.Value, Weights(0, 1, seed: 9));

    /// <summary>What goes on from a state in the middle of an epoch, with other workers, comes to the bits of training that never stopped.</summary>
    [Fact]
    public void Fit_ThatGoesOn_HasTheSameBits()
    {
        using DataLoader loader = Loader(2, 3), other = Loader(1, 3), plain = Loader(0, 3);
        Trainer whole = Make();
        FitState? state = null;
        Dictionary<string, Tensor> model = [], optimizer = [];
        StopsAt stops = new(9, context =>
        {
            state = context.State();
            model = Copy(context.Trainer.Model.StateDict());
            optimizer = Copy(context.Trainer.Optimizer.StateDict());
        });
        whole.Fit(loader, new FitOptions { Epochs = 2, Callbacks = [stops] }, null, Token);
        Assert.Equal((1, 2), (state!.Epoch, state.Batch));
        Trainer rest = Make();
        rest.Model.LoadStateDict(model);
        rest.Optimizer.LoadStateDict(optimizer);
        rest.Fit(other, new FitOptions { Epochs = 2, ResumeFrom = state }, null, Token);
        Assert.Equal(Digest(whole), Digest(rest));
        Trainer alone = Make();
        alone.Fit(plain, new FitOptions { Epochs = 2 }, null, Token);
        Assert.Equal(Digest(whole), Digest(alone));

        static Dictionary<string, Tensor> Copy(IReadOnlyDictionary<string, Tensor> tensors) =>
            tensors.ToDictionary(pair => pair.Key, pair => pair.Value.Clone());
    }

    /// <summary>Without transforms it is the training on tensors: the same order, the same batches, the same bits.</summary>
    [Fact]
    public void Fit_OnALoader_IsThatOnTensors()
    {
        TensorDataset data = Data();
        Trainer tensors = Make(), loaded = Make();
        tensors.Fit(data.Inputs, data.Targets, new FitOptions { Epochs = 2, BatchSize = 6, Seed = 3 }, null, Token);
        using DataLoader loader = new(data, new DataLoaderOptions { BatchSize = 6, Shuffle = true, Seed = 3, Workers = 2 });
        loaded.Fit(loader, new FitOptions { Epochs = 2 }, null, Token);
        Assert.Equal(Digest(tensors), Digest(loaded));
        Assert.Equal(tensors.Evaluate(data.Inputs, data.Targets), loaded.Evaluate(new DataLoader(data, new DataLoaderOptions { BatchSize = 5 })));
    }

    private static string Weights(int workers, int threads, ulong seed = 3)
    {
        using ThreadScope scope = new(threads);
        using DataLoader loader = Loader(workers, seed);
        Trainer trainer = Make();
        trainer.Fit(loader, new FitOptions { Epochs = 1 }, null, Token);
        return Digest(trainer);
    }

    private static DataLoader Loader(int workers, ulong seed) => new(
        Data(), new DataLoaderOptions { BatchSize = 6, Shuffle = true, Seed = seed, Workers = workers },
        (item, random) => ((random.UniformSingle(0) < 0.5f ? F.Flip(item.Inputs, [-1]) : item.Inputs) + (0.1 * random.NormalSingle(1)), item.Targets),
        (batch, random) => (batch.Inputs * (1 + (0.1 * random.NormalSingle(0))), batch.Targets));

    private static TensorDataset Data()
    {
        float[] values = new float[Pictures * 144];
        new Philox(1).FillNormal(values);
        return new TensorDataset(Tensor.From(values, [Pictures, 1, 12, 12]), Tensor.From([.. Enumerable.Range(0, Pictures).Select(i => (long)(i % 3))]));
    }

    private static Trainer Make()
    {
        RandomSource random = new(5);
        Sequential network =
        [
            new Conv2d(1, 4, 3, random: random), new BatchNorm2d(4), new Activation<Relu>(), new MaxPool2d(2), new Flatten(), new Dropout(0.2, random),
            new Linear(100, 3, random: random),
        ];
        return new Trainer(network, new Adam(network.Parameters(), 0.01), new CrossEntropyLoss());
    }

    private static string Digest(Trainer trainer)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Tensor tensor in trainer.Model.StateDict().Values)
        {
            hash.AppendData(MemoryMarshal.AsBytes<double>(tensor.Detach().ToArray<double>()));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private sealed class StopsAt(long step, Action<FitContext> then) : FitCallback
    {
        public override void OnStepEnd(FitContext context)
        {
            if (context.Step == step)
            {
                then(context);
            }
        }
    }
}

using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Serialization;
using Hillock.Tensors;
using Hillock.Tests.Data;
using Hillock.Tests.Training;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Serialization;

/// <summary>What does not fit in its last part is not loaded in any.</summary>
public class AllOrNothingTests
{
    [Theory]
    [InlineData("optimizer")]
    [InlineData("average")]
    [InlineData("best")]
    [InlineData("released")]
    public void Resume_OfACheckpointWhoseLastPartDoesNotFit_ChangesNothing(string part)
    {
        Trainer other = Trained();
        ExponentialMovingAverage kept = new(other.Model);
        Checkpoint checkpoint = new()
        {
            Model = FitParts.Copy(other.Model.StateDict()),
            Optimizer = FitParts.Copy(other.Optimizer.StateDict()),
            Average = FitParts.Copy(kept.StateDict()),
            Best = FitParts.Copy(other.Model.StateDict()),
        };
        Trainer trainer = FitParts.Noisy();
        ExponentialMovingAverage average = new(trainer.Model);
        checkpoint = part switch
        {
            "optimizer" => checkpoint with { Optimizer = With(checkpoint.Optimizer, "state.9.buffers.exp_avg_sq", Tensor.Ones(7)) },
            "average" => checkpoint with { Average = With(checkpoint.Average, "7.bias", Tensor.Ones(7)) },
            "best" => checkpoint with { Best = With(checkpoint.Best, "7.bias", Tensor.Ones(7)) },
            _ => checkpoint with { Average = With(checkpoint.Average, "7.bias", Released(3)) },
        };
        long[] before = Bits(trainer, average);
        Assert.ThrowsAny<Exception>(() => trainer.Resume(checkpoint, average));
        Assert.Equal(before, Bits(trainer, average));
    }

    [Fact]
    public void Resume_OfACheckpointThatFits_TakesAllOver()
    {
        Trainer other = Trained(), trainer = FitParts.Noisy();
        trainer.Resume(new Checkpoint { Model = other.Model.StateDict(), Optimizer = other.Optimizer.StateDict() });
        Assert.Equal(other.Bits(), trainer.Bits());
    }

    [Theory]
    [InlineData("path")]
    [InlineData("memory")]
    [InlineData("stream")]
    public void Load_OfAnOptimizerWhoseLastNumberDoesNotFit_ChangesNothing(string from)
    {
        using TemporaryFolder folder = new();
        IReadOnlyDictionary<string, Tensor> state = Trained().Optimizer.StateDict();
        string last = state.Keys.Last();
        string path = folder.Path("o.safetensors");
        With(state, last, Tensor.Scalar(-1, DataType.Float64)).Save(path);
        Trainer trainer = FitParts.Noisy();
        long[] before = trainer.Bits();
        byte[] content = File.ReadAllBytes(path);
        Assert.Contains(last, Assert.Throws<ArgumentException>(Load).Message, StringComparison.Ordinal);
        Assert.Equal(before, trainer.Bits());

        void Load()
        {
            switch (from)
            {
                case "path": trainer.Optimizer.Load(path); break;
                case "memory": trainer.Optimizer.Load(content); break;
                default: trainer.Optimizer.Load(new MemoryStream(content)); break;
            }
        }
    }

    [Theory]
    [InlineData("path")]
    [InlineData("npz")]
    [InlineData("memory")]
    [InlineData("stream")]
    public void Load_OfAModuleWhoseLastTensorDoesNotFit_ChangesNothing(string from)
    {
        using TemporaryFolder folder = new();
        string path = folder.Path("m.safetensors"), npz = folder.Path("m.npz");
        OrderedDictionary<string, Tensor> state = With(Trained().Model.StateDict(), "7.bias", Tensor.Ones(7));
        state.Save(path);
        NpzFile.Write(npz, state);
        Refused(FitParts.Noisy().Model, "7.bias");

        // A last buffer that cannot be written to.
        With(new Linear(2, 1).StateDict(), "tail", Tensor.Ones(3)).Save(path);
        NpzFile.Write(npz, With(new Linear(2, 1).StateDict(), "tail", Tensor.Ones(3)));
        Refused(new ExpandedTail(), "expanded");

        void Refused(Module model, string expected)
        {
            double[] before = Values(model);
            byte[] content = File.ReadAllBytes(path);
            Exception error = Assert.ThrowsAny<Exception>(() => from switch
            {
                "path" => model.Load(path),
                "npz" => model.Load(npz),
                "memory" => model.Load(content),
                _ => model.Load(new MemoryStream(content)),
            });
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
            Assert.Equal(before, Values(model));
        }
    }

    [Fact]
    public void Fit_FromPassesOfAnotherLoss_ChangesNothing()
    {
        Trainer trainer = FitParts.Noisy();
        FitState? state = null;
        trainer.Fit(new FitOptions { Epochs = 1, Callbacks = [new FitParts.Calls { FitEnd = context => state = context.State() }] });
        Trainer again = FitParts.Noisy();
        FitOptions options = new()
        {
            Epochs = 2,
            ResumeFrom = state! with { RandomPasses = new Dictionary<string, ulong>(state.RandomPasses) { ["loss:noise"] = 1 } },
        };
        Assert.Contains("noise", Assert.Throws<ArgumentException>(() => again.Fit(options)).Message, StringComparison.Ordinal);
        Assert.All(again.Model.RandomPassCounts().Values, count => Assert.Equal(0UL, count));
    }

    private static Trainer Trained()
    {
        Trainer trainer = FitParts.Noisy();
        trainer.Fit(new FitOptions { Epochs = 1 });
        return trainer;
    }

    private static Tensor Released(int length)
    {
        Tensor tensor = Tensor.Ones(length);
        tensor.Release();
        return tensor;
    }

    private static OrderedDictionary<string, Tensor> With(IReadOnlyDictionary<string, Tensor> state, string name, Tensor value)
    {
        OrderedDictionary<string, Tensor> changed = new(StringComparer.Ordinal);
        foreach ((string key, Tensor tensor) in state)
        {
            changed.Add(key, tensor.Clone());
        }

        changed[name] = value;
        return changed;
    }

    private static double[] Values(Module model) => [.. model.StateDict().Values.SelectMany(static tensor => tensor.ToArray<double>())];

    private static long[] Bits(Trainer trainer, ExponentialMovingAverage average) =>
        [.. trainer.Bits(), .. average.StateDict().Values.SelectMany(static tensor => tensor.ToArray<double>()).Select(BitConverter.DoubleToInt64Bits)];

    private sealed class ExpandedTail : Module
    {
        public ExpandedTail()
        {
            RegisterParameter("weight", Tensor.Zeros([1, 2]));
            RegisterParameter("bias", Tensor.Zeros([1]));
            RegisterBuffer("tail", Tensor.Zeros([1]).Expand(3));
        }
    }
}

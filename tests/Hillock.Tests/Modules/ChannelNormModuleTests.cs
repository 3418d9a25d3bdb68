using Hillock.Functional;
using Hillock.Modules;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Modules;

/// <summary>The modules of batch, group, instance and local response normalisation: running statistics, state, text, modes, threads.</summary>
public class ChannelNormModuleTests
{
    [Fact]
    public void Modules_PrintAndNameTheirStateAsPyTorch()
    {
        Assert.Equal("BatchNorm2d(5, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)", new BatchNorm2d(5).ToString());
        Assert.Equal(
            "BatchNorm1d(2, eps=0.001, momentum=None, affine=False, track_running_stats=False)",
            new BatchNorm1d(2, 1e-3, null, false, false).ToString());
        Assert.Equal("InstanceNorm3d(4, eps=1e-05, momentum=0.1, affine=False, track_running_stats=False)", new InstanceNorm3d(4).ToString());
        Assert.Equal("GroupNorm(2, 6, eps=1e-05, affine=True)", new GroupNorm(2, 6).ToString());
        Assert.Equal("LocalResponseNorm(2, alpha=0.0001, beta=0.75, k=1)", new LocalResponseNorm(2).ToString());
        Assert.Equal(["weight", "bias", "running_mean", "running_var", "num_batches_tracked"], new BatchNorm3d(2).StateDict().Keys);
        Assert.Equal(["running_mean", "running_var", "num_batches_tracked"], new InstanceNorm1d(2, trackRunningStats: true).StateDict().Keys);
        Assert.Equal(["weight", "bias"], new GroupNorm(1, 2).StateDict().Keys);
    }

    [Fact]
    public void Batches_MoveTheRunningStatistics_ByMomentumOrToTheAverage()
    {
        // Batches 0, 2 (mean 1, variance 2 of the sample) and 4, 8 (mean 6, variance 8).
        Tensor first = Tensor.From(new float[,] { { 0 }, { 2 } }), second = Tensor.From(new float[,] { { 4 }, { 8 } });
        BatchNorm1d moving = new BatchNorm1d(1, momentum: 0.5), average = new BatchNorm1d(1, momentum: null);
        foreach (BatchNorm1d module in (BatchNorm1d[])[moving, average])
        {
            module.Forward(first);
            module.Forward(second);
            Assert.Equal(2, module.NumBatchesTracked!.Item<long>());
        }

        Assert.Equal((3.25f, 4.75f), (moving.RunningMean!.Item<float>(), moving.RunningVariance!.Item<float>()));
        Assert.Equal((3.5f, 5f), (average.RunningMean!.Item<float>(), average.RunningVariance!.Item<float>()));
        moving.Evaluate();
        float expected = (float)((4 - 3.25) / Math.Sqrt(4.75 + 1e-5));
        Assert.Equal(expected, moving.Forward(second)[0, 0].Item<float>(), 1e-6f);
        Assert.Equal(2, moving.NumBatchesTracked!.Item<long>());
    }

    // PyTorch 1.13 counts an empty batch, and its average of all batches is then 3 and 4.5 after the second one.
    [Fact]
    public void EmptyBatch_MovesNothingAndIsNotCounted()
    {
        foreach (double? momentum in (double?[])[0.1, null])
        {
            BatchNorm1d module = new BatchNorm1d(1, momentum: momentum);
            Assert.Equal([0, 1, 5], module.Forward(Tensor.Zeros([0, 1, 5])).Shape.Dimensions.ToArray());
            Assert.Equal((0f, 1f, 0), (module.RunningMean!.Item<float>(), module.RunningVariance!.Item<float>(), module.NumBatchesTracked!.Item<long>()));
            module.Forward(Tensor.From(new float[,] { { 4 }, { 8 } }));
            (float Mean, float Variance) expected = momentum is null ? (6, 8) : (0.6f, 1.7f);
            Assert.Equal(expected, (module.RunningMean!.Item<float>(), module.RunningVariance!.Item<float>()));
        }

        Tensor mean = Tensor.Ones(3), variance = Tensor.Ones(3);
        Assert.Equal([0, 3], F.BatchNorm(Tensor.Zeros([0, 3]), mean, variance, training: true).Shape.Dimensions.ToArray());
        Assert.Equal([1f, 1, 1, 1, 1, 1], F.Concat([mean, variance]).ToArray<float>());
    }

    [Fact]
    public void Evaluation_WithoutRunningStatistics_UsesTheBatch()
    {
        Tensor x = Tensor.From(new float[,] { { 0 }, { 2 } });
        BatchNorm1d module = new BatchNorm1d(1, trackRunningStats: false);
        float[] trained = module.Forward(x).ToArray<float>();
        Assert.Equal(trained, module.Evaluate().Forward(x).ToArray<float>());
    }

    [Fact]
    public void InstanceNorm_TracksTheMeansOfTheSamplesStatistics()
    {
        // Samples 0, 2 (mean 1, variance 2) and 4, 8 (mean 6, variance 8).
        InstanceNorm1d module = new InstanceNorm1d(1, momentum: 1, trackRunningStats: true);
        Tensor x = Tensor.From(new float[,,] { { { 0, 2 } }, { { 4, 8 } } });
        module.Forward(x);
        Assert.Equal((3.5f, 5f), (module.RunningMean!.Item<float>(), module.RunningVariance!.Item<float>()));
        Assert.Equal(0, module.NumBatchesTracked!.Item<long>());
        float expected = (float)((8 - 3.5) / Math.Sqrt(5 + 1e-5));
        Assert.Equal(expected, module.Evaluate().Forward(x)[1, 0, 1].Item<float>(), 1e-6f);
        Assert.Equal([1, 2], module.Forward(x[0]).Shape.Dimensions.ToArray());
    }

    [Fact]
    public void States_MoveBetweenModules()
    {
        BatchNorm2d source = new BatchNorm2d(3), target = new BatchNorm2d(3);
        Tensor x = Tensor.Arange(2 * 3 * 4).To(DataType.Float32).Reshape(2, 3, 2, 2);
        source.Forward(x);
        target.LoadStateDict(source.StateDict());
        Assert.Equal(1, target.NumBatchesTracked!.Item<long>());
        Assert.Equal(source.Evaluate().Forward(x).ToArray<float>(), target.Evaluate().Forward(x).ToArray<float>());
    }

    [Fact]
    public void Threads_ThatTrainTogether_AreAllCounted()
    {
        BatchNorm1d module = new BatchNorm1d(4, momentum: null);
        Tensor x = Tensor.Arange(40).To(DataType.Float32).Reshape(10, 4);
        Parallel.For(0, 200, _ => module.Forward(x));
        Assert.Equal(200, module.NumBatchesTracked!.Item<long>());
        Assert.Equal([18f, 19, 20, 21], module.RunningMean!.ToArray<float>(), (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void Inputs_OfAnotherShape_AreRefused()
    {
        Refused("BatchNorm2d expects an input [batch, channels, height, width] with 3 channels but got [2, 3, 4]", new BatchNorm2d(3), [2, 3, 4]);
        Refused("BatchNorm1d expects an input [batch, channels] or [batch, channels, length] with 3 channels but got [2, 4]", new BatchNorm1d(3), [2, 4]);
        Refused("at least two elements of each channel in training", new BatchNorm1d(3), [1, 3]);
        Refused(
            "without running statistics expects at least two elements of each channel in evaluation too",
            new BatchNorm1d(3, trackRunningStats: false).Evaluate(), [1, 3]);
        Assert.Throws<ArgumentOutOfRangeException>("momentum", () => new BatchNorm1d(3, momentum: -0.5));
        Refused("InstanceNorm1d expects an input", new InstanceNorm1d(3), [3]);
        Refused("GroupNorm expects an input [batch, channels, ...] with 4 channels but got [2, 3]", new GroupNorm(2, 4), [2, 3]);
        Assert.Throws<ArgumentException>(() => new GroupNorm(2, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNorm1d(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNorm1d(1, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LocalResponseNorm(0));
    }

    private static void Refused(string message, Module module, int[] shape) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => module.Forward(Tensor.Ones(shape))).Message, StringComparison.Ordinal);
}

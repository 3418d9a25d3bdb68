using System.Text.Json;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Losses;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Tensors;
using Hillock.Tests.Kernels;
using Hillock.Tests.Losses;
using Xunit;

namespace Hillock.Tests.Modules;

/// <summary>PyTorch's values, and what holds whatever they are; T numbers are those of the list of properties that PyTorch's own tests check.</summary>
[Trait("Speed", "slow")]
[Collection(ParallelismCollection.Name)]
public class AdaptiveLogSoftmaxTests
{
    public static TheoryData<string, DataType> Cases
    {
        get
        {
            TheoryData<string, DataType> data = new();
            foreach (string name in TorchData.Names("adaptive", "cases"))
            {
                data.Add(name, DataType.Float64);
                data.Add(name, DataType.Float32);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_ArePyTorchs(string name, DataType type)
    {
        JsonElement item = TorchData.Case("adaptive", "cases", name);
        double tolerance = type == DataType.Float64 ? 1e-11 : 1e-5;
        AdaptiveLogSoftmaxWithLoss layer = Layer(item, type);
        Assert.Equal(item.GetProperty("state").EnumerateObject().Select(entry => entry.Name), layer.StateDict().Keys);
        Tensor targets = Targets(item);
        Tensor x = Features(item, type);

        (Tensor output, Tensor loss) = layer.Forward(x, targets);
        LossCase.Compare(item.GetProperty("output"), output, tolerance, "output");
        double expected = item.GetProperty("loss").GetDouble();
        Assert.Equal(expected, loss.Item<double>(), tolerance * expected);
        Tensor logProbabilities = layer.LogProbabilities(x);
        LossCase.Compare(item.GetProperty("logProbabilities"), x.Rank == 1 ? logProbabilities.Unsqueeze(0) : logProbabilities, tolerance, "log-probabilities");
        Assert.Equal(item.GetProperty("predicted").EnumerateArray().Select(one => one.GetInt64()), layer.Predict(x).ToArray<long>());
        loss.Backward();
        Compare(item.GetProperty("gradients"), [x.Gradient, .. layer.Parameters().Select(parameter => parameter.Gradient)], tolerance, "gradient");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void GradientsThroughOutputAndLoss_ArePyTorchs(string name, DataType type)
    {
        JsonElement item = TorchData.Case("adaptive", "cases", name);
        double tolerance = type == DataType.Float64 ? 1e-11 : 1e-5;
        AdaptiveLogSoftmaxWithLoss layer = Layer(item, type);
        Tensor[] inputs = [Features(item, type), .. layer.Parameters()];
        (Tensor output, Tensor loss) = layer.Forward(inputs[0], Targets(item));
        Tensor value = (loss * 0.7) + (output * LossCase.Weights(output.Shape, 40, type)).Sum();

        // Without a graph the gradients come from kernels, with one from differentiable operations.
        Compare(item.GetProperty("both"), Gradients.Of(value, inputs, retainGraph: true), tolerance, "gradient");
        Tensor?[] first = Gradients.Of(value, inputs, createGraph: true);
        Compare(item.GetProperty("both"), first, tolerance, "differentiable gradient");
        Tensor total = first.Index().Where(one => one.Item is not null)
            .Select(one => (one.Item! * LossCase.Weights(one.Item!.Shape, 41 + one.Index, type)).Sum()).Aggregate((a, b) => a + b);
        Compare(item.GetProperty("second"), Gradients.Of(total, inputs), tolerance, "second derivative");
    }

    [Theory]
    [InlineData("T243", 5, 15, 15)]
    [InlineData("T244", 5, 15, 10)]
    [InlineData("T245", 5, 10, 25)]
    [InlineData("T246", 5, 10, 20)]
    [InlineData("zero", 0, 10, 15)]
    [InlineData("negative", -1, 10, 15)]
    public void Cutoffs_ThatDoNotRiseBelowTheClasses_AreRefused(string name, params int[] cutoffs)
    {
        string message = Assert.Throws<ArgumentException>(() => new AdaptiveLogSoftmaxWithLoss(16, 20, cutoffs, 2)).Message;
        Assert.True(message.Contains($"[{string.Join(", ", cutoffs)}]", StringComparison.Ordinal), $"{name}: {message}");
    }

    [Fact]
    public void Construction_WithBadNumbers_IsRefused()
    {
        Assert.Contains("at least one cutoff", Assert.Throws<ArgumentException>(() => new AdaptiveLogSoftmaxWithLoss(16, 20, [])).Message);
        string width = Assert.Throws<ArgumentOutOfRangeException>(() => new AdaptiveLogSoftmaxWithLoss(15, 20, [4, 10])).Message;
        Assert.Contains("cluster 1, the classes 10 to 19", width);
        Assert.Contains("15/4^2", width);
        Assert.Contains("smaller divValue", width);
        foreach (double div in (double[])[0, -1, double.NaN, double.PositiveInfinity, 1e-12])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new AdaptiveLogSoftmaxWithLoss(16, 20, [4], div));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new AdaptiveLogSoftmaxWithLoss(0, 20, [4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdaptiveLogSoftmaxWithLoss(16, 1, [1]));
    }

    [Fact]
    public void BadInput_IsRefusedWithItsPlaceAndValue()
    {
        AdaptiveLogSoftmaxWithLoss layer = new(16, 20, [5, 10, 15], 2);
        string Message(Tensor x, Tensor t) => Assert.ThrowsAny<ArgumentException>(() => layer.Forward(x, t)).Message;
        Assert.Contains("targets of [2] with features of [2, 16], but got [3]", Message(Tensor.Ones([2, 16]), Tensor.Zeros(3, DataType.Int64))); // T247
        foreach (long target in (long[])[20, 21, 199, -1, long.MinValue]) // T248
        {
            string message = Message(Tensor.Ones([2, 16]), Tensor.From([0, target]));
            Assert.Contains("from 0 to 19", message);
            Assert.Contains($"targets[1] is {target}", message);
        }

        Assert.Contains("[2, 15]", Message(Tensor.Ones([2, 15]), Tensor.Zeros(2, DataType.Int64)));
        Assert.Contains("Flatten", Message(Tensor.Ones([2, 3, 16]), Tensor.Zeros([2, 3], DataType.Int64)));
        Assert.Contains("class indices", Message(Tensor.Ones([2, 16]), Tensor.Zeros(2)));
        Assert.Contains("targets of []", Message(Tensor.Ones(16), Tensor.Zeros(1, DataType.Int64)));
        Assert.Contains("float64", Message(Tensor.Ones([2, 16], DataType.Float64), Tensor.Zeros(2, DataType.Int64)));
        Assert.Throws<ArgumentException>(() => layer.LogProbabilities(Tensor.Ones([2, 15])));
        Assert.Throws<ArgumentException>(() => layer.Predict(Tensor.Scalar(1)));
        Assert.Contains("not a function of one tensor", Assert.Throws<InvalidOperationException>(() => layer.Forward(Tensor.Ones([2, 16]))).Message);
    }

    /// <summary>T250 and T251, for every class and with the last cutoff one below the classes.</summary>
    [Theory]
    [InlineData(DataType.Float32, 2e-6)]
    [InlineData(DataType.Float64, 1e-14)]
    public void Forward_OfEveryClass_IsTheColumnOfLogProbabilities(DataType type, double tolerance)
    {
        AdaptiveLogSoftmaxWithLoss layer = new(8, 30, [4, 11, 29], 1.5, headBias: true, new RandomSource(1), type);
        Tensor x = Tensor.RandomNormal([4, 8], new Philox(1), deviation: 3, dataType: type);
        double[] all = layer.LogProbabilities(x).ToArray<double>();
        for (int row = 0; row < 4; row++)
        {
            Assert.Equal(1, Enumerable.Range(0, 30).Sum(c => Math.Exp(all[(row * 30) + c])), 10 * tolerance);
        }

        for (long c = 0; c < 30; c++)
        {
            (Tensor output, Tensor loss) = layer.Forward(x, Tensor.From([c, c, c, c]));
            double[] column = [.. Enumerable.Range(0, 4).Select(row => all[(row * 30) + (int)c])];
            Assert.All(output.ToArray<double>().Zip(column), pair => Assert.Equal(pair.Second, pair.First, tolerance * (1 - pair.Second)));
            Assert.Equal(-column.Average(), loss.Item<double>(), tolerance * (1 - column.Average()));
        }
    }

    /// <summary>T252, T253, T254: the largest outputs in the short list, in the clusters, or half and half.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    public void Predict_FindsTheLargestLogProbability(float shortList, float clusters)
    {
        AdaptiveLogSoftmaxWithLoss layer = new(8, 10, [4, 8], 2, headBias: true, new RandomSource(7));
        Tensor x = F.Abs(Tensor.RandomNormal([64, 8], new Philox(2)));
        using (Gradients.Disabled())
        {
            Tensor factors = Tensor.From([shortList, shortList, shortList, shortList, clusters, clusters]) * 5;
            layer.Head.Weight.AsSpan<float>().Clear();
            Tensor spread = F.Abs(Tensor.RandomNormal([6, 8], new Philox(3))) * factors.Unsqueeze(1);
            spread.AsReadOnlySpan<float>().CopyTo(layer.Head.Weight.AsSpan<float>());
            (factors - 2.5).AsReadOnlySpan<float>().CopyTo(layer.Head.Bias!.AsSpan<float>());
        }

        long[] predicted = layer.Predict(x).ToArray<long>();
        Assert.Equal(F.ArgMax(layer.LogProbabilities(x), 1).ToArray<long>(), predicted);
        Assert.Equal(predicted[5], layer.Predict(x[5]).Item<long>());
        Assert.True(predicted.Any(c => c < 4) == (shortList > 0) && predicted.Any(c => c >= 4) == (clusters > 0), string.Join(' ', predicted));
        Assert.Empty(layer.Predict(Tensor.Empty([0, 8])).ToArray<long>());
    }

    [Fact]
    public void Unbatched_IsTheBatchedCallSqueezed() // T255
    {
        AdaptiveLogSoftmaxWithLoss layer = new(16, 20, [5, 10, 15], 2, random: new RandomSource(1));
        Tensor x = Tensor.RandomNormal(16, new Philox(3));
        (Tensor output, Tensor loss) = layer.Forward(x, Tensor.Scalar(17, DataType.Int64));
        (Tensor batched, Tensor mean) = layer.Forward(x.Unsqueeze(0), Tensor.From([17]));
        Assert.Equal(0, output.Rank);
        Assert.Equal(0, loss.Rank);
        Assert.Equal(batched.ToArray<float>()[0], output.Item<float>());
        Assert.Equal(mean.Item<float>(), loss.Item<float>());
        Assert.Equal(Shape.Create([20]), layer.LogProbabilities(x).Shape);
        Assert.Equal(0, layer.Predict(x).Rank);
    }

    /// <summary>T256: one cluster has no target. Through the loss, through the output, and through their inputs.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradients_OfFirstAndSecondOrder_AgreeWithDifferences(bool throughOutput)
    {
        AdaptiveLogSoftmaxWithLoss layer = new(8, 20, [4, 10, 15], 2, headBias: true, new RandomSource(1), DataType.Float64);
        Tensor targets = Tensor.From([3L, 19, 0, 4, 9, 17, 9]);
        Tensor x = Tensor.RandomNormal([7, 8], new Philox(5), dataType: DataType.Float64);
        string[] names = ["head.weight", "head.bias", "tail.0.0.weight", "tail.0.1.weight", "tail.2.0.weight", "tail.2.1.weight"];
        Dictionary<string, Tensor> state = layer.NamedParameters().ToDictionary(one => one.Name, one => one.Value);
        Tensor Function(IReadOnlyList<Tensor> inputs)
        {
            int[] bounds = [4, 10, 15, 20];
            AdaptiveWeights weights = new(
                inputs[1], inputs[2], [(inputs[3], inputs[4]), (state["tail.1.0.weight"], state["tail.1.1.weight"]), (inputs[5], inputs[6])], bounds);
            (Tensor output, Tensor loss) = F.AdaptiveLogSoftmax(inputs[0], targets, weights, EmptyMean.NaN);
            return throughOutput ? F.Exp(output) : loss;
        }

        Tensor[] checkedInputs = [x, .. names.Select(name => state[name].Detach().Clone())];
        GradientCheck.First(Function, checkedInputs).ThrowIfFailed();
        GradientCheck.Second(Function, checkedInputs).ThrowIfFailed();
        layer.Forward(x, targets).Loss.Backward();
        Assert.Null(state["tail.1.0.weight"].Gradient);
        Assert.Null(state["tail.1.1.weight"].Gradient);
        Assert.NotNull(state["tail.2.1.weight"].Gradient);
    }

    [Fact]
    public void EmptyBatch_HasNoOutputAndTheMeanAskedFor()
    {
        Tensor x = Tensor.Empty([0, 16]).WithGradient(), targets = Tensor.Empty(0, DataType.Int64);
        AdaptiveLogSoftmaxWithLoss layer = new(16, 20, [5], 2);
        (Tensor output, Tensor loss) = layer.Forward(x, targets);
        Assert.Equal(0, output.Length);
        Assert.True(float.IsNaN(loss.Item<float>()));
        loss.Backward();
        Assert.All(layer.Head.Weight.Gradient!.ToArray<float>(), value => Assert.Equal(0, value));
        AdaptiveLogSoftmaxWithLoss zero = new(16, 20, [5], 2) { EmptyMean = EmptyMean.Zero };
        Assert.Equal(0, zero.Forward(x, targets).Loss.Item<float>());
        AdaptiveLogSoftmaxWithLoss refusing = new(16, 20, [5], 2) { EmptyMean = EmptyMean.Throw };
        Assert.Throws<InvalidOperationException>(() => refusing.Forward(x, targets));
        Assert.Equal(Shape.Create([0, 20]), layer.LogProbabilities(x).Shape);
    }

    [Theory]
    [InlineData(DataType.Float16, 4e-3)]
    [InlineData(DataType.BFloat16, 3e-2)]
    public void StorageTypes_AreComputedInFloat32(DataType type, double tolerance)
    {
        AdaptiveLogSoftmaxWithLoss layer = new(16, 300, [5, 100], 2, random: new RandomSource(1));
        AdaptiveLogSoftmaxWithLoss narrow = new(16, 300, [5, 100], 2, random: new RandomSource(1), dataType: DataType.Float64);
        OrderedDictionary<string, Tensor> state = layer.StateDict();
        AdaptiveWeights weights = new(
            state["head.weight"].To(type).WithGradient(), null,
            [.. Enumerable.Range(0, 2).Select(i => (state[$"tail.{i}.0.weight"].To(type).WithGradient(), state[$"tail.{i}.1.weight"].To(type).WithGradient()))],
            [5, 100, 300]);
        Tensor x = Tensor.RandomNormal([9, 16], new Philox(1));
        Tensor targets = Tensor.From([0L, 4, 5, 99, 100, 299, 1, 7, 200]);
        (Tensor output, Tensor loss) = F.AdaptiveLogSoftmax(x.To(type), targets, weights, EmptyMean.NaN);
        double[] expected = layer.Forward(x, targets).Output.ToArray<double>();
        Assert.All(output.ToArray<double>().Zip(expected), pair => Assert.Equal(pair.Second, pair.First, tolerance * (1 - pair.Second)));
        loss.Backward();
        Assert.Equal(type, weights.Clusters[1].Weight.Gradient!.DataType);
        narrow.LoadStateDict(layer.StateDict());
        Assert.Equal(expected[0], narrow.Forward(x.To(DataType.Float64), targets).Output.ToArray<double>()[0], 1e-5);
    }

    [Fact]
    public void Strided_FeaturesAndTargets_GiveTheSameBits()
    {
        AdaptiveLogSoftmaxWithLoss layer = new(16, 20, [5, 10], 2, random: new RandomSource(1));
        Tensor wide = Tensor.RandomNormal([10, 32], new Philox(3));
        Tensor x = wide.Slice(1, 0, step: 2), targets = (Tensor.Arange(40) / 2).To(DataType.Int32).Slice(0, 0, step: 4);
        (Tensor output, Tensor loss) = layer.Forward(x.WithGradient(), targets);
        (Tensor plain, Tensor plainLoss) = layer.Forward(x.Detach().Contiguous(), targets.To(DataType.Int64).Contiguous());
        Assert.Equal(plain.ToArray<float>(), output.ToArray<float>());
        Assert.Equal(plainLoss.Item<float>(), loss.Item<float>());
    }

    [Fact]
    public void LossAndGradients_OnAnyNumberOfThreads_HaveTheSameBits()
    {
        float[][] Run(int threads)
        {
            using ThreadScope scope = new(threads);
            AdaptiveLogSoftmaxWithLoss layer = new(64, 30_000, [500, 4000], random: new RandomSource(1));
            Tensor x = Tensor.RandomNormal([300, 64], new Philox(3)).WithGradient();
            Tensor targets = Tensor.From(Enumerable.Range(0, 300).Select(i => (long)i * i % 30_000).ToArray());
            (Tensor output, Tensor loss) = layer.Forward(x, targets);
            loss.Backward();
            return [
                output.ToArray<float>(), loss.ToArray<float>(), x.Gradient!.ToArray<float>(),
                .. layer.Parameters().Select(one => one.Gradient!.ToArray<float>()),
            ];
        }

        float[][] one = Run(1);
        foreach (int threads in (int[])[2, 5])
        {
            Assert.All(Run(threads).Zip(one), pair => Assert.Equal(pair.Second, pair.First));
        }
    }

    /// <summary>The gradients that were computed along with the loss become the parameters' without a copy, once.</summary>
    [Fact]
    public void Gradients_OfSeveralPasses_AddUp()
    {
        AdaptiveLogSoftmaxWithLoss layer = new(16, 20, [5, 10], 2, random: new RandomSource(1));
        Tensor x = Tensor.RandomNormal([9, 16], new Philox(3)), targets = Tensor.From([0L, 4, 5, 9, 10, 19, 1, 7, 13]);
        float[] Gradient() => layer.Tail[1][1].Parameters()[0].Gradient!.ToArray<float>();
        layer.Forward(x, targets).Loss.Backward();
        float[] once = Gradient();
        using (TensorPool.BeginTidy())
        {
            layer.Forward(x, targets).Loss.Backward();
        }

        Assert.Equal(once.Select(value => 2 * value), Gradient());
        layer.ZeroGrad();
        Tensor loss = layer.Forward(x, targets).Loss;
        loss.Backward(retainGraph: true);
        loss.Backward(retainGraph: true);
        loss.Backward();
        Assert.All(Gradient().Zip(once), pair => Assert.Equal(3 * pair.Second, pair.First, 1e-6));
        layer.ZeroGrad();
        using (TensorPool.BeginTidy())
        {
            layer.Forward(x, targets).Loss.Backward();
        }

        // What is computed meanwhile does not write over it.
        Tensor[] others = [.. Enumerable.Range(0, 50).Select(_ => Tensor.Ones([10, 4]) * 3)];
        Assert.Equal(once, Gradient());
        GC.KeepAlive(others);
    }

    [Fact]
    public void ToString_IsPyTorchs()
    {
        string text = new AdaptiveLogSoftmaxWithLoss(16, 20, [4], headBias: true).ToString();
        Assert.Equal(TorchData.Load("adaptive").GetProperty("printed").GetString(), text);
    }

    private static AdaptiveLogSoftmaxWithLoss Layer(JsonElement item, DataType type)
    {
        int[] cutoffs = [.. item.GetProperty("cutoffs").EnumerateArray().Select(one => one.GetInt32())];
        AdaptiveLogSoftmaxWithLoss layer = new(
            item.GetProperty("features").GetInt32(), item.GetProperty("classes").GetInt32(), cutoffs, item.GetProperty("div").GetDouble(),
            item.GetProperty("bias").GetBoolean(), dataType: type);
        Dictionary<string, Tensor> state = new();
        foreach ((int k, JsonProperty entry) in item.GetProperty("state").EnumerateObject().Index())
        {
            Shape shape = Shape.Create([.. entry.Value.EnumerateArray().Select(length => length.GetInt32())]);
            state.Add(entry.Name, LossCase.Input("normal", shape, k + 1, type) / 4);
        }

        layer.LoadStateDict(state);
        return layer;
    }

    private static Tensor Features(JsonElement item, DataType type)
    {
        int features = item.GetProperty("features").GetInt32();
        Tensor targets = Targets(item);
        return LossCase.Input("normal", targets.Rank == 0 ? features : [targets.Length, features], 0, type).WithGradient();
    }

    private static Tensor Targets(JsonElement item)
    {
        JsonElement targets = item.GetProperty("targets");
        return targets.ValueKind == JsonValueKind.Number
            ? Tensor.Scalar(targets.GetInt32(), DataType.Int64)
            : Tensor.From(targets.EnumerateArray().Select(one => one.GetInt64()).ToArray());
    }

    private static void Compare(JsonElement expected, Tensor?[] actual, double tolerance, string what)
    {
        Assert.Equal(expected.GetArrayLength(), actual.Length);
        foreach ((int i, JsonElement one) in expected.EnumerateArray().Index())
        {
            Assert.Equal(one.ValueKind == JsonValueKind.Null, actual[i] is null);
            if (actual[i] is { } gradient)
            {
                LossCase.Compare(one, gradient, tolerance, $"{what} {i}");
            }
        }
    }
}

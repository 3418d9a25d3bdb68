using System.Text.Json;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Tensors;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Modules.Layers;

/// <summary>Bags of embeddings and bilinear maps against PyTorch.</summary>
[Collection(ParallelismCollection.Name)]
public class TableLayerTests
{
    public static TheoryData<string> Names => LayerOracle.Names("tables");

    [Theory]
    [MemberData(nameof(Names))]
    public void Function_IsThatOfPyTorch(string name) => LayerOracle.Check("tables", name, Apply);

    [Fact]
    public void ToString_IsPyTorchs()
    {
        JsonElement printed = TorchData.Load("modules").GetProperty("arguments");
        Assert.Equal(printed.GetProperty("bag").GetString(), new EmbeddingBag(7, 3).ToString());
        Assert.Equal(printed.GetProperty("paddedBag").GetString(), new EmbeddingBag(7, 3, BagMode.Sum, paddingIndex: 2).ToString());
        Assert.Equal(printed.GetProperty("bilinear").GetString(), new Bilinear(3, 4, 5, bias: false).ToString());
    }

    [Fact]
    public void EmbeddingBag_OfThousandsOfBags_IsTheSameOnAnyNumberOfThreads()
    {
        Tensor weight = Tensor.RandomNormal([500, 70], new Hillock.Numbers.Philox(3)).WithGradient();
        Tensor index = Tensor.From([.. Enumerable.Range(0, 30_000).Select(i => (long)(i * 7919 % 500))]);
        Tensor offsets = Tensor.From([.. Enumerable.Range(0, 3000).Select(i => (long)(10 * i))]);
        foreach (BagMode mode in Enum.GetValues<BagMode>())
        {
            float[]? expected = null;
            foreach (int threads in (int[])[1, 2, 3, 7])
            {
                using ThreadScope scope = new(threads);
                weight.ZeroGrad();
                Tensor y = F.EmbeddingBag(index, weight, offsets, mode);
                F.Sum(y * y).Backward();
                float[] values = [.. y.ToArray<float>(), .. weight.Gradient!.ToArray<float>()];
                expected ??= values;
                Assert.Equal(expected, values);
            }
        }
    }

    [Fact]
    public void EmbeddingBag_OfMaxima_TakesTheFirstOfEqualOnesAndNaN()
    {
        Tensor weight = Tensor.From([1f, 2, float.NaN, 3, 1, 2, 5, -1], [4, 2]).WithGradient();
        Tensor y = F.EmbeddingBag(Tensor.From([2L, 0, 3, 1, 0, 1], [2, 3]), weight, mode: BagMode.Max);
        Assert.Equal([5f, 2, float.NaN, 3], y.ToArray<float>());
        F.Sum(y).Backward();
        Assert.Equal([0f, 0, 1, 1, 0, 1, 1, 0], weight.Gradient!.ToArray<float>());
    }

    [Theory]
    [InlineData(BagMode.Mean)]
    [InlineData(BagMode.Sum)]
    [InlineData(BagMode.Max)]
    public void EmbeddingBag_OfNothing_IsZeros(BagMode mode)
    {
        Tensor weight = Tensor.Ones([3, 2]).WithGradient();
        Tensor y = F.EmbeddingBag(Tensor.From(Array.Empty<long>()), weight, Tensor.From([0L, 0]), mode);
        Assert.Equal([0f, 0, 0, 0], y.ToArray<float>());
        F.Sum(y).Backward();
        Assert.Equal([0f, 0, 0, 0, 0, 0], weight.Gradient!.ToArray<float>());
        Assert.Equal([0, 2], F.EmbeddingBag(Tensor.From(Array.Empty<long>()), weight, Tensor.From(Array.Empty<long>()), mode).Shape.Dimensions.ToArray());
        Assert.Equal([2, 2], F.EmbeddingBag(Tensor.Zeros([2, 0], DataType.Int64), weight, mode: mode).Shape.Dimensions.ToArray());
    }

    [Fact]
    public void EmbeddingBag_Module_HasTheTableAndItsPadding()
    {
        EmbeddingBag bag = new(5, 3, BagMode.Sum, paddingIndex: -1);
        Assert.Equal(["weight"], bag.StateDict().Keys);
        Assert.Equal([0f, 0, 0], bag.Weight[4].ToArray<float>());
        Assert.Equal(4, bag.PaddingIndex);
        Tensor y = bag.Forward(Tensor.From([4L, 1, 4]), Tensor.From([0L, 1]), Tensor.From([9f, 2, 9]));
        Assert.Equal([0f, 0, 0], y[0].ToArray<float>());
        Assert.Equal((bag.Weight[1] * 2).ToArray<float>(), y[1].ToArray<float>());
        F.Sum(y).Backward();
        Assert.Equal([0f, 0, 0], bag.Weight.Gradient![4].ToArray<float>());
    }

    [Fact]
    public void EmbeddingBag_OfBadInput_SaysTheWayOut()
    {
        Tensor weight = Tensor.Ones([3, 2]), index = Tensor.From([0L, 2, 1]), start = Tensor.From([0L]);
        Assert.Contains("pass where each bag begins", Message(() => F.EmbeddingBag(index, weight)), StringComparison.Ordinal);
        Assert.Contains("leave them out", Message(() => F.EmbeddingBag(index.Unsqueeze(0), weight, start)), StringComparison.Ordinal);
        Assert.Contains("offset 1 is 4", Message(() => F.EmbeddingBag(index, weight, Tensor.From([0L, 4]))), StringComparison.Ordinal);
        Assert.Contains("offset 2 is 1", Message(() => F.EmbeddingBag(index, weight, Tensor.From([0L, 2, 1]))), StringComparison.Ordinal);
        Assert.Contains("offset 0 is 1", Message(() => F.EmbeddingBag(index, weight, Tensor.From([1L]))), StringComparison.Ordinal);
        Assert.Contains(
            "a last offset of 3", Message(() => F.EmbeddingBag(index, weight, Tensor.From([0L, 2]), includeLastOffset: true)), StringComparison.Ordinal);
        Assert.Contains("use BagMode.Sum", Message(() => F.EmbeddingBag(index, weight, start, perSampleWeights: Tensor.Ones(3))), StringComparison.Ordinal);
        Assert.Contains("a factor for each index", Message(() => F.EmbeddingBag(index, weight, start, BagMode.Sum, Tensor.Ones(2))), StringComparison.Ordinal);
        Assert.Contains("EmbeddingBag expects indices", Message(() => F.EmbeddingBag(Tensor.From([3L]), weight, start)), StringComparison.Ordinal);
        Assert.Contains("EmbeddingBag expects a padding index", Message(() => F.EmbeddingBag(index, weight, start, paddingIndex: 3)), StringComparison.Ordinal);
        Assert.Contains("whole numbers", Message(() => F.EmbeddingBag(Tensor.Ones(3), weight, start)), StringComparison.Ordinal);
    }

    [Fact]
    public void Bilinear_Module_StartsInPyTorchsRange()
    {
        Bilinear layer = new(16, 5, 40);
        Assert.Equal(["weight", "bias"], layer.StateDict().Keys);
        float[] values = [.. layer.Weight.Detach().ToArray<float>(), .. layer.Bias!.Detach().ToArray<float>()];
        Assert.InRange(values.Max(Math.Abs), 0.24f, 0.25f);
        Assert.Equal([7, 40], layer.Forward(Tensor.Ones([7, 16]), Tensor.Ones([7, 5])).Shape.Dimensions.ToArray());
        Assert.Equal([0, 40], layer.Forward(Tensor.Ones([0, 16]), Tensor.Ones([0, 5])).Shape.Dimensions.ToArray());
        Assert.Contains("the same axes in front", Message(() => layer.Forward(Tensor.Ones([7, 16]), Tensor.Ones([6, 5]))), StringComparison.Ordinal);
        Assert.Contains(
            "one floating-point type", Message(() => layer.Forward(Tensor.Ones([7, 16]), Tensor.Ones([7, 5], DataType.Float64))), StringComparison.Ordinal);
    }

    private static string Message(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;

    private static Tensor Apply(string function, JsonElement options, Tensor[] inputs)
    {
        if (function == "bilinear")
        {
            return F.Bilinear(inputs[0], inputs[1], inputs[2], inputs.Length > 3 ? inputs[3] : null);
        }

        JsonElement offsets = options.GetProperty("offsets");
        BagMode mode = options.GetProperty("mode").GetString() switch { "sum" => BagMode.Sum, "mean" => BagMode.Mean, _ => BagMode.Max };
        return F.EmbeddingBag(
            TorchData.Classes(options.GetProperty("index")), inputs[0], offsets.ValueKind == JsonValueKind.Null ? null : TorchData.Classes(offsets), mode,
            inputs.Length > 1 ? inputs[1] : null, LayerOracle.Flag(options, "last"), LayerOracle.Whole(options, "padding")?[0]);
    }
}

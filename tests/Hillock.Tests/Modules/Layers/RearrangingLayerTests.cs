using System.Text.Json;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Modules.Layers;

public class RearrangingLayerTests
{
    public static TheoryData<string> Names => LayerOracle.Names("rearranging");

    [Theory]
    [MemberData(nameof(Names))]
    public void Layer_IsThatOfPyTorch(string name) => LayerOracle.Check("rearranging", name, Apply);

    [Fact]
    public void ToString_IsPyTorchs()
    {
        Assert.Equal("PixelShuffle(upscale_factor=3)", new PixelShuffle(3).ToString());
        Assert.Equal("PixelUnshuffle(downscale_factor=3)", new PixelUnshuffle(3).ToString());
        Assert.Equal("Unflatten(dim=1, unflattened_size=(2, 5, 5))", new Unflatten(1, 2, 5, 5).ToString());
        Assert.Equal("Unflatten(dim=-1, unflattened_size=(3,))", new Unflatten(-1, 3).ToString());
        Assert.Equal("CosineSimilarity()", new CosineSimilarity().ToString());
    }

    [Fact]
    public void PixelUnshuffle_UndoesPixelShuffle_OnViewsOfAnyType()
    {
        Tensor x = Tensor.Arange(2 * 18 * 4 * 5).Reshape(4, 18, 2, 5).Transpose(0, 2);
        Assert.Equal(x.ToArray<long>(), F.PixelUnshuffle(F.PixelShuffle(x, 3), 3).ToArray<long>());
        Assert.Equal([0, 2, 12, 15], F.PixelShuffle(Tensor.Ones([0, 18, 4, 5]), 3).Shape.Dimensions.ToArray());
    }

    [Fact]
    public void CosineSimilarity_OfBroadcastShapes_IsThatOfTheFunction()
    {
        Tensor x = Tensor.From([1f, 2, 3, 4, 5, 6], [2, 3]), y = Tensor.From([1f, 0, -1], [1, 3]);
        Assert.Equal(F.CosineSimilarity(x, y).ToArray<float>(), new CosineSimilarity().Forward(x, y).ToArray<float>());

        // (1, 2, 3)·(1, 0, −1) = −2 with the norms √14 and √2; columns (1, 4) and (1, 1).
        Assert.Equal(-2 / Math.Sqrt(28), new CosineSimilarity().Forward(x, y)[0].Item<float>(), 1e-7);
        Assert.Equal(5 / Math.Sqrt(34), new CosineSimilarity(0).Forward(x, Tensor.Ones([2, 3]))[0].Item<float>(), 1e-7);
    }

    [Fact]
    public void BadInput_IsRefusedInWords()
    {
        Assert.Contains("divides but got 5", Message(() => F.PixelShuffle(Tensor.Ones([5, 2, 2]), 2)), StringComparison.Ordinal);
        Assert.Contains("but got [2, 2]", Message(() => F.PixelShuffle(Tensor.Ones([2, 2]), 2)), StringComparison.Ordinal);
        Assert.Contains("pad or crop", Message(() => F.PixelUnshuffle(Tensor.Ones([1, 3, 2]), 2)), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PixelShuffle(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PixelUnshuffle(0));
        Assert.Contains(
            "an axis 1 that 5 divides but got [2, 12]", Message(() => new Unflatten(1, 5, -1).Forward(Tensor.Ones([2, 12]))), StringComparison.Ordinal);
        Assert.Contains("of 10 positions", Message(() => new Unflatten(1, 5, 2).Forward(Tensor.Ones([2, 12]))), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Unflatten(1, -1, -1));
        Assert.Throws<ArgumentException>(() => new Unflatten(1));
    }

    private static string Message(Action action) => Assert.Throws<ArgumentException>(action).Message;

    private static Tensor Apply(string function, JsonElement options, Tensor[] inputs) => function switch
    {
        "pixel_shuffle" => new PixelShuffle(LayerOracle.Whole(options, "factor")![0]).Forward(inputs[0]),
        "pixel_unshuffle" => new PixelUnshuffle(LayerOracle.Whole(options, "factor")![0]).Forward(inputs[0]),
        "unflatten" => new Unflatten(LayerOracle.Whole(options, "axis")![0], LayerOracle.Whole(options, "lengths")!).Forward(inputs[0]),
        _ => new CosineSimilarity(LayerOracle.Whole(options, "axis")![0]).Forward(inputs[0], inputs[1]),
    };
}

using Hillock.Functional;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Modules;

/// <summary>Convolutions as modules: text, names, layouts and bounds as PyTorch's, and paddings other than zeros.</summary>
public class ConvolutionModuleTests
{
    // print(torch.nn.Conv2d(...)) and so on of PyTorch 1.13.
    [Fact]
    public void Text_IsThatOfPyTorch()
    {
        Assert.Equal("Conv2d(3, 16, kernel_size=(3, 3), stride=(1, 1))", new Conv2d(3, 16, 3).ToString());
        Assert.Equal(
            "Conv2d(4, 8, kernel_size=(3, 5), stride=(2, 1), padding=(1, 2), dilation=(1, 2), groups=2, bias=False, padding_mode=circular)",
            new Conv2d(4, 8, (3, 5), (2, 1), (1, 2), (1, 2), 2, bias: false, PaddingMode.Circular).ToString());
        Assert.Equal("Conv1d(2, 4, kernel_size=(3,), stride=(1,), padding=same)", new Conv1d(2, 4, 3, padding: PerAxis.Same).ToString());
        Assert.Equal("Conv3d(2, 4, kernel_size=(1, 2, 3), stride=(1, 1, 1))", new Conv3d(2, 4, (1, 2, 3)).ToString());
        Assert.Equal(
            "ConvTranspose2d(4, 8, kernel_size=(4, 4), stride=(2, 2), padding=(1, 1), output_padding=(1, 1), groups=2)",
            new ConvTranspose2d(4, 8, 4, 2, 1, 1, 2).ToString());
        Assert.Equal("ConvTranspose1d(4, 8, kernel_size=(3,), stride=(1,), dilation=(2,))", new ConvTranspose1d(4, 8, 3, dilation: 2).ToString());
    }

    [Fact]
    public void State_HasTheNamesAndLayoutsOfPyTorch()
    {
        Assert.Equal(["weight", "bias"], new Conv2d(4, 6, 3).StateDict().Keys);
        Assert.Equal([6, 2, 3, 5], new Conv2d(4, 6, (3, 5), groups: 2).Weight.Shape.Dimensions.ToArray());
        Assert.Equal([4, 3, 3, 5], new ConvTranspose2d(4, 6, (3, 5), groups: 2).Weight.Shape.Dimensions.ToArray());
        Assert.Equal(6, new ConvTranspose2d(4, 6, 3, groups: 2).Bias!.Length);
        Assert.Null(new Conv3d(4, 6, 3, bias: false).Bias);
    }

    [Fact]
    public void Initialisation_IsUniformWithinTheFansBound()
    {
        Check(new Conv2d(8, 32, 3, groups: 2, random: new RandomSource(1)), 1 / Math.Sqrt(4 * 9));

        // PyTorch counts the second axis of the transposed weight: outChannels/groups.
        Check(new ConvTranspose1d(32, 8, 5, groups: 2, random: new RandomSource(1)), 1 / Math.Sqrt(4 * 5));
    }

    [Theory]
    [InlineData(PaddingMode.Reflect, new[] { 3f, 2, 1, 2, 3, 4, 3, 2 })]
    [InlineData(PaddingMode.Replicate, new[] { 1f, 1, 1, 2, 3, 4, 4, 4 })]
    [InlineData(PaddingMode.Circular, new[] { 3f, 4, 1, 2, 3, 4, 1, 2 })]
    [InlineData(PaddingMode.Zeros, new[] { 0f, 0, 1, 2, 3, 4, 0, 0 })]
    public void PaddingModes_AreThoseOfPyTorch(PaddingMode mode, float[] expected)
    {
        // F.pad([1, 2, 3, 4], (2, 2), mode): a kernel of one 1 shows what the convolution sees.
        Conv1d layer = new(1, 1, 1, padding: 2, bias: false, paddingMode: mode);
        layer.Weight.Detach().Fill(1);
        Assert.Equal(expected, layer.Forward(Tensor.From([1f, 2, 3, 4], [1, 1, 4])).ToArray<float>());
    }

    [Fact]
    public void PaddingModes_PadEveryAxis_AlsoForSame()
    {
        Tensor x = Tensor.RandomNormal([2, 3, 6, 5], new Philox(1), dataType: DataType.Float64);
        Conv2d layer = new(3, 4, (4, 3), padding: PerAxis.Same, paddingMode: PaddingMode.Circular, dataType: DataType.Float64);
        Tensor rows = F.Concat([x.Slice(2, 5, 6), x, x.Slice(2, 0, 2)], 2);
        Tensor padded = F.Concat([rows.Slice(3, 4, 5), rows, rows.Slice(3, 0, 1)], 3);
        Assert.Equal(F.Conv2d(padded, layer.Weight, layer.Bias).ToArray<double>(), layer.Forward(x).ToArray<double>());
    }

    [Fact]
    public void Errors_SayWhatWasExpected()
    {
        Assert.Contains("groups that divide", Assert.Throws<ArgumentException>(() => new Conv2d(4, 6, 3, groups: 4)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Conv2d(0, 6, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Conv2d(4, 6, 0));
        Assert.Throws<ArgumentException>(() => new Conv2d(4, 6, 3, stride: 2, padding: PerAxis.Same));
        Assert.Throws<ArgumentException>(() => new ConvTranspose2d(4, 6, 3, padding: PerAxis.Same));
        string message = Assert.Throws<ArgumentException>(() => new Conv2d(4, 6, 3).Forward(Tensor.Zeros([2, 3, 8, 8]))).Message;
        Assert.Contains("use inChannels: 3", message, StringComparison.Ordinal);
        Conv1d mirrored = new(1, 1, 3, padding: 4, paddingMode: PaddingMode.Reflect);
        Assert.Contains("at most 3", Assert.Throws<ArgumentException>(() => mirrored.Forward(Tensor.Zeros([1, 4]))).Message, StringComparison.Ordinal);
    }

    private static void Check(ConvolutionLayer layer, double bound)
    {
        foreach (float[] values in (float[][])[layer.Weight.ToArray<float>(), layer.Bias!.ToArray<float>()])
        {
            Assert.All(values, value => Assert.InRange(value, -bound, bound));
        }

        Assert.True(layer.Weight.ToArray<float>().Max() > 0.9 * bound);
        Assert.True(layer.Weight.ToArray<float>().Min() < -0.9 * bound);
    }
}

using Hillock.Functional;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Modules;

/// <summary>Poolings as modules: text and defaults as PyTorch's, and the functions that they call.</summary>
public class PoolingModuleTests
{
    // print(torch.nn.MaxPool1d(...)) and so on of PyTorch 1.13, where LpPool is written LPPool.
    [Fact]
    public void Text_IsThatOfPyTorch()
    {
        Assert.Equal("MaxPool1d(kernel_size=3, stride=3, padding=0, dilation=1, ceil_mode=False)", new MaxPool1d(3).ToString());
        Assert.Equal(
            "MaxPool2d(kernel_size=(3, 2), stride=(2, 1), padding=1, dilation=2, ceil_mode=True)",
            new MaxPool2d((3, 2), (2, 1), 1, 2, true).ToString());
        Assert.Equal("MaxPool3d(kernel_size=2, stride=2, padding=0, dilation=1, ceil_mode=False)", new MaxPool3d(2).ToString());
        Assert.Equal("AvgPool1d(kernel_size=(3,), stride=(2,), padding=(1,))", new AvgPool1d(3, 2, 1).ToString());
        Assert.Equal("AvgPool2d(kernel_size=(3, 2), stride=(3, 2), padding=0)", new AvgPool2d((3, 2)).ToString());
        Assert.Equal("AvgPool2d(kernel_size=3, stride=2, padding=1)", new AvgPool2d(3, 2, 1, true, false, 3).ToString());
        Assert.Equal("AvgPool3d(kernel_size=2, stride=(1, 2, 1), padding=0)", new AvgPool3d(2, (1, 2, 1)).ToString());
        Assert.Equal("LpPool1d(norm_type=2, kernel_size=3, stride=None, ceil_mode=False)", new LpPool1d(2, 3).ToString());
        Assert.Equal("LpPool2d(norm_type=1.5, kernel_size=(3, 2), stride=2, ceil_mode=True)", new LpPool2d(1.5, (3, 2), 2, true).ToString());
        Assert.Equal("AdaptiveAvgPool1d(output_size=5)", new AdaptiveAvgPool1d(5).ToString());
        Assert.Equal("AdaptiveAvgPool2d(output_size=(5, None))", new AdaptiveAvgPool2d((5, -1)).ToString());
        Assert.Equal("AdaptiveAvgPool3d(output_size=2)", new AdaptiveAvgPool3d(2).ToString());
        Assert.Equal("AdaptiveMaxPool1d(output_size=2)", new AdaptiveMaxPool1d(2).ToString());
        Assert.Equal("AdaptiveMaxPool2d(output_size=(5, 7))", new AdaptiveMaxPool2d((5, 7)).ToString());
        Assert.Equal("AdaptiveMaxPool3d(output_size=3)", new AdaptiveMaxPool3d(3).ToString());
        Assert.Equal("MaxUnpool1d(kernel_size=(2,), stride=(2,), padding=(0,))", new MaxUnpool1d(2).ToString());
        Assert.Equal("MaxUnpool2d(kernel_size=(3, 3), stride=(2, 2), padding=(1, 1))", new MaxUnpool2d(3, 2, 1).ToString());
        Assert.Equal("MaxUnpool3d(kernel_size=(2, 2, 3), stride=(2, 2, 3), padding=(0, 0, 0))", new MaxUnpool3d((2, 2, 3)).ToString());
    }

    [Fact]
    public void Modules_AreTheirFunctions()
    {
        Tensor line = Random(2, 3, 11), plane = Random(2, 3, 7, 9), solid = Random(1, 2, 5, 6, 7);
        Same(F.MaxPool1d(line, 3, 2, 1, 2, true), new MaxPool1d(3, 2, 1, 2, true).Forward(line));
        Same(F.MaxPool2d(plane, 3, 2, 1, 2, true), new MaxPool2d(3, 2, 1, 2, true).Forward(plane));
        Same(F.MaxPool3d(solid, 3, 2, 1, 1, true), new MaxPool3d(3, 2, 1, 1, true).Forward(solid));
        Same(F.AvgPool1d(line, 3, 2, 1, true, false), new AvgPool1d(3, 2, 1, true, false).Forward(line));
        Same(F.AvgPool2d(plane, 3, 2, 1, true, false, 5), new AvgPool2d(3, 2, 1, true, false, 5).Forward(plane));
        Same(F.AvgPool3d(solid, 3, 2, 1, true, false), new AvgPool3d(3, 2, 1, true, false).Forward(solid));
        Same(F.LpPool1d(line, 2, 3, 2, true), new LpPool1d(2, 3, 2, true).Forward(line));
        Same(F.LpPool2d(plane, 2, 3), new LpPool2d(2, 3).Forward(plane));
        Same(F.LpPool3d(solid, 4, 3, 2, true), new LpPool3d(4, 3, 2, true).Forward(solid));
        Same(F.AdaptiveAvgPool1d(line, 4), new AdaptiveAvgPool1d(4).Forward(line));
        Same(F.AdaptiveAvgPool2d(plane, (-1, 4)), new AdaptiveAvgPool2d((-1, 4)).Forward(plane));
        Same(F.AdaptiveAvgPool3d(solid, 2), new AdaptiveAvgPool3d(2).Forward(solid));
        Same(F.AdaptiveMaxPool1d(line, 4), new AdaptiveMaxPool1d(4).Forward(line));
        Same(F.AdaptiveMaxPool2d(plane, (3, 4)), new AdaptiveMaxPool2d((3, 4)).Forward(plane));
        Same(F.AdaptiveMaxPool3d(solid, 2), new AdaptiveMaxPool3d(2).Forward(solid));
    }

    [Fact]
    public void Indices_GoToTheReversal()
    {
        Tensor line = Random(2, 3, 11), plane = Random(2, 3, 7, 9), solid = Random(1, 2, 5, 6, 7);
        Same(F.MaxUnpool1d(new MaxPool1d(2).Forward(line, out Tensor i), i, 2, outputSize: 11), new MaxUnpool1d(2).Forward(F.MaxPool1d(line, 2), i, 11));
        Same(
            F.MaxUnpool2d(new MaxPool2d(2).Forward(plane, out i), i, 2, outputSize: (7, 9)), new MaxUnpool2d(2).Forward(F.MaxPool2d(plane, 2), i, (7, 9)));
        Same(
            F.MaxUnpool3d(new MaxPool3d(2).Forward(solid, out i), i, 2, outputSize: (5, 6, 7)),
            new MaxUnpool3d(2).Forward(F.MaxPool3d(solid, 2), i, (5, 6, 7)));
        foreach ((Tensor indices, Tensor x) in ((Tensor, Tensor)[])
            [
                (Of(new AdaptiveMaxPool1d(3), line), line), (Of(new AdaptiveMaxPool2d(3), plane), plane), (Of(new AdaptiveMaxPool3d(3), solid), solid),
            ])
        {
            Assert.Equal(x.Rank, indices.Rank);
            Assert.Equal(DataType.Int64, indices.DataType);
        }

        string message = Assert.Throws<InvalidOperationException>(() => new MaxUnpool2d(2).Forward(plane)).Message;
        Assert.Contains("all its arguments", message, StringComparison.Ordinal);

        static Tensor Of(AdaptiveMaxPoolLayer layer, Tensor x)
        {
            layer.Forward(x, out Tensor indices);
            return indices;
        }
    }

    // Open in PyTorch, which has no dilation there (issue 68420): a plane of 10 by 10, pooled by windows of 3 of every second element, comes back.
    [Fact]
    public void DilatedPooling_IsReversed()
    {
        float[] numbers = [.. Enumerable.Range(0, 100).Select(i => (float)i)];
        Tensor y = F.MaxPool2d(Tensor.From(numbers, [1, 10, 10]), 2, out Tensor indices, 2, 0, 2);
        string without = Assert.Throws<ArgumentOutOfRangeException>(() => F.MaxUnpool2d(y, indices, 2, 2)).Message;
        Assert.Contains("give outputSize, the lengths of the input of MaxPool2d, or its dilation", without, StringComparison.Ordinal);
        float[] expected = new float[100];
        foreach (int place in indices.ToArray<int>())
        {
            expected[place] = place;
        }

        Assert.Equal(expected, F.MaxUnpool2d(y, indices, 2, 2, 0, 10, 2).ToArray<float>());
        Assert.Equal(expected, new MaxUnpool2d(2, 2, 0, 2).Forward(y, indices, 10).ToArray<float>());
        Assert.Equal("MaxUnpool2d(kernel_size=(2, 2), stride=(2, 2), padding=(0, 0), dilation=(2, 2))", new MaxUnpool2d(2, 2, 0, 2).ToString());
    }

    [Fact]
    public void Arguments_AreCheckedAtOnce()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new MaxPool2d(0));
        Assert.Throws<ArgumentException>(() => new MaxPool2d((1, 2, 3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MaxPool1d(2, padding: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AvgPool2d(2, divisorOverride: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AvgPool1d(2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LpPool2d(double.NaN, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdaptiveAvgPool2d((2, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdaptiveMaxPool2d(-2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MaxUnpool2d(2, 0));
    }

    private static void Same(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.Equal(expected.ToArray<double>(), actual.ToArray<double>());
    }

    private static Tensor Random(params int[] shape) => Tensor.RandomNormal(Shape.Create(shape), new Philox(3), dataType: DataType.Float64);
}

using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Functional.Convolution;

/// <summary>Arguments, types, empty tensors and differences of convolutions.</summary>
public class ConvolutionTests
{
    [Fact]
    public void Gradients_OfBothOrders_AreDifferences()
    {
        Tensor x = Random(1, 2, 2, 5, 4), w = Random(2, 4, 1, 2, 3), b = Random(3, 4), t = Random(4, 2, 2, 2, 3);
        GradientCheck.Second(
            a => F.Square(F.Conv2d(a[0], a[1], a[2], stride: (2, 1), padding: (1, 2), dilation: (1, 2), groups: 2)), [x, w, b]).ThrowIfFailed();
        GradientCheck.Second(
            a => F.Square(F.ConvTranspose2d(a[0], a[1], a[2], stride: (2, 1), padding: (1, 0), groups: 2)), [x, t, Random(3, 4)]).ThrowIfFailed();
        GradientCheck.Second(a => F.Square(F.Conv1d(a[0], a[1], padding: PerAxis.Same)), [Random(5, 2, 6), Random(6, 3, 2, 4)]).ThrowIfFailed();
        GradientCheck.Second(a => F.Square(F.Conv3d(a[0], a[1])), [Random(5, 1, 2, 2, 3, 3), Random(6, 2, 2, 2, 2, 2)]).ThrowIfFailed();
    }

    [Theory]
    [InlineData(DataType.Float16)]
    [InlineData(DataType.BFloat16)]
    public void NarrowTypes_AreComputedInFloat32AndRoundedOnce(DataType type)
    {
        Tensor x = Random(1, 2, 3, 5, 5).To(type), w = Random(2, 4, 3, 3, 3).To(type), b = Random(3, 4).To(type);
        Tensor expected = F.Conv2d(x.To(DataType.Float32), w.To(DataType.Float32), b.To(DataType.Float32), padding: 1).To(type);
        Tensor y = F.Conv2d(x, w, b, padding: 1);
        Assert.Equal(type, y.DataType);
        Assert.Equal(expected.ToArray<double>(), y.ToArray<double>());
    }

    [Fact]
    public void PaddingSame_KeepsLengthsWithTheOddZeroBehind()
    {
        // [1, 2, 3, 4] with one zero before and two behind, by PyTorch's conv1d(..., padding="same").
        Tensor y = F.Conv1d(Tensor.From([1f, 2, 3, 4], [1, 4]), Tensor.From([1f, 10, 100, 1000], [1, 1, 4]), padding: PerAxis.Same);
        Assert.Equal([3210f, 4321, 432, 43], y.ToArray<float>());
    }

    [Fact]
    public void BatchOfNone_GivesNoneAndZeroGradients()
    {
        Tensor w = Random(1, 4, 3, 3, 3).WithGradient(), b = Random(2, 4).WithGradient();
        Tensor y = F.Conv2d(Tensor.Zeros([0, 3, 6, 6], DataType.Float64), w, b);
        Assert.Equal([0, 4, 4, 4], y.Shape.Dimensions.ToArray());
        F.Sum(y).Backward();
        Assert.All(w.Gradient!.ToArray<double>(), value => Assert.Equal(0, value));
        Assert.All(b.Gradient!.ToArray<double>(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Views_AreReadAsTheyAre()
    {
        Tensor x = Random(1, 5, 2, 3, 6).Transpose(0, 1), w = Random(2, 3, 3, 5, 4).Transpose(1, 2);
        Assert.False(w.IsContiguous);
        Tensor expected = F.Conv2d(x.Contiguous(), w.Contiguous(), padding: 2);
        Assert.Equal(expected.ToArray<double>(), F.Conv2d(x, w, padding: 2).ToArray<double>());
    }

    [Fact]
    public void InfiniteElements_StayWhereTheyAre()
    {
        Tensor x = Tensor.From([0f, float.PositiveInfinity, 0, 1, 2, 3], [1, 6]);
        float[] y = F.Conv1d(x, Tensor.From([1f, 1], [1, 1, 2])).ToArray<float>();
        Assert.Equal([float.PositiveInfinity, float.PositiveInfinity, 1, 3, 5], y);
    }

    [Theory]
    [InlineData("x", "of 4 axes", 1)]
    [InlineData("x", "4 channels", 2)]
    [InlineData("groups", "divides the 4 output channels", 3)]
    [InlineData("weight", "larger|1 to 4 elements", 4)]
    [InlineData("bias", "bias of \\[4\\]", 5)]
    [InlineData("x", "one floating-point type", 6)]
    [InlineData("stride", "one stride for all axes", 7)]
    [InlineData("stride", "1 or more", 8)]
    [InlineData("outputPadding", "below the stride", 9)]
    [InlineData("padding", "pad less", 10)]
    [InlineData("groups", "1 group or more", 11)]
    [InlineData("stride", "stride of 1 with the padding same", 12)]
    [InlineData("weight", "weight of 4 axes", 13)]
    [InlineData("x", "first axis is the input's channels", 14)]
    public void Errors_NameTheArgumentAndTheWayOut(string argument, string words, int call)
    {
        Tensor x = Tensor.Zeros([2, 4, 4, 4]), w = Tensor.Zeros([4, 4, 3, 3]), b = Tensor.Zeros(3);
        ArgumentException e = Assert.ThrowsAny<ArgumentException>(() => call switch
        {
            1 => F.Conv2d(Tensor.Zeros([4, 4]), w),
            2 => F.Conv2d(Tensor.Zeros([2, 3, 4, 4]), w),
            3 => F.Conv2d(Tensor.Zeros([2, 12, 4, 4]), w, groups: 3),
            4 => F.Conv2d(x, Tensor.Zeros([4, 4, 5, 3])),
            5 => F.Conv2d(x, w, b),
            6 => F.Conv2d(x.To(DataType.Float64), w),
            7 => F.Conv2d(x, w, stride: (1, 2, 3)),
            8 => F.Conv2d(x, w, stride: (1, 0)),
            9 => F.ConvTranspose2d(x, w, stride: 2, outputPadding: 2),
            10 => F.ConvTranspose2d(x, w, padding: 3),
            11 => F.Conv2d(x, w, groups: 0),
            12 => F.Conv2d(x, w, stride: 2, padding: PerAxis.Same),
            13 => F.Conv2d(x, Tensor.Zeros([4, 4, 3])),
            _ => F.ConvTranspose2d(Tensor.Zeros([2, 3, 4, 4]), w),
        });
        Assert.Equal(argument, e.ParamName);
        Assert.Matches(words, e.Message);
    }

    private static Tensor Random(int seed, params int[] shape) => Tensor.RandomNormal(Shape.Create(shape), new Philox((ulong)seed), dataType: DataType.Float64);
}

using System.Diagnostics;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Functional;

/// <summary>Sizes computed of a user's numbers that no tensor has: an exception names the argument, never a wrapped number, and nothing takes long.</summary>
public class SizeTests
{
    private static readonly Dictionary<string, (string Argument, Func<object> Call)> Cases = new()
    {
        ["Conv1d replicate"] = ("x", () => new Conv1d(1, 1, 1, padding: int.MaxValue, paddingMode: PaddingMode.Replicate).Forward(Zeros(1, 1, 4))),
        ["Conv1d replicate same"] = ("x", () =>
            new Conv1d(1, 1, 3, padding: PerAxis.Same, dilation: int.MaxValue, paddingMode: PaddingMode.Replicate).Forward(Zeros(1, 1, 4))),
        ["Unfold padding"] = ("padding", () => F.Unfold(Zeros(1, 1, 1, 1), 1, padding: int.MaxValue)),
        ["Unfold positions"] = ("kernelSize", () => F.Unfold(Zeros(1, 1, 1, 1), 65537, padding: 32768)),
        ["Unfold windows"] = ("padding", () => F.Unfold(Zeros(1, 1, 1, 1), 1, padding: 32768)),
        ["Unfold channels"] = ("kernelSize", () => F.Unfold(Zeros(0, 1 << 16, 1, 1), 40000, padding: 20000)),
        ["Fold"] = ("kernelSize", () => F.Fold(Zeros(1, 1, 1), (1, 1), 65536, padding: 32768)),
        ["Lstm"] = ("hiddenSize", () => new Lstm(1, 1 << 30)),
        ["LstmCell"] = ("hiddenSize", () => new LstmCell(1, 1 << 30)),
        ["Lstm layers"] = ("numLayers", () => new Lstm(1, 1, numLayers: int.MaxValue, bidirectional: true)),
        ["MultiheadAttention"] = ("embedDim", () => new MultiheadAttention(1 << 30, 1)),
        ["PixelShuffle"] = ("upscaleFactor", () => F.PixelShuffle(Zeros(0, 70000, 1), 70000)),
        ["PixelUnshuffle"] = ("downscaleFactor", () => F.PixelUnshuffle(Zeros(2, 0, 0), 70000)),
        ["Conv1d padding"] = ("padding", () => F.Conv1d(Zeros(1, 1, 1), Zeros(1, 1, 1), padding: 2000000000)),
        ["Conv1d same"] = ("dilation", () => F.Conv1d(Zeros(1, 1, 1), Zeros(1, 1, 3), padding: PerAxis.Same, dilation: 2000000000)),
        ["ConvTranspose1d stride"] = ("stride", () => F.ConvTranspose1d(Zeros(1, 1, 3), Zeros(1, 1, 1), stride: 2000000000)),
        ["ConvTranspose1d dilation"] = ("dilation", () => F.ConvTranspose1d(Zeros(1, 1, 1), Zeros(1, 1, 3), dilation: 2000000000)),
        ["ConvTranspose1d groups"] = ("groups", () => F.ConvTranspose1d(Zeros(1, 2, 1), Zeros(2, 2, 1), groups: int.MaxValue)),
        ["MaxUnpool2d"] = ("kernelSize", () => F.MaxUnpool2d(Zeros(1, 1, 1, 1), Indices(1, 1, 1, 1), 65536)),
        ["MaxUnpool1d"] = ("kernelSize", () => F.MaxUnpool1d(Zeros(1, 1, 3), Indices(1, 1, 3), 2000000000)),
        ["LpPool2d"] = ("kernelSize", () => F.LpPool2d(Zeros(1, 1, 1, 1), 2, 65536)),
        ["AdaptiveAvgPool2d"] = ("outputSize", () => F.AdaptiveAvgPool2d(Zeros(1, 1, 1, 1), 100000)),
        ["Upsample"] = ("size", () => new Upsample(size: int.MaxValue).Forward(Zeros(1, 1, 1))),
        ["Upsample plane"] = ("size", () => new Upsample(size: 100000).Forward(Zeros(1, 1, 1, 1))),
        ["Upsample factor"] = ("scaleFactor", () => new Upsample(scaleFactor: 2e9).Forward(Zeros(1, 1, 1, 1))),
        ["Upsample linear"] = ("size", () => F.Interpolate(Zeros(1, 1, 1), 1500000000, mode: InterpolationMode.Linear)),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void SizeThatNoTensorHas_IsRefusedByItsArgument(string name)
    {
        (string argument, Func<object> call) = Cases[name];
        ArgumentException exception = Assert.ThrowsAny<ArgumentException>(call);
        Assert.Equal(argument, exception.ParamName);
        Assert.Contains("but got", exception.Message, StringComparison.Ordinal);
    }

    // Lengths cut as numbers of any size: 1 − 2³¹ + 2³¹ − 1 elements are left.
    [Fact]
    public void ConstantPad_OfTheLeastNumber_TakesAllAway()
    {
        Assert.Equal([1, 1, 0], new ConstantPad1d((int.MinValue, int.MaxValue), 1).Forward(Zeros(1, 1, 1)).Shape.ToArray());
        Assert.Equal([7f], new ConstantPad1d((int.MinValue, int.MaxValue), 7).Forward(Zeros(1, 1, 2)).ToArray<float>());
    }

    [Fact]
    public void PoolingOfNoPlanes_TakesNoTime()
    {
        Stopwatch watch = Stopwatch.StartNew();
        Tensor y = F.AdaptiveMaxPool1d(Zeros(1, 0, 2), 300000000, out Tensor indices);
        Assert.Equal([1, 0, 300000000], y.Shape.ToArray());
        Assert.Equal([1, 0, 300000000], indices.Shape.ToArray());
        Assert.Equal([0, 100000, 100000], F.AdaptiveAvgPool2d(Zeros(0, 1, 1), 100000).Shape.ToArray());
        Assert.Equal([0, 2, 1, 1], F.AdaptiveAvgPool2d(Zeros(0, 2, 3, 3), 1).Shape.ToArray());
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
    }

    [Fact]
    public void LpPool_OfAPlaneOfManyElements_CountsThemAll()
    {
        // PyTorch's average of the two elements within the input, times the 65536² of the kernel, and the root of that.
        Tensor y = F.LpPool2d(Tensor.From([3f, 4], [1, 1, 1, 2]), 2, 65536, ceilMode: true);
        Assert.Equal(65536 * Math.Sqrt(12.5), y.Item<float>(), 0.02);
    }

    private static Tensor Zeros(params int[] lengths) => Tensor.Zeros(lengths);

    private static Tensor Indices(params int[] lengths) => Tensor.Zeros(lengths, DataType.Int64);
}

using Hillock.Autograd;
using Hillock.Data.Transforms;
using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Data.Transforms;

public class ResizeTests
{
    public static TheoryData<int> Cases =>
        [.. Enumerable.Range(0, TransformOracle.All.Length).Where(i => TransformOracle.All[i].Operation is "resize" or "center_crop")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Result_IsTorchvisions(int number)
    {
        TransformOracle item = TransformOracle.All[number];
        double[] size = item.Numbers("size");
        PerAxis lengths = size.Length == 1 ? (int)size[0] : ((int)size[0], (int)size[1]);
        IImageTransform transform = item.Operation == "center_crop"
            ? new CenterCrop(lengths)
            : new Resize(
                lengths, Enum.Parse<ResizeMode>(item.Text("mode"), ignoreCase: true), (int)item.Number("maxSize"),
                item.Arguments.GetProperty("antialias").GetBoolean());
        TransformAssert.Agrees(item, transform);
    }

    [Fact]
    public void Gradient_IsThatOfDifferences()
    {
        Tensor x = Tensor.RandomUniform([2, 5, 7], new Philox(1), dataType: DataType.Float64);
        foreach (ResizeMode mode in (ReadOnlySpan<ResizeMode>)[ResizeMode.Bilinear, ResizeMode.Bicubic, ResizeMode.Area])
        {
            GradientCheck.First(leaves => new Resize((3, 9), mode).Apply(leaves[0], default), [x]).ThrowIfFailed();
        }
    }

    [Fact]
    public void Area_KeepsTheMean_OfLargePictures()
    {
        Tensor x = Tensor.RandomUniform([1, 60, 1000], new Philox(2), dataType: DataType.Float64);
        Tensor y = new Resize((7, 13), ResizeMode.Area).Apply(x, default);
        Assert.Equal(F.Mean(x).Item<double>(), F.Mean(y).Item<double>(), 1e-12);
    }

    [Theory]
    [InlineData(0, 0, "size")]
    [InlineData(5, 5, "maxSize")]
    [InlineData(5, -1, "maxSize")]
    public void Constructor_UnfitArguments_AreNamed(int size, int maxSize, string name) =>
        Assert.Equal(name, Assert.ThrowsAny<ArgumentException>(() => new Resize(size, maxSize: maxSize)).ParamName);

    [Fact]
    public void Constructor_ModeOrSizesThatAreNone_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Resize(3, (ResizeMode)9));
        Assert.Throws<ArgumentException>(() => new Resize((3, 4, 5)));
        Assert.Throws<ArgumentException>(() => new Resize(default));
        Assert.Throws<ArgumentException>(() => new Resize((3, 4), maxSize: 9));
    }

    [Fact]
    public void Apply_ResultThatNoTensorHolds_IsRefused() =>
        Assert.ThrowsAny<ArgumentException>(() => new Resize((60000, 60000)).Apply(Tensor.Zeros([1, 2, 2]), default));
}

using Hillock.Autograd;
using Hillock.Data.Transforms;
using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Data.Transforms;

public class WarpTests
{
    public static TheoryData<int> Cases =>
        [.. Enumerable.Range(0, TransformOracle.All.Length).Where(i => TransformOracle.All[i].Operation is "rotate" or "affine")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Result_IsTorchvisions(int number)
    {
        TransformOracle item = TransformOracle.All[number];
        WarpMode mode = Enum.Parse<WarpMode>(item.Text("mode"), ignoreCase: true);
        double angle = item.Number("angle"), fill = item.Number("fill");
        if (item.Operation == "rotate")
        {
            (double, double)? center = item.IsNull("center") ? null : (item.Numbers("center")[0], item.Numbers("center")[1]);
            TransformAssert.Agrees(item, new RandomRotation((angle, angle), mode, item.Arguments.GetProperty("expand").GetBoolean(), center, fill));
            return;
        }

        // The shift is not random here: the map itself is compared, and what draws it below.
        double[] translate = item.Numbers("translate"), shear = item.Numbers("shear");
        Warp warp = Warp.Inverse(angle, (translate[0], translate[1]), item.Number("scale"), (shear[0], shear[1]), (0, 0));
        TransformAssert.Agrees(item, new Fixed(warp, mode, fill));
        if (translate[0] == 0)
        {
            TransformAssert.Agrees(
                item,
                new RandomAffine(
                    (angle, angle), scale: (item.Number("scale"), item.Number("scale")), shearX: (shear[0], shear[0]), shearY: (shear[1], shear[1]), mode: mode,
                    fill: fill));
        }
    }

    [Fact]
    public void QuarterTurns_MovePixels_OfAnySize()
    {
        foreach ((int height, int width) in ((int, int)[])[(1, 1), (1, 6), (5, 5), (4, 7)])
        {
            Tensor x = Tensor.Arange(2 * height * width).Reshape(2, height, width).To(DataType.UInt8);
            foreach (WarpMode mode in (WarpMode[])[WarpMode.Nearest, WarpMode.Bilinear])
            {
                Assert.Equal(F.Flip(x, -1, -2).ToArray<byte>(), new RandomRotation((180, 180), mode).Apply(x, default).ToArray<byte>());
                if (height == width)
                {
                    Assert.Equal(F.Flip(x.Transpose(), -2).ToArray<byte>(), new RandomRotation((90, 90), mode).Apply(x, default).ToArray<byte>());
                }
            }
        }
    }

    [Fact]
    public void RandomAffine_ShiftsByWholePixels_AsFarAsAsked()
    {
        // One bright pixel in the middle tells the shift.
        Tensor x = F.Pad(F.Pad(Tensor.Ones([1, 1, 1]), 10, 10, -1), 5, 5, -2);
        RandomAffine transform = new((0, 0), translate: (0.2, 0.3));
        int[] columns = new int[21], rows = new int[11];
        const int draws = 4000;
        for (int i = 0; i < draws; i++)
        {
            int place = F.ArgMax(transform.Apply(x, TransformKey.Of(1, 0, i)).Flatten()).Item<int>();
            columns[place % 21]++;
            rows[place / 21]++;
        }

        // ±0.2·21 and ±0.3·11, rounded: from −4 to 4 and from −3 to 3. A uniform number of ±4.2 rounds to 4 in 0.7 of 8.4.
        Assert.Equal(draws, columns[6..15].Sum());
        Assert.Equal(draws, rows[2..9].Sum());
        double[] expected = [0.7 / 8.4, 1 / 8.4, 1 / 8.4, 1 / 8.4, 1 / 8.4, 1 / 8.4, 1 / 8.4, 1 / 8.4, 0.7 / 8.4];
        for (int k = 0; k < expected.Length; k++)
        {
            double bound = 5 * Math.Sqrt(draws * expected[k] * (1 - expected[k]));
            Assert.InRange(columns[6 + k], (draws * expected[k]) - bound, (draws * expected[k]) + bound);
        }
    }

    [Fact]
    public void RandomRotation_DrawsItsAngleUniformly()
    {
        // A dot on the right, turned by the angle: its bilinear centre of mass gives the angle back.
        Tensor x = F.Pad(F.Pad(Tensor.Ones([1, 1, 1], DataType.Float64), 38, 2, -1), 20, 20, -2);
        RandomRotation transform = new((-40, 20), WarpMode.Bilinear);
        const int draws = 500;
        double sum = 0, square = 0;
        for (int i = 0; i < draws; i++)
        {
            double[] values = transform.Apply(x, TransformKey.Of(2, 0, i)).ToArray<double>();
            double across = 0, along = 0;
            for (int k = 0; k < values.Length; k++)
            {
                across += values[k] * ((k % 41) - 20);
                along += values[k] * ((k / 41) - 20);
            }

            double angle = -Math.Atan2(along, across) * 180 / Math.PI;
            Assert.InRange(angle, -42, 22);
            sum += angle;
            square += angle * angle;
        }

        // Uniform from −40 to 20: mean −10, variance 300, and kurtosis 1.8; half a degree for the centre of mass.
        Assert.InRange(sum / draws, -10.5 - (5 * Math.Sqrt(300.0 / draws)), -9.5 + (5 * Math.Sqrt(300.0 / draws)));
        Assert.InRange(square / draws, 400 - 20 - (5 * Math.Sqrt(90000.0 / draws)), 400 + 20 + (5 * Math.Sqrt(90000.0 / draws)));
    }

    [Fact]
    public void Gradient_IsThatOfDifferences()
    {
        Tensor x = Tensor.RandomUniform([2, 5, 6], new Philox(1), dataType: DataType.Float64);
        foreach (WarpMode mode in (WarpMode[])[WarpMode.Nearest, WarpMode.Bilinear])
        {
            GradientCheck.First(leaves => new RandomRotation((25, 25), mode, fill: 0.5).Apply(leaves[0], default), [x]).ThrowIfFailed();
        }
    }

    [Fact]
    public void PixelsWithoutWeight_DoNotCount_IfTheyAreNaN()
    {
        Tensor x = Tensor.From([1f, float.NaN, 3, float.PositiveInfinity], [1, 2, 2]);
        Assert.Equal([1, float.NaN, 3, float.PositiveInfinity], new RandomRotation((0, 0), WarpMode.Bilinear).Apply(x, default).ToArray<float>());
    }

    [Fact]
    public void UnfitArguments_AreNamed()
    {
        Assert.Equal("degrees", Assert.ThrowsAny<ArgumentException>(() => new RandomRotation(-1)).ParamName);
        Assert.Equal("degrees", Assert.ThrowsAny<ArgumentException>(() => new RandomRotation((3, 2))).ParamName);
        Assert.Equal("center", Assert.ThrowsAny<ArgumentException>(() => new RandomRotation(1, expand: true, center: (0, 0))).ParamName);
        Assert.Equal("mode", Assert.ThrowsAny<ArgumentException>(() => new RandomRotation(1, (WarpMode)5)).ParamName);
        Assert.Equal("fill", Assert.ThrowsAny<ArgumentException>(() => new RandomAffine((0, 0), fill: double.NaN)).ParamName);
        Assert.Equal("translate", Assert.ThrowsAny<ArgumentException>(() => new RandomAffine((0, 0), (1.5, 0))).ParamName);
        Assert.Equal("scale", Assert.ThrowsAny<ArgumentException>(() => new RandomAffine((0, 0), scale: (0, 1))).ParamName);
        Assert.Equal("shearX", Assert.ThrowsAny<ArgumentException>(() => new RandomAffine((0, 0), shearX: (-90, 1))).ParamName);
        Assert.Equal("shearY", Assert.ThrowsAny<ArgumentException>(() => new RandomAffine((0, 0), shearY: (0, double.NaN))).ParamName);
    }

    private sealed class Fixed(Warp warp, WarpMode mode, double fill) : IImageTransform
    {
        public Tensor Apply(Tensor picture, Philox random) => warp.Apply(picture, picture.Shape[^2], picture.Shape[^1], mode, fill);
    }
}

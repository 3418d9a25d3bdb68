using Hillock.Data.Transforms;
using Hillock.Numbers;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Data.Transforms;

public class RandomResizedCropTests
{
    private const int Draws = 20_000;

    /// <summary>The part lies within the picture, has a share and a ratio within their ranges, and its area and place are distributed as described.</summary>
    [Fact]
    public void Parts_AreDistributedAsDescribed()
    {
        const int height = 400, width = 600;
        RandomResizedCrop crop = new(8, (0.1, 0.5), (0.5, 2));
        double share = 0, logarithm = 0, place = 0;
        for (int i = 0; i < Draws; i++)
        {
            (int top, int left, int rows, int columns) = crop.Part(height, width, new Philox((ulong)i));
            Assert.True(top >= 0 && left >= 0 && rows > 0 && columns > 0 && top + rows <= height && left + columns <= width, $"{i}");
            double area = (double)rows * columns / (height * width);
            Assert.InRange(area, 0.099, 0.505);
            Assert.InRange((double)columns / rows, 0.495, 2.02);
            share += area / Draws;
            logarithm += Math.Log((double)columns / rows) / Draws;
            place += height == rows ? 0.5 / Draws : (double)top / (height - rows) / Draws;
        }

        // All shapes up to ½ of the area with ratios of ½ to 2 fit but those above 400 rows or 600 columns: √(0.5·240000/0.5) = 490 rows. So what is drawn
        // again are tall and wide large ones, and the mean share lies somewhat below 0.3, by the integral of the density over what fits.
        Assert.InRange(Math.Abs(share - Integral().Share), 0, 5 * 0.116 / Math.Sqrt(Draws));
        Assert.InRange(Math.Abs(logarithm - Integral().Logarithm), 0, 5 * 0.4 / Math.Sqrt(Draws));
        Assert.InRange(Math.Abs(place - 0.5), 0, 5 * 0.29 / Math.Sqrt(Draws));

        static (double Share, double Logarithm) Integral()
        {
            double sum = 0, share = 0, logarithm = 0;
            for (int i = 0; i < 1000; i++)
            {
                for (int j = 0; j < 1000; j++)
                {
                    double a = 0.1 + (0.4 * (i + 0.5) / 1000), l = Math.Log(0.5) + (Math.Log(4) * (j + 0.5) / 1000);
                    if (Math.Sqrt(a * height * width * Math.Exp(l)) < width + 0.5 && Math.Sqrt(a * height * width / Math.Exp(l)) < height + 0.5)
                    {
                        (sum, share, logarithm) = (sum + 1, share + a, logarithm + l);
                    }
                }
            }

            return (share / sum, logarithm / sum);
        }
    }

    /// <summary>Where nothing of the ratio fits, the largest part about the middle whose ratio is within the range.</summary>
    [Theory]
    [InlineData(10, 100, 0, 43, 10, 13)] // 10·4/3 = 13.3 columns
    [InlineData(100, 10, 43, 0, 13, 10)]
    [InlineData(1, 1, 0, 0, 1, 1)]
    public void Middle_IsTakenWhereNothingFits(int height, int width, int top, int left, int rows, int columns) =>
        Assert.Equal((top, left, rows, columns), new RandomResizedCrop(4, (1, 1)).Part(height, width, new Philox(3)));

    [Fact]
    public void Whole_IsResize()
    {
        Tensor x = Tensor.RandomUniform([3, 9, 9], new Philox(1));
        Tensor y = new RandomResizedCrop((5, 4), (1, 1), (1, 1)).Apply(x, new Philox(2));
        Assert.Equal(new Resize((5, 4)).Apply(x, default).ToArray<float>(), y.ToArray<float>());
    }

    [Fact]
    public void Part_IsThatOfThePicture_ForEveryType()
    {
        RandomResizedCrop crop = new((3, 4), mode: ResizeMode.Area);
        Tensor x = (Tensor.RandomUniform([3, 12, 11], new Philox(1)) * 255).To(DataType.UInt8);
        Philox random = new(9);
        (int top, int left, int rows, int columns) = crop.Part(12, 11, random);
        foreach (DataType type in (DataType[])[DataType.UInt8, DataType.Float32, DataType.Float64, DataType.Float16, DataType.BFloat16])
        {
            Tensor picture = x.To(type);
            Tensor part = picture.Slice(-2, top, top + rows).Slice(-1, left, left + columns);
            Assert.Equal(new Resize((3, 4), ResizeMode.Area).Apply(part, default).ToArray<double>(), crop.Apply(picture, random).ToArray<double>());
            TransformAssert.IsPure(picture, crop, random);
        }
    }

    [Fact]
    public void UnfitArguments_AreNamed()
    {
        Assert.Equal("scale", Assert.ThrowsAny<ArgumentException>(() => new RandomResizedCrop(3, (0, 1))).ParamName);
        Assert.Equal("scale", Assert.ThrowsAny<ArgumentException>(() => new RandomResizedCrop(3, (0.5, 1.1))).ParamName);
        Assert.Equal("ratio", Assert.ThrowsAny<ArgumentException>(() => new RandomResizedCrop(3, ratio: (2, 1))).ParamName);
        Assert.Equal("ratio", Assert.ThrowsAny<ArgumentException>(() => new RandomResizedCrop(3, ratio: (1, double.NaN))).ParamName);
        Assert.Equal("size", Assert.ThrowsAny<ArgumentException>(() => new RandomResizedCrop(0)).ParamName);
        Assert.Equal("mode", Assert.ThrowsAny<ArgumentException>(() => new RandomResizedCrop(2, mode: (ResizeMode)9)).ParamName);
        Assert.Throws<ArgumentException>(() => new RandomResizedCrop(2).Apply(Tensor.Zeros([2]), default));
    }
}

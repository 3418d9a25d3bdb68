using Hillock.Cli.PictureFiles;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Cli.PictureFiles;

public sealed class PictureResizeTests
{
    // Bytes of two channels of 4 × 6: i²·7 mod 251.
    private static readonly byte[] Pixels = [.. Enumerable.Range(0, 48).Select(i => (byte)(i * i * 7 % 251))];

    /// <summary>
    /// PyTorch's in float64, before rounding: interpolate(mode="area") to the smaller of both lengths, then interpolate(mode="bilinear", align_corners=False).
    /// </summary>
    public static TheoryData<int, int, double[]> Expected => new()
    {
        {
            2, 3,
            [
                25, 88.25, 144.75, 52.25, 75, 91, 87.5, 132.5, 108, 68, 135.25, 133,
            ]
        },
        {
            3, 4,
            [
                25, 81, 109.5, 144.75, 69, 146.25, 91.75, 85.5, 52.25, 88, 76, 91, 87.5, 165.75, 113.25, 108, 76.75, 113.5, 103.5, 119.5, 68, 126, 95.75,
                133,
            ]
        },
        {
            5, 7,
            [
                0, 5.5, 20.5, 45.5, 80.5, 125.5, 175, 0.7, 52.4, 117.8, 105.35, 102.9, 160.65, 118.3, 2.5, 107, 149.3214, 112, 84.6786, 103.2143, 54.5, 5.5,
                103.6357, 106.7429, 82.2, 67.6571, 63.1143, 67.2, 9, 15.2857, 31.1429, 57, 92.8571, 138.7143, 189, 16, 88.2857, 176.1429, 148.5, 130.8571,
                194.9286, 114, 22.3, 140.7857, 166.0929, 126.1, 96.1071, 97.6286, 62.9, 30.5, 103.1786, 110.7857, 101.5, 102.2143, 112.9286, 131, 39.9,
                66.7714, 105.0857, 115.75, 109.5214, 129.4286, 200.3, 49, 122.0714, 210.7857, 184, 77.5714, 34.9286, 152,
            ]
        },
        {
            2, 8,
            [
                0.5, 31.125, 73.125, 106.4375, 70.0625, 120.875, 147.3125, 134.5, 6.5, 63.6875, 90.5, 77.25, 72.75, 77, 88.25, 102, 20.5, 104.25, 162.9375,
                165.875, 99.125, 119.5625, 115.625, 77.5, 42.5, 74.375, 117.875, 152.6875, 117.8125, 91.6875, 119.625, 186.5,
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Expected))]
    public void To_AnotherSize_IsPyTorchs(int height, int width, double[] expected)
    {
        Tensor resized = PictureResize.To(Tensor.From(Pixels, [2, 4, 6]), height, width);
        Assert.Equal([2, height, width], resized.Shape.Dimensions.ToArray());
        Assert.All(resized.ToArray<byte>().Zip(expected), pair => Assert.InRange(pair.First - pair.Second, -0.50005, 0.50005));
        Assert.Equal(expected.Length, resized.Length);
    }

    [Fact]
    public void To_TheSameSize_ChangesNothing() => Assert.Equal(Pixels, PictureResize.To(Tensor.From(Pixels, [2, 4, 6]), 4, 6).ToArray<byte>());

    [Fact]
    public void DataAddress_LargePicture_IsMadeSmaller()
    {
        string address = PngPicture.DataAddress(Tensor.Zeros([3, 400, 1000], DataType.UInt8));
        byte[] file = Convert.FromBase64String(address["data:image/png;base64,".Length..]);
        Assert.Equal([3, 38, 96], Hillock.Images.Picture.Read(file).Shape.Dimensions.ToArray());
    }
}

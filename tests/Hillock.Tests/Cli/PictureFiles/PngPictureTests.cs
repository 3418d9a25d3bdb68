using Hillock.Cli.PictureFiles;
using Hillock.Images;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Cli.PictureFiles;

public sealed class PngPictureTests
{
    [Theory]
    [InlineData(1, new byte[] { 0, 255, 64, 128 })]
    [InlineData(3, new byte[] { 0, 255, 64, 128, 1, 3, 5, 7, 2, 4, 6, 8 })]
    [InlineData(2, new byte[] { 0, 255, 64, 128 })]
    public void DataAddress_Pixels_AreThoseOfTheFile(int channels, byte[] expected)
    {
        float[] pixels = channels == 1 ? [0, 255, 64, 128] : [0, 255, 64, 128, 1, 3, 5, 7, 2, 4, 6, 8];
        byte[] file = Convert.FromBase64String(PngPicture.DataAddress(pixels, channels, 2, 2)["data:image/png;base64,".Length..]);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], file[..8]);
        Tensor read = Picture.Read(file);
        Assert.Equal([expected.Length / 4, 2, 2], read.Shape.Dimensions.ToArray());
        Assert.Equal(expected, read.ToArray<byte>());
    }

    [Fact]
    public void DataAddress_LargePicture_IsMadeSmaller()
    {
        string address = PngPicture.DataAddress(Tensor.Full([3, 400, 1000], 9, DataType.UInt8));
        Tensor read = Picture.Read(Convert.FromBase64String(address["data:image/png;base64,".Length..]));
        Assert.Equal([3, 38, 96], read.Shape.Dimensions.ToArray());
        Assert.Equal([9], read.ToArray<byte>().Distinct());
    }

    [Fact]
    public void DataAddress_PixelsUpToOne_AreScaled() => Assert.Equal(
        PngPicture.DataAddress([0, 255, 51, 102], 1, 2, 2), PngPicture.DataAddress([0, 1, 0.2f, 0.4f], 1, 2, 2));
}

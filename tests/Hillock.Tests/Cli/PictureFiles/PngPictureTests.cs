using System.Buffers.Binary;
using System.IO.Compression;
using Hillock.Cli.PictureFiles;
using Xunit;

namespace Hillock.Tests.Cli.PictureFiles;

public sealed class PngPictureTests
{
    /// <summary>An empty IEND has the checksum AE426082 in every PNG file; the other bytes follow from the format's rules (RFC 2083).</summary>
    [Theory]
    [InlineData(1, 0, new byte[] { 0, 0, 255, 0, 64, 128 })]
    [InlineData(3, 2, new byte[] { 0, 0, 1, 2, 255, 3, 4, 0, 64, 5, 6, 128, 7, 8 })]
    public void DataAddress_Pixels_AreThoseOfTheFile(int channels, int color, byte[] rows)
    {
        float[] pixels = channels == 1 ? [0, 255, 64, 128] : [0, 255, 64, 128, 1, 3, 5, 7, 2, 4, 6, 8];
        byte[] file = Convert.FromBase64String(PngPicture.DataAddress(pixels, channels, 2, 2)["data:image/png;base64,".Length..]);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], file[..8]);
        Assert.Equal("IHDR"u8.ToArray(), file[12..16]);
        Assert.Equal([0, 0, 0, 2, 0, 0, 0, 2, 8, (byte)color, 0, 0, 0], file[16..29]);
        int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(33));
        Assert.Equal("IDAT"u8.ToArray(), file[37..41]);
        using ZLibStream inflate = new(new MemoryStream(file[41..(41 + length)]), CompressionMode.Decompress);
        using MemoryStream all = new();
        inflate.CopyTo(all);
        Assert.Equal(rows, all.ToArray());
        Assert.Equal([0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82], file[^12..]);
    }

    [Fact]
    public void DataAddress_PixelsUpToOne_AreScaled() => Assert.Equal(
        PngPicture.DataAddress([0, 255, 51, 102], 1, 2, 2), PngPicture.DataAddress([0, 1, 0.2f, 0.4f], 1, 2, 2));
}

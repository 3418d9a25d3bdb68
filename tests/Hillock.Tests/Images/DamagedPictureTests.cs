using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Hillock.Data;
using Hillock.Images;
using Xunit;

namespace Hillock.Tests.Images;

/// <summary>Files that are no pictures, broken or made to do harm.</summary>
public class DamagedPictureTests
{
    public static TheoryData<string> Names => [.. PictureSamples.Names];

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("hello", "neither PNG nor JPEG")]
    [InlineData("GIF89a", "but GIF")]
    [InlineData("II*\0", "but TIFF")]
    [InlineData("RIFF0000WEBPVP8 ", "but WebP")]
    public void OtherFiles_AreRefused(string content, string problem) => Refused(Encoding.Latin1.GetBytes(content), problem);

    /// <summary>Every shorter file lacks something; the last bytes of a PNG are its end, those of a JPEG the marker of its end.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void CutOff_IsRefused(string name)
    {
        byte[] file = PictureSamples.Bytes(name);
        for (int length = 8; length < file.Length; length += 1 + (file.Length / 97))
        {
            Refused(file[..length], "ends early");
        }

        Refused(file[..^1], "ends early");
    }

    [Fact]
    public void Checksums_FindEveryChangeOfAPng()
    {
        byte[] file = PictureSamples.Bytes("palette4.png");
        for (int i = 8; i < file.Length; i++)
        {
            byte[] changed = [.. file];
            changed[i] ^= 0x10;
            Assert.Throws<DataFormatException>(() => Picture.Read(changed));
        }
    }

    [Fact]
    public void Size_IsCheckedBeforePixels()
    {
        byte[] png = Png(60_000, 60_000, []);
        DataFormatException exception = Refused(png, "60000 × 60000, and at most 64,000,000 pixels");
        Assert.Contains("raise maximumPixels", exception.Message, StringComparison.Ordinal);
        Refused(Png(int.MaxValue, int.MaxValue, []), "at most");
        Refused(Png(0, 5, []), "at least 1 × 1");
        Refused(Png(-1, 5, []), "at least 1 × 1");
        byte[] jpeg = PictureSamples.Bytes("gray.jpg");
        int frame = jpeg.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 5), 65_535);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 7), 65_535);
        Refused(jpeg, "at most 64,000,000 pixels");
        string path = PictureSamples.PathOf("rgb8.png");
        Assert.Throws<DataFormatException>(() => Picture.Read(path, maximumPixels: (29 * 23) - 1));
        Assert.Equal(3, Picture.Read(path, maximumPixels: 29 * 23).Shape[0]);
    }

    /// <summary>Small files that claim much cost no memory: nothing is allocated for pixels that cannot be there.</summary>
    [Fact]
    public void Claims_AreNotBelieved()
    {
        byte[] jpeg = PictureSamples.Bytes("gray.jpg");
        int frame = jpeg.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 5), 8_000);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 7), 8_000);
        byte[] png = Png(8_000, 8_000, new byte[1000]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused(jpeg, "cannot be all of the picture");
        Refused(png, "the pixels unpack to 1000 bytes, and 64008000 are expected");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
    }

    /// <summary>Texts and profiles in PNG are packed too; they are not unpacked.</summary>
    [Fact]
    public void PackedTexts_AreLeftAlone()
    {
        byte[] text = [.. "a\0\0"u8, .. Packed(new byte[50_000_000])];
        byte[] file = [.. Png(2, 1, [0, 3, 4])[..33], .. Chunk("zTXt", text), .. Png(2, 1, [0, 3, 4])[33..]];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal([3, 4], PictureSamples.Pixels(Picture.Read(file)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
    }

    [Fact]
    public void Kinds_ThatAreNotSupportedAreNamed()
    {
        byte[] jpeg = PictureSamples.Bytes("gray.jpg");
        int frame = jpeg.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);
        jpeg[frame + 1] = 0xC9;
        Refused(jpeg, "arithmetic) is not supported");
        jpeg[frame + 1] = 0xC1;
        jpeg[frame + 4] = 12;
        Refused(jpeg, "1 components of 12 bits");
        Refused(Png(4, 9, new byte[99], isInterlaced: true), "fewer than 5 rows or columns is not supported");
        Refused(Png(9, 4, new byte[99], isInterlaced: true), "fewer than 5 rows or columns is not supported");
        Refused([.. Png(2, 1, [0, 3, 4])[..33], .. Chunk("ABCD", []), .. Png(2, 1, [0, 3, 4])[33..]], "the chunk ABCD");
    }

    /// <summary>A stream without an end is not read for ever.</summary>
    [Fact]
    public void Streams_AreBounded()
    {
        using MemoryStream stream = new(new byte[20_000_000]);
        DataFormatException exception = Assert.Throws<DataFormatException>(() => Picture.Read(stream, "s", maximumPixels: 1000));
        Assert.Contains("no picture of 1,000 pixels", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void Mutations_GiveAPictureOrItsFault()
    {
        byte[][] files = [.. PictureSamples.Names.Select(PictureSamples.Bytes)];
        Random random = new(50_000);
        int read = 0;
        for (int i = 0; i < 50_000; i++)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            byte[] file = Mutated(files[i % files.Length], random);
            try
            {
                read += Picture.Read(file, maximumPixels: 1_000_000).Shape[0] > 0 ? 1 : 0;
            }
            catch (DataFormatException exception)
            {
                Assert.StartsWith("picture", exception.Message, StringComparison.Ordinal);
            }
        }

        Assert.InRange(read, 500, 49_500); // both happen
    }

    // Some bytes changed, a piece doubled or cut; half of the PNGs get their checksums right again, so that what lies behind them is reached.
    private static byte[] Mutated(byte[] original, Random random)
    {
        byte[] file = [.. original];
        for (int count = random.Next(1, 6); count > 0; count--)
        {
            file[random.Next(2) == 0 ? random.Next(file.Length) : random.Next(Math.Min(file.Length, 200))] = (byte)random.Next(256);
        }

        if (random.Next(4) == 0)
        {
            int from = random.Next(file.Length), to = random.Next(file.Length);
            file = [.. file[..from], .. file[to..]];
        }

        if (random.Next(2) == 0 && file.AsSpan().StartsWith(original.AsSpan(0, 8)) && original[0] == 0x89)
        {
            for (int at = 8; at + 12 <= file.Length;)
            {
                long end = at + 8L + BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
                if (end + 4 > file.Length)
                {
                    break;
                }

                BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan((int)end), Crc32.Append(0, file.AsSpan(at + 4, (int)end - at - 4)));
                at = (int)end + 4;
            }
        }

        return file;
    }

    private static DataFormatException Refused(byte[] file, string problem)
    {
        DataFormatException exception = Assert.Throws<DataFormatException>(() => Picture.Read(file, "a/b.png"));
        Assert.StartsWith("a/b.png", exception.Message, StringComparison.Ordinal);
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
        return exception;
    }

    private static byte[] Png(int width, int height, byte[] rows, bool isInterlaced = false)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        header[12] = isInterlaced ? (byte)1 : (byte)0;
        return [0x89, .. "PNG\r\n"u8, 0x1A, 10, .. Chunk("IHDR", header), .. Chunk("IDAT", Packed(rows)), .. Chunk("IEND", [])];
    }

    private static byte[] Packed(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (ZLibStream stream = new(packed, CompressionLevel.Optimal))
        {
            stream.Write(bytes);
        }

        return packed.ToArray();
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] body = [.. Encoding.Latin1.GetBytes(type), .. data], length = new byte[4], crc = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(crc, Crc32.Append(0, body));
        return [.. length, .. body, .. crc];
    }
}

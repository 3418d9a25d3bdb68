using System.Buffers.Binary;
using System.IO.Compression;
using Hillock.Data;
using Hillock.Serialization;
using Hillock.Tests.Data;
using Xunit;

namespace Hillock.Tests.Serialization;

/// <summary>
/// Archives that are damaged or made to do harm: refused with the path, the member and a way out, before there is room made for what they claim.
/// </summary>
public class HostileArchiveTests
{
    private const int Flags = 8, Method = 10, Stored = 20, Size = 24, Header = 42; // places in an entry of the directory

    [Fact]
    public void Truncated_IsRefused_WhereverItEnds()
    {
        byte[] whole = Archive(compress: true, ("a.npy", Array(100)), ("b.npy", Array(5)));
        for (int length = 1; length < whole.Length; length++)
        {
            Refused(whole[..length]);
        }
    }

    [Fact]
    public void NamesTwice_AreRefused() => Contains("same name", Archive(compress: false, ("a.npy", Array(1)), ("a.npy", Array(1))));

    [Fact]
    public void Members_ThatOverlap_AreRefused()
    {
        byte[] bytes = Archive(compress: true, ("a.npy", Array(10)), ("b.npy", Array(10)));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(Entry(bytes, 1) + Header), 0);
        Contains("overlaps the member a.npy", bytes);
    }

    [Fact]
    public void AFlippedBit_OfStoredContent_IsNoticed()
    {
        byte[] bytes = Archive(compress: false, ("a.npy", Array(1000)));
        bytes[2000] ^= 16;
        Contains("check sum", bytes);
    }

    [Fact]
    public void Content_ThatGrowsBeyondItsSize_IsRefused()
    {
        byte[] bytes = Archive(compress: true, ("a.npy", Array(10_000)));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(Entry(bytes, 0) + Size), 128 + 8);
        Contains("decompresses to more", bytes);
        byte[] torch = Archive(compress: true, ("x/data.pkl", new byte[1000]));
        BinaryPrimitives.WriteUInt32LittleEndian(torch.AsSpan(Entry(torch, 0) + Size), 999);
        Assert.Contains("decompresses to more", Assert.Throws<DataFormatException>(() => TorchFile.Read(new MemoryStream(torch))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_ThatNoCompressionGives_AreRefused()
    {
        byte[] bytes = Archive(compress: true, ("a.npy", Array(10_000)));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(Entry(bytes, 0) + Size), 4_000_000_000);
        Contains("which no compression gives", bytes);
    }

    [Theory]
    [InlineData(Flags, 1, "encrypted")]
    [InlineData(Method, 12, "method 12")]
    [InlineData(Stored, 60_000, "leave the members")]
    [InlineData(Size, 77, "but said to have")]
    [InlineData(Header, 60_000, "behind the members")]
    [InlineData(Header, 5, "no member at offset 5")]
    [InlineData(28, 60_000, "leaves the directory")]
    public void Directory_ThatLies_IsRefused(int place, int value, string problem)
    {
        byte[] bytes = Archive(compress: false, ("a.npy", Array(100)));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(Entry(bytes, 0) + place), (ushort)value);
        Contains(problem, bytes);
    }

    [Theory]
    [InlineData(4, 1, "divided")]
    [InlineData(10, 9, "divided")]
    [InlineData(12, 3, "must end at")]
    [InlineData(16, 3, "must end at")]
    public void End_ThatLies_IsRefused(int place, int value, string problem)
    {
        byte[] bytes = Archive(compress: false, ("a.npy", Array(100)));
        bytes[bytes.Length - 22 + place] = (byte)value;
        Contains(problem, bytes);
    }

    [Fact]
    public void AnArray_ThatClaimsMoreThanItsMember_GetsNoRoom()
    {
        byte[] array = Array(100);
        int at = array.AsSpan().IndexOf("(100,)"u8);
        "(2000000000,), "u8.CopyTo(array.AsSpan(at));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Contains("only", Archive(compress: false, ("a.npy", array)));
        Contains("only", Archive(compress: true, ("a.npy", array)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50_000_000);
    }

    [Theory]
    [InlineData("FloatStorage", 1)]
    [InlineData("ShortStorage", 1)]
    [InlineData("FloatStorage", 0)]
    public void ACompressedMember_OfTorch_ThatClaimsMoreThanComes_GetsNoRoom(string storage, int member)
    {
        // Noise does not compress, so that its size may be said to be a thousand times as large.
        byte[] noise = new byte[60_000];
        new Random(1).NextBytes(noise);
        byte[] pickle = [.. new PickleWriter().Tensor(10_000_000, 0, [10_000_000], [1], type: storage).Bytes, .. noise];
        byte[] bytes = Archive(compress: true, ("x/data.pkl", pickle), ("x/data/0", noise));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(Entry(bytes, member) + Size), 50_000_000);
        using MemoryStream stream = new(bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        DataFormatException error = Assert.Throws<DataFormatException>(() => TorchFile.Read(stream));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 3_000_000);
        Assert.Contains("of 50000000 bytes", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FloatStorage")]
    [InlineData("ShortStorage")]
    public void ACompressedMember_OfTorch_IsRead(string storage)
    {
        byte[] content = new byte[1_000_000];
        new Random(1).NextBytes(content);
        int size = storage == "FloatStorage" ? 4 : 2, count = content.Length / size;
        byte[] pickle = new PickleWriter().Tensor(count, 0, [count], [1], type: storage).Bytes;
        using MemoryStream stored = new(Archive(compress: false, ("x/data.pkl", pickle), ("x/data/0", content)));
        using MemoryStream compressed = new(Archive(compress: true, ("x/data.pkl", pickle), ("x/data/0", content)));
        double[] expected =
        [
            .. Enumerable.Range(0, count).Select(i => size == 4 ? BitConverter.ToSingle(content, 4 * i) : (double)BitConverter.ToInt16(content, 2 * i)),
        ];
        Assert.Equal(expected, TorchFile.Read(stored)["tensor"].ToArray<double>());
        Assert.Equal(expected, TorchFile.Read(compressed)["tensor"].ToArray<double>());
    }

    internal static byte[] Archive(bool compress, params (string Name, byte[] Content)[] members)
    {
        using MemoryStream stream = new();
        using (ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in members)
            {
                using Stream member = zip.CreateEntry(name, compress ? CompressionLevel.Fastest : CompressionLevel.NoCompression).Open();
                member.Write(content);
            }
        }

        return stream.ToArray();
    }

    private static byte[] Array(int length)
    {
        using MemoryStream stream = new();
        NpyFile.Write<double>(stream, new double[length], [length]);
        return stream.ToArray();
    }

    private static int Entry(byte[] bytes, int index)
    {
        int at = -1;
        for (int i = 0; i <= index; i++)
        {
            at += 1 + bytes.AsSpan(at + 1).IndexOf("PK\x01\x02"u8);
        }

        return at;
    }

    private static DataFormatException Refused(byte[] bytes)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("a.npz", bytes);
        DataFormatException fault = Assert.Throws<DataFormatException>(() => NpzFile.Read(path));
        Assert.StartsWith(path, fault.Message, StringComparison.Ordinal);
        return fault;
    }

    private static void Contains(string problem, byte[] bytes) => Assert.Contains(problem, Refused(bytes).Message, StringComparison.Ordinal);
}

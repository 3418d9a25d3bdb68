using System.IO.Compression;
using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Data;

public sealed class DataFileTests : IDisposable
{
    // gzip.compress(b"", mtime=0) of Python; GZipStream would write nothing at all.
    private static readonly byte[] EmptyMember = Convert.FromHexString("1F8B080000000000020303000000000000000000");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(65_536)]
    [InlineData(1_000_000)]
    public void OpenRead_Gzip_GivesTheContent(int length)
    {
        byte[] content = Content(length);
        using Stream file = DataFile.OpenRead(_folder.Write("a.gz", Compress(content)));
        Assert.Equal(content, ReadAll(file));
        Assert.Equal(content, ReadAll(DataFile.OpenRead(new ForwardStream(Compress(content), 7), "pipe")));
        Assert.Equal(content, ReadAll(DataFile.OpenRead(new ForwardStream(content, 7), "pipe")));
        Assert.Equal([.. content, .. content], ReadAll(DataFile.OpenRead(new MemoryStream([.. Compress(content), .. Compress(content)]), "two members")));
    }

    [Fact]
    public void OpenRead_EveryTruncationOfGzip_IsRefused()
    {
        foreach (CompressionLevel level in new[] { CompressionLevel.Optimal, CompressionLevel.NoCompression })
        {
            byte[] whole = Compress(Content(600), level);
            for (int length = 2; length < whole.Length; length++)
            {
                byte[] part = whole[..length];
                DataFormatException error = Assert.Throws<DataFormatException>(() => ReadAll(DataFile.OpenRead(new MemoryStream(part), "some.gz")));
                Assert.Contains("some.gz: the gzip data is truncated", error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void OpenRead_DamagedGzip_IsRefusedOrHarmless()
    {
        byte[] content = Content(600);
        byte[] whole = Compress(content);
        int refused = 0;
        for (int i = whole.Length - 100; i < whole.Length; i++)
        {
            byte[] damaged = (byte[])whole.Clone();
            damaged[i] ^= 0x10;
            try
            {
                Assert.Equal(content, ReadAll(DataFile.OpenRead(new MemoryStream(damaged), "some.gz"))); // a padding bit
            }
            catch (DataFormatException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 95, 100);
        Assert.Throws<DataFormatException>(() => ReadAll(DataFile.OpenRead(new MemoryStream([.. whole, 1, 2, 3]), "some.gz")));
    }

    [Fact]
    public void OpenRead_BadPath_SaysWhatIsWrong()
    {
        string plain = _folder.Write("plain.gz", "a,b\n1,2\n");
        DataFormatException error = Assert.Throws<DataFormatException>(() => DataFile.OpenRead(plain));
        Assert.Contains("plain.gz, offset 0: the name ends in .gz but the content does not start with the gzip bytes", error.Message, StringComparison.Ordinal);
        Assert.Equal((plain, "offset 0"), (error.DataSource, error.Place));
        Assert.Contains(
            "nothing.csv: no such file", Assert.Throws<FileNotFoundException>(() => DataFile.OpenRead(_folder.Path("nothing.csv"))).Message,
            StringComparison.Ordinal);
        Assert.Contains("is a folder", Assert.Throws<IOException>(() => DataFile.OpenRead(_folder.FullName)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AtomicFile_WithoutCommit_LeavesTheOldContentAndNothingElse()
    {
        string path = _folder.Write("a.txt", "old");
        using (AtomicFile file = new AtomicFile(path))
        {
            file.Stream.Write("new"u8);
        }

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], _folder.Files());

        using (AtomicFile file = new AtomicFile(path))
        {
            file.Stream.Write("new"u8);
            file.Commit();
        }

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal([path], _folder.Files());
    }

    [Fact]
    public void AtomicFile_BadPath_NamesIt()
    {
        DirectoryNotFoundException error = Assert.Throws<DirectoryNotFoundException>(() => new AtomicFile(_folder.Path("missing/a.txt")));
        Assert.Contains("Cannot write " + _folder.Path("missing/a.txt"), error.Message, StringComparison.Ordinal);
        Assert.Contains("is a folder", Assert.Throws<IOException>(() => new AtomicFile(_folder.FullName)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AtomicFile_LinkOrDevice_IsWrittenThrough()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows, and it has no /dev/null.");
        string target = _folder.Write("target.txt", "old");
        File.CreateSymbolicLink(_folder.Path("link.txt"), target);
        foreach (string? path in new[] { _folder.Path("link.txt"), "/dev/null" })
        {
            using AtomicFile file = new(path);
            file.Stream.Write("new"u8);
            file.Commit();
        }

        Assert.Equal("new", File.ReadAllText(target));
        Assert.NotNull(new FileInfo(_folder.Path("link.txt")).LinkTarget);
        Assert.Empty(File.ReadAllBytes("/dev/null"));
    }

    private static byte[] Content(int length)
    {
        byte[] content = new byte[length];
        new Random(1).NextBytes(content);
        return content;
    }

    internal static byte[] Compress(byte[] content, CompressionLevel level = CompressionLevel.Optimal)
    {
        MemoryStream output = new();
        using (GZipStream gzip = new GZipStream(output, level))
        {
            gzip.Write(content);
        }

        return content.Length > 0 ? output.ToArray() : EmptyMember;
    }

    private static byte[] ReadAll(Stream stream)
    {
        MemoryStream output = new();
        stream.CopyTo(output);
        return output.ToArray();
    }
}

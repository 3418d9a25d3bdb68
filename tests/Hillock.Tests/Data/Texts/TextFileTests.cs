using System.IO.Compression;
using System.Text;
using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Data.Texts;

/// <summary>Text files of every encoding, with line ends of every kind, and such that are none.</summary>
public class TextFileTests
{
    private const string Text = "größe\r\nzwei\rdrei\n\r\n\u4E2D\U0001F600\uFEFF\n";
    private const string Unified = "größe\nzwei\ndrei\n\n\u4E2D\U0001F600\uFEFF\n";

    public static TheoryData<string> Marked => ["utf-8", "utf-16", "utf-16BE", "utf-32", "utf-32BE"];

    [Theory]
    [MemberData(nameof(Marked))]
    public void File_WithAMark_IsOfItsEncoding(string name)
    {
        using TemporaryFolder folder = new();
        Encoding encoding = Encoding.GetEncoding(name);
        string path = folder.Write("a.txt", [.. encoding.Preamble, .. encoding.GetBytes(Text)]);
        Assert.Equal(Unified, Read(path));
        Assert.Equal(Unified, Read(path, Encoding.Latin1));
        using (GZipStream gzip = new(File.Create(path + ".gz"), CompressionLevel.Fastest))
        {
            gzip.Write(File.ReadAllBytes(path));
        }

        Assert.Equal(Unified, Read(path + ".gz"));
    }

    [Theory]
    [MemberData(nameof(Marked))]
    public void File_WithoutAMark_IsOfTheEncodingThatIsGiven(string name)
    {
        using TemporaryFolder folder = new();
        Encoding encoding = Encoding.GetEncoding(name);
        Assert.Equal(Unified, Read(folder.Write("a.txt", encoding.GetBytes(Text)), encoding));
        Assert.Equal("größe", Read(folder.Write("b.txt", Encoding.Latin1.GetBytes("größe")), Encoding.Latin1));
    }

    /// <summary>Blocks end anywhere: within a character, and between the two halves of a line end.</summary>
    [Theory]
    [MemberData(nameof(Marked))]
    public void LongText_InPiecesOfAnyLength_IsTheSame(string name)
    {
        string[] parts = ["a", "ä", "\u4E2D", "\U0001F600", "\r\n", "\n", "\r", "\0"];
        Random random = new(1);
        Encoding encoding = Encoding.GetEncoding(name);
        for (int length = 0; length < 200_000; length = (length * 3) + 7)
        {
            string text = string.Concat(Enumerable.Range(0, length).Select(_ => parts[random.Next(parts.Length)]));
            byte[] bytes = [.. encoding.Preamble, .. encoding.GetBytes(text)];
            using TextReader reader = TextFile.OpenRead(new Pieces(bytes, random));
            StringBuilder read = new();
            char[] buffer = new char[1000];
            while (reader.Peek() >= 0)
            {
                read.Append(buffer, 0, reader.Read(buffer, 0, random.Next(1, buffer.Length)));
            }

            Assert.Equal(-1, reader.Read());
            Assert.Equal(0, reader.Read(buffer));
            Assert.Equal(text.Replace("\r\n", "\n").Replace('\r', '\n'), read.ToString());
        }
    }

    [Theory]
    [InlineData(new byte[] { 0xE4 }, "E4", 0)]
    [InlineData(new byte[] { 0x80 }, "80", 0)]
    [InlineData(new byte[] { 0xC0, 0xAF }, "C0", 0)] // overlong
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 }, "ED", 0)] // half of a pair
    [InlineData(new byte[] { 0xF0, 0x9F, 0x98 }, "F0", 0)] // cut
    [InlineData(new byte[] { 0xC3, 0xA4, 0xFF }, "FF", 2)]
    public void BytesThatAreNotUtf8_AreNamedWithTheirPlace(byte[] bad, string named, int within)
    {
        using TemporaryFolder folder = new();
        foreach (int before in new[] { 0, 1, 1000, 65_533, 65_534, 65_535, 65_536, 200_000 })
        {
            byte[] text = [.. Enumerable.Range(0, before).Select(i => i % 100 == 99 ? (byte)'\n' : (byte)'a'), .. bad];
            foreach (byte[] bytes in new[] { text, [.. text, (byte)'b'] })
            {
                DataFormatException exception = Assert.Throws<DataFormatException>(() => Read(folder.Write("a.txt", bytes)));
                Assert.Equal($"line {(before / 100) + 1}, offset {before + within}", exception.Place);
                Assert.Contains($"the byte {named} is not UTF-8", exception.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void OtherEncodings_AreStrictToo()
    {
        using TemporaryFolder folder = new();
        byte[] half = [0xFF, 0xFE, (byte)'a', 0, (byte)'\n', 0, 0x3D, 0xD8, (byte)'b', 0];
        DataFormatException exception = Assert.Throws<DataFormatException>(() => Read(folder.Write("a.txt", half)));
        Assert.StartsWith("line 2, offset ", exception.Place, StringComparison.Ordinal);
        Assert.Contains("is not utf-16", exception.Message, StringComparison.Ordinal);
        Assert.Throws<DataFormatException>(() => Read(folder.Write("a.txt", half[..8])));
        Assert.Throws<DataFormatException>(() => Read(folder.Write("a.txt", half[..5])));
        Assert.Throws<DataFormatException>(() => Read(folder.Write("a.txt", "größe"u8.ToArray()), Encoding.ASCII));
    }

    [Fact]
    public void Files_ThatAreNone_AreRefused()
    {
        using TemporaryFolder folder = new();
        Assert.Contains("no such file", Assert.Throws<FileNotFoundException>(() => Read(folder.Path("a.txt"))).Message, StringComparison.Ordinal);
        Assert.Contains("is a folder", Assert.Throws<IOException>(() => Read(folder.FullName)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "empty", Assert.Throws<DataFormatException>(() => Read(folder.Write("a.txt", ""))).Message, StringComparison.Ordinal);
        Assert.Contains(
            "empty", Assert.Throws<DataFormatException>(() => Read(folder.Write("a.txt", [0xEF, 0xBB, 0xBF]))).Message, StringComparison.Ordinal);
        Assert.Throws<OperationCanceledException>(
            () => TextFile.Read(folder.Write("a.txt", "text"), cancellationToken: new CancellationToken(true)));
    }

    [Fact]
    public void Reading_TellsHowFarItIs()
    {
        using TemporaryFolder folder = new();
        List<long> reports = [];
        using TextReader reader = TextFile.OpenRead(folder.Write("a.txt", new string('ä', 100_000)), progress: new Recorder(reports));
        Assert.Equal(100_000, reader.ReadToEnd().Length);
        Assert.True(reports.Count > 2);
        Assert.Equal(200_000, reports[^1]);
        Assert.Equal(reports.Order(), reports);
    }

    private static string Read(string path, Encoding? encoding = null) => TextFile.Read(path, encoding, TestContext.Current.CancellationToken);

    private sealed class Recorder(List<long> reports) : IProgress<long>
    {
        public void Report(long value) => reports.Add(value);
    }

    /// <summary>A stream that gives a few bytes at a time.</summary>
    private sealed class Pieces(byte[] bytes, Random random) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, random.Next(1, 5000)));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, random.Next(1, 5000))]);
    }
}

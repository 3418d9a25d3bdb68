using System.Text;
using Hillock.Data;
using Hillock.Serialization;
using Hillock.Tensors;
using Hillock.Tests.Data;
using Xunit;

namespace Hillock.Tests.Serialization;

/// <summary>Files that break a rule of the format are refused with the rule, by path, memory and stream, before anything is allocated for them.</summary>
public class HostileSafeTensorsTests
{
    private const string One = """{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""";

    /// <summary>Two tensors of two bytes, the second at another place.</summary>
    private const string Two = """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":AT}}""";

    public static TheoryData<string, byte[], string> Files => new()
    {
        { "empty", [], "has only 0" },
        { "seven bytes", new byte[7], "has only 7" },
        { "no header", new byte[8], "the shortest" },
        { "length beyond the file", Content(One, 8, length: 1000), "but only 62 follow" },
        { "length of the whole address space", Content(One, 8, length: -1), "18446744073709551615 bytes, and at most 100000000" },
        { "a header of 100 MB and one", Content(One, 8, length: 100_000_001), "at most 100000000" },
        { "no brace", Content(" " + One, 8), "starts with the byte 20" },
        { "an array", Content("[1,2]", 0), "starts with the byte 5B" },
        { "bad UTF-8", [.. BitConverter.GetBytes(4L), (byte)'{', 0xC3, 0x28, (byte)'}'], "not UTF-8" },
        { "no JSON", Content("{x}", 0), "no valid JSON" },
        { "half of a header", Content(One[..30], 8), "no valid JSON" },
        { "two objects", Content("{}{}", 0), "no valid JSON" },
        { "a comma too many", Content("{\"a\":1,}", 0), "is expected, but Number" },
        { "deep JSON", Content("{\"x\":" + new string('[', 100_000) + new string(']', 100_000) + "}", 0), "an object of dtype" },
        { "deep shape", Content(Changed(One, "[2]", "[[[[2]]]]"), 8), "StartArray" },
        { "deep metadata", Content("""{"__metadata__":{"a":{"b":{"c":{"d":1}}}}}""", 0), "a text is expected" },
        { "metadata of a number", Content("""{"__metadata__":{"a":1}}""", 0), "a text is expected, but Number" },
        { "metadata that is null", Content("""{"__metadata__":null}""", 0), "an object of texts is expected" },
        { "metadata twice", Content("""{"__metadata__":{},"__metadata__":{}}""", 0), "stands in it twice" },
        { "a key of metadata twice", Content("""{"__metadata__":{"a":"1","\u0061":"2"}}""", 0), "the key \"a\" stands in it twice" },
        { "a name twice", Content(Changed(Changed(Two, "AT", "[2,4]"), "\"b\"", "\"a\""), 4), "twice" },
        { "dtype twice", Content(Changed(One, "\"dtype\":\"F32\"", "\"dtype\":\"F32\",\"dtype\":\"F32\""), 8), "dtype twice" },
        { "an unknown key", Content(Changed(One, "\"shape\"", "\"strides\":[1],\"shape\""), 8), "unknown key \"strides\"" },
        { "no dtype", Content("""{"x":{"shape":[2],"data_offsets":[0,8]}}""", 8), "no dtype" },
        { "no shape", Content("""{"x":{"dtype":"F32","data_offsets":[0,8]}}""", 8), "no shape" },
        { "no offsets", Content("""{"x":{"dtype":"F32","shape":[2]}}""", 8), "no data_offsets" },
        { "one offset", Content(Changed(One, "[0,8]", "[8]"), 8), "not two" },
        { "three offsets", Content(Changed(One, "[0,8]", "[0,8,9]"), 8), "more than 2" },
        { "an unknown type", Content(Changed(One, "F32", "F33"), 8), "\"F33\"" },
        { "a negative length", Content(Changed(One, "[2]", "[-2]"), 8), "shape holds -2" },
        { "a length with a point", Content(Changed(One, "[2]", "[2.0]"), 8), "shape holds 2.0" },
        { "NaN as a length", Content(Changed(One, "[2]", "[NaN]"), 8), "no valid JSON" },
        { "a text as a length", Content(Changed(One, "[2]", "[\"2\"]"), 8), "shape holds String" },
        { "a length of 2^64", Content(Changed(One, "[2]", "[18446744073709551616]"), 8), "shape holds 18446744073709551616" },
        { "a product of 2^64", Content(Changed(One, "[2]", "[4294967296,4294967296]"), 8), "no room" },
        { "a product of 2^64 + 2", Content(Changed(One, "[2]", "[2147483000,2147483000,8]"), 8), "no room" },
        { "many lengths of 2^31", Content(Changed(One, "[2]", $"[{string.Join(",", Enumerable.Repeat("2147483000", 60))}]"), 8), "no room" },
        { "many lengths", Content(Changed(One, "[2]", $"[{string.Join(",", Enumerable.Repeat("1", 65))}]"), 8), "shape has more than 64 numbers" },
        { "a shape of other bytes", Content(Changed(One, "[2]", "[3]"), 8), "takes 12 bytes" },
        { "offsets backwards", Content(Changed(One, "[0,8]", "[8,0]"), 8), "which is no range" },
        { "offsets that overflow", Content(Changed(One, "[0,8]", "[9223372036854775799,9223372036854775807]"), 8), "no range" },
        { "a hole before", Content(Changed(One, "[0,8]", "[4,12]"), 12), "no holes" },
        { "a hole behind", Content(One, 9), "1 bytes follow the last tensor" },
        { "nothing but data", Content("{}", 3), "3 bytes follow" },
        { "a file cut off", Content(One, 7), "but the file has 69 bytes" },
        { "an overlap", Content(Changed(Two, "AT", "[1,3]"), 3), "do not overlap" },
        { "the same place", Content(Changed(Two, "AT", "[0,2]"), 2), "do not overlap" },
        { "an odd number of half bytes", Content(Changed(Changed(One, "F32", "F4"), "[2]", "[3]"), 8), "whole bytes" },
        { "half of a surrogate pair", Content(Changed(One, "\"x\"", "\"\\uD800\""), 8), "half of a surrogate" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_OfAFileThatBreaksARule_SaysWhich(string what, byte[] content, string expected)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("h.safetensors", content);
        DataFormatException error = Assert.Throws<DataFormatException>(() => SafeTensors.Read(path));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Contains(expected, Assert.Throws<DataFormatException>(() => SafeTensors.Read(content, what)).Message, StringComparison.Ordinal);
        if (what is not ("a hole behind" or "nothing but data"))
        {
            // A stream may go on behind the tensors.
            Assert.Throws<DataFormatException>(() => SafeTensors.Read(new MemoryStream(content)));
            Assert.Throws<DataFormatException>(() => SafeTensors.Read(new ForwardStream(content, 3)));
        }
    }

    [Fact]
    public void Read_OfAStreamThatDeclaresALot_AllocatesLittle()
    {
        byte[] content = Content("""{"x":{"dtype":"U8","shape":[2000000000],"data_offsets":[0,2000000000]}}""", 100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<DataFormatException>(() => SafeTensors.Read(new ForwardStream(content)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Read_OfSixteenBytesThatDeclareALongHeader_AllocatesLittle()
    {
        byte[] content = [.. BitConverter.GetBytes(100_000_000L), .. "{\"x\":{\"d"u8];
        Assert.Equal(16, content.Length);
        long before = GC.GetAllocatedBytesForCurrentThread();
        DataFormatException error = Assert.Throws<DataFormatException>(() => SafeTensors.Read(new ForwardStream(content)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.Contains("before the end of the header", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(300_000, 1)]
    [InlineData(5, 3_000_000)]
    public void Read_OfLongHeadersAndTensorsFromAStream_GivesThemWhole(int metadata, int length)
    {
        Dictionary<string, string> texts = new() { ["a"] = new string('x', metadata), ["b"] = new string('y', metadata) };
        Tensor tensor = Tensor.Arange(length);
        using MemoryStream stream = new();
        SafeTensors.Write(
            stream, new Dictionary<string, Tensor> { ["x"] = tensor, ["y"] = Tensor.Ones([3]) }, texts, null, TestContext.Current.CancellationToken);
        OrderedDictionary<string, Tensor> read = SafeTensors.Read(new ForwardStream(stream.ToArray()));
        Assert.Equal(tensor.ToArray<long>(), read["x"].ToArray<long>());
        Assert.Equal([1f, 1, 1], read["y"].ToArray<float>());
    }

    [Fact]
    public void Shapes_OfMoreThan64Axes_AreRefused_ReadingAndWriting()
    {
        string ones = string.Join(",", Enumerable.Repeat("1", 64));
        byte[] most = Content(Changed(Changed(One, "[2]", $"[{ones}]"), "[0,8]", "[0,4]"), 4);
        Assert.Equal(64, SafeTensors.Read(most)["x"].Rank);
        byte[] more = Content(Changed(One, "[2]", $"[{ones},2]"), 8);
        Assert.Contains("more than 64", Assert.Throws<DataFormatException>(() => SafeTensors.Read(more)).Message, StringComparison.Ordinal);
        Dictionary<string, Tensor> deep = new() { ["x"] = Tensor.Ones([.. Enumerable.Repeat(1, 65)]) };
        Assert.Contains(
            "65 axes",
            Assert.Throws<ArgumentException>(
                () => SafeTensors.Write(Stream.Null, deep, cancellationToken: TestContext.Current.CancellationToken)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfATypeThatNoTensorHolds_IsRefusedByName()
    {
        byte[] content = Content("""{"x":{"dtype":"F8_E4M3","shape":[2],"data_offsets":[0,2]},"y":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}}""", 3);
        using SafeTensorsFile file = new(content);
        Assert.Null(file["x"].DataType);
        Assert.Equal(1, file.Read("y").Length);
        Assert.Contains("F8_E4M3", Assert.Throws<DataFormatException>(() => file.Read("x")).Message, StringComparison.Ordinal);
        Assert.Contains("F8_E4M3", Assert.Throws<DataFormatException>(() => SafeTensors.Read(content)).Message, StringComparison.Ordinal);
        Assert.Contains("did you mean \"x\"", Assert.Throws<KeyNotFoundException>(() => file.Read("X")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Span_OfWhatIsNotThere_IsRefused()
    {
        byte[] content = Content("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"F32","shape":[1],"data_offsets":[1,5]}}""", 5);
        SafeTensorsFile file = new(content);
        Assert.Throws<ArgumentException>(() => file.Span<int>("b").Length);
        Assert.Contains("use Read", Assert.Throws<InvalidOperationException>(() => file.Span<float>("b").Length).Message, StringComparison.Ordinal);
        Assert.Equal(0, file.Read("b").Item<float>());
        Assert.Throws<ArgumentException>(() => file.CopyTo("b", Tensor.Ones(2)));
        file.Dispose();
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file.Span<byte>("a").Length);
        Assert.Throws<ObjectDisposedException>(() => file.Read("a"));
    }

    [Fact]
    public void Open_OfNoFile_SaysSo()
    {
        using TemporaryFolder folder = new();
        Assert.Contains("no such file", Assert.Throws<FileNotFoundException>(() => new SafeTensorsFile(folder.Path("none"))).Message, StringComparison.Ordinal);
        Assert.Contains("is a folder", Assert.Throws<IOException>(() => new SafeTensorsFile(folder.FullName)).Message, StringComparison.Ordinal);
    }

    private static string Changed(string json, string from, string to) => json.Replace(from, to, StringComparison.Ordinal);

    private static byte[] Content(string json, int data, long? length = null)
    {
        byte[] text = Encoding.UTF8.GetBytes(json);
        return [.. BitConverter.GetBytes(length ?? text.Length), .. text, .. new byte[data]];
    }
}

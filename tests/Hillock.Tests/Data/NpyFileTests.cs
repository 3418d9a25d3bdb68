using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Data;

public sealed class NpyFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> FixtureNames => [.. NpyFixtures.All.Select(fixture => fixture.Name)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(FixtureNames))]
    public void Read_FileOfNumpy_GivesItsValues(string name)
    {
        NpyFixture fixture = NpyFixtures.All.Single(f => f.Name == name);
        foreach (Stream stream in new Stream[] { new MemoryStream(fixture.Bytes), new ForwardStream(fixture.Bytes) })
        {
            NumericArray array = NpyFile.Read(stream);
            Assert.Equal(fixture.Type, array.ElementType);
            Assert.Equal(fixture.Shape, array.Shape.ToArray());
            Assert.Equal(fixture.FortranOrder, array.FortranOrder);
            Assert.Equal(fixture.Values, array.ToDouble());
            Assert.Equal(fixture.Values.Select(x => (float)x), array.ToSingle());
        }
    }

    [Theory]
    [MemberData(nameof(FixtureNames))]
    public void Write_ArrayReadFromNumpy_GivesTheSameFile(string name)
    {
        NpyFixture fixture = NpyFixtures.All.Single(f => f.Name == name);
        MemoryStream output = new();
        NpyFile.Write(output, NpyFile.Read(new MemoryStream(fixture.Bytes)));
        if (fixture.IsCanonical)
        {
            Assert.Equal(fixture.Bytes, output.ToArray());
        }

        output.Position = 0;
        Assert.Equal(fixture.Values, NpyFile.Read(output).ToDouble());
    }

    [Fact]
    public void WriteRead_AnyFloats_RoundTripsBits() =>
        Prop.ForAll<float[], bool>((values, fortran) =>
        {
            int[] shape = new[] { 2, values.Length, 1 };
            float[] doubled = [.. values, .. values];
            MemoryStream output = new();
            NpyFile.Write<float>(output, doubled, shape, fortran);
            output.Position = 0;
            NumericArray read = NpyFile.Read(output);
            Assert.Equal(shape, read.Shape.ToArray());
            Assert.Equal(doubled.Select(BitConverter.SingleToInt32Bits), read.Values<float>().ToArray().Select(BitConverter.SingleToInt32Bits));
            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Write_Path_ReplacesTheFileAndLeavesNoOther()
    {
        string path = _folder.Path("array.npy");
        NpyFile.Write<double>(path, [1, 2], [2]);
        NpyFile.Write(path, NumericArray.Create<int>([7], []));
        Assert.Equal([7], NpyFile.Read(path).Values<int>().ToArray());
        Assert.Equal([path], _folder.Files());
    }

    [Fact]
    public void Write_BadShape_LeavesTheOldFile()
    {
        string path = _folder.Path("array.npy");
        NpyFile.Write<double>(path, [1, 2], [2]);
        ArgumentException error = Assert.Throws<ArgumentException>("shape", () => NpyFile.Write<double>(path, [1, 2], [3, 1]));
        Assert.Contains("The shape (3, 1) does not hold 2 elements", error.Message, StringComparison.Ordinal);
        Assert.Equal([1.0, 2], NpyFile.Read(path).Values<double>().ToArray());
        Assert.Equal([path], _folder.Files());
        Assert.Throws<NotSupportedException>(() => NpyFile.Write<decimal>(path, [1], [1]));
    }

    [Fact]
    public void Read_PythonTwoSpelling_IsAccepted()
    {
        NumericArray array = NpyFile.Read(new MemoryStream(File("{\"shape\": (2L, 1L), \"fortran_order\": False, \"descr\": '<i2'}\n", [1, 0, 2, 0])));
        Assert.Equal([1, 2], array.Values<short>().ToArray().Select(x => (int)x));
        Assert.Equal([2, 1], array.Shape.ToArray());
    }

    // What numpy.load reads of the same bytes.
    [Theory]
    [InlineData("?", 1.0, new byte[] { 1 })]
    [InlineData("<?", 1.0, new byte[] { 1 })]
    [InlineData("|b1", 1.0, new byte[] { 1 })]
    [InlineData("<b1", 1.0, new byte[] { 1 })]
    [InlineData("|f8", 1.5, new byte[] { 0, 0, 0, 0, 0, 0, 0xF8, 0x3F })]
    [InlineData("f8", 1.5, new byte[] { 0, 0, 0, 0, 0, 0, 0xF8, 0x3F })]
    [InlineData("<d", 1.5, new byte[] { 0, 0, 0, 0, 0, 0, 0xF8, 0x3F })]
    [InlineData(">d", 1.5, new byte[] { 0x3F, 0xF8, 0, 0, 0, 0, 0, 0 })]
    [InlineData("f", 2.0, new byte[] { 0, 0, 0, 0x40 })]
    [InlineData("<e", 1.0, new byte[] { 0, 0x3C })]
    [InlineData("b", -1.0, new byte[] { 0xFF })]
    [InlineData("B", 7.0, new byte[] { 7 })]
    [InlineData("=u1", 1.0, new byte[] { 1 })]
    [InlineData("h", 5.0, new byte[] { 5, 0 })]
    [InlineData("H", 5.0, new byte[] { 5, 0 })]
    [InlineData("|i4", 7.0, new byte[] { 7, 0, 0, 0 })]
    [InlineData("I", 5.0, new byte[] { 5, 0, 0, 0 })]
    [InlineData("q", 5.0, new byte[] { 5, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData("Q", 5.0, new byte[] { 5, 0, 0, 0, 0, 0, 0, 0 })]
    public void Read_OtherSpellingsOfATypeThatNumPyReads_AreAccepted(string descr, double expected, byte[] content)
    {
        NumericArray array = NpyFile.Read(new MemoryStream(File($"{{'descr': '{descr}', 'fortran_order': False, 'shape': (1,), }}", content)));
        Assert.Equal(expected, array.ToTensor().To(Hillock.Tensors.DataType.Float64).Item<double>());
    }

    [Fact]
    public void Read_SeveralArraysInOneStream_ReadsOneAfterTheOther()
    {
        MemoryStream stream = new();
        NpyFile.Write<float>(stream, [1], [1]);
        NpyFile.Write<float>(stream, [2], [1]);
        stream.Position = 0;
        Assert.Equal(1, NpyFile.Read(stream).Values<float>()[0]);
        Assert.Equal(2, NpyFile.Read(stream).Values<float>()[0]);
        System.IO.File.WriteAllBytes(_folder.Path("two.npy"), stream.ToArray());
        AssertFault(() => NpyFile.Read(_folder.Path("two.npy")), "two.npy", "more bytes follow the array");
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }", "declares the shape (3, 4) of Float32, 48 bytes, but only 8 bytes follow")]
    [InlineData(
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2000000000,), }", "the shape (2000000000,) of Float32, 8000000000 bytes, but only 8 bytes follow")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (4000000000,), }", "the shape (4000000000) is negative or larger")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (99999, 99999), }", "the shape (99999, 99999) is negative or larger")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }", "the shape (-1) is negative or larger")]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", "element type '<c8' is not supported")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "element type '|O' is not supported")]
    [InlineData("{'descr': '!f4', 'fortran_order': False, 'shape': (1,), }", "element type '!f4' is not supported")]
    [InlineData("{'descr': '<<f4', 'fortran_order': False, 'shape': (1,), }", "element type '<<f4' is not supported")]
    [InlineData("{'descr': '?1', 'fortran_order': False, 'shape': (1,), }", "element type '?1' is not supported")]
    [InlineData("{'descr': '', 'fortran_order': False, 'shape': (1,), }", "element type '' is not supported")]
    [InlineData(
        "{'descr': '<f8', 'fortran_order': False, 'shape': (0, 9223372036854775807), }",
        "an axis of 9223372036854775807 positions, more than the 2147483647 that an axis can have here")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "is not {'descr': '<f4'")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'x': 1}", "is not {'descr': '<f4'")]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, 'shape': (1,)}", "is not {'descr': '<f4'")]
    [InlineData("{'descr': '<f4', 'fortran_order': False}", "is not {'descr': '<f4'")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)", "is not {'descr': '<f4'")]
    [InlineData("{'descr': '<f4", "is not {'descr': '<f4'")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1 2)}", "is not {'descr': '<f4'")]
    [InlineData("", "is not {'descr': '<f4'")]
    public void Read_BadHeader_SaysWhatIsWrong(string header, string part)
    {
        AssertFault(() => NpyFile.Read(new MemoryStream(File(header, new byte[8])), "some.npy"), "some.npy", part);
        AssertFault(() => NpyFile.Read(new ForwardStream(File(header, new byte[8])), "some.npy"), "some.npy", part);
    }

    [Fact]
    public void Read_HugeShapeOnForwardStream_DoesNotAllocateIt()
    {
        byte[] bytes = File("{'descr': '<f4', 'fortran_order': False, 'shape': (500000000,), }", new byte[8]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        AssertFault(() => NpyFile.Read(new ForwardStream(bytes), "some.npy"), "some.npy", "only 8 bytes follow");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000_000);
    }

    [Fact]
    public void Read_LargeArrayOnForwardStream_GrowsToItsSize()
    {
        float[] values = new float[5_000_000]; // beyond what is allocated on the header's word
        values[^1] = 7;
        MemoryStream stream = new();
        NpyFile.Write<float>(stream, values, [values.Length]);
        Assert.Equal(values, NpyFile.Read(new ForwardStream(stream.ToArray())).Values<float>().ToArray());
    }

    [Fact]
    public void Read_NotNpy_SaysSo()
    {
        AssertFault(() => NpyFile.Read(new MemoryStream("hello world"u8.ToArray()), "some.npy"), "some.npy", "not an .npy file");
        AssertFault(() => NpyFile.Read(new MemoryStream("PK\x03\x04...."u8.ToArray()), "some.npy"), ".npz archive");
        AssertFault(() => NpyFile.Read(new MemoryStream([0x80, 4, 0, 0, 0, 0, 0, 0]), "some.npy"), "pickle");
        AssertFault(() => NpyFile.Read(new MemoryStream(), "some.npy"), "the file is empty");
        AssertFault(() => NpyFile.Read(new MemoryStream([0x93, (byte)'N', (byte)'U']), "some.npy"), "ends within its header");
        AssertFault(() => NpyFile.Read(new MemoryStream([0x93, .. "NUMPY"u8, 4, 0, 0, 0])), "format version 4.0 is not supported");
        AssertFault(() => NpyFile.Read(new MemoryStream([0x93, .. "NUMPY"u8, 2, 0, 255, 255, 255, 255])), "a header of 4294967295 bytes");
        AssertFault(() => NpyFile.Read(new MemoryStream([0x93, .. "NUMPY"u8, 1, 0, 100, 0, 1, 2])), "ends within its header");
    }

    [Fact]
    public void Read_EveryTruncation_IsRefused()
    {
        byte[] whole = NpyFixtures.All[0].Bytes;
        for (int length = 0; length < whole.Length; length++)
        {
            Assert.Throws<DataFormatException>(() => NpyFile.Read(new MemoryStream(whole, 0, length)));
        }
    }

    [Fact]
    public void Read_Gzip_IsDecompressed()
    {
        using (GZipStream gzip = new GZipStream(System.IO.File.Create(_folder.Path("a.npy.gz")), CompressionLevel.Fastest))
        {
            gzip.Write(NpyFixtures.All[0].Bytes);
        }

        Assert.Equal(NpyFixtures.All[0].Values, NpyFile.Read(_folder.Path("a.npy.gz")).ToDouble());
    }

    [Fact]
    public void NumericArray_WrongType_NamesBoth()
    {
        NumericArray array = NumericArray.Create<byte>([1, 2], [2]);
        Assert.Contains(
            "The elements are UInt8, not Single", Assert.Throws<InvalidOperationException>(() => array.Values<float>().Length).Message,
            StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => array.Values<sbyte>().Length);
        Assert.Throws<ArgumentException>("shape", () => NumericArray.Create<byte>([1, 2], [-2]));
        Assert.Equal(0, NumericArray.Create<byte>([], [70000, 70000, 0]).Length);
    }

    private static void AssertFault(Func<object> read, params string[] parts)
    {
        DataFormatException error = Assert.Throws<DataFormatException>(read);
        foreach (string part in parts)
        {
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        }

        Assert.DoesNotContain('\n', error.Message);
    }

    private static byte[] File(string header, byte[] content)
    {
        byte[] text = Encoding.Latin1.GetBytes(header);
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, (byte)(text.Length >> 8), .. text, .. content];
    }
}

using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Data;

public sealed class IdxFileTests : IDisposable
{
    private static readonly byte[] Images = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 0, 128, 255, 1, 2, 3];
    private static readonly byte[] Labels = [0, 0, 8, 1, 0, 0, 0, 2, 4, 1];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Dataset_ImagesAndLabels_AreRowsAndClasses()
    {
        TabularData data = IdxDataset.Read(_folder.Write("i", Images), _folder.Write("l.gz", DataFileTests.Compress(Labels)));
        Assert.Equal([0f, 128, 255, 1, 2, 3], data.Features.ToArray());
        Assert.Equal((2, 3), (data.RowCount, data.ColumnCount));
        Assert.Equal([4, 1], data.Classes.ToArray());
        Assert.Equal(["0", "1", "2", "3", "4"], data.ClassNames);
        Assert.Contains(_folder.Path("i"), data.Provenance, StringComparison.Ordinal);
        TabularData streams = IdxDataset.Read(new ForwardStream(DataFileTests.Compress(Images)), new ForwardStream(Labels), ["a", "b", "c", "d", "e"]);
        Assert.Equal("e", streams.ClassNames[streams.Classes[0]]);
    }

    [Theory]
    [InlineData(0x08, new byte[] { 255, 1 }, new double[] { 255, 1 }, ElementType.UInt8)]
    [InlineData(0x09, new byte[] { 255, 1 }, new double[] { -1, 1 }, ElementType.Int8)]
    [InlineData(0x0B, new byte[] { 255, 254, 1, 0 }, new double[] { -2, 256 }, ElementType.Int16)]
    [InlineData(0x0C, new byte[] { 0, 1, 0, 0, 255, 255, 255, 255 }, new double[] { 65536, -1 }, ElementType.Int32)]
    [InlineData(0x0D, new byte[] { 0x3F, 0x80, 0, 0, 0xC0, 0x20, 0, 0 }, new double[] { 1, -2.5 }, ElementType.Float32)]
    [InlineData(0x0E, new byte[] { 0x3F, 0xF0, 0, 0, 0, 0, 0, 0, 0xC0, 0x04, 0, 0, 0, 0, 0, 0 }, new double[] { 1, -2.5 }, ElementType.Float64)]
    public void Read_EveryType_IsBigEndian(byte code, byte[] content, double[] values, ElementType type)
    {
        NumericArray array = IdxFile.Read(new MemoryStream([0, 0, code, 2, 0, 0, 0, 1, 0, 0, 0, 2, .. content]));
        Assert.Equal((type, 2), (array.ElementType, array.Rank));
        Assert.Equal(values, array.ToDouble());
    }

    [Fact]
    public void Read_EveryTruncation_IsRefused()
    {
        for (int length = 0; length < Images.Length; length++)
        {
            byte[] part = Images[..length];
            Assert.Throws<DataFormatException>(() => IdxFile.Read(new MemoryStream(part)));
            Assert.Throws<DataFormatException>(() => IdxFile.Read(new ForwardStream(part)));
        }
    }

    [Fact]
    public void Read_BadFile_SaysWhatIsWrong()
    {
        AssertFault("this is not an IDX file", "but this with 612C620A", () => IdxFile.Read(new MemoryStream("a,b\n"u8.ToArray()), "some.idx"));
        AssertFault("some.idx", "the file is empty", () => IdxFile.Read(new MemoryStream(), "some.idx"));
        AssertFault(
            "some.idx", "the shape (2, 1, 3) of UInt8, 6 bytes, but only 5 bytes follow it", () => IdxFile.Read(new MemoryStream(Images[..^1]), "some.idx"));
        AssertFault("more bytes follow the 6 elements", "some.idx", () => IdxFile.Read(new MemoryStream([.. Images, 0]), "some.idx"));
        AssertFault("the shape (-1,) is negative", "some.idx", () => IdxFile.Read(new MemoryStream([0, 0, 8, 1, 255, 255, 255, 255]), "some.idx"));
        AssertFault("offset 4", "larger than an array", () => IdxFile.Read(new MemoryStream([0, 0, 8, 2, 0x7F, 0, 0, 0, 0x7F, 0, 0, 0]), "some.idx"));
        AssertFault("x.gz", "truncated", () => IdxFile.Read(_folder.Write("x.gz", DataFileTests.Compress(Images)[..^3])));
    }

    [Fact]
    public void Dataset_FilesThatDoNotFit_SaysWhatIsWrong()
    {
        AssertFault("name the images first", "IDX images", () => Dataset(Labels, Images));
        AssertFault("labels are integers of rank 1", "(2, 1, 3) of UInt8", () => Dataset(Images, Images));
        AssertFault("there are 3 labels for the 2 images", "IDX labels", () => Dataset(Images, [0, 0, 8, 1, 0, 0, 0, 3, 1, 2, 3]));
        AssertFault("every label is 4", "at least two classes", () => Dataset(Images, [0, 0, 8, 1, 0, 0, 0, 2, 4, 4]));
        AssertFault("the label -1 is not one of", "label 1", () => Dataset(Images, [0, 0, 9, 1, 0, 0, 0, 2, 4, 255]));
        AssertFault("the label 4 is not one of 0 to 1", "label 0", () => IdxDataset.Read(new MemoryStream(Images), new MemoryStream(Labels), ["a", "b"]));
        AssertFault("holds no pixels", "(0, 5)", () => Dataset([0, 0, 8, 2, 0, 0, 0, 0, 0, 0, 0, 5], [0, 0, 8, 1, 0, 0, 0, 0]));
    }

    private static TabularData Dataset(byte[] images, byte[] labels) => IdxDataset.Read(new MemoryStream(images), new MemoryStream(labels));

    private static void AssertFault(string first, string second, Func<object> read)
    {
        DataFormatException error = Assert.Throws<DataFormatException>(read);
        Assert.Contains(first, error.Message, StringComparison.Ordinal);
        Assert.Contains(second, error.Message, StringComparison.Ordinal);
    }
}

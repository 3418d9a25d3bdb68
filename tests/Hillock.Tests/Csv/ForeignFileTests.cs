using System.Text;
using Hillock.Csv;
using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Csv;

/// <summary>Files that are no tables are refused with what they seem to be and how a table is made of them.</summary>
public class ForeignFileTests
{
    [Theory]
    [InlineData("<!DOCTYPE html>\n<html><body>a,b\n1,2\n</body></html>\n", "an HTML page", "download the file itself")]
    [InlineData("\n  <html lang=\"en\">\n<table>\n", "an HTML page", "download the file itself")]
    [InlineData("<?xml version=\"1.0\"?>\n<rows/>\n", "XML", "read_xml")]
    [InlineData("<data>\n<row a=\"1\"/>\n</data>\n", "XML", "read_xml")]
    [InlineData("[{\"a\": 1, \"b\": 2}, {\"a\": 3, \"b\": 4}]", "JSON", "read_json and to_csv")]
    [InlineData("{\n  \"a\": [1, 2],\n  \"b\": 3\n}\n", "JSON", "read_json and to_csv")]
    [InlineData("[\n  [1, 2],\n  [3, 4]\n]\n", "JSON", "read_json and to_csv")]
    [InlineData("{\"a\": 1, \"b\": 2}\n{\"a\": 3, \"b\": 4}\n", "JSON lines", "lines=True")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n", "the pointer of Git LFS", "git lfs pull")]
    [InlineData("/annex/objects/SHA256E-s31390--f50.csv\n", "the pointer of git-annex", "git annex get")]
    [InlineData("% flowers\n@RELATION iris\n@ATTRIBUTE a NUMERIC\n@DATA\n1\n", "an ARFF file", "save it as CSV")]
    [InlineData("1 1:0.5 3:0.25\n-1 2:0.5 7:1\n", "an svmlight file", "save it as CSV")]
    [InlineData("INSERT INTO t VALUES (1,2);\nINSERT INTO t VALUES (3,4);\n", "statements of SQL", "export the table")]
    [InlineData("{\\rtf1\\ansi a,b\n", "a document of a word processor", "save the table")]
    public void Read_TextThatIsNoTable_IsRefusedWithTheWayOut(string text, string kind, string wayOut)
    {
        foreach (Encoding encoding in (Encoding[])[new UTF8Encoding(false), Encoding.UTF8, Encoding.Unicode])
        {
            AssertRefused([.. encoding.GetPreamble(), .. encoding.GetBytes(text)], kind, wayOut);
        }
    }

    [Theory]
    [InlineData("PAR1\u0015\u0004", "a Parquet file", "Hillock.Tables")]
    [InlineData("ARROW1\0\0", "an Arrow or Feather file", "Hillock.Tables")]
    [InlineData("ORC\n\u0003", "an ORC file", "read_orc")]
    [InlineData("SQLite format 3\0", "an SQLite database", "sqlite3")]
    [InlineData("\u00D0\u00CF\u0011\u00E0\u00A1", "an old Excel workbook", "save the sheet")]
    [InlineData("PK\u0003\u0004", "a ZIP archive or an Excel workbook", "save the sheet")]
    [InlineData("\u0089HDF\r\n", "an HDF5 file", "read_hdf")]
    [InlineData("\u0080\u0004\u0095\u0001", "a Python pickle", "read_pickle")]
    [InlineData("\u00FD7zXZ\0", "an xz archive", "xz -d")]
    [InlineData("BZh91AY", "a bzip2 archive", "bunzip2")]
    [InlineData("(\u00B5/\u00FD\0", "a Zstandard archive", "zstd -d")]
    [InlineData("\u00FF\u00D8\u00FF\u00E0", "a picture", "name a CSV file")]
    public void Read_BinaryFile_IsRefusedWithTheWayOut(string bytes, string kind, string wayOut) =>
        AssertRefused([.. bytes.Select(c => (byte)c)], kind, wayOut);

    [Fact]
    public void Read_TarArchive_IsRefusedWithTheWayOut() =>
        AssertRefused([.. "a.csv"u8, .. new byte[252], .. "ustar\0"u8, .. new byte[300]], "a tar archive", "tar -x");

    [Theory]
    [InlineData("[a],y\n1,2\n3,4\n")]
    [InlineData("expr,y\n[1;2],1\n[3;4],2\n")]
    [InlineData("{a},y\n1,2\n3,4\n")]
    [InlineData("<a>,<b>\n1,2\n3,4\n")]
    [InlineData("<NA>,1\n2,2\n3,4\n")]
    [InlineData("a y\n1 2\n3 4\n")]
    [InlineData("t,y\n1:30,2\n3:40,4\n")]
    public void Read_TableThatBeginsLikeSomethingElse_IsRead(string text) => Assert.Equal(2, Read(Encoding.UTF8.GetBytes(text)).Columns.Count);

    private static void AssertRefused(byte[] bytes, string kind, string wayOut)
    {
        DataFormatException fault = Assert.Throws<DataFormatException>(() => Read(bytes));
        Assert.Equal("this is not a CSV file", fault.Problem);
        Assert.StartsWith("it looks like " + kind, fault.Remedy, StringComparison.Ordinal);
        Assert.Contains(wayOut, fault.Remedy, StringComparison.Ordinal);
    }

    private static CsvTable Read(byte[] bytes) => CsvTable.Read(new MemoryStream(bytes), "some.csv");
}

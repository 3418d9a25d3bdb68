using System.Buffers.Binary;
using Hillock.Csv;
using Hillock.Data;
using Hillock.Tables;
using Hillock.Tests.Data;
using Xunit;

namespace Hillock.Tests.Tables;

/// <summary>What is chosen of a file, and what is refused.</summary>
public class TableFileTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Columns_AreThoseThatAreAskedFor_InThatOrder()
    {
        CsvTable all = TableFile.Read(TableSamples.PathOf("duckdb-v2.parquet"), cancellationToken: Token);
        foreach (string name in (string[])["duckdb-v2.parquet", "polars-zstd.arrow", "js.arrow"])
        {
            CsvTable some = TableFile.Read(TableSamples.PathOf(name), new TableReadOptions { Columns = ["class", "real", "kind"] }, cancellationToken: Token);
            Assert.Equal(["class", "real", "kind"], some.Columns.Select(column => column.Name));
            Assert.Equal(all.Columns.Single(column => column.Name == "real").Values.ToArray(), some.Columns[1].Values.ToArray());
        }

        CsvTable rest = TableFile.Read(TableSamples.PathOf("js.arrows"), new TableReadOptions { Without = ["word", "day"] }, cancellationToken: Token);
        Assert.Equal(12, rest.Columns.Count);
        DataFormatException unknown = Assert.Throws<DataFormatException>(
            () => TableFile.Read(TableSamples.PathOf("js.arrows"), new TableReadOptions { Columns = ["price", "cost"] }, cancellationToken: Token));
        Assert.Contains("there is no column \"cost\"; the columns are number, small, wide", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NestedColumns_AreRefusedByName_AndLeftOutOnRequest()
    {
        string path = TableSamples.PathOf("nested.parquet");
        DataFormatException exception = Assert.Throws<DataFormatException>(() => TableFile.Read(path, cancellationToken: Token));
        Assert.Equal("column \"pair\"", exception.Place);
        Assert.Contains("holds lists, which a table has no place for; leave the column out", exception.Message, StringComparison.Ordinal);
        exception = Assert.Throws<DataFormatException>(() => TableFile.Read(path, new TableReadOptions { Without = ["pair"] }, cancellationToken: Token));
        Assert.Contains("column \"record\": it holds structures", exception.Message, StringComparison.Ordinal);
        CsvTable table = TableFile.Read(path, new TableReadOptions { Without = ["pair", "record"] }, cancellationToken: Token);
        Assert.Equal(["number", "word", "class"], table.Columns.Select(column => column.Name));
        CsvTable csv = CsvTable.Read(TableSamples.PathOf("mixed.csv"), cancellationToken: Token);
        TableSamples.Same(
            csv.ToTabular(new CsvTabularOptions
            {
                AllowMissing = true,
                Ignore = ["small", "wide", "real", "single", "kind", "flag", "day", "stamp", "clock", "price", "large"],
            }),
            table.ToTabular(new CsvTabularOptions { AllowMissing = true }));
        Assert.Equal(
            [("number", CsvCellKind.Number, "whole numbers"), ("pair", null, "lists"), ("record", null, "structures"), ("word", CsvCellKind.Text, "texts"),
                ("class", CsvCellKind.Text, "texts")],
            TableFile.ColumnsOf(path).Select(column => (column.Name, column.Kind, column.Content)));
    }

    [Fact]
    public void RareTypes_AreReadOrRefused()
    {
        string path = TableSamples.PathOf("rare.parquet");
        Assert.Equal("column \"span\"", Assert.Throws<DataFormatException>(() => TableFile.Read(path, cancellationToken: Token)).Place);
        CsvTable table = TableFile.Read(path, new TableReadOptions { Without = ["span"] }, cancellationToken: Token);
        Assert.Equal(["word", "nothing", "bytes", "id", "x"], table.Columns.Select(column => column.Name));
        Assert.Equal(3, table.Columns[1].MissingCount);
        Assert.Equal(["b"], table.Columns[2].DistinctValues(2));
        Assert.True(Guid.TryParse(table.Columns[3].DistinctValues(1)[0], out _));
        Assert.Equal([1.5, 1.5, 1.5], table.Columns[4].Values.ToArray());
    }

    /// <summary>What stands behind columns of lists and structures is found, whether those are wanted or not.</summary>
    [Fact]
    public void RareTypesOfArrow_AreReadBesideColumnsThatAreNot()
    {
        string path = TableSamples.PathOf("rare.arrow");
        DataFormatException exception = Assert.Throws<DataFormatException>(() => TableFile.Read(path, cancellationToken: Token));
        Assert.Contains("column \"list\": it holds lists", exception.Message, StringComparison.Ordinal);
        CsvTable table = TableFile.Read(path, new TableReadOptions { Without = ["list", "record", "bytes"] }, cancellationToken: Token);
        Assert.Equal(["before", "half", "span", "most", "nothing", "numbered", "nano", "after"], table.Columns.Select(column => column.Name));
        double[][] expected =
        [
            [1, double.NaN, -3], [0.5, -2, double.NaN], [1, 0.5, double.NaN], [Math.Pow(2, 64), 0, 5], [double.NaN, double.NaN, double.NaN], [2.5, 1.5, 2.5],
            [1, 0.5, double.NaN],
        ];
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], table.Columns[i].Values.ToArray());
        }

        Assert.Equal(["18446744073709551615", "0", "5"], table.Columns[3].DistinctValues(3));
        Assert.Equal(["p", "q"], table.Columns[7].DistinctValues(3));
        Assert.Equal(
            [
                CsvCellKind.Number, null, null, CsvCellKind.Number, CsvCellKind.Duration, CsvCellKind.Number, CsvCellKind.Number, CsvCellKind.Number,
                CsvCellKind.Date, null, CsvCellKind.Text,
            ],
            TableFile.ColumnsOf(path).Select(column => column.Kind));
    }

    /// <summary>The days of Impala: nanoseconds and a Julian day, of which 2440588 is the first of 1970 ("Julian day", U.S. Naval Observatory).</summary>
    [Fact]
    public void JulianDays_AreDates()
    {
        byte[] page = new byte[36];
        for (int i = 0; i < 3; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(page.AsSpan(12 * i), 43_200_000_000_000);
            BinaryPrimitives.WriteInt32LittleEndian(page.AsSpan((12 * i) + 8), 2_440_588 + i);
        }

        CsvColumn column = TableSamples.Read(new ParquetBytes { Type = 3, Page = page }.ToArray()).Columns[0];
        Assert.Equal((CsvColumnKind.Date, "1970-01-01 12:00:00"), (column.Kind, column.DistinctValues(1)[0]));
        Assert.Equal([0.5, 1.5, 2.5], column.Values.ToArray());
    }

    /// <summary>The codec LZ4 of older writers: blocks behind two big-endian lengths each, as Hadoop divides them, or a bare block.</summary>
    [Fact]
    public void BlocksOfLz4_AreReadWithLengthsAndWithout()
    {
        byte[] block = [0xC0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0]; // twelve bytes as they are
        foreach (byte[] page in (byte[][])[[0, 0, 0, 12, 0, 0, 0, 13, .. block], block])
        {
            CsvTable table = TableSamples.Read(new ParquetBytes { Codec = 5, Page = page, PageLength = 12 }.ToArray());
            Assert.Equal([1.0, 2, 3], table.Columns[0].Values.ToArray());
        }
    }

    [Fact]
    public void MissingWordsAndLimits_AreThoseOfTheReading()
    {
        string path = TableSamples.PathOf("duckdb-v1.parquet");
        CsvTable all = TableFile.Read(path, cancellationToken: Token);
        CsvTable fewer = TableFile.Read(
            path, new TableReadOptions { Reading = new CsvReadOptions { Missing = ["maple", FormattableString.Invariant($"{all.Columns[0].Values[0]}")] } },
            cancellationToken: Token);
        Assert.True(fewer.Columns[0].MissingCount > all.Columns[0].MissingCount);
        Assert.True(fewer.Columns[5].MissingCount > all.Columns[5].MissingCount + 10);
        DataFormatException exception = Assert.Throws<DataFormatException>(
            () => TableFile.Read(path, new TableReadOptions { Reading = new CsvReadOptions { MaximumRows = 100 } }, cancellationToken: Token));
        Assert.Contains("there are 130 rows, more than 100; raise the limit of rows", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Kind_IsThatOfTheFirstBytes()
    {
        using TemporaryFolder folder = new();
        string renamed = folder.Write("table.csv", TableSamples.Bytes("duckdb-v1.parquet")), text = folder.Write("table.parquet", "a,b\n1,2\n"u8.ToArray());
        Assert.Equal(TableFileKind.Parquet, TableFile.KindOf(renamed));
        Assert.Equal(130, TableFile.Read(renamed, cancellationToken: Token).RowCount);
        Assert.Equal(TableFileKind.Parquet, TableFile.KindOf(text));
        Assert.Equal(TableFileKind.ArrowFile, TableFile.KindOf(TableSamples.PathOf("js.arrow")));
        Assert.Equal(TableFileKind.ArrowStream, TableFile.KindOf(TableSamples.PathOf("polars.arrows")));
        Assert.Null(TableFile.KindOf(TableSamples.PathOf("mixed.csv")));
        Assert.Null(TableFile.KindOf(Path.Combine(TableSamples.Folder, "none.parquet")));
        DataFormatException exception = Assert.Throws<DataFormatException>(() => TableFile.Read(text, cancellationToken: Token));
        Assert.Contains(
            "neither a Parquet nor an Arrow file begins with 612C620A312C320A; name one, or rename the file", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[0], "the file is empty")]
    [InlineData(new byte[] { 80, 65, 82, 49 }, "a Parquet file has 12 bytes at least")]
    [InlineData(new byte[] { 80, 65, 82, 49, 0, 0, 0, 0, 80, 65, 82, 69 }, "the Parquet file is encrypted")]
    [InlineData(new byte[] { 80, 65, 82, 49, 255, 255, 255, 127, 80, 65, 82, 49 }, "ends with its footer")]
    [InlineData(new byte[] { 70, 69, 65, 49, 0, 0, 0, 0 }, "Feather file of version 1")]
    [InlineData(new byte[] { 65, 82, 82, 79, 87, 49, 0, 0 }, "an Arrow file has 18 bytes at least")]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 3 }, "a message has 67108863 bytes, where 0 are left")]
    public void OtherFiles_AreRefused(byte[] content, string problem) =>
        Assert.Contains(problem, Assert.Throws<DataFormatException>(() => TableSamples.Read(content)).Message, StringComparison.Ordinal);

    [Fact]
    public void NoRows_AreRefused_AndHaveNoParts()
    {
        string path = TableSamples.PathOf("empty.parquet");
        DataFormatException exception = Assert.Throws<DataFormatException>(() => TableFile.Read(path, cancellationToken: Token));
        Assert.Contains("the table has no rows", exception.Message, StringComparison.Ordinal);
        Assert.Empty(TableFile.ReadParts(path, cancellationToken: Token));
        exception = Assert.Throws<DataFormatException>(
            () => TableFile.Read(path, new TableReadOptions { Columns = ["class"], Without = ["class"] }, cancellationToken: Token));
        Assert.Contains("the table has no columns", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Streams_AreToBeSeekable_AndStayOpen()
    {
        using ForwardStream forward = new(TableSamples.Bytes("js.arrows"));
        ArgumentException exception = Assert.Throws<ArgumentException>(() => TableFile.Read(forward, "pipe", cancellationToken: Token));
        Assert.Contains("copy it into a MemoryStream", exception.Message, StringComparison.Ordinal);
        using MemoryStream stream = new([1, 2, 3, .. TableSamples.Bytes("js.arrows")]) { Position = 3 };
        Assert.Equal(130, TableFile.Read(stream, "behind others", cancellationToken: Token).RowCount);
        Assert.True(stream.CanRead);
    }

    [Fact]
    public void Cancellation_EndsTheReading_AndProgressCountsRows()
    {
        List<long> rows = [];
        TableFile.Read(TableSamples.PathOf("rust-groups.parquet"), progress: new Collector(rows), cancellationToken: Token);
        Assert.Equal([40, 80, 120, 130], rows);
        Assert.Throws<OperationCanceledException>(
            () => TableFile.Read(TableSamples.PathOf("rust-groups.parquet"), cancellationToken: new CancellationToken(canceled: true)));
    }

    private sealed class Collector(List<long> rows) : IProgress<long>
    {
        public void Report(long value) => rows.Add(value);
    }
}

using System.Diagnostics;
using Hillock.Csv;
using Hillock.Data;
using Hillock.Tables;
using Xunit;

namespace Hillock.Tests.Tables;

/// <summary>Files that are broken, of a later version, or made to do harm.</summary>
public class DamagedTableTests
{
    private const int Mutations = 50_000;
    private const long MostBytes = 64 << 20;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    public static TheoryData<string> Names => [.. TableSamples.Names];

    [Fact]
    public void Specimen_IsRead_AlsoWithFieldsOfALaterVersion()
    {
        Assert.Equal([1.0, 2, 3], TableSamples.Read(new ParquetBytes().ToArray()).Columns[0].Values.ToArray());
        Assert.Equal([1.0, 2, 3], TableSamples.Read(new ParquetBytes { HasLaterFields = true }.ToArray()).Columns[0].Values.ToArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void CutOff_IsRefused(string name)
    {
        byte[] file = TableSamples.Bytes(name);
        bool isStream = name.EndsWith(".arrows", StringComparison.Ordinal);
        for (int length = 1; length < file.Length; length += 1 + (file.Length / 211))
        {
            try
            {
                CsvTable table = TableSamples.Read(file[..length]);

                // A stream may be cut off between two batches, which is told.
                Assert.True(isStream && table.Notes.Any(note => note.Contains("without the mark of its end", StringComparison.Ordinal)), $"{name}, {length}");
            }
            catch (DataFormatException)
            {
            }
        }
    }

    [Fact]
    public void Stream_WithoutItsEnd_SaysSo()
    {
        byte[] file = TableSamples.Bytes("js.arrows");
        Assert.Empty(TableSamples.Read(file).Notes);
        string note = Assert.Single(TableSamples.Read(file[..^8]).Notes);
        Assert.Contains("rows are missing", note, StringComparison.Ordinal);
    }

    [Fact]
    public void LaterVersions_AreRefused_WithTheWayOut()
    {
        Refused(new ParquetBytes { Version = 3 }, "the Parquet file is of version 3; versions 1 and 2 are read; write it in version 2.6");
        Refused(new ParquetBytes { Codec = 9 }, "column \"x\": it is compressed by the codec 9, which is not read; write the table with snappy");
        Refused(new ParquetBytes { Codec = 3 }, "compressed by LZO");
        Refused(new ParquetBytes { Encoding = 10 }, "in the encoding number 10, which a file of a newer version has");
        Refused(new ParquetBytes { PageKind = 7 }, "a page is of the kind 7, which a file of a newer version has");
        byte[] arrow = TableSamples.Bytes("js.arrows");
        Assert.Equal(4, arrow[0x2A]);
        arrow[0x2A] = 5;
        Assert.Contains("the metadata is of version 6; versions 4 and 5 are read",
            Assert.Throws<DataFormatException>(() => TableSamples.Read(arrow)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CheckSums_AreChecked()
    {
        ParquetBytes file = new() { Sum = 0xB0E02293 }; // of 01000000 02000000 03000000, by Python's zlib.crc32
        Refused(file with { Page = [1, 0, 0, 0, 2, 0, 0, 0, 7, 0, 0, 0] }, "the check sum of a page");
        Assert.Equal(3, TableSamples.Read(file.ToArray()).RowCount);
    }

    /// <summary>Lengths and counts that are lies cost neither memory nor time.</summary>
    [Fact]
    public void HostileLengths_AreRefused_BeforeAnythingIsAllocated()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused(new ParquetBytes { PageLength = int.MaxValue }, "are said to be compressed");
        Refused(new ParquetBytes { PageLength = 1 << 29 }, "are said to become 536870912, which they cannot");
        Refused(new ParquetBytes { PageLength = 1 << 29, Codec = 1 }, "which they cannot");
        Refused(new ParquetBytes { PageLength = 1 << 29, Codec = 2 }, "which they cannot");
        Refused(new ParquetBytes { PageLength = 1 << 29, Codec = 4 }, "the compressed bytes");
        Refused(new ParquetBytes { PageLength = 1 << 29, Codec = 6 }, "the compressed bytes");
        Refused(new ParquetBytes { StoredLength = int.MaxValue }, "a page has 2147483647 bytes");
        Refused(new ParquetBytes { StoredLength = -5 }, "a page has -5 bytes");
        Refused(new ParquetBytes { PageValues = int.MaxValue }, "a page has 2147483647 values where 3 are left");
        Refused(new ParquetBytes { PageValues = -1 }, "a page has -1 values");
        Refused(new ParquetBytes { ChunkValues = 4 }, "has 4 values of the type 1, expected are 3 of the type 1");
        Refused(
            new ParquetBytes { ChunkValues = long.MaxValue, GroupRows = long.MaxValue, Rows = long.MaxValue }, "more than 10,000,000; raise the limit of rows");
        Refused(new ParquetBytes { Rows = 4 }, "the footer tells of 4 rows, but its groups have 3");
        Refused(new ParquetBytes { GroupRows = -1 }, "a group has -1 rows");
        Refused(new ParquetBytes { Start = long.MaxValue }, "the file ends at", "the footer", "ends");
        Refused(new ParquetBytes { Start = -9 }, "the file ends at");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < MostBytes);
    }

    /// <summary>Bytes changed at random, half of them among the last ones, where the metadata is: read or refused, within bounds of memory and time.</summary>
    [Fact]
    [Trait("Speed", "slow")]
    public void MutatedFiles_AreReadOrRefused()
    {
        string[] names = [.. TableSamples.Names, "nested.parquet", "rare.parquet", "rare.arrow"];
        byte[][] files = Array.ConvertAll(names, TableSamples.Bytes);
        int refused = 0;
        for (int i = 0; i < Mutations; i++)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            byte[] file = [.. files[i % files.Length]];
            Random random = new(i);
            for (int change = 0; change <= i % 3; change++)
            {
                int place = random.Next(2) == 0 ? random.Next(file.Length) : file.Length - 1 - random.Next(Math.Min(file.Length, 2500));
                file[place] = (byte)random.Next(256);
            }

            long before = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
            try
            {
                TableSamples.Read(file, new TableReadOptions { Without = Without(names[i % names.Length]) });
            }
            catch (DataFormatException)
            {
                refused++;
            }
            catch (Exception exception)
            {
                Assert.Fail($"{names[i % names.Length]}, change {i}: {exception}");
            }

            long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            TimeSpan time = Stopwatch.GetElapsedTime(start);
            Assert.True(bytes < MostBytes && time < Longest, $"{names[i % names.Length]}, change {i}: {bytes} bytes, {time}");
        }

        Assert.InRange(refused, Mutations / 4, Mutations - 1);
    }

    private static string[] Without(string name) => name switch
    {
        "nested.parquet" => ["pair"],
        "rare.parquet" => ["span"],
        "rare.arrow" => ["list", "record", "bytes"],
        _ => [],
    };

    private static void Refused(ParquetBytes file, params string[] problems)
    {
        DataFormatException exception = Assert.Throws<DataFormatException>(() => TableSamples.Read(file.ToArray()));
        Assert.Contains(problems, problem => exception.Message.Contains(problem, StringComparison.Ordinal));
    }
}

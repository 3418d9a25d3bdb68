using Hillock.Csv;
using Hillock.Data;
using Hillock.Tables;
using Xunit;

namespace Hillock.Tests.Tables;

/// <summary>What DuckDB, polars, arrow-rs and Arrow's JavaScript wrote gives the same table for learning as the CSV file that they read, bit for bit.</summary>
public class SameAsCsvTests
{
    private static readonly Lazy<CsvTable> Csv = new(() => CsvTable.Read(TableSamples.PathOf("mixed.csv")));

    public static TheoryData<string> Names => [.. TableSamples.Names];

    [Fact]
    public void Files_AreOfEveryWriterAndCompression()
    {
        Assert.True(TableSamples.Names.Length >= 20, string.Join(", ", TableSamples.Names));
        Assert.Equal(14, Csv.Value.Columns.Count);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Table_IsThatOfTheCsvFile(string name)
    {
        CsvTable table = TableFile.Read(TableSamples.PathOf(name), cancellationToken: TestContext.Current.CancellationToken);
        string[] lacking = table.Columns.Any(column => column.Name == "clock") ? [] : ["clock"];
        foreach (string target in (string[])["class", "price", "large"])
        {
            CsvTargetKind kind = target == "large" ? CsvTargetKind.Class : CsvTargetKind.Auto;
            CsvTabularOptions options = new() { Target = target, AllowMissing = true, TargetKind = kind };
            TableSamples.Same(Csv.Value.ToTabular(options with { Ignore = lacking }), table.ToTabular(options));
        }

        foreach (CsvColumn column in table.Columns)
        {
            CsvColumn expected = Csv.Value.Columns.Single(other => other.Name == column.Name);
            Assert.Equal((expected.Kind, expected.MissingCount, expected.DistinctCount), (column.Kind, column.MissingCount, column.DistinctCount));
        }
    }

    /// <summary>A file for predictions follows one for training, whatever the kinds of both.</summary>
    [Theory]
    [InlineData("duckdb-v2.parquet")]
    [InlineData("js-parts.arrow")]
    public void File_FollowsAnotherOfAnyKind(string name)
    {
        CsvTable table = TableFile.Read(TableSamples.PathOf(name), cancellationToken: TestContext.Current.CancellationToken);
        TabularData text = Csv.Value.ToTabular(new CsvTabularOptions { AllowMissing = true });
        CsvTabularOptions following = new() { Like = text, AllowMissing = true };
        TableSamples.Same(Csv.Value.ToTabular(following), table.ToTabular(following));
        TabularData own = table.ToTabular(new CsvTabularOptions { AllowMissing = true });
        CsvTable again = CsvTable.Read(
            TableSamples.PathOf("mixed.csv"), new CsvReadOptions { Formats = table.Formats },
            cancellationToken: TestContext.Current.CancellationToken);
        TableSamples.Same(own, again.ToTabular(new CsvTabularOptions { Like = own, AllowMissing = true }));
    }

    /// <summary>The parts are the table, one after the other, with the columns and classes of the first.</summary>
    [Theory]
    [InlineData("rust-groups.parquet", 4)]
    [InlineData("js-parts.arrow", 2)]
    [InlineData("duckdb-v1.parquet", 1)]
    public void Parts_AreTheTable(string name, int count)
    {
        CsvTable whole = TableFile.Read(TableSamples.PathOf(name), cancellationToken: TestContext.Current.CancellationToken);
        TabularData like = whole.ToTabular(new CsvTabularOptions { AllowMissing = true });
        int parts = 0, row = 0;
        foreach (CsvTable part in TableFile.ReadParts(TableSamples.PathOf(name), cancellationToken: TestContext.Current.CancellationToken))
        {
            TabularData data = part.ToTabular(new CsvTabularOptions { Like = like, AllowMissing = true });
            Assert.Equal(like.Columns.Select(column => column.Name), data.Columns.Select(column => column.Name));
            for (int i = 0; i < data.RowCount; i++, row++)
            {
                Assert.Equal(like.Row(row).ToArray(), data.Row(i).ToArray());
                Assert.Equal(like.Classes[row], data.Classes[i]);
            }

            parts++;
        }

        Assert.Equal((count, whole.RowCount), (parts, row));
    }
}

using Hillock.Csv;
using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Csv;

/// <summary>Columns from elsewhere make the table that a CSV file with the same cells makes.</summary>
public class CsvTableBuilderTests
{
    [Fact]
    public void Texts_AreReadLikeCells()
    {
        string[] dates = ["03/04/2024", "05/06/2024", "25/12/2024", "01/01/2025"], amounts = ["1.234,50 €", "12,00 €", "", "7,25 €"];
        string[] words = ["a", "NA", " b ", "a"];
        CsvTable expected = CsvTable.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(
            "date;amount;word\n" + string.Concat(Enumerable.Range(0, 4).Select(i => $"{dates[i]};{amounts[i]};{words[i]}\n")))), cancellationToken: Token);
        CsvTableBuilder builder = new("columns", [("date", CsvCellKind.Text), ("amount", CsvCellKind.Text), ("word", CsvCellKind.Text)]);
        string[][] columns = [dates, amounts, words];
        for (int column = 0; column < 3; column++)
        {
            builder.LookAt(column, columns[column]);
        }

        for (int column = 0; column < 3; column++)
        {
            foreach (string cell in columns[column])
            {
                builder.AddText(column, cell);
            }
        }

        CsvTable table = builder.Build();
        for (int column = 0; column < 3; column++)
        {
            CsvColumn own = table.Columns[column], other = expected.Columns[column];
            Assert.Equal((other.Kind, other.Unit, other.MissingCount, other.DistinctCount), (own.Kind, own.Unit, own.MissingCount, own.DistinctCount));
            Assert.Equal(other.Values.ToArray(), own.Values.ToArray());
        }

        Assert.Equal(CsvColumnKind.Date, table.Columns[0].Kind);
        Assert.Equal(("\0"[0], true), (table.Delimiter, table.HasHeader));
    }

    [Fact]
    public void Numbers_KeepTheirDigits_AndMissingOnesAreMissing()
    {
        CsvTableBuilder builder = new("columns", [("n", CsvCellKind.Number)], new CsvReadOptions { Missing = ["-999"] });
        builder.AddNumbers(0, [1.5, double.NaN, -999]);
        builder.AddWhole(0, (Int128)ulong.MaxValue);
        builder.AddWhole(0, (Int128)ulong.MaxValue - 1);
        builder.AddWhole(0, 7);
        builder.AddMissing(0, 2);
        CsvColumn column = builder.Build().Columns[0];
        Assert.Equal([1.5, double.NaN, double.NaN, Math.Pow(2, 64), Math.Pow(2, 64), 7, double.NaN, double.NaN], column.Values.ToArray());
        Assert.Equal((4, 4), (column.MissingCount, column.DistinctCount));
        Assert.Equal(["18446744073709551615", "18446744073709551614", "1.5", "7"], column.DistinctValues(9));
    }

    [Fact]
    public void Times_AreDays_AndThoseOfNoCalendarAreRefused()
    {
        CsvTableBuilder builder = new(
            "columns", [("day", CsvCellKind.Date), ("clock", CsvCellKind.TimeOfDay), ("span", CsvCellKind.Duration)]);
        builder.AddNumber(0, 19_783.5);
        builder.AddNumber(1, 0.75);
        builder.AddNumber(2, 2.5);
        DataFormatException exception = Assert.Throws<DataFormatException>(() => builder.AddNumber(0, 3e6));
        Assert.Contains("row 2, column \"day\": 3000000 days since 1970 are no date between the years 1 and 9999", exception.Message, StringComparison.Ordinal);
        Assert.Throws<DataFormatException>(() => builder.AddNumber(1, 1.5));
        Assert.Throws<DataFormatException>(() => builder.AddNumber(2, double.PositiveInfinity));
        CsvTable table = builder.Build();
        Assert.All(table.Columns, column => Assert.Equal(CsvColumnKind.Date, column.Kind));
        Assert.Equal("2024-03-01 12:00:00", table.Columns[0].DistinctValues(1)[0]);
        Assert.Equal("18:00:00", table.Columns[1].DistinctValues(1)[0]);
    }

    [Fact]
    public void Faults_NameTheColumnAndTheRow()
    {
        CsvTableBuilder builder = new("columns", [("a", CsvCellKind.Number), ("b", CsvCellKind.Text)], new CsvReadOptions { MaximumRows = 3 });
        builder.AddNumbers(0, [1, 2, 3]);
        Assert.Contains("more than 3 rows", Assert.Throws<DataFormatException>(() => builder.AddNumber(0, 4)).Message, StringComparison.Ordinal);
        Assert.Contains("more than 3 rows", Assert.Throws<DataFormatException>(() => builder.AddNumbers(0, [4])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => builder.AddText(0, "x"));
        Assert.Throws<ArgumentException>(() => builder.AddNumber(1, 1));
        Assert.Throws<InvalidOperationException>(() => builder.LookAt(1, ["x"]));
        builder.AddText(1, "x");
        Assert.Contains("column \"b\": it has 1 cells but \"a\" has 3", Assert.Throws<DataFormatException>(builder.Build).Message, StringComparison.Ordinal);
        builder.AddText(1, ""u8);
        Assert.Contains("row 3, column \"b\": the text is not valid UTF-8",
            Assert.Throws<DataFormatException>(() => builder.AddText(1, [0xC3, 0x28])).Message, StringComparison.Ordinal);
        CsvTableBuilder other = new("columns", [("a", CsvCellKind.Number), ("b", CsvCellKind.Number)]);
        other.AddNumbers(0, [1, 2]);
        other.AddNumbers(1, [double.NaN, 2]);
        DataFormatException exception = Assert.Throws<DataFormatException>(() => other.Build().ToTabular());
        Assert.Contains("columns, row 1, column \"b\": the target is missing", exception.Message, StringComparison.Ordinal);
        Assert.Throws<DataFormatException>(() => new CsvTableBuilder("columns", []));
        Assert.Throws<DataFormatException>(new CsvTableBuilder("columns", [("a", CsvCellKind.Number)]).Build);
        Assert.Throws<ArgumentException>(() => new CsvTableBuilder("columns", [("a", (CsvCellKind)9)]));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

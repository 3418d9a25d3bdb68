using System.Globalization;
using System.Text;
using Hillock.Csv;
using Xunit;

namespace Hillock.Tests.Csv;

/// <summary>How columns are written, kept of one file for another.</summary>
public sealed class ColumnFormatTests
{
    [Fact]
    public void Formats_OfAFile_SayHowItIsWritten()
    {
        CsvTable table = Read("day;price;name;share\n31.01.2024;1.234,5 €;a;5\n2.2.2024;7,25 €;b;6\n3.2.2024;0,5 €;c;7\n");
        Assert.Equal(["day", "price", "name", "share"], table.Formats.Select(format => format.Column));
        Assert.Equal(["day.month.year", null, null, null], table.Formats.Select(format => format.DateForm));
        Assert.Equal(["d.M.yyyy"], table.Formats[0].DateFormats);
        Assert.Equal([null, ',', null], table.Formats.Take(3).Select(format => format.DecimalMark));
        Assert.Equal(('.', "€"), (table.Formats[1].Thousands!.Value, table.Formats[1].Unit));
    }

    /// <summary>Each cell may be read in two ways; the other file leaves one.</summary>
    [Theory]
    [InlineData("d\n31/01/2024\n02/02/2024\n03/03/2024\n", "d\n03/04/2024\n", "2024-04-03")]
    [InlineData("d\n01/31/2024\n02/02/2024\n03/03/2024\n", "d\n03/04/2024\n", "2024-03-04")]
    [InlineData("d\n1.234,5\n0,5\n", "d\n1,234\n", "1.234")]
    [InlineData("d\n\"1,234.5\"\n0.5\n", "d\n\"1,234\"\n", "1234")]
    [InlineData("d\n1.234,5\n0,5\n", "d\n1.234\n", "1234")]
    [InlineData("d\n1.5\n2.5\n", "d\n1.234\n", "1.234")]
    public void Formats_GivenToAnotherFile_DecideHowItIsRead(string first, string second, string expected)
    {
        CsvReadOptions options = new() { Delimiter = ';', HasHeader = true };
        CsvTable table = Read(second, options with { Formats = Read(first, options).Formats });
        double value = table.Columns[0].Values[0];
        Assert.Equal(
            expected,
            table.Columns[0].Kind == CsvColumnKind.Date ? DateTime.UnixEpoch.AddDays(value).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
                : value.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Formats_OfOtherColumns_ChangeNothing()
    {
        CsvReadOptions options = new()
        {
            Formats = [new CsvColumnFormat { Column = "other", DecimalMark = ',' }, new CsvColumnFormat { Column = "x", DateFormats = [""] }],
        };
        Assert.Equal([1.5, 2.5], Read("x,y\n1.5,1\n2.5,2\n", options).Columns[0].Values.ToArray());
    }

    private static CsvTable Read(string text, CsvReadOptions? options = null)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(text));
        return CsvTable.Read(stream, "test", options, cancellationToken: TestContext.Current.CancellationToken);
    }
}

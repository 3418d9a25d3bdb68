using System.Text;
using Hillock.Csv;
using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Csv;

/// <summary>Rows of very many cells are refused early, and nothing else is.</summary>
public class CsvWidthTests
{
    [Fact]
    public void Row_OfVeryManyCells_IsRefused()
    {
        string row = string.Join(',', Enumerable.Repeat("1", 100_001));
        DataFormatException fault = Assert.Throws<DataFormatException>(() => Read("a,b\r\n" + row + "\r\n"));
        Assert.Contains("line 2: the row has more than 100,000 cells", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\r")]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Rows_OfTwoCells_AreRead_HoweverLinesEnd(string end)
    {
        string text = "a,b" + end + string.Concat(Enumerable.Repeat("1,2" + end, 110_000));
        Assert.Equal(110_000, Read(text).RowCount);
    }

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    public void Delimiters_WithinQuotes_DivideNothing(char delimiter)
    {
        string text = "a,b\n1,\"" + new string(delimiter, 120_000) + "\"\n2,x\n";
        Assert.Equal(2, Read(text).Columns.Count);
    }

    private static CsvTable Read(string text) => CsvTable.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "wide.csv");
}

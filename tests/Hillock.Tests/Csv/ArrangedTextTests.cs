using System.Text;
using Hillock.Csv;
using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Csv;

/// <summary>Columns that spaces align, tables between bars, and lines above the header.</summary>
public class ArrangedTextTests
{
    [Theory]
    [InlineData("a    b     y\n1    2   3.5\n11  22   4.5\n")]
    [InlineData("   a    b     y  \r\n   1    2   3.5 \r\n  11   22   4.5\r\n")]
    [InlineData("a\t b\t\ty\n1\t 2   3.5\n11\t22\t4.5\n")]
    [InlineData("  a   b  y\n  -  --  ---\n  1   2  3.5\n 11  22  4.5\n")] // the second line rules
    [InlineData("--- --- ---\n  a   b   y\n--- --- ---\n  1   2 3.5\n 11  22 4.5\n--- --- ---\n")]
    public void Read_AlignedColumns_AreDividedAtAnyNumberOfSpaces(string text)
    {
        CsvTable table = Read(text);
        Assert.Equal(["a", "b", "y"], table.Columns.Select(column => column.Name));
        Assert.Equal([1.0, 11], table.Columns[0].Values.ToArray());
        Assert.Equal([2.0, 22], table.Columns[1].Values.ToArray());
        Assert.Equal([3.5, 4.5], table.Columns[2].Values.ToArray());
        Assert.Equal(text.TrimEnd().Split('\n').TakeWhile(line => !line.Contains("4.5", StringComparison.Ordinal)).Count() + 1, table.LineOf(1));
    }

    [Fact]
    public void Read_PrintedDataFrame_HasItsRowsNumbers()
    {
        CsvTable table = Read("   age  height    city\n0   23   180.5  Berlin\n1    4    99.0   Paris\n2   51   170.2    Rome\n");
        Assert.Equal(["row", "age", "height", "city"], table.Columns.Select(column => column.Name));
        Assert.Equal([0.0, 1, 2], table.Columns[0].Values.ToArray());
        Assert.Equal([180.5, 99, 170.2], table.Columns[2].Values.ToArray());
    }

    // The lines are of UCI's auto-mpg.data and housing.data.
    [Fact]
    public void Read_FilesOfUci_AreDivided()
    {
        CsvTable cars = Read(
            "18.0   8   307.0      130.0      3504.      12.0   70  1\t\"chevrolet chevelle malibu\"\n" +
            "15.0   8   350.0      165.0      3693.      11.5   70  1\t\"buick skylark 320\"\n" +
            "25.0   4   98.00      ?          2046.      19.0   71  1\t\"ford pinto\"\n");
        Assert.Equal((9, 3), (cars.Columns.Count, cars.RowCount));
        Assert.Equal([3504.0, 3693, 2046], cars.Columns[4].Values.ToArray());
        Assert.Equal(["chevrolet chevelle malibu", "buick skylark 320", "ford pinto"], cars.Columns[8].DistinctValues(3));
        CsvTable houses = Read(
            " 0.00632  18.00   2.310  0  0.5380  6.5750  65.20  4.0900   1  296.0  15.30 396.90   4.98  24.00\n" +
            " 0.02731   0.00   7.070  0  0.4690  6.4210  78.90  4.9671   2  242.0  17.80 396.90   9.14  21.60\n");
        Assert.Equal([15.3, 17.8], houses.Columns[10].Values.ToArray());
        Assert.Equal([24, 21.6], houses.Columns[13].Values.ToArray());
    }

    [Fact]
    public void Read_SingleSpacesWithinWords_DoNotDivide()
    {
        CsvTable table = Read("city         people  area\nNew York     8000  780\nLos Angeles  3900  1210\nRome         2800  1285\n");
        Assert.Equal(["New York", "Los Angeles", "Rome"], table.Columns[0].DistinctValues(3));
        Assert.Equal([780.0, 1210, 1285], table.Columns[2].Values.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("Staff of the house\n\n")]
    public void Read_EmptyCellsInColumnsOfFixedWidths_AreMissing(string above)
    {
        CsvTable table = Read(
            above + "name        age    pay\n----------  ---  -----\nBjörn Bär    34  50000\n             51    300\n" +
            "Ann                17.5\nCy Young     77\nDee D        12 120000");
        Assert.Equal(["Björn Bär", "Ann", "Cy Young", "Dee D"], table.Columns[0].DistinctValues(9));
        Assert.Equal([34, 51, double.NaN, 77, 12], table.Columns[1].Values.ToArray());
        Assert.Equal([50000, 300, 17.5, double.NaN, 120000], table.Columns[2].Values.ToArray());
    }

    [Fact]
    public void Read_CellAcrossAGapOfFixedWidths_IsRefused()
    {
        string rows = string.Concat(Enumerable.Range(0, 120).Select(i => i % 5 == 0 ? $"      {i,3}  {i,3}\n" : $"ab{i % 7}   {i,3}  {i,3}\n"));
        Assert.Equal((3, 120), (Read("n       v    y\n" + rows).Columns.Count, Read("n       v    y\n" + rows).RowCount));
        DataFormatException fault = Assert.Throws<DataFormatException>(() => Read("n       v    y\n" + rows + "abcdefghi  1    2\n"));
        Assert.Contains("line 122", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_CommasInAlignedNumbers_DoNotDivide()
    {
        Assert.Equal([2.25, 3.25], Read("a       b      y\n1,5     2,25   3,5\n2,5     3,25   4,5\n").Columns[1].Values.ToArray());
        Assert.Equal([2.25, 3.25], Read("1,5     2,25   3,5\n2,5     3,25   4,5\n").Columns[1].Values.ToArray());
        Assert.Equal(["a  b", "c"], Read("x, y\na  b,  1\nc,  2\n").Columns[0].DistinctValues(2)); // spaces within a cell of commas
    }

    [Theory]
    [InlineData("| a | b | y |\n|---|:-:|--:|\n| 1 | u v | 3.5 |\n|  | x | 4.5 |\n")]
    [InlineData("a | b | y\n---|---|---\n1 | u v | 3.5\n | x | 4.5\n")]
    [InlineData("+---+-----+-----+\n| a | b   | y   |\n+---+-----+-----+\n| 1 | u v | 3.5 |\n|   | x   | 4.5 |\n+---+-----+-----+\n")]
    public void Read_TablesBetweenBars_HaveNoRuleAsARow(string text)
    {
        CsvTable table = Read(text);
        Assert.Equal(["a", "b", "y"], table.Columns.Select(column => column.Name));
        Assert.Equal([1, double.NaN], table.Columns[0].Values.ToArray());
        Assert.Equal(["u v", "x"], table.Columns[1].DistinctValues(3));
        Assert.Equal([3.5, 4.5], table.Columns[2].Values.ToArray());
    }

    [Fact]
    public void Read_DashesOfMissingValues_AreRows() =>
        Assert.Equal([1, double.NaN, 3], Read("a,b\n1,2\n-,-\n3,4\n").Columns[0].Values.ToArray());

    [Theory]
    [InlineData("Report of 2024\n\nname,age,y\n", 2, "Report of 2024")]
    [InlineData("Report of 2024\nname,age,y\n", 1, "Report of 2024")]
    [InlineData("Sales, by region, 2024\n\nname,age,y\n", 2, "Sales, by region, 2024")]
    [InlineData("Report,,\n,,\nname,age,y\n", 2, "Report")]
    [InlineData("Report,,\nby Bob,,\nname,age,y\n", 2, "Report")]
    [InlineData("Exported: 2024-01-01\r\nUser: Bob\r\nname,age,y\n", 2, "Exported: 2024-01-01")]
    [InlineData("Exported:,2024-01-01\nUser:,Bob\n\nname,age,y\n", 3, "Exported:,2024-01-01")]
    [InlineData("# made by hand\nReport\nname,age,y\n", 2, "# made by hand")]
    [InlineData("l1\nl2\nl3\nl4\nl5\nl6\nl7\nl8\nl9\nname,age,y\n", 9, "l1")]
    public void Read_LinesAboveTheHeader_ArePassedOverWithANote(string titles, int lines, string title)
    {
        CsvTable table = Read(titles + "x,1,2.5\nz,2,3.5\nx,4,5\n");
        Assert.Equal(["name", "age", "y"], table.Columns.Select(column => column.Name));
        Assert.Equal([1.0, 2, 4], table.Columns[1].Values.ToArray());
        Assert.Equal((lines, lines + 2), (table.Options.SkipLines, table.LineOf(0)));
        Assert.Contains($"(\"{title}\")", Assert.Single(table.Notes), StringComparison.Ordinal);
        Assert.Equal(lines + 2, Read(titles + "x,1,2.5\nz,2,3.5\nx,4,5\n", new() { SkipLines = lines }).LineOf(0));
    }

    [Theory]
    [InlineData("name,age,y\nx,1,2\nz,2,3\n")]
    [InlineData("name,age,y\n\nx,1,2\nz,2,3\n")]
    [InlineData("a,b\nx,1,2\ny,3,4\nz,5,6\n")] // names of rows
    [InlineData("\"two\nlines\",age,y\nx,1,2\nz,2,3\n")]
    [InlineData("5,,\n1,2,3\n4,5,6\n")]
    [InlineData("Name,,\nBob,1,2\nAl,3,4\n")]
    [InlineData("city\nNew York\nLos Angeles\nSan Jose\n")]
    [InlineData("y\n1\n2\n")]
    public void Read_TableWithoutTitles_LosesNoLine(string text)
    {
        CsvTable table = Read(text);
        Assert.Equal(0, table.Options.SkipLines);
        Assert.Empty(table.Notes);
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,4\n\nSource: census\n", "the last line is passed over as a remark (\"Source: census\")")]
    [InlineData("a,b,c\n1,2,3\n3,4,5\n,,\nSource: census, 2024\nof May\n", "the last 2 lines are passed over as remarks (\"Source: census\")")]
    [InlineData("|a|b|\n|-|-|\n|1|2|\n|3|4|\n\nMore below\n", "the last line is passed over as a remark (\"More below\")")]
    public void Read_RemarksBelowTheTable_ArePassedOverWithANote(string text, string note)
    {
        CsvTable table = Read(text);
        Assert.Equal([1.0, 3], table.Columns[0].Values.ToArray());
        Assert.StartsWith(note, Assert.Single(table.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,4\nSource: census\n", 4)] // no gap: a row that is cut off
    [InlineData("a,b\n1,2\n\n5\n", 4)] // a number
    [InlineData("a,b\n1,2\n\nx\n3,4\n", 4)] // rows follow
    public void Read_IncompleteRow_IsRefused(string text, int line) =>
        Assert.Contains($"line {line}: the row has 1 cells", Assert.Throws<DataFormatException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_TitlesAboveOtherTables_ArePassedOver()
    {
        Assert.Equal(["row", "a", "b"], Read("Summary of all\n\n    a    b\n0  23  180\n1   4   99\n2   5   98\n").Columns.Select(column => column.Name));
        Assert.Equal([1.5, 2.5], Read("Measured in May\n1.5,2.5,3\n2.5,3.5,4\n").Columns[0].Values.ToArray());
        Assert.Equal([1.5, 2.5], Read("sep=;\nname;age\n1,5;2\n2,5;4\n").Columns[0].Values.ToArray()); // as Excel writes
        Assert.Equal(["a", "b", "y"], Read("# Dataset: it\n# of May\na b y\n1 2 3\n4 5 6\n").Columns.Select(column => column.Name));
        Assert.Equal(["a", "b"], Read("x\ny\na,b\n1,2\n3,4\n", new() { SkipLines = 2 }).Columns.Select(column => column.Name));
        Assert.Throws<ArgumentOutOfRangeException>(() => Read("a,b\n1,2\n", new() { SkipLines = -1 }));
    }

    [Fact]
    public void Read_ManyAlignedRows_SurviveEveryBufferBoundary()
    {
        string rows = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i,8}   \"k {i % 7}\"{new string(' ', i % 90)}  {i * 0.5,9:F1}  \n"));
        CsvTable table = Read("title of it\n\n      id   kind  y\n" + rows);
        Assert.Equal((20_000, 3), (table.RowCount, table.Columns.Count));
        Assert.Equal(Enumerable.Range(0, 20_000).Select(i => (double)i), table.Columns[0].Values.ToArray());
        Assert.Equal(Enumerable.Range(0, 20_000).Select(i => i * 0.5), table.Columns[2].Values.ToArray());
        Assert.Equal(7, table.Columns[1].DistinctCount);
        Assert.Equal(20_003, table.LineOf(19_999));
    }

    private static CsvTable Read(string text, CsvReadOptions? options = null) =>
        CsvTable.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "some.csv", options);
}

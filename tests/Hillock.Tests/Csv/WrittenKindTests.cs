using System.Text;
using Hillock.Csv;
using Xunit;

namespace Hillock.Tests.Csv;

/// <summary>More of what people and programs write in tables: the value beside each cell is what a reader of that cell means.</summary>
public class WrittenKindTests
{
    [Theory]
    [InlineData("$1.2k|$3k|$0.5k", 1200, 3000, 500, "$")]
    [InlineData("$1.5M|$20K|$300K", 1_500_000, 20_000, 300_000, "$")]
    [InlineData("19M|1.5k|201k", 19_000_000, 1500, 201_000, "")]
    [InlineData("2.5 Mio €|1 Mio €|0.5 Mio €", 2_500_000, 1_000_000, 500_000, "€")]
    [InlineData("300 K|310 K|290 K", 300, 310, 290, "K")] // kelvin
    [InlineData("Fr. 1’000.–|Fr. 5.–|Fr. 2.50", 1000, 5, 2.5, "Fr.")]
    [InlineData("5.-|7.-|1'000.-", 5, 7, 1000, "")]
    [InlineData("12-|7|3.5-", -12, 7, -3.5, "")]
    [InlineData("0x10|0xFF|0x3E8", 16, 255, 1000, "")]
    [InlineData("1_000|2_500_000|7", 1000, 2_500_000, 7, "")]
    [InlineData("1.5D+02|-2.0D-01|3D0", 150, -0.2, 3, "")]
    [InlineData("١٢|٣|٤٥", 12, 3, 45, "")]
    [InlineData("１２|３|４５", 12, 3, 45, "")]
    [InlineData("'12|'3|'45", 12, 3, 45, "")]
    [InlineData("12 items|3 items|45 items", 12, 3, 45, "items")]
    [InlineData("1 star|3 stars|5 stars", 1, 3, 5, "stars")]
    [InlineData("5 inches|6 inches|7.5 inches", 5, 6, 7.5, "inches")]
    [InlineData("-1,5E+03|2,5E+03|1,234E+01", -1500, 2500, 12.34, "")] // semicolons below: no group of thousands stands before an exponent
    public void Read_Numbers_AreWhatTheyMean(string cells, double first, double second, double third, string unit)
    {
        string[] all = cells.Split('|');
        CsvTable table = Read("v;y\n" + string.Concat(all.Select((cell, i) => $"{cell};{i}\n")));
        Assert.Equal(CsvColumnKind.Numeric, table.Columns[0].Kind);
        Assert.Equal([first, second, third], table.Columns[0].Values.ToArray());
        Assert.Equal(unit, table.Columns[0].Unit);
    }

    [Theory]
    [InlineData("m|ms|m")]
    [InlineData("items|pieces|items")]
    public void Read_TwoUnits_AreNotAdded(string units)
    {
        string rows = string.Concat(units.Split('|').Select((unit, i) => $"{i + 1} {unit},{i}\n"));
        Assert.Equal(CsvColumnKind.Categorical, Read("v,y\n" + rows).Columns[0].Kind);
    }

    [Fact]
    public void Read_ExcelTextOfANumber_IsTheNumber() => Assert.Equal([12.0, 3], Read("v,y\n=\"12\",1\n=\"3\",2\n").Columns[0].Values.ToArray());

    // Days since 1970 by Python's datetime: 2023-12-31 19722, 2024-02-29 19782, 2024-03-05 19787.
    [Theory]
    [InlineData("20231231|20240229|20240305", 0)]
    [InlineData("20231231120000|20240229120000|20240305120000", 0.5)]
    [InlineData("Sun, 31 Dec 2023|Thu, 29 Feb 2024|Tue, 5 Mar 2024", 0)]
    [InlineData("Sun Dec 31 12:00:00 2023|Thu Feb 29 12:00:00 2024|Tue Mar 5 12:00:00 2024", 0.5)]
    [InlineData("31/Dec/2023:12:00:00 +0000|29/Feb/2024:12:00:00 +0000|05/Mar/2024:12:00:00 +0000", 0.5)]
    [InlineData("2023-12-31 12:00:00 UTC|2024-02-29 12:00:00 UTC|2024-03-05 12:00:00 UTC", 0.5)]
    [InlineData("2023-12-31 14:00:00+02|2024-02-29 14:00:00+02|2024-03-05 14:00:00+02", 0.5)]
    public void Read_MoreDates_AreDays(string cells, double timeOfDay)
    {
        CsvTable table = Read("when;y\n" + string.Concat(cells.Split('|').Select((cell, i) => $"{cell};{i}.5\n")));
        Assert.Equal(CsvColumnKind.Date, table.Columns[0].Kind);
        Assert.Equal([19722 + timeOfDay, 19782 + timeOfDay, 19787 + timeOfDay], table.Columns[0].Values.ToArray());
    }

    [Fact]
    public void Read_MonthsAndTimes_AreDates()
    {
        Assert.Equal([19692.0, 19723], Read("m,y\n12/2023,1.5\n01/2024,2.5\n").Columns[0].Values.ToArray()); // 2023-12-01 and 2024-01-01
        Assert.Equal([0.5, 0.75], Read("t,y\n12:00PM,1.5\n6:00PM,2.5\n").Columns[0].Values.ToArray());
        Assert.Equal(CsvColumnKind.Numeric, Read("n,y\n20231231,1\n20240229,2\n20249999,3\n").Columns[0].Kind); // the last is no day
    }

    [Fact]
    public void ToTabular_CodesWithLeadingZeros_AreCategories()
    {
        string[] codes = ["00501", "10115", "80331"];
        CsvTable table = Read("zip,y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{codes[i % 3]},{i}.5\n")));
        Assert.Equal(3, table.ToTabular().Columns[0].Categories.Count);
        Assert.Contains("begin with zeros", table.Describe()[0].Note, StringComparison.Ordinal);
        Assert.False(table.ToTabular(new CsvTabularOptions { Numeric = ["zip"] }).Columns[0].IsCategorical);
        CsvTable many = Read("zip,x,y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i:00},{i % 7}.5,{i}.5\n")));
        Assert.Equal(["x"], many.ToTabular().Columns.Select(column => column.Name));
        Assert.Contains("30 different codes in 30 rows", many.Describe()[0].Note, StringComparison.Ordinal);
        CsvTable numbers = Read("v,y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},{i}.5\n")));
        Assert.False(numbers.ToTabular().Columns[0].IsCategorical);
    }

    [Theory]
    [InlineData("#NV")]
    [InlineData("#N/D")]
    [InlineData("not given")]
    [InlineData("keine Angabe")]
    [InlineData("n.v.")]
    [InlineData("tbd")]
    [InlineData("~")]
    [InlineData("(NA)")]
    [InlineData("not measured")]
    public void Read_MoreWordsForMissing_AreMissing(string word)
    {
        CsvColumn column = Read($"v,y\n1.5,1\n{word},2\n3.5,3\n").Columns[0];
        Assert.Equal((CsvColumnKind.Numeric, 1), (column.Kind, column.MissingCount));
    }

    [Theory]
    [InlineData("a,x,y,,\n1,2.5,u,,\n2,3.5,v,,\n", 3, 2)] // two delimiters at the end
    [InlineData("a,x,y\n1,2.5,u\n,,\n2,3.5,v\n,,\n", 3, 2)] // rows of nothing but delimiters
    [InlineData("% made by, hand\n% today\na,x,y\n1,2.5,u\n2,3.5,v\n", 3, 2)]
    [InlineData("# a,x,y\n1,2.5,u\n2,3.5,v\n", 3, 2)]
    [InlineData("a^x^y\n1^2.5^u\n2^3.5^v\n", 3, 2)]
    [InlineData("a~x~y\n1~2.5~u\n2~3.5~v\n", 3, 2)]
    public void Read_Arrangements_AreTheSameTable(string text, int columns, int rows)
    {
        CsvTable table = Read(text);
        Assert.Equal((columns, rows), (table.Columns.Count, table.RowCount));
        Assert.Equal(["a", "x", "y"], table.Columns.Select(column => column.Name));
        Assert.Equal([1.0, 2], table.Columns[0].Values.ToArray());
        Assert.Equal(["u", "v"], table.ToTabular().ClassNames);
    }

    [Fact]
    public void Read_WordsWithoutHeader_AreAllRows()
    {
        string rows = string.Concat(Enumerable.Range(0, 12).Select(i => $"{"abc"[i % 3]},{"uv"[i % 2]},{(i % 4 == 0 ? "yes" : "no")}\n"));
        Assert.Equal((false, 12), (Read(rows).HasHeader, Read(rows).RowCount));
        Assert.Equal((true, 12), (Read("colour,shape,y\n" + rows).HasHeader, Read("colour,shape,y\n" + rows).RowCount));
    }

    [Fact]
    public void Describe_ClassesThatDifferInCase_SaysSo()
    {
        Assert.Contains("differ in case or blanks alone: \"yes\" and \"Yes\";", Read("x,y\n1,yes\n2,no\n3,Yes\n").Describe()[1].Note, StringComparison.Ordinal);
        Assert.Null(Read("x,y\n1,yes\n2,no\n3,yes\n").Describe()[1].Note);
    }

    private static CsvTable Read(string text, CsvReadOptions? options = null) =>
        CsvTable.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "some.csv", options);
}

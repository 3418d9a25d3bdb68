using System.Text;
using Hillock.Csv;
using Hillock.Csv.Written;
using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Csv;

/// <summary>Numbers and dates as people write them.</summary>
public class WrittenNumberTests
{
    [Theory]
    [InlineData("1,234.50", '.', 1234.5, "")]
    [InlineData("1.234,50", ',', 1234.5, "")]
    [InlineData("12,34,567", '.', 1234567, "")] // India
    [InlineData("1 234 567", '.', 1234567, "")]
    [InlineData("1\u00A0234,5", ',', 1234.5, "")]
    [InlineData("1\u202F234", '.', 1234, "")]
    [InlineData("1'234.5", '.', 1234.5, "")]
    [InlineData("1’234", '.', 1234, "")]
    [InlineData("$1,234", '.', 1234, "$")]
    [InlineData("-$5.25", '.', -5.25, "$")]
    [InlineData("$-5.25", '.', -5.25, "$")]
    [InlineData("(3.40)", '.', -3.4, "")]
    [InlineData("($3.40)", '.', -3.4, "$")]
    [InlineData("\u22125", '.', -5, "")]
    [InlineData("12 %", '.', 12, "%")]
    [InlineData("12,5%", ',', 12.5, "%")]
    [InlineData("3,99 €", ',', 3.99, "€")]
    [InlineData("EUR 3.99", '.', 3.99, "EUR")]
    [InlineData("23.4 kmpl", '.', 23.4, "kmpl")]
    [InlineData("120 m2", '.', 120, "m2")]
    [InlineData("1e3", '.', 1000, "")]
    [InlineData("0,992", ',', 0.992, "")]
    public void FormattedNumber_AsPeopleWrite_IsANumberWithItsUnit(string cell, char mark, double expected, string unit)
    {
        Assert.True(FormattedNumber.TryParse(cell, mark == '.' ? NumberFormat.Point : NumberFormat.Comma, out double value, out string own));
        Assert.Equal((expected, unit), (value, own));
    }

    [Theory]
    [InlineData("0,992")] // no group follows a zero
    [InlineData("1,25")]
    [InlineData("1,2345")]
    [InlineData("1,234 567")]
    [InlineData("1 2")]
    [InlineData("2024-01-05")]
    [InlineData("12:30")]
    [InlineData("A1")]
    [InlineData("c0")]
    [InlineData("<=50")]
    [InlineData("5-10")]
    [InlineData("1st")]
    [InlineData("$")]
    [InlineData("")]
    public void FormattedNumber_OtherThings_AreNoNumbers(string cell) => Assert.False(FormattedNumber.TryParse(cell, NumberFormat.Point, out _, out _));

    [Theory]
    [InlineData("$1.25|$0.99|$10.00", 1.25, 0.99, 10, "$")]
    [InlineData("0%|1%|2.5%", 0, 1, 2.5, "%")]
    [InlineData("\"1,000\"|\"2,500\"|999", 1000, 2500, 999, "")]
    [InlineData("1\u00A0000|2\u00A0500|999", 1000, 2500, 999, "")]
    [InlineData("\u00A01.5\u00A0|2|3", 1.5, 2, 3, "")]
    [InlineData("-\u00A0|2|3", double.NaN, 2, 3, "")]
    public void Read_ColumnOfWrittenNumbers_IsNumeric(string cells, double first, double second, double third, string unit)
    {
        CsvTable table = Read("price,y\n" + string.Concat(cells.Split('|').Select((cell, i) => $"{cell},{i * 0.5}\n")));
        Assert.Equal(CsvColumnKind.Numeric, table.Columns[0].Kind);
        Assert.Equal([first, second, third], table.Columns[0].Values.ToArray());
        Assert.Equal(unit, table.Columns[0].Unit);
    }

    [Fact]
    public void Read_DecimalCommaInOneColumn_ExplainsTheOthers()
    {
        // 1.250 alone may be either; beside 0,5 it is a thousand and more.
        CsvTable table = Read("a;b;c\n0,5;1.250;x\n1,25;3.000;y\n");
        Assert.Equal([0.5, 1.25], table.Columns[0].Values.ToArray());
        Assert.Equal([1250.0, 3000], table.Columns[1].Values.ToArray());
        Assert.Equal([1.25, 3], Read("a;b\n1.250;x\n3.000;y\n").Columns[0].Values.ToArray());
        Assert.Equal([1.25, 3], Read("a;b\n1,250;x\n3,000;y\n").Columns[0].Values.ToArray());
        Assert.Equal([1250.0, 3000], Read("a;b\n1,250;x\n3,000;y\n", new() { DecimalMark = '.' }).Columns[0].Values.ToArray());
    }

    [Fact]
    public void Read_TwoCurrencies_AreNotAdded() => Assert.Equal(CsvColumnKind.Categorical, Read("a,y\n$1,1\n€2,2\n$3,3\n€4,4\n").Columns[0].Kind);

    // Days since 1970 by Python's datetime: 2023-12-31 (a Sunday) 19722, 2024-02-29 (a Thursday) 19782, 2024-03-05 (a Tuesday) 19787.
    [Theory]
    [InlineData("2023-12-31", "2024-02-29", "2024-03-05")]
    [InlineData("31.12.2023", "29.2.2024", "5.3.2024")]
    [InlineData("12/31/2023", "2/29/2024", "3/5/2024")]
    [InlineData("31/12/2023", "29/02/2024", "05/03/2024")]
    [InlineData("31-Dec-2023", "29-Feb-2024", "5-Mar-2024")]
    [InlineData("\"Dec 31, 2023\"", "\"Feb 29, 2024\"", "\"Mar 5, 2024\"")]
    [InlineData("2023-12-31T00:00:00Z", "2024-02-29T00:00:00Z", "2024-03-05T00:00:00Z")]
    public void Read_Dates_AreDaysAndBecomeParts(string first, string second, string third)
    {
        CsvTable table = Read($"when,y\n{first},1.5\n{second},2.5\n{third},3.5\n");
        Assert.Equal(CsvColumnKind.Date, table.Columns[0].Kind);
        Assert.Equal([19722.0, 19782, 19787], table.Columns[0].Values.ToArray());
        TabularData data = table.ToTabular();
        Assert.Equal(["when.days"], data.Columns.Select(column => column.Name));
        Assert.Equal([19722f, 19782, 19787], data.Features.ToArray());
        Assert.Equal([19722f, 19782, 19787], table.ToTabular(new CsvTabularOptions { Numeric = ["when"] }).Features.ToArray());
        Assert.Equal(["2023-12-31", "2024-02-29", "2024-03-05"], table.ToTabular(new CsvTabularOptions { Categorical = ["when"] }).Columns[0].Categories);
    }

    [Fact]
    public void Read_TimesOfDay_AreHours()
    {
        Assert.Equal([6f, 12.5f], Read("t,y\n06:00,1.5\n12:30,2.5\n").ToTabular().Features.ToArray());
        TabularData data = Read("t,y\n" + string.Concat(Enumerable.Repeat("2024-03-05 06:00,1.5\n2024-03-05 18:00,2.5\n", 120))).ToTabular();
        Assert.Equal(["t.days", "t.hour_sin", "t.hour_cos"], data.Columns.Select(column => column.Name));
        Assert.Equal((1.0, -1.0), (data.Value(0, 1), data.Value(1, 1)));
    }

    // By hand: weekdays are sevenths of a circle from Monday on, days of a year 365ths from the first of January; 2022-01-01 was a Saturday.
    [Fact]
    public void Read_DatesOfManyRows_BecomePlacesInCycles()
    {
        string rows = string.Concat(Enumerable.Range(0, 930).Select(i => $"{new DateTime(2022, 1, 1).AddDays(i):yyyy-MM-dd},{i % 9}.5\n"));
        CsvTable table = Read("when,y\n" + rows);
        TabularData data = table.ToTabular();
        Assert.Equal(
            ["when.days", "when.year_sin", "when.year_cos", "when.month_sin", "when.month_cos", "when.weekday_sin", "when.weekday_cos"],
            data.Columns.Select(column => column.Name));
        Assert.Equal("its dates become days and their place in the year, month, week", table.Describe()[0].Note);
        double[] expected =
        [
            18993 + 31, Math.Sin(2 * Math.PI * 31 / 365), Math.Cos(2 * Math.PI * 31 / 365), 0, 1, Math.Sin(2 * Math.PI / 7), Math.Cos(2 * Math.PI / 7),
        ];
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], data.Value(31, i), 1e-12); // 2022-02-01, a Tuesday
        }

        TabularData alike = Read("y,when\n1.5,2022-02-01\n").ToTabular(new CsvTabularOptions { Like = data });
        Assert.Equal(Enumerable.Range(0, 7).Select(i => data.Value(31, i)), Enumerable.Range(0, 7).Select(i => alike.Value(0, i)));
    }

    [Theory]
    [InlineData(69, 1)]
    [InlineData(70, 3)]
    [InlineData(119, 3)]
    public void Read_DatesOfFewRows_BecomeFewParts(int count, int features)
    {
        string rows = string.Concat(Enumerable.Range(0, count).Select(i => $"{new DateTime(2022, 1, 1).AddDays(6 * i):yyyy-MM-dd},{i % 9}.5\n"));
        CsvTable table = Read("when,y\n" + rows);
        Assert.Equal(features, table.ToTabular().ColumnCount);
        Assert.Contains("rows that more parts need: year 120", table.Describe()[0].Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_DayAndMonthExchangeable_SaysSo()
    {
        Assert.Contains("day and month might be the other way round", Read("d,y\n1/2/2024,1\n3/4/2024,2\n").Describe()[0].Note, StringComparison.Ordinal);
        Assert.DoesNotContain("other way round", Read("d,y\n1/2/2024,1\n13/4/2024,2\n").Describe()[0].Note!, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_DayThatOnlyALateRowTellsFromTheMonth_ReadsTheEarlierOnesAnew()
    {
        // A log in the order of time: 1,200 rows of days up to the 12th, then the 13th of January. 18628 days lie between 1970 and 2021, by Python's datetime.
        string rows = string.Concat(Enumerable.Range(0, 1300).Select(i => $"{1 + (i / 100):00}/01/2021,{i}\n"));
        CsvTable table = Read("when,y\n" + rows);
        Assert.Equal(Enumerable.Range(0, 1300).Select(i => 18628.0 + (i / 100)), table.Columns[0].Values.ToArray());
        Assert.DoesNotContain("the other way round", table.Describe()[0].Note, StringComparison.Ordinal);

        // The month first, told by a late row as well.
        string american = string.Concat(Enumerable.Range(0, 1300).Select(i => $"01/{1 + (i / 100):00}/2021,{i}\n"));
        Assert.Equal(Enumerable.Range(0, 1300).Select(i => 18628.0 + (i / 100)), Read("when,y\n" + american).Columns[0].Values.ToArray());
    }

    [Fact]
    public void ToTabular_MoreGroupsThanTextsAreKept_TellsThemApart()
    {
        const int Groups = 70_000;
        string rows = string.Concat(Enumerable.Range(0, 2 * Groups).Select(i => $"user-{i % Groups},{i % 7}.5,{i % 2}\n"));
        TabularData data = Read("g,a,y\n" + rows).ToTabular(new CsvTabularOptions { Group = "g" });
        int[] groups = data.Groups.ToArray();
        Assert.Equal(Groups, groups.Distinct().Count());
        Assert.Equal(groups[..Groups], groups[Groups..]);
    }

    [Fact]
    public void ToTabular_WholeNumbersBeyondDouble_StayApart()
    {
        string rows = string.Concat(Enumerable.Range(0, 30).Select(i => $"{i}.5,{9007199254740992 + (i % 3)}\n"));
        TabularData data = Read("a,id\n" + rows).ToTabular();
        Assert.Equal(["9007199254740992", "9007199254740993", "9007199254740994"], data.ClassNames);
        Assert.Equal([0, 1, 2], data.Classes[..3].ToArray());
        TabularData features = Read("id,y\n9007199254740993,1.5\n9007199254740992,2.5\n-9007199254740993,3.5\n")
            .ToTabular(new CsvTabularOptions { Categorical = ["id"] });
        Assert.Equal(["-9007199254740993", "9007199254740992", "9007199254740993"], features.Columns[0].Categories);
        Assert.Equal([2f, 1, 0], features.Features.ToArray());
    }

    private static CsvTable Read(string text, CsvReadOptions? options = null) =>
        CsvTable.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "some.csv", options);
}

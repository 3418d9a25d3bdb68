using System.Globalization;
using System.Text;
using Hillock.Csv;
using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Csv;

/// <summary>Weeks, quarters, durations, months of other languages, and the order of day, month and year.</summary>
public class WrittenTimeTests
{
    // Days since 1970 by Python's datetime, weeks by date.fromisocalendar.
    [Theory]
    [InlineData("2024-W05|2020-W53-7|2025W01", 19751, 18630, 20087)]
    [InlineData("W5 2024|W01-2025|W5/2024", 19751, 20087, 19751)]
    [InlineData("2024-Q1|2024-Q2|2024-Q4", 19723, 19814, 19997)]
    [InlineData("2024Q1|2024 Q2|2024/Q4", 19723, 19814, 19997)]
    [InlineData("Q1 2024|Q2-2024|4Q2024", 19723, 19814, 19997)]
    [InlineData("3. Januar 2017|14. März 2017|24. Dez. 2017", 17169, 17239, 17524)]
    [InlineData("3 janvier 2017|14 mars 2017|24 déc. 2017", 17169, 17239, 17524)]
    [InlineData("3 de enero de 2017|14 de marzo de 2017|24 de diciembre de 2017", 17169, 17239, 17524)]
    [InlineData("3 gennaio 2017|14 marzo 2017|24 dicembre 2017", 17169, 17239, 17524)]
    [InlineData("3-jan-2017|14-mrt-2017|24-dez-2017", 17169, 17239, 17524)]
    [InlineData("3rd January 2017|14th March 2017|24th Dec. 2017", 17169, 17239, 17524)]
    [InlineData("2017-01-03 12am|2017-03-14 12am|2017-12-24 12 AM", 17169, 17239, 17524)]
    [InlineData("January 3rd, 2017|March 14th, 2017|Dec. 24th, 2017", 17169, 17239, 17524)]
    public void Read_Dates_AreDays(string cells, double first, double second, double third)
    {
        CsvColumn column = Column(cells);
        Assert.Equal(CsvColumnKind.Date, column.Kind);
        Assert.Equal([first, second, third], column.Values.ToArray());
    }

    [Theory]
    [InlineData("2024-W53|2024-W05|2024-W06")] // 2024 has 52 weeks
    [InlineData("2024-Q5|2024-Q1|2024-Q2")]
    [InlineData("3. Brumaire 2017|4. Brumaire 2017|5. Brumaire 2017")]
    [InlineData("A4 2024|Q1 Berlin|x")]
    public void Read_NoDates_AreWords(string cells) => Assert.Equal(CsvColumnKind.Categorical, Column(cells).Kind);

    [Theory]
    [InlineData("37:15:02|0:30:00|100:00:00", 37 + (15.0 / 60) + (2.0 / 3600), 0.5, 100)]
    [InlineData("25:30|-1:30|0:15", 25.5, -1.5, 0.25)]
    [InlineData("1h 20m|2h|45m", 4.0 / 3, 2, 0.75)]
    [InlineData("1h20|3h|2h30m", double.NaN, 0, 0)] // 20 of what?
    [InlineData("1 h 30 min|2 hrs 15 mins|1 day 1 hour", 1.5, 2.25, 25)]
    [InlineData("2d 3h|1w 1d|90m 36s", 51, 192, 1.51)]
    [InlineData("1:30.0|0:36.36|1:00:00.9", 0.025, 0.0101, 1.00025)] // minutes, as in races
    [InlineData("2 years 3 months|1 year|1 month 1 day", 2.25 * 8765.82, 8765.82, 730.485 + 24)] // Gregorian: 365.2425 days
    [InlineData("PT1H30M|P1DT6H|PT36S", 1.5, 30, 0.01)]
    [InlineData("0 days 00:30:00|1 days 06:00:00|-1 days +23:30:00", 0.5, 30, -0.5)] // as pandas writes
    public void Read_Durations_AreHours(string cells, double first, double second, double third)
    {
        CsvTable table = Table(cells);
        if (double.IsNaN(first))
        {
            Assert.Equal(CsvColumnKind.Categorical, table.Columns[0].Kind);
            return;
        }

        TabularData data = table.ToTabular();
        Assert.Equal("v.hours", data.Columns[0].Name);
        Assert.Equal([first, second, third], Enumerable.Range(0, 3).Select(row => data.Value(row, 0)), (a, b) => Math.Abs(a - b) < 1e-12 * (1 + Math.Abs(b)));
        Assert.Contains("its durations become hours", table.Describe()[0].Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TimesOfDayOfWhichOneIsNone_AreDurations()
    {
        string times = string.Join('|', Enumerable.Range(0, 300).Select(i => $"{i % 24}:30"));
        Assert.Equal("v.hour", Table(times).ToTabular().Columns[0].Name);
        TabularData data = Table(times + "|25:00").ToTabular();
        Assert.Equal(("v.hours", 25.0, 1.5), (data.Columns[0].Name, data.Value(300, 0), data.Value(1, 0)));
        Assert.Equal("25:00:00", Table(times + "|25:00").Columns[0].Show(25.0 / 24));
        TabularData following = Read("v;y\n26:30;1\n", new() { Like = data }).ToTabular(new CsvTabularOptions { Like = data });
        Assert.Equal(26.5, following.Value(0, 0), 1e-12);
    }

    [Theory]
    [InlineData(CsvDateOrder.Auto, "12/03/2024|03/12/2024|07/01/2024", 20060, "month/day/year")]
    [InlineData(CsvDateOrder.DayMonthYear, "12/03/2024|03/12/2024|07/01/2024", 19794, null)]
    [InlineData(CsvDateOrder.MonthDayYear, "12/03/2024|03/12/2024|07/01/2024", 20060, null)]
    [InlineData(CsvDateOrder.MonthDayYear, "12-03-2024|03-12-2024|07-01-2024", 20060, null)]
    [InlineData(CsvDateOrder.DayMonthYear, "2024-12-03|2024-03-12|2024-07-01", 20060, null)] // no other order fits
    [InlineData(CsvDateOrder.YearMonthDay, "24/12/03|24/03/12|24/07/01", 20060, null)]
    [InlineData(CsvDateOrder.YearMonthDay, "24-12-03|24-03-12|24-07-01", 20060, null)]
    [InlineData(CsvDateOrder.Auto, "24/12/03|24/03/12|24/07/01", 20060, "the year might stand last")] // within a year, or over nine
    [InlineData(CsvDateOrder.Auto, "12/03/24|11/03/24|03/12/24", 20060, "day and month")]
    public void Read_OrderOfDates_IsGivenOrFoundOutWithANote(CsvDateOrder order, string cells, double first, string? note)
    {
        CsvTable table = Table(cells, new() { DateOrder = order });
        Assert.Equal(first, table.Columns[0].Values[0]);
        string all = table.Describe()[0].Note!;
        Assert.Contains(note ?? "its dates become days", all, StringComparison.Ordinal);
        Assert.Equal(note is not null, all.Contains("the order of dates", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_DatesThatCouldBeReadOtherwise_AreReadAsTheFilesOthers()
    {
        CsvTable table = Read("a,b,y\n12/03/2024,31/01/2024,1\n03/12/2024,01/02/2024,2\n07/01/2024,03/01/2024,3\n");
        Assert.Equal(19794, table.Columns[0].Values[0]); // 12 March
        Assert.DoesNotContain("the other way round", table.Describe()[0].Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_DatesAsNames_AreAHeader()
    {
        Assert.Equal(["region", "Q1 2024", "Q2 2024"], Names("region,Q1 2024,Q2 2024\nx,1.5,2.5\ny,2.5,3.5\n"));
        Assert.Equal(["region", "2024-01", "2024-02"], Names("region,2024-01,2024-02\nx,1,2\ny,2,3\n"));
        Assert.Equal(["x0", "x1"], Names("2024-01-01,x\n2024-01-02,y\n2024-01-03,x\n"));
        Assert.Equal(["x0", "x1"], Names("$1.50,x\n2.5,y\n3,x\n"));
    }

    private static IEnumerable<string> Names(string text) => Read(text).Columns.Select(column => column.Name);

    private static CsvColumn Column(string cells) => Table(cells).Columns[0];

    private static CsvTable Table(string cells, CsvReadOptions? options = null)
    {
        IEnumerable<string> rows = cells.Split('|').Select((cell, i) => string.Create(CultureInfo.InvariantCulture, $"{cell};{i}.5\n"));
        return Read("v;y\n" + string.Concat(rows), options);
    }

    private static CsvTable Read(string text, CsvReadOptions? options = null) =>
        CsvTable.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "some.csv", options);
}

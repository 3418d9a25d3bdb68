using System.Globalization;
using System.Text;
using Hillock.Csv;
using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Csv;

/// <summary>Values that are read as something else than they say, or that stand out: with a note, never silently.</summary>
public class ColumnNoteTests
{
    [Theory]
    [InlineData("<0.5|1.5|2.5|>100", 0.5, 100)]
    [InlineData("≤0.5|1.5|2.5|≥ 100", 0.5, 100)]
    [InlineData("<= 0.5|1.5|2.5|>=100", 0.5, 100)]
    [InlineData("<0,5|1,5|2,5|>100", 0.5, 100)]
    [InlineData("<0.5 mg|1.5 mg|2.5 mg|>100 mg", 0.5, 100)]
    [InlineData("< $0.5|$1.5|$2.5|100+", 0.5, 100)]
    [InlineData("0.5-|1.5|2.5|100+", -0.5, 100)] // SAP's minus is none of them
    public void Read_Limits_AreTheirNumbers(string cells, double first, double last)
    {
        CsvTable table = Table(cells);
        CsvColumn column = table.Columns[0];
        Assert.Equal(CsvColumnKind.Numeric, column.Kind);
        Assert.Equal([first, 1.5, 2.5, last], column.Values.ToArray());
        Assert.Contains(first > 0 ? "2 cells such as " + cells.Split('|')[0] + " are limits" : "1 cell such as 100+ is a limit",
            table.Describe()[0].Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_NumbersThatADoubleCannotTellApart_SaysSo()
    {
        // 2⁶³ and what follows: one double in 2048 whole numbers.
        string cells = string.Join('|', Enumerable.Range(0, 12).Select(i => (9223372036854775808UL + (ulong)i).ToString(CultureInfo.InvariantCulture)));
        Assert.Contains("rounded to a few different ones", Table(cells).Describe()[0].Note, StringComparison.Ordinal);
        Assert.DoesNotContain("rounded", Table("1e300|2e300|3e300|5e300").Describe()[0].Note ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_AFewPerCentAmongShares_SaysSo()
    {
        string shares = string.Join('|', Enumerable.Range(1, 20).Select(i => $"0.{i:00}"));
        Assert.Contains("where shares stand beside per cent", Table(shares + "|50%").Describe()[0].Note, StringComparison.Ordinal);
        Assert.DoesNotContain("shares", Table("5%|12%|50%|0.5%").Describe()[0].Note ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_NothingButConstants_SaysThatNothingCanBeLearnt()
    {
        string text = "a,b,y\n" + string.Concat(Enumerable.Repeat("1,2,p\n1,2,q\n", 20));
        CsvTable table = CsvTable.Read(
            new MemoryStream(Encoding.UTF8.GetBytes(text)), "some.csv", cancellationToken: TestContext.Current.CancellationToken);
        Assert.All(table.Describe().Take(2), use => Assert.Contains("nothing can be learnt", use.Note, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("<18|18-65|>65|<18")]
    [InlineData("<=50K|>50K|<=50K|>50K")]
    [InlineData("<5|>10|<5|7")] // more limits than numbers
    [InlineData("<b>|1.5|<i>|2.5")]
    public void Read_WordsThatLookLikeLimits_StayWords(string cells) => Assert.Equal(CsvColumnKind.Categorical, Table(cells).Columns[0].Kind);

    [Fact]
    public void Read_LimitsThatAreCalledMissing_AreMissing()
    {
        CsvColumn column = Table("<0.5|1.5|2.5|-", new() { Missing = ["<0.5"] }).Columns[0];
        Assert.Equal([double.NaN, 1.5, 2.5, double.NaN], column.Values.ToArray());
        Assert.Equal([0.5, 1.5, 2.5, double.NaN], Table("<0.5|1.5|2.5|-").Columns[0].Values.ToArray());
    }

    [Fact]
    public void Like_LimitsAlone_FollowTheTrainingPart()
    {
        TabularData training = Table("<0.5|1.5|2.5|3.5").ToTabular();
        TabularData test = Read("v;y\n<0.25;1\n>9;2\n", new() { Like = training }).ToTabular(new CsvTabularOptions { Like = training });
        Assert.Equal([0.25, 9], [test.Value(0, 0), test.Value(1, 0)]);
    }

    [Theory]
    [InlineData("$(764.54)|($764.54)|(764.54) $|-$764.54|$-764.54|$ -764.54|$12", "-764.54,-764.54,-764.54,-764.54,-764.54,-764.54,12")]
    [InlineData("€ (1.764,5)|(1.764,5 €)|(1.764,5) €|12,5 €", "-1764.5,-1764.5,-1764.5,12.5")]
    [InlineData("$ -|$-|- $|$1,200.00|$12", "0,0,0,1200,12")]
    [InlineData("USD –|USD 12|USD 13", "0,12,13")]
    public void Read_Accounts_AreNumbers(string cells, string numbers)
    {
        CsvColumn column = Table(cells).Columns[0];
        Assert.Equal(numbers, string.Join(',', column.Values.ToArray().Select(value => value.ToString(System.Globalization.CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void Describe_DashBesideACurrency_IsNamed()
    {
        Assert.Contains("1 cell with a dash beside the currency is read as 0", Table("$ -|$0|$12").Describe()[0].Note, StringComparison.Ordinal);
        CsvTable alone = Table("-|$0|$12");
        Assert.Equal((1, null), (alone.Columns[0].MissingCount, alone.Describe()[0].Note)); // nobody knows whether it is 0
        Assert.Equal(1, Table("$ -|$0|$12", new() { Missing = ["$ -"] }).Columns[0].MissingCount);
        Assert.Equal(CsvColumnKind.Categorical, Table("x(5)|y(6)|z(7)").Columns[0].Kind);
    }

    [Theory]
    [InlineData("-999", "-999 stands in 2 rows, far from the others (1.5 to 10.5)")]
    [InlineData("9999", "9999 stands in 2 rows, far from the others (1.5 to 10.5)")]
    [InlineData("99.9", "99.9 stands in 2 rows")]
    [InlineData("-32768", "-32768 stands in 2 rows")]
    [InlineData("1e20", "1E+20 stands in 2 rows")]
    [InlineData("12", null)]
    [InlineData("95", null)] // far from the others, and nothing that anybody writes for a gap
    [InlineData("9", null)]
    public void Describe_NumberThatStandsForNothing_IsNamedAndKept(string sentinel, string? note)
    {
        string cells = string.Join('|', Enumerable.Range(1, 10).Select(i => $"{i}.5"));
        CsvTable table = Table($"{cells}|{sentinel}|{sentinel}");
        Assert.Equal(0, table.Columns[0].MissingCount);
        if (note is null)
        {
            Assert.Null(table.Describe()[0].Note);
            return;
        }

        Assert.Contains(note, table.Describe()[0].Note, StringComparison.Ordinal);
        Assert.Contains("name it as a missing value", table.Describe()[0].Note, StringComparison.Ordinal);
        CsvTable without = Table($"{cells}|{sentinel}|{sentinel}", new() { Missing = [sentinel] });
        Assert.Equal((2, null), (without.Columns[0].MissingCount, without.Describe()[0].Note));
    }

    [Fact]
    public void Describe_SeveralSentinels_AreNamed()
    {
        string cells = string.Join('|', Enumerable.Range(1, 10).Select(i => $"{i}.5"));
        string note = Table(cells + "|-9999|-999|99999").Describe()[0].Note!;
        Assert.Contains("99999 stands in 1 row", note, StringComparison.Ordinal);
        Assert.Contains("-9999 stands in 1 row", note, StringComparison.Ordinal);
        Assert.Contains("-999 stands in 1 row", note, StringComparison.Ordinal);
        string days = string.Join('|', Enumerable.Range(10, 15).Select(i => $"2024-01-{i}"));
        Assert.Contains("9999-12-31 stands in 1 row", Table(days + "|9999-12-31").Describe()[0].Note, StringComparison.Ordinal);
        Assert.DoesNotContain("stands in", Table(days).Describe()[0].Note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("t", 1700000000000, 86400000, "milliseconds since 1970, 2023-11-14 to 2023-11-17")]
    [InlineData("t", 1700000000000000, 86400000000, "microseconds since 1970, 2023-11-14 to 2023-11-17")]
    [InlineData("created_at", 1700000000, 86400, "seconds since 1970, 2023-11-14 to 2023-11-17")]
    [InlineData("phone", 1700000000, 86400, null)]
    [InlineData("t", 17000000000, 86400, null)]
    public void Describe_TimesSince1970_AreNamed(string name, long first, long step, string? note)
    {
        string rows = string.Concat(Enumerable.Range(0, 4).Select(i => $"{first + (i * step)};{i}.5\n"));
        CsvTable table = Read($"{name};y\n{rows}");
        Assert.Equal(CsvColumnKind.Numeric, table.Columns[0].Kind);
        Assert.Equal(note is not null, table.Describe()[0].Note?.Contains(note!, StringComparison.Ordinal) ?? false);
    }

    [Theory]
    [InlineData("zip", true)]
    [InlineData("home_zip_code", true)]
    [InlineData("PLZ", true)]
    [InlineData("zipper", false)]
    public void Describe_NumbersNamedLikeCodes_AreNamed(string name, bool isNamed)
    {
        CsvTable table = Read($"{name};y\n10115;1.5\n80331;2.5\n20095;3.5\n");
        Assert.Equal(isNamed, table.Describe()[0].Note?.Contains("named like a code", StringComparison.Ordinal) ?? false);
        Assert.Null(table.Describe(new CsvTabularOptions { Categorical = [name] })[0].Note);
    }

    [Fact]
    public void ToTabular_ColumnsOfOneValue_AreLeftOutWhereTheyHaveNames()
    {
        string rows = string.Concat(Enumerable.Range(0, 24).Select(i => $"5;u;{(i % 2 == 0 ? "7" : "")};{(i % 2 == 0 ? "w" : "")};{i};{i}.5\n"));
        CsvTable table = Read("a;b;c;d;x;y\n" + rows);
        CsvTabularOptions impute = new() { AllowMissing = true };
        Assert.Equal(["d", "x"], table.ToTabular(impute).Columns.Select(column => column.Name)); // that d is missing may say something
        Assert.Equal([true, true, true, false, false, false], table.Describe(impute).Select(use => use.IsConstant));
        Assert.Equal("it is 5 in every row, which says nothing", table.Describe()[0].Note);
        Assert.Equal("it is 7 in every row that has a value, which says nothing", table.Describe()[2].Note);
        CsvTabularOptions keep = impute with { Numeric = ["a"], Categorical = ["b"] };
        Assert.Equal(["a", "b", "d", "x"], table.ToTabular(keep).Columns.Select(column => column.Name));
        CsvTable places = Read(string.Concat(Enumerable.Range(0, 12).Select(i => $"0;{i};{i}.5\n")));
        Assert.Equal((2, true), (places.ToTabular().ColumnCount, places.Describe()[0].IsConstant));
    }

    [Fact]
    public void ToTabular_CodesOfWhichSomeLostTheirZeros_AreOneCategoryEach()
    {
        string[] codes = ["01001", "1001", "10115", "00501", "501"];
        CsvTable table = Read("zip;y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{codes[i % 5]};{i}.5\n")));
        TabularData training = table.ToTabular();
        Assert.Equal(["00501", "01001", "10115"], training.Columns[0].Categories);
        Assert.Equal([1, 1, 2, 0, 0], Enumerable.Range(0, 5).Select(row => (int)training.Value(row, 0)));
        TabularData test = Read("zip\n501\n10115\n1001\n", new() { Like = training }).ToTabular(new CsvTabularOptions { Like = training });
        Assert.Equal([0, 2, 1], Enumerable.Range(0, 3).Select(row => (int)test.Value(row, 0)));
        TabularData coded = Read("x;code\n1;01\n2;1\n3;10\n4;10\n").ToTabular(new CsvTabularOptions { TargetKind = CsvTargetKind.Class });
        Assert.Equal(["01", "10"], coded.ClassNames);
        Assert.Equal([1, 0], Read("x;code\n1;10\n2;1\n").ToTabular(new CsvTabularOptions { Like = coded }).Classes.ToArray());
    }

    private static CsvTable Table(string cells, CsvReadOptions? options = null) =>
        Read("v;y\n" + string.Concat(cells.Split('|').Select((cell, i) => $"{cell};{i}.5\n")), options);

    private static CsvTable Read(string text, CsvReadOptions? options = null) =>
        CsvTable.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "some.csv", options);
}

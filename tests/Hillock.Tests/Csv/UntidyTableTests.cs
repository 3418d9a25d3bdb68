using System.Text;
using Hillock.Csv;
using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Csv;

/// <summary>Tables as people keep them: several currencies, sums below, titles above, classes written in two ways.</summary>
public class UntidyTableTests
{
    [Theory]
    [InlineData("$3.50|€4.25|$12", "$ and €", "3.5,4.25,12")]
    [InlineData("€3,50|$4,25|12,5", "€ and $", "3.5,4.25,12.5")]
    [InlineData("5 kg|300 g|-|1 kg", "kg and g", "5,300,NaN,1")]
    public void Read_SeveralUnits_AreWordsUntilTheyAreDeclaredNumbers(string cells, string units, string numbers)
    {
        CsvTable table = Of(cells);
        Assert.Equal(CsvColumnKind.Categorical, table.Describe()[0].Kind);
        Assert.Contains($"its cells are numbers, but in {units}, so they are words", table.Describe()[0].Note, StringComparison.Ordinal);
        CsvTabularOptions numeric = new() { Numeric = ["v"], AllowMissing = true };
        TabularData data = table.ToTabular(numeric);
        double[] expected = [.. numbers.Split(',').Select(number => double.Parse(number, System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(expected, Enumerable.Range(0, data.RowCount).Select(row => data.Value(row, 0)));
        Assert.Null(table.Describe(numeric)[0].Note);
        Assert.Equal(CsvColumnKind.Categorical, table.Describe()[0].Kind); // as before: the table is what was read
    }

    [Fact]
    public void ToTabular_SeveralCurrenciesInTheTarget_AreNumbersWhereTheTaskSaysSo()
    {
        CsvTable table = Read("x;price\n1;$3.50\n2;€4.25\n3;$1.25\n4;€9\n");
        Assert.Contains("in $ and €", table.Describe()[1].Note, StringComparison.Ordinal);
        Assert.Equal([3.5, 4.25, 1.25, 9], table.ToTabular(new CsvTabularOptions { TargetKind = CsvTargetKind.Real }).Targets.ToArray());
    }

    [Fact]
    public void Like_SeveralCurrencies_FollowTheTrainingPart()
    {
        TabularData training = Of("$3.50|€4.25|$12").ToTabular(new CsvTabularOptions { Numeric = ["v"] });
        TabularData test = Read("v;y\n£7.5;1\n€2;2\n", new() { Like = training }).ToTabular(new CsvTabularOptions { Like = training });
        Assert.Equal([7.5, 2], [test.Value(0, 0), test.Value(1, 0)]);
    }

    [Fact]
    public void ToTabular_FewCellsInAnotherCurrency_AreNamedByIt()
    {
        string cells = string.Join('|', Enumerable.Range(1, 40).Select(i => i == 7 ? "€7.25" : $"${i}.25"));
        DataFormatException fault = Assert.Throws<DataFormatException>(() => Of(cells).ToTabular());
        Assert.Contains("line 8, column \"v\": \"€7.25\" is not in $, but 39 of the column's 40 cells are; write all of them in one unit", fault.Message,
            StringComparison.Ordinal);
        Assert.Equal(7.25, Of(cells).ToTabular(new CsvTabularOptions { Numeric = ["v"] }).Value(6, 0));
    }

    [Theory]
    [InlineData("12.500|1.250|3.000", "read as 12.500 and not as 12500, although three digits follow each point")]
    [InlineData("12,500|1,250|3,000", "read as 12.500 and not as 12500, although three digits follow each comma")]
    [InlineData("12.500 €|950 €|1.250 €", "read as 12.500 and not as 12500")]
    [InlineData("12.500|1.250|0.500", null)] // no group begins with zero
    [InlineData("12.500|1.250|3.25", null)]
    [InlineData("12.500|1250|3.000", null)] // a thousand without a mark
    [InlineData("12|1|3", null)]
    public void Describe_ThreeDigitsBehindEachMark_AreAQuestion(string cells, string? note)
    {
        string? own = Of(cells).Describe()[0].Note;
        Assert.Equal(note is null, own is null);
        Assert.Contains(note ?? "", own ?? "", StringComparison.Ordinal);
        Assert.Null(Of(cells, new() { DecimalMark = note?.EndsWith("comma", StringComparison.Ordinal) == true ? ',' : '.' }).Describe()[0].Note);
    }

    [Fact]
    public void Read_Thousands_TellTheDecimalMark()
    {
        Assert.Equal([12500, 1250, 3000], Of("12.500|1.250|3.000", new() { Thousands = '.' }).Columns[0].Values.ToArray());
        Assert.Equal([12500, 1250, 3000], Of("12,500|1,250|3,000", new() { Thousands = ',' }).Columns[0].Values.ToArray());
        Assert.Null(Read("v;w\n12.500;0,5\n1.250;1,5\n").Describe()[0].Note); // the other column tells
        Assert.Null(Read("v,w\n12.500,1\n1.250,2\n").Describe()[0].Note); // no file of a country with decimal commas
    }

    [Theory]
    [InlineData("Sales, 2024\nx,z,price,y\n1,2,3,4\n5,6,7,8\n",
        "line 2: the row has 4 cells but the rows before have 2; if line 1 is a title, skip the first line")]
    [InlineData("Sales, north\nx,z,price,y\n1,2,3,4\n5,6,7,8\n", "if line 1 is a title, skip the first line; complete")]
    [InlineData("Sales,of,the,year\nx,z,price,y\n1,2,3,4\n5,6,7,8\n9,1,2,3\n", "if line 1 is a title, skip the first line; otherwise correct")]
    [InlineData("\nSales,2024,the,year\nx,z,price,y\n1,2,3,4\n5,6,7,8\n9,1,2,3\n", "if line 2 is a title, skip the first 2 lines; otherwise")]
    public void Read_TitleWithCommas_IsAnsweredByLinesToSkip(string text, string message)
    {
        Assert.Contains(message, Assert.Throws<DataFormatException>(() => Read(text).ToTabular()).Message, StringComparison.Ordinal);
        int lines = text.StartsWith('\n') ? 2 : 1;
        Assert.Equal(["x", "z", "price", "y"], Read(text, new() { SkipLines = lines }).Columns.Select(column => column.Name));
    }

    [Fact]
    public void ToTabular_WordFarBelow_IsNoTitle() =>
        Assert.DoesNotContain("title", Assert.Throws<DataFormatException>(() => Read("x,y\n1,2\n3,4\n5,6\noops,7\n").ToTabular()).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("Total;60", "line 5, the last row, begins with \"Total\": where it sums up the others")]
    [InlineData("Summe:;60", "begins with \"Summe:\"")]
    [InlineData(";60\nAVERAGE;20", "line 6, the last row, begins with \"AVERAGE\"")]
    [InlineData("Total;60\nMean;20", "lines 5 to 6, the last rows, begin with \"Total\" and the like")]
    [InlineData("b;60", null)]
    public void Notes_TotalsBelow_AreNamed(string last, string? note)
    {
        IReadOnlyList<string> notes = Read($"shop;n\na;10\nb;20\nc;30\n{last}\n").Notes;
        Assert.Equal(note is null ? 0 : 1, notes.Count);
        Assert.Contains(note ?? "", note is null ? "" : notes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Notes_TotalsAmongTheRows_AreCategories() => Assert.Empty(Read("kind;n\nTotal;10\npart;20\npart;5\nTotal;30\n").Notes);

    [Fact]
    public void ToTabular_TotalBelowNumbers_IsToBeRemoved() =>
        Assert.Contains("\"Total\" is not a number, but 3 of the column's 4 cells are; where the row sums up the others, remove it",
            Assert.Throws<DataFormatException>(() => Read("k;n\n1;10\n2;20\n3;5\nTotal;35\n").ToTabular()).Message, StringComparison.Ordinal);

    [Fact]
    public void Describe_ClassesAlikeButForCaseAndBlanks_AreAllNamed() =>
        Assert.Equal(
            "classes of it differ in case or blanks alone: \"Yes\", \"yes\" and \"YES\"; \"No\" and \"no\"; \"to be\" and \"to  be\"; " +
                "where they mean one, write them alike in the file",
            Read("x;y\n1;Yes\n2;yes\n3;No\n4;no\n5;YES\n6;maybe\n7;to be\n8;to  be\n").Describe()[1].Note);

    [Fact]
    public void DistinctValues_OfAUse_AreThoseThatAreUsed()
    {
        IReadOnlyList<CsvColumnUse> uses = Read("plz,q,n,y\n01067,-,1.5,a\n80331,k,2.5,b\n01067,l,3.5,a\n10115,-,4.5,b\n").Describe();
        Assert.Equal(["01067", "80331"], uses[0].DistinctValues(2));
        Assert.Equal((3, 2), (uses[0].DistinctCount, uses[1].DistinctCount));
        Assert.Equal(["k", "l"], uses[1].DistinctValues(5));
        Assert.Equal(["1.5", "2.5"], uses[2].DistinctValues(2));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("x0", false)] // somebody's name, and a feature
    public void Describe_UnnamedFirstColumn_IsCalledSo(string name, bool isLeftOut)
    {
        CsvColumnUse use = Read($"{name},b,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{i % 3},{i * 0.5}\n"))).Describe()[0];
        Assert.Equal(isLeftOut ? "it is unnamed, and its whole numbers are different in every row" : null, use.Note);
    }

    [Fact]
    public void Notes_QuotesInATitle_StandOnce() =>
        Assert.Contains("(\"Sales \"2024\" report\")", Assert.Single(Read("\"Sales \"\"2024\"\" report\",,\na,b,c\n1,2,3\n4,5,6\n").Notes),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("iso-8859-1", true)]
    [InlineData("utf-8", false)]
    public void Notes_ControlCharactersOfLatin1_AreNamed(string encoding, bool isNamed)
    {
        byte[] bytes = encoding == "utf-8" ? Encoding.UTF8.GetBytes("name;y\nZoë’s;1\nb;2\n") : [.. "name;y\nZoë\u0092s;1\nb;2\n".Select(c => (byte)c)];
        CsvTable table = CsvTable.Read(new MemoryStream(bytes), "t.csv", new() { Encoding = Encoding.GetEncoding(encoding) }, null,
            TestContext.Current.CancellationToken);
        Assert.Equal(isNamed ? 1 : 0, table.Notes.Count);
        Assert.All(table.Notes, note => Assert.Contains("control characters (line 2, column \"name\") where windows-1252 has signs", note,
            StringComparison.Ordinal));
    }

    private static CsvTable Of(string cells, CsvReadOptions? options = null) =>
        Read("v;y\n" + string.Concat(cells.Split('|').Select((cell, i) => $"{cell};{i}\n")), options);

    private static CsvTable Read(string text, CsvReadOptions? options = null) =>
        CsvTable.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "t.csv", options);
}

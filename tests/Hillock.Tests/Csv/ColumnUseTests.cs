using System.Globalization;
using System.Text;
using Hillock.Csv;
using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Csv;

/// <summary>Which columns become features, and how files are divided into columns.</summary>
public class ColumnUseTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void ToTabular_ColumnsThatTellRowsApart_AreLeftOutWithANote()
    {
        string rows = string.Concat(Enumerable.Range(0, 40).Select(i => $"{i + 1},name{i},{i % 3}.5,,{(i % 2 == 0 ? "a" : "b")}\n"));
        CsvTable table = Read("PassengerId,name,x,nothing,y\n" + rows);
        Assert.Equal(["x"], table.ToTabular().Columns.Select(column => column.Name));
        Assert.Equal(
            [CsvColumnRole.LeftOut, CsvColumnRole.LeftOut, CsvColumnRole.Feature, CsvColumnRole.LeftOut, CsvColumnRole.Target],
            table.Describe().Select(use => use.Role));
        Assert.Contains("40 different words in 40 rows", table.Describe()[1].Note, StringComparison.Ordinal);
        Assert.Contains("number of identity", table.Describe()[0].Note, StringComparison.Ordinal);
        TabularData all = table.ToTabular(new CsvTabularOptions { Numeric = ["PassengerId"], Categorical = ["name"] });
        Assert.Equal(["PassengerId", "name", "x"], all.Columns.Select(column => column.Name));
    }

    [Theory]
    [InlineData("time")] // seconds since 1970 are all different, and a feature
    [InlineData("valid")]
    [InlineData("grid")]
    public void ToTabular_DifferentNumbersOfAnotherName_AreFeatures(string name)
    {
        CsvTable table = Read($"{name},b,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{1700000000 + i},{i % 3},{i * 0.5}\n")));
        Assert.Equal([name, "b"], table.ToTabular().Columns.Select(column => column.Name));
    }

    [Fact]
    public void ToTabular_OnlyAnIdentity_IsKept() =>
        Assert.Equal(["id"],
            Read("id,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{i * 0.5}\n"))).ToTabular().Columns.Select(column => column.Name));

    [Fact]
    public void ToTabular_HalfWordsHalfNumbers_IsAQuestion()
    {
        CsvTable table = Read("a,b,y\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{(i % 3 == 0 ? "low" : $"{i}.5")},{i % 4},{i}.25\n")));
        DataFormatException fault = Assert.Throws<DataFormatException>(() => table.ToTabular());
        Assert.Contains("\"low\" is not a number, but 40 of the column's 60 cells are", fault.Message, StringComparison.Ordinal);
        Assert.Contains("name the word as a missing value", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A,B,C,\n1,2,3.5,\n4,5,6.5,\n")]
    [InlineData("A,B,C\n1,2,3.5,\n4,5,6.5,\n")]
    [InlineData("A,B,C,\n1,2,3.5\n4,5,6.5\n")]
    [InlineData("A|B|C\n1|2|3.5\n4|5|6.5\n")]
    [InlineData("# made by hand\nA,B,C\n1,2,3.5\n4,5,6.5\n")]
    [InlineData("A\u00A0,B,C\n1,2,3.5\n4,5,6.5\n")]
    public void Read_TableOfThreeColumns_HasThree(string text)
    {
        CsvTable table = Read(text);
        Assert.Equal(["A", "B", "C"], table.Columns.Select(column => column.Name));
        Assert.Equal([3.5, 6.5], table.ToTabular().Targets.ToArray());
    }

    [Fact]
    public void Read_RowNamesOfR_AreAColumn() =>
        Assert.Equal(["row", "a", "b"], Read("a,b\nx,1,2\ny,3,4\nz,5,6\n").Columns.Select(column => column.Name));

    [Theory]
    [InlineData("country,1990,2000,2010", "c{0},{1}.5,{1}.25,{1}.75", true)]
    [InlineData("1990,2000,2010", "{1}.5,{1}.25,{1}.75", true)]
    [InlineData("0,1,2,3", "{1}.5,{1}.25,{1}.75,kind{0}", true)]
    [InlineData("c9,1990,2000,2010", "c9,{1}.5,{1}.25,{1}.75", false)] // the text occurs below: no name
    [InlineData("1,2,3", "{1},{1},{1}", false)] // whole numbers over whole numbers
    [InlineData("1990,2001,2010", "{1}.5,{1}.25,{1}.75", false)] // no equal steps
    public void Read_NumbersInEqualStepsOverFractions_AreNames(string first, string row, bool isHeader)
    {
        string text = first + "\n" + string.Concat(Enumerable.Range(0, 12).Select(i => string.Format(CultureInfo.InvariantCulture, row, i % 4, i) + "\n"));
        Assert.Equal(isHeader, Read(text).HasHeader);
        Assert.Equal(isHeader ? 12 : 13, Read(text).RowCount);
    }

    [Fact]
    public void Read_Options_GoBeforeWhatIsFound()
    {
        Assert.Equal(["a,b", "c"], Read("'a,b',c\n1,2\n3,4\n", new() { Quote = '\'', HasHeader = true }).Columns.Select(column => column.Name));
        Assert.Equal(["\"a", "b"], Read("\"a,b\n1,2\n3,4\n", new() { Quote = '\0', HasHeader = true }).Columns.Select(column => column.Name));
        Assert.Equal(2, Read("a,b\n;no\n1,2\n;neither\n3,4\n", new() { Comment = ';', Delimiter = ',' }).RowCount);
        Assert.Equal(2, Read("a:b\n1:2\n3:4\n", new() { Delimiter = ':' }).Columns.Count);
        DataFormatException fault = Assert.Throws<DataFormatException>(() => Read("a,b\n1,2\n3,4\n5,6\n", new() { MaximumRows = 2 }));
        Assert.Contains("line 4: there are more than 2 rows; raise the limit of rows", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("iso-8859-1")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public void Read_NamedEncoding_IsDecoded(string name)
    {
        Encoding encoding = Encoding.GetEncoding(name);
        byte[] bytes = encoding.GetBytes("größe;art\n1;müde\n2;öde\n3;öde\n");
        TabularData data = CsvTable.Read(new MemoryStream(bytes), "some.csv", new CsvReadOptions { Encoding = encoding }, cancellationToken: Token).ToTabular();
        Assert.Equal(("größe", 2), (data.Columns[0].Name, data.ClassNames.Count));
        Assert.Equal(["müde", "öde"], data.ClassNames);
    }

    [Fact]
    public void Read_Utf16WithoutMark_IsFoundOut()
    {
        MemoryStream file = new(Encoding.Unicode.GetBytes("a,b\n1,ä\n2,ö\n"));
        Assert.Equal(["ä", "ö"], CsvTable.Read(file, cancellationToken: Token).ToTabular().ClassNames);
    }

    [Fact]
    public void Read_VeryLongCell_IsCutInMessages()
    {
        string word = new('w', 100_000);
        DataFormatException fault = Assert.Throws<DataFormatException>(() => Read($"a,y\n1,2\n3,4\n5,6\n{word},7\n").ToTabular());
        Assert.InRange(fault.Message.Length, 60, 400);
    }

    private static CsvTable Read(string text, CsvReadOptions? options = null) =>
        CsvTable.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "some.csv", options);
}

using System.Globalization;
using System.Text;
using Hillock.Csv;
using Hillock.Csv.Written;
using Hillock.Data;
using Hillock.Tests.Data;
using Xunit;

namespace Hillock.Tests.Csv;

public sealed class CsvTableTests : IDisposable
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a,b,c\n1,2,x\n3,4,y\n", ',')]
    [InlineData("a;b;c\n1;2;x\n3;4;y\n", ';')]
    [InlineData("a\tb\tc\n1\t2\tx\n3\t4\ty\n", '\t')]
    [InlineData("a b c\n1 2 x\n3 4 y\n", ' ')]
    [InlineData("a, b, c\r\n1, 2, x\r\n\r\n3, 4, y", ',')]
    [InlineData("\uFEFFa,b,\"c\"\n\"1\",2,\"x\"\n3,4,y\n", ',')]
    public void Read_Dialects_GiveTheSameTable(string text, char delimiter)
    {
        CsvTable table = Read(text);
        Assert.Equal((delimiter, true, 2), (table.Delimiter, table.HasHeader, table.RowCount));
        Assert.Equal(["a", "b", "c"], table.Columns.Select(c => c.Name));
        Assert.Equal([CsvColumnKind.Numeric, CsvColumnKind.Numeric, CsvColumnKind.Categorical], table.Columns.Select(c => c.Kind));
        TabularData data = table.ToTabular();
        Assert.Equal([1f, 2, 3, 4], data.Features.ToArray());
        Assert.Equal(["x", "y"], data.ClassNames);
        Assert.Equal([0, 1], data.Classes.ToArray());
    }

    [Fact]
    public void Read_WithColumnNames_NamesWhatTheFileDoesNot()
    {
        CsvReadOptions given = new() { HasHeader = false, ColumnNames = ["size", "sold"] };
        CsvTable table = Read("1.5,yes\n2.5,no\n", given);
        Assert.Equal(["size", "sold"], table.Columns.Select(column => column.Name));
        Assert.Equal((2, false, 2), (table.RowCount, table.HasHeader, table.LineOf(1)));

        // A delimiter at the end of each row is no column; a header counts; so many names as cells are needed.
        Assert.Equal(["size", "sold"], Read("1.5,yes,\n2.5,no,\n", given).Columns.Select(column => column.Name));
        Assert.Equal(["a", "b"], Read("a,b\n1.5,yes\n", given with { HasHeader = true }).Columns.Select(column => column.Name));
        Assert.Contains(
            "3 cells, but 1 names", Assert.Throws<DataFormatException>(() => Read("1,2,3\n", given with { ColumnNames = ["a"] })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Utf16WithMark_IsDecoded()
    {
        byte[] bytes = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("größe;art\n1;ü\n2;ö\n")];
        TabularData data = CsvTable.Read(new MemoryStream(bytes), cancellationToken: Token).ToTabular();
        Assert.Equal("größe", data.Columns[0].Name);
        Assert.Equal(["ö", "ü"], data.ClassNames);
    }

    [Fact]
    public void Read_QuotedCells_MayHoldDelimitersQuotesAndLines()
    {
        CsvTable table = Read("name,value\n\"a,b\",1\n\"say \"\"hi\"\"\",2\n\"two\nlines\",3\nlast,4\n");
        Assert.Equal([2, 3, 4, 6], Enumerable.Range(0, 4).Select(table.LineOf));
        Assert.Equal(["a,b", "last", "say \"hi\"", "two\nlines"], table.ToTabular("name").ClassNames);
    }

    [Theory]
    [InlineData("1,2\n3,4\n", false)]
    [InlineData("1,?\n3,4\n", false)]
    [InlineData("a,b\n3,4\n", true)]
    [InlineData("a,b\nc,d\n", true)]
    [InlineData("5.1,3.5,setosa\n4.9,3.0,setosa\n", false)]
    [InlineData("label,0,1,2\n5,7,8,9\n", true)]
    [InlineData("country,1990,1991\nx,7,8\ny,1,2\n", false)] // text over text: nothing says that 1990 is a name
    [InlineData("5,abc,7,5\n1,2,3,4\n", false)] // numbers that repeat are no names: a stray text in data
    public void Read_FirstRow_IsHeaderOrData(string text, bool isHeader)
    {
        Assert.Equal(isHeader, Read(text).HasHeader);
        Assert.True(Read(text, new() { HasHeader = true }).HasHeader);
        Assert.False(Read(text, new() { HasHeader = false }).HasHeader);
        Assert.Equal(isHeader ? 1 : 0, text.Split('\n').Length - 1 - Read(text).RowCount);
    }

    [Fact]
    public void Read_HeaderNames_AreMadeUnique() =>
        Assert.Equal(["a", "x1", "a.2", "a.1", "b"], Read("a,,a,a.1,b\n1,2,3,4,5\n").Columns.Select(c => c.Name));

    [Fact]
    public void Read_ScikitLearnHeader_GivesClassNamesAndIsChecked()
    {
        CsvTable table = Read("3,2,malignant,benign\n1.5,2,0\n3,4,1\n5,6,1\n");
        Assert.Equal((3, false), (table.RowCount, table.HasHeader));
        Assert.Equal(["malignant", "benign"], table.ClassNames);
        TabularData data = table.ToTabular();
        Assert.Equal(["malignant", "benign"], data.ClassNames);
        Assert.Equal([0, 1, 1], data.Classes.ToArray());
        Assert.Equal([1.5f, 2, 3, 4, 5, 6], data.Features.ToArray());
        Assert.False(table.ToTabular("0").IsClassification);

        AssertFault("line 1: the first line declares 4 rows but 3 follow", () => Read("4,2,m,b\n1,2,0\n3,4,1\n5,6,1\n"));
        AssertFault("line 3, column \"x2\": the first line names 2 classes, 0 to 1, but this is 2", () => Read("2,2,m,b\n1,2,0\n3,4,2\n").ToTabular());
    }

    [Theory]
    [InlineData("")]
    [InlineData("NA")]
    [InlineData("NaN")]
    [InlineData("nan")]
    [InlineData("null")]
    [InlineData("N/A")]
    [InlineData("?")]
    [InlineData("\"\"")]
    public void ToTabular_MissingCell_IsRefusedOrKept(string cell)
    {
        CsvTable table = Read($"a,color,y\n1,red,0.5\n{cell},red,1.5\n3,{cell},2.5\n");
        Assert.Equal([1, 1, 0], table.Columns.Select(c => c.MissingCount));
        AssertFault("some.csv, line 3, column \"a\": the value is missing; fill it in", () => table.ToTabular());
        TabularData data = table.ToTabular(new CsvTabularOptions { AllowMissing = true });
        Assert.Equal([1f, 0, float.NaN, 0, 3, float.NaN], data.Features.ToArray());
        Assert.Equal([0.5, 1.5, 2.5], data.Targets.ToArray());
        AssertFault("some.csv, line 3, column \"a\": the target is missing; remove the row", () => table.ToTabular("a"));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("-0.25")]
    [InlineData("+7")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("-0")]
    [InlineData("123456789012345")]
    [InlineData("1234567890123456789")]
    [InlineData("0.1")]
    [InlineData("0.000000000000001")]
    [InlineData("3.141592653589793238462643")]
    [InlineData("1e-3")]
    [InlineData("1.5E+10")]
    [InlineData("4.9e-324")]
    [InlineData("1e400")]
    [InlineData("-inf")]
    public void CellParser_Numbers_EqualTheLibraryParserToTheBit(string text)
    {
        Assert.True(CellParser.TryParse(Encoding.UTF8.GetBytes(text), out double value));
        double expected = text == "-inf" ? double.NegativeInfinity : double.Parse(text, CultureInfo.InvariantCulture);
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(value));
    }

    [Theory]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1.2.3")]
    [InlineData("1,5")]
    [InlineData("abc")]
    [InlineData("1 2")]
    [InlineData("0x10")]
    [InlineData("12/31")]
    [InlineData("\u0661")]
    public void CellParser_Text_IsNoNumber(string text) => Assert.False(CellParser.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void ToTabular_CategoricalFeature_HoldsIndicesOfSortedCategories()
    {
        TabularData data = Read("color,y\nred,1.5\ngreen,2.5\n7,3.5\nred,4.5\n").ToTabular();
        Assert.True(data.Columns[0].IsCategorical);
        Assert.Equal(["7", "green", "red"], data.Columns[0].Categories);
        Assert.Equal([2f, 1, 0, 2], data.Features.ToArray());
    }

    [Fact]
    public void ToTabular_CategoricalOption_TurnsNumbersIntoCategories()
    {
        CsvTable table = Read("month,y\n10,1.5\n2,2.5\n2.0,3.5\n");
        TabularData data = table.ToTabular(new CsvTabularOptions { Categorical = ["month"] });
        Assert.Equal(["2", "10"], data.Columns[0].Categories);
        Assert.Equal([1f, 0, 0], data.Features.ToArray());
    }

    [Fact]
    public void ToTabular_TextAmongNumbers_IsNamed()
    {
        string rows = string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},{i % 2}\n"));
        AssertFault(
            "some.csv, line 32, column \"a\": \"oops\" is not a number, but 30 of the column's 31 cells are; correct the cell",
            () => Read($"a,y\n{rows}oops,0\n").ToTabular());
        AssertFault("line 4, column \"x0\": \"oops\" is not a number, but 3 of the column's 4 cells are", () => Read("1,2\n3,4\n5,6\noops,7\n").ToTabular());
        AssertFault(
            "line 3, column \"y\": \"oops\" is not a number, but 3 of the column's 4 cells are", () => Read("a,y\n1,2\n3,oops\n5,6\n1,7\n").ToTabular());

        CsvTable table = Read("1,2\n3,4\n5,6\noops,7\n");
        Assert.Equal(["1", "3", "5", "oops"], table.ToTabular(new CsvTabularOptions { Categorical = ["x0"] }).Columns[0].Categories);
        Assert.Equal(4, Read("a,b,y\n1,2,3\n2,2,4\n3,2,5\noops,2,6\n").ToTabular(new CsvTabularOptions { Ignore = ["a"] }).RowCount);
    }

    [Fact]
    public void ToTabular_DecimalComma_IsUnderstoodOrNamed()
    {
        Assert.Equal([1.5, 2.25], Read("a;y\n1,5;0\n2,25;1\n").Columns[0].Values.ToArray());
        AssertFault(
            "line 2, column \"a\": \"1,5\" has a comma in a number; say what the decimal mark is",
            () => Read("a;y\n1,5;0\n2,25;1\n", new() { DecimalMark = '.' }).ToTabular());
    }

    [Theory]
    [InlineData("0,0,0,1,1,1", true)]
    [InlineData("1,2,1,2,3,3", true)]
    [InlineData("0,1,2,3,4,5", false)] // as many values as rows
    [InlineData("0,0,0.5,1,1,1", false)]
    [InlineData("a,b,a,b,a,b", true)]
    public void ToTabular_TargetKind_IsDetectedOrGiven(string targets, bool isClass)
    {
        CsvTable table = Read("a,y\n" + string.Concat(targets.Split(',').Select((y, i) => $"{i},{y}\n")));
        Assert.Equal(isClass, table.ToTabular().IsClassification);
        Assert.True(table.ToTabular(new CsvTabularOptions { TargetKind = CsvTargetKind.Class }).IsClassification);
        if (targets[0] != 'a')
        {
            Assert.False(table.ToTabular(new CsvTabularOptions { TargetKind = CsvTargetKind.Real }).IsClassification);
        }
        else
        {
            AssertFault("\"a\" is not a number", () => table.ToTabular(new CsvTabularOptions { TargetKind = CsvTargetKind.Real }));
        }
    }

    [Fact]
    public void ToTabular_ManyIntegerValues_AreARealTarget()
    {
        static string Rows(int distinct) => "a,y\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"{i},{i % distinct}\n"));
        Assert.True(Read(Rows(20)).ToTabular().IsClassification);
        Assert.False(Read(Rows(21)).ToTabular().IsClassification);
    }

    [Theory]
    [InlineData("b", 1)]
    [InlineData("1", 1)]
    [InlineData("-2", 1)]
    [InlineData("B", 1)]
    [InlineData("0", 0)]
    [InlineData("-3", 0)]
    [InlineData(null, 2)]
    public void ToTabular_Target_IsNameOrIndex(string? target, int column)
    {
        CsvTable table = Read("a,b,c\n1,2.5,3\n4,5.5,6\n");
        Assert.Equal(table.Columns[column].Name, table.ToTabular(target).TargetName);
        Assert.Equal(table.Columns[column].Values.ToArray(), table.ToTabular(target).Targets.ToArray());
    }

    [Fact]
    public void ToTabular_NameThatIsANumber_GoesBeforeTheIndex() =>
        Assert.Equal("0", Read("a,1,0\n1,2,3\n4,5,6\n").ToTabular("0").TargetName);

    [Fact]
    public void ToTabular_UnknownColumn_ListsTheColumns()
    {
        AssertFault("there is no target column \"z\"; the columns are a, b, c, or their indices -3 to 2.", () => Read("a,b,c\n1,2,3\n4,5,6\n").ToTabular("z"));
        AssertFault("there is no target column \"3\"", () => Read("a,b,c\n1,2,3\n4,5,6\n").ToTabular("3"));
        AssertFault("no column to ignore \"z\"", () => Read("a,b\n1,2\n3,4\n").ToTabular(new CsvTabularOptions { Ignore = ["z"] }));
        AssertFault("no categorical column \"z\"", () => Read("a,b\n1,2\n3,4\n").ToTabular(new CsvTabularOptions { Categorical = ["z"] }));
        string wide = string.Join(',', Enumerable.Range(0, 100).Select(i => $"c{i}"));
        AssertFault("c19 and 80 more, the last c99", () => Read(wide + "\n" + wide.Replace("c", "", StringComparison.Ordinal) + "\n").ToTabular("z"));
    }

    [Fact]
    public void ToTabular_UnusableTarget_IsNamed()
    {
        AssertFault("column \"y\": the target is \"7\" in every row; choose a target column", () => Read("a,y\n1,7\n2,7\n").ToTabular());
        AssertFault("column \"y\": the target is \"no\" in every row", () => Read("a,y\n1,no\n2,no\n").ToTabular());
        AssertFault("no feature column is left beside the target \"y\"", () => Read("y\n1\n2\n").ToTabular());
        AssertFault("the target column \"y\" is to be ignored", () => Read("a,y\n1,2\n2,3\n").ToTabular(new CsvTabularOptions { Ignore = ["y"] }));
        AssertFault("there is only one row", () => Read("a,y\n1,2\n").ToTabular());
        AssertFault("line 3, column \"y\": the target is infinite", () => Read("a,y\n1,2.5\n2,inf\n").ToTabular());
    }

    [Fact]
    public void ToTabular_UnusableFeature_IsNamed()
    {
        AssertFault("line 3, column \"a\": Infinity is not a finite float32 number", () => Read("a,y\n1,2\n1e999,3\n").ToTabular());
        AssertFault("line 3, column \"a\": 1E+39 is not a finite float32 number", () => Read("a,y\n1,2\n1e39,3\n").ToTabular());
        string names = "name,y\n" + string.Concat(Enumerable.Range(0, 1001).Select(i => $"n{i},{i % 2}\n"));
        AssertFault("column \"name\": it has 1001 different values, more than 1000 categories; ignore the column", () => Read(names).ToTabular());
        AssertFault("the target has 1001 different values", () => Read(names).ToTabular("name"));
    }

    [Fact]
    public void Read_RaggedRow_NamesLineAndCounts()
    {
        AssertFault("some.csv, line 3: the row has 2 cells but the rows before have 3; complete or correct the row", () => Read("a,b,c\n1,2,3\n4,5\n"));
        AssertFault("some.csv, line 2: the row has 4 cells but the rows before have 3", () => Read("a,b,c\n1,2,3,4\n"));
    }

    [Fact]
    public void Read_NotATable_SaysWhatIsWrong()
    {
        AssertFault("some.csv: the file is empty", () => Read(""));
        AssertFault("the file holds no rows", () => Read("\n\n\n"));
        AssertFault("line 1: a header is the only row", () => Read("a,b,c\n"));
        AssertFault("line 2: a quote is opened and never closed", () => Read("a,b\n\"1,2\n3,4\n"));
        AssertFault("line 2: text follows a closing quote", () => Read("a,b\n\"1\"x,2\n3,4\n"));
        AssertFault("offset 3: the byte 00 does not occur in text", () => Read("a,b\0\n1,2\n"));
        AssertFault("ZIP archive or an Excel workbook", () => Read("PK\u0003\u0004rest"));
        AssertFault("an IDX file", () => Read("\0\0\b\u0003\0\0\0\u0001"));
        AssertFault("a PDF document", () => Read("%PDF-1.4"));
        AssertFault(
            "line 3, column \"b\": the text is not valid UTF-8", () => CsvTable.Read(new MemoryStream([.. "a,b\n1,x\n2,caf"u8, 0xE9, .. "\n"u8]), "some.csv"));
        Assert.Throws<ArgumentException>("options", () => Read("a,b\n1,2\n", new() { Delimiter = '"' }));
    }

    [Fact]
    public void Read_Gzip_IsDecompressedAndChecked()
    {
        byte[] bytes =
            DataFileTests.Compress(Encoding.UTF8.GetBytes("a,y\n" + string.Concat(Enumerable.Range(0, 5000).Select(i => $"{i * 7919 % 1000},{i % 2}\n"))));
        Assert.Equal(5000, CsvTable.Read(_folder.Write("a.csv.gz", bytes), cancellationToken: Token).RowCount);
        string half = _folder.Write("b.csv.gz", bytes[..(bytes.Length / 2)]);
        DataFormatException error = Assert.Throws<DataFormatException>(() => CsvTable.Read(half, cancellationToken: Token));
        Assert.Contains("b.csv.gz: the gzip data is truncated", error.Message, StringComparison.Ordinal);
        Assert.Throws<DataFormatException>(() => CsvTable.Read(_folder.Write("c.csv.gz", "a,b\n1,2\n"), cancellationToken: Token));
        Assert.Throws<FileNotFoundException>(() => CsvTable.Read(_folder.Path("nothing.csv"), cancellationToken: Token));
    }

    [Fact]
    public void Read_ManyRows_SurvivesEveryBufferBoundary()
    {
        StringBuilder text = new("id,kind,y\n");
        for (int i = 0; i < 100_000; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i},k{i % 7},{i * 0.5}\n");
        }

        CsvTable table = CsvTable.Read(new ForwardStream(Encoding.UTF8.GetBytes(text.ToString()), 1000), cancellationToken: Token);
        Assert.Equal(100_000, table.RowCount);
        Assert.Equal(99_999, table.Columns[0].Values[99_999]);
        Assert.Equal(99_999 * 0.5, table.Columns[2].Values[99_999]);
        Assert.Equal(100_001, table.LineOf(99_999));
        Assert.Equal(7, table.ToTabular().Columns.Single(column => column.Name == "kind").Categories.Count);
    }

    private static CsvTable Read(string text, CsvReadOptions? options = null) =>
        CsvTable.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "some.csv", options);

    private static void AssertFault(string part, Func<object> read)
    {
        DataFormatException error = Assert.Throws<DataFormatException>(read);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("some.csv", error.Message, StringComparison.Ordinal);
    }
}

using System.Text;
using Hillock.Csv;
using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Csv;

/// <summary>Words for a missing value, among numbers and among words.</summary>
public class MissingWordTests
{
    [Theory]
    [InlineData("None")]
    [InlineData("#N/A")]
    [InlineData("<NA>")]
    [InlineData("-nan")]
    [InlineData("-")]
    [InlineData("–")]
    [InlineData(".")]
    [InlineData("n.a.")]
    [InlineData("\\N")]
    [InlineData("missing")]
    [InlineData("#DIV/0!")]
    [InlineData("unknown")]
    [InlineData(" ")]
    public void Read_WordAmongNumbers_IsMissing(string word)
    {
        CsvTable table = Read("a,y\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"{(i % 4 == 0 ? word : $"{i}.5")},{i}.25\n")));
        Assert.Equal((CsvColumnKind.Numeric, 5), (table.Columns[0].Kind, table.Columns[0].MissingCount));
        TabularData data = table.ToTabular(new CsvTabularOptions { AllowMissing = true });
        Assert.False(data.Columns[0].IsCategorical);
        Assert.Equal([double.NaN, 1.5, 2.5, 3.5, double.NaN], Enumerable.Range(0, 5).Select(row => data.Value(row, 0)));
    }

    [Fact]
    public void ToTabular_WordAmongWords_IsMissingInFeaturesButAClassInTargets()
    {
        CsvTable table = Read("garage,y\nbrick,+\nNone,-\nwood,+\nbrick,-\n");
        Assert.Equal(["+", "-"], table.ToTabular(new CsvTabularOptions { AllowMissing = true }).ClassNames);
        TabularData data = table.ToTabular(new CsvTabularOptions { AllowMissing = true });
        Assert.Equal(["brick", "wood"], data.Columns[0].Categories);
        Assert.Equal([0, double.NaN, 1, 0], Enumerable.Range(0, 4).Select(row => data.Value(row, 0)));
        Assert.Contains("line 3, column \"garage\": the value is missing (\"None\")", Fault(() => table.ToTabular()), StringComparison.Ordinal);

        // Plus and minus are two words; neither is missing.
        Assert.Equal(["+", "-"], Read("sign,y\n+,1.5\n-,2.5\n+,3.5\n").ToTabular().Columns[0].Categories);
        Assert.Equal(["None", "brick", "wood"], Read("garage,y\nbrick,1\nNone,2\nwood,3\n", new() { NotMissing = ["None"] }).ToTabular().Columns[0].Categories);
    }

    [Fact]
    public void Read_OwnWords_AreMissing()
    {
        CsvTable table = Read("a,b,y\n-999,red,1.5\n-999.0,nix,2.5\n3,blue,3.5\n4,NA,4.5\n", new() { Missing = ["-999", "nix"], NotMissing = ["na"] });
        Assert.Equal([2, 1, 0], table.Columns.Select(column => column.MissingCount));
        Assert.Equal(["NA", "blue", "red"], table.ToTabular(new CsvTabularOptions { AllowMissing = true }).Columns[1].Categories);
    }

    [Fact]
    public void ToTabular_MissingTarget_LeavesTheRowOutWhereAllowed()
    {
        TabularData data = Read("a,b,y\n1,5,x\n2,6,\n3,7,y\n4,8,NA\n").ToTabular(new CsvTabularOptions { AllowMissing = true });
        Assert.Equal([1f, 5, 3, 7], data.Features.ToArray());
        Assert.Equal([0, 1], data.Classes.ToArray());
        Assert.Equal([1.5, 3.5], Read("a,y\n1,1.5\n2,\n3,3.5\n").ToTabular(new CsvTabularOptions { AllowMissing = true }).Targets.ToArray());
    }

    [Fact]
    public void Preprocessing_MissingWord_IsAValueOfItsOwn()
    {
        TabularData data = Read("color,y\nred,1\n,2\nblue,3\n").ToTabular(new CsvTabularOptions { AllowMissing = true });
        TabularData inputs = Preprocessing.Fit(data, imputeMissing: true).Apply(data);
        Assert.Equal(["color=blue", "color=red", "color=(missing)"], inputs.Columns.Select(column => column.Name));
        Assert.Equal([0f, 1, 0, 0, 0, 1, 1, 0, 0], inputs.Features.ToArray());
        Assert.Equal(["color=blue", "color=red"], OneHotEncoding.Fit(data).Columns.Select(column => column.Name));
    }

    private static CsvTable Read(string text, CsvReadOptions? options = null) =>
        CsvTable.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "some.csv", options);

    private static string Fault(Func<object> read) => Assert.Throws<DataFormatException>(read).Message;
}

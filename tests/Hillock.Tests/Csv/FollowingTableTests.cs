using System.Text;
using Hillock.Csv;
using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Csv;

/// <summary>Files for tests and predictions, which follow the one for training.</summary>
public class FollowingTableTests
{
    private const string Training = "size,color,y\n1,red,a\n2,blue,b\n3,red,c\n4,blue,a\n";

    [Fact]
    public void AlignedTo_FileWithoutOneClass_NumbersClassesAsInTraining()
    {
        TabularData training = Read(Training).ToTabular();
        TabularData test = Read("size,color,y\n2,blue,b\n3,red,c\n").ToTabular();
        Assert.Equal([0, 1], test.Classes.ToArray());
        Assert.Equal([1, 2], test.AlignedTo(training).Classes.ToArray());
        Assert.Equal([1, 2], Preprocessing.Fit(training).Apply(test).Classes.ToArray());
        Assert.Equal(["a", "b", "c"], Preprocessing.Fit(training).Apply(test).ClassNames);
        TabularData unknown = Read("size,color,y\n2,blue,b\n3,red,z\n").ToTabular();
        Assert.Contains(
            "Row 1 has the class \"z\", but the classes of y in training are a, b, c",
            Assert.Throws<ArgumentException>(() => unknown.AlignedTo(training)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Like_ReorderedColumnsOneRowNoTarget_FollowTheTrainingPart()
    {
        TabularData training = Read(Training).ToTabular();
        TabularData test = Read("y,color,size,extra\nc,violet,2.5,7\n").ToTabular(new CsvTabularOptions { Like = training });
        Assert.Equal((1, 2, true), (test.RowCount, test.ColumnCount, test.HasTarget));
        Assert.Equal([2], test.Classes.ToArray());

        // Mean 2.5: the size becomes 0; violet is not known.
        Assert.Equal([0f, 0, 0], Preprocessing.Fit(training).Apply(test).Features.ToArray());

        TabularData prediction = Read("color,size\nblue,2.5\n").ToTabular(new CsvTabularOptions { Like = training });
        Assert.False(prediction.HasTarget);
        Assert.Equal([0f, 1, 0], Preprocessing.Fit(training).Apply(prediction).Features.ToArray());
        Assert.Equal((1, 0, 3), (prediction.RowCount, prediction.Classes.Length, prediction.ClassNames.Count));
    }

    [Fact]
    public void Like_NumbersAndDates_AreTakenAsInTraining()
    {
        string rows = string.Concat(Enumerable.Range(0, 30).Select(i => $"2024-01-{i + 1:00},{i % 3}\n"));
        TabularData training = Read("when,y\n" + rows).ToTabular();
        TabularData test = Read("y,when\n2,2024-02-05\n").ToTabular(new CsvTabularOptions { Like = training });
        Assert.Equal(training.Columns.Select(column => column.Name), test.Columns.Select(column => column.Name));
        Assert.Equal(19758, test.Value(0, 0)); // days since 1970, by Python's datetime
        Assert.Equal([2], test.Classes.ToArray());
    }

    [Fact]
    public void Like_DatesThatCouldBeReadOtherwise_AreReadAsInTraining()
    {
        string[] days = [.. Enumerable.Range(1, 28).Select(day => $"{day:00}/03/2024,{day % 2}")];
        TabularData training = Read("when,y\n" + string.Join('\n', days)).ToTabular();
        CsvTable file = Read("when,y\n02/03/2024,1\n05/04/2024,0\n", new CsvReadOptions { Like = training });
        TabularData test = file.ToTabular(new CsvTabularOptions { Like = training });

        // The 2nd of March and the 5th of April, in days since 1970, by Python's datetime.
        Assert.Equal([19784, 19818], new[] { test.Value(0, 0), test.Value(1, 0) });
        CsvTable contrary = Read("when,y\n02/13/2024,1\n", new CsvReadOptions { Like = training });
        Assert.Contains(
            "\"02/13/2024\" is not a date of day/month/year",
            Assert.Throws<DataFormatException>(() => contrary.ToTabular(new CsvTabularOptions { Like = training })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Like_MoreWordsThanAreKept_AreRefused()
    {
        TabularData training = Read(Training).ToTabular();
        string rows = string.Concat(Enumerable.Range(0, 70_000).Select(i => $"1,color{i},a\n")) + "2,red,b\n";
        CsvTable file = Read("size,color,y\n" + rows);
        Assert.Contains(
            "column \"color\": it has more different words than are kept, but 2 in some.csv",
            Assert.Throws<DataFormatException>(() => file.ToTabular(new CsvTabularOptions { Like = training })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Like_NumbersWithDecimalCommas_AreReadAsInTraining()
    {
        TabularData training = Read("size;y\n1,25;3,5\n2,5;4,75\n0,125;1,5\n").ToTabular();
        TabularData test = Read("size;y\n1,250;2,125\n", new CsvReadOptions { Like = training }).ToTabular(new CsvTabularOptions { Like = training });
        Assert.Equal((1.25, 2.125), (test.Value(0, 0), test.Targets[0]));
    }

    [Fact]
    public void Like_RowsWithoutATarget_AreLeftOutWhereMissingValuesAreAllowed()
    {
        TabularData training = Read(Training).ToTabular();
        CsvTable file = Read("size,color,y\n1,red,b\n7,blue,\n3,red,c\n");
        TabularData test = file.ToTabular(new CsvTabularOptions { Like = training, AllowMissing = true });
        Assert.Equal([1, 2], test.Classes.ToArray());
        Assert.Equal([1, 3], new[] { test.Value(0, 0), test.Value(1, 0) });
        Assert.Throws<DataFormatException>(() => file.ToTabular(new CsvTabularOptions { Like = training }));
    }

    [Fact]
    public void Like_OtherColumnsOrCells_AreNamed()
    {
        TabularData training = Read(Training).ToTabular();
        AssertFault("there is no column \"size\", which some.csv has", "color,y\nred,a\n");
        AssertFault("line 2, column \"size\": \"big\" is not a number", "size,color\nbig,red\n");
        AssertFault("line 3, column \"y\": the class \"z\" does not occur in some.csv", "size,color,y\n1,red,a\n1,red,z\n");
        AssertFault("line 3, column \"y\": the target is missing, but not in every row", "size,color,y\n1,red,a\n1,red,\n");
        AssertFault("line 2, column \"size\": the value is missing", "size,color\n-,red\n");

        void AssertFault(string part, string text) => Assert.Contains(
            part, Assert.Throws<DataFormatException>(() => Read(text).ToTabular(new CsvTabularOptions { Like = training })).Message, StringComparison.Ordinal);
    }

    private static CsvTable Read(string text, CsvReadOptions? options = null) =>
        CsvTable.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "some.csv", options);
}

using Hillock.Cli.Comparisons;
using Hillock.Data;
using Hillock.Tests.Cli.Commands;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Cli.Comparisons;

/// <summary>Which part held out each row, as a file; and the tool's scores on tables of usual kinds.</summary>
[Trait("Speed", "slow")]
public class FoldsFileTests
{
    [Fact]
    public async Task FoldsFile_OfTwoRepeats_HoldsEachRowOutOnceInEach()
    {
        using Tool tool = new();
        string path = tool.At("folds.csv");
        await Tool.SucceedAsync("compare", "iris", "--activations", "relu", "--epochs", "1", "--learning-rate", "0.01", "--repeats", "2", "--folds-file", path);
        string[] lines = await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(("row,fold_1,fold_2", 151), (lines[0], lines.Length));
        int[][] rows = [.. lines.Skip(1).Select(line => line.Split(',').Select(int.Parse).ToArray())];
        Assert.Equal(Enumerable.Range(1, 150), rows.Select(row => row[0]));
        foreach (int repeat in (int[])[1, 2])
        {
            // Iris lists 50 rows of each class; stratified, each of five parts has ten of each.
            Assert.All(rows.Chunk(50), flowers => Assert.Equal(
                [10, 10, 10, 10, 10], flowers.CountBy(row => row[repeat]).OrderBy(pair => pair.Key).Select(pair => pair.Value)));
        }

        Assert.Contains(rows, row => row[1] != row[2]);
    }

    [Fact]
    public async Task FoldsFile_OverTheReport_IsRefused()
    {
        string line = await Tool.FailAsync(2, "compare", "iris", "--json", "r.x", "--folds-file", "r.x");
        Assert.Equal("--json and --folds-file are both r.x; name two files.", line);
    }

    /// <summary>The floor is the lower end of the 95 % interval of scikit-learn 1.2.1 on the same parts: tools/scikit-learn/compare.py with seed 1.</summary>
    [Theory]
    [InlineData("adult", 0.794, "")]
    [InlineData("penguins", 0.948, "species")]
    [InlineData("wine", 0.522, "")]
    public void Compare_UsualTables_ScoresAsScikitLearn(string name, double floor, string target)
    {
        TableOptions columns = new() { Columns = new() { Target = target.Length > 0 ? target : null, AllowMissing = true } };
        TabularData data = ComparisonData.Read(
            Path.Combine(AppContext.BaseDirectory, "Data", "mixed", name + ".csv.gz"), columns, [], null,
            cancellationToken: TestContext.Current.CancellationToken);
        TrainingComparison comparison = CrossValidation.Compare(
            data, ComparisonActivations.Parse(["relu"]), new() { Seed = 1, ImputeMissing = true }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.InRange(comparison.Scores(0).Average(), floor, 1);
    }
}

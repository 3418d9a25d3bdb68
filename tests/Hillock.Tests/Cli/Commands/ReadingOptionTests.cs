using Hillock.Charts.CommandLine;
using Xunit;

namespace Hillock.Tests.Cli.Commands;

/// <summary>The options that say how a table is read, the notes that name them, and options that are given more than once.</summary>
[Trait("Speed", "slow")]
public sealed class ReadingOptionTests : IDisposable
{
    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task Data_Titles_AreNamedWithTheirSwitch()
    {
        File.WriteAllText(_tool.At("a.csv"), "Report of 2024\n\na,b,y\n1,2,0.5\n3,4,1.5\n");
        string output = await DataAsync("a.csv");
        Assert.Contains("2 lines passed over; the first row names the columns", output, StringComparison.Ordinal);
        Assert.Contains("note the first 2 lines are passed over as titles (\"Report of 2024\"); where that is wrong, say how many lines to skip " +
            "(--skip-lines).", output, StringComparison.Ordinal);
        Assert.DoesNotContain("note", await DataAsync("a.csv", "--skip-lines", "2"), StringComparison.Ordinal);
        Assert.Contains("--skip-lines expects a whole number from 0 to 1000000 but got '-1'",
            await Tool.FailAsync(ExitCode.Usage, "data", _tool.At("a.csv"), "--skip-lines", "-1"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("spaces", "a   b  y\n1  22  0.5\n3   4  1.5\n", "spaces")]
    [InlineData("whitespace", "a \tb  y\n1\t 22  0.5\n3   4\t1.5\n", "spaces")]
    [InlineData("tab", "a\tb\ty\n1\t22\t0.5\n3\t4\t1.5\n", "tabs")]
    [InlineData("pipe", "a|b|y\n1|22|0.5\n3|4|1.5\n", "bars")]
    public async Task Data_DelimiterByName_Divides(string name, string text, string shown)
    {
        File.WriteAllText(_tool.At("a.txt"), text);
        string output = await DataAsync("a.txt", "--delimiter", name);
        Assert.Contains($"2 rows, 3 columns, divided at {shown};", output, StringComparison.Ordinal);
        Assert.Contains("4 to 22", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_DateOrder_IsFollowed()
    {
        File.WriteAllText(_tool.At("a.csv"), "d,y\n12/03/2024,0.5\n03/12/2024,1.5\n07/01/2024,2.5\n");
        Assert.Contains("you decide by the order of dates (--date-order).", await DataAsync("a.csv"), StringComparison.Ordinal);
        Assert.Contains("2024-01-07 to 2024-12-03", await DataAsync("a.csv", "--date-order", "dmy"), StringComparison.Ordinal);
        Assert.Contains("2024-03-12 to 2024-12-03", await DataAsync("a.csv", "--date-order", "mdy"), StringComparison.Ordinal);
        Assert.Contains("--date-order expects auto, dmy, mdy or ymd but got 'ydm'",
            await Tool.FailAsync(ExitCode.Usage, "data", _tool.At("a.csv"), "--date-order", "ydm"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_ValuesThatStandOut_AreNamedWithTheirSwitch()
    {
        File.WriteAllText(
            _tool.At("a.csv"),
            "v,w,a,b,c,d,y\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"{(i == 3 ? -999 : i)},{(i == 4 ? "<0.5" : i)},1,2,3,4,{i}.5\n")));
        string output = await DataAsync("a.csv");
        Assert.Contains("note \"v\": -999 stands in 1 row, far from the others (0 to 19); if it stands for nothing measured, name it as a missing value " +
            "(--missing).", output, StringComparison.Ordinal);
        Assert.Contains("note \"w\": 1 cell such as <0.5 is a limit and is read as the number in it; where that is too little, name the word as a missing " +
            "value (--missing WORD).", output, StringComparison.Ordinal);
        Assert.Contains("note 4 columns hold one value in every row, which says nothing, and are left out: a, b, c and 1 more (--numeric or --categorical " +
            "keeps them).", output, StringComparison.Ordinal);
        Assert.DoesNotContain("far from the others", await DataAsync("a.csv", "--missing", "-999", "--impute"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_ExportAndOutput_AreNotIgnoredBesideAFile()
    {
        Assert.Contains(
            "--output x.csv is for --export, which writes an embedded table; without it nothing is written: leave it out, or add --export.",
            await Tool.FailAsync(ExitCode.Usage, "data", "iris", "--output", "x.csv"), StringComparison.Ordinal);
        Assert.Contains(
            "--export writes an embedded table and reads no file, but a.csv is named as well; leave out one of them.",
            await Tool.FailAsync(ExitCode.Usage, "data", "a.csv", "--export", "iris"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_OfLists_AddUpWhenGivenAgain()
    {
        string[] words = ["compare", "xor", "--epochs", "2", "--learning-rate", "0.01", "--folds", "2"];
        string output = await Tool.SucceedAsync([.. words, "--activations", "relu", "--activations", "tanh,elu", "--hidden", "5", "--hidden", "3"]);
        Assert.Contains("relu", output, StringComparison.Ordinal);
        Assert.Contains("tanh", output, StringComparison.Ordinal);
        Assert.Contains("elu", output, StringComparison.Ordinal);
        Assert.Contains("hidden layers 5-3", output, StringComparison.Ordinal);
        File.WriteAllText(_tool.At("a.csv"), "a,b,c,y\n1,2,3,0.5\n-1,4,-2,1.5\n5,6,7,2.5\n");
        string data = await DataAsync("a.csv", "--ignore", "a", "--ignore", "b", "--missing", "-1", "--missing", "-2", "--impute");
        Assert.Contains("3 rows, 1 feature", data, StringComparison.Ordinal);
        Assert.Matches("c +feature +number +1 ", data);
        Assert.Contains("expects a single argument", await Tool.FailAsync(ExitCode.Usage, [.. words, "--epochs", "3"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diagnose_ThreeRows_SaysThatTheyAreTooFew()
    {
        File.WriteAllText(_tool.At("three.csv"), "a,b,y\n1,2,u\n3,4,v\n5,6,u\n");
        Assert.Contains(
            "three.csv: a fifth of the rows is held out, which needs 5 rows of every class, but there are 3 in all; name a file with more.",
            await Tool.FailAsync(ExitCode.Failure, "diagnose", _tool.At("three.csv")), StringComparison.Ordinal);
    }

    private async Task<string> DataAsync(string file, params string[] options)
    {
        string output = await Tool.SucceedAsync(["data", _tool.At(file), .. options]);
        return output.Replace("\n  ", " ", StringComparison.Ordinal).Replace('\n', ' ');
    }
}

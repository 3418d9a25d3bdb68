using System.Text;
using Hillock.Charts.CommandLine;
using Xunit;

namespace Hillock.Tests.Cli.Commands;

/// <summary>What the commands say of untidy files, with the option that answers it.</summary>
[Trait("Speed", "slow")]
public sealed class UntidyFileTests : IDisposable
{
    private static readonly string[] Quick = ["--activations", "relu", "--epochs", "1", "--learning-rate", "0.01", "--folds", "2"];

    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task Encoding_OfOneOfTwoFiles_IsNeededForThatOneAlone()
    {
        string text = "größe,x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{(i % 2 == 0 ? "Zoë" : "b")},{i},{"ab"[i % 2]}\n"));
        (string utf8, string western) = (_tool.At("u.csv"), _tool.At("w.csv"));
        File.WriteAllText(utf8, text);
        File.WriteAllBytes(western, [.. text.Select(c => (byte)c)]);
        Assert.Contains(
            "name its encoding (--encoding windows-1252)", await Tool.FailAsync(ExitCode.Failure, ["compare", utf8, "--test", western, .. Quick]),
            StringComparison.Ordinal);
        foreach ((string data, string test) in ((string, string)[])[(utf8, western), (western, utf8), (western, western)])
        {
            string output = await Tool.SucceedAsync(["compare", data, "--test", test, "--encoding", "windows-1252", .. Quick]);
            Assert.DoesNotContain("note", output, StringComparison.Ordinal); // every category is known
        }

        File.WriteAllText(_tool.At("m.csv"), text, Encoding.Unicode);
        await Tool.SucceedAsync(["compare", western, "--test", _tool.At("m.csv"), "--encoding", "windows-1252", .. Quick]);
    }

    [Fact]
    public async Task Compare_CategoriesOfTheTestFileAlone_AreNamed()
    {
        string Rows(string third) => "k,x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{(i % 4 == 0 ? third : "p")},{i},{"ab"[i % 2]}\n"));
        File.WriteAllText(_tool.At("a.csv"), Rows("q"));
        File.WriteAllText(_tool.At("b.csv"), Rows("new"));
        string output = await Tool.SucceedAsync(["compare", _tool.At("a.csv"), "--test", _tool.At("b.csv"), .. Quick]);
        Assert.Contains("note b.csv, \"k\": 10 rows have values that", output, StringComparison.Ordinal);
        Assert.Contains("has not (new); they are given as none of the known ones.", Line(output), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("c", "5 folds need 5 rows of every class, but class \"c\" has only 3")]
    [InlineData("each", "the target y has 40 different words in 40 rows, which are hardly classes")]
    public async Task Data_ClassesThatCompareRefuses_AreToBeAnswered(string rare, string message)
    {
        File.WriteAllText(_tool.At("a.csv"), "x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i =>
            $"{i % 7}.5,{(rare == "each" ? $"word{i}" : i < 3 ? rare : $"{"ab"[i % 2]}")}\n")));
        string output = Line(await Tool.SucceedAsync("data", _tool.At("a.csv")));
        Assert.Contains("To be answered before training: " + message, output, StringComparison.Ordinal);
        Assert.DoesNotContain("For training", output, StringComparison.Ordinal);
        string fault = await Tool.FailAsync(ExitCode.Failure, "compare", _tool.At("a.csv"));
        Assert.Contains(message, fault, StringComparison.Ordinal);
        string remedy = rare == "each" ? "choose another target column (--target)" : "--rare-classes leave-out or spread does it here";
        Assert.Contains(remedy, output, StringComparison.Ordinal);
        Assert.Contains(remedy, fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diagnose_RareClasses_CanBeLeftOut()
    {
        File.WriteAllText(
            _tool.At("a.csv"), "x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i % 7}.5,{(i < 3 ? 'c' : "ab"[i % 2])}\n")));
        Assert.Contains("--rare-classes leave-out", await Tool.FailAsync(ExitCode.Failure, "diagnose", _tool.At("a.csv")), StringComparison.Ordinal);
        string output = await Tool.SucceedAsync("diagnose", _tool.At("a.csv"), "--rare-classes", "leave-out", "--epochs", "1", "--no-proposal");
        Assert.Contains("note 3 rows are left out, of classes with fewer rows than folds: c (3).", output, StringComparison.Ordinal);
        Assert.Contains("37 rows, 1 feature, 2 classes", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sales, 2024\nx,z,y\n1,2,3\n4,5,6\n", false, "skip the first line (--skip-lines 1)")]
    [InlineData("\nSales, 2024, north\nx,z,y\n1,2,3\n4,5,6\n7,8,9\n", true, "skip the first 2 lines (--skip-lines 2)")]
    [InlineData("x;y\n12.500;a\n1.250;b\n3.750;a\n", true, "the comma is the decimal mark (--decimal comma)")]
    [InlineData("x;y\n$12;a\n€1.5;b\n$3;a\n", true, "read the numbers as they are (--numeric)")]
    [InlineData("q,y\n-,a\nk,b\nl,a\n", true, "words        1  k, l")]
    [InlineData("plz,y\n01067,a\n80331,b\n", true, "words        0  01067, 80331")]
    public async Task Data_UntidyFile_NamesTheOption(string text, bool isRead, string message)
    {
        File.WriteAllText(_tool.At("a.csv"), text);
        string output = isRead ? Line(await Tool.SucceedAsync("data", _tool.At("a.csv"))) : await Tool.FailAsync(ExitCode.Failure, "data", _tool.At("a.csv"));
        Assert.Contains(message, output, StringComparison.Ordinal);
    }

    private static string Line(string output) => output.Replace("\n  ", " ", StringComparison.Ordinal).Replace('\n', ' ');
}

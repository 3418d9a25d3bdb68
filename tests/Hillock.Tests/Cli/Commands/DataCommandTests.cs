using System.Text.Json.Nodes;
using Hillock.Charts.CommandLine;
using Xunit;

namespace Hillock.Tests.Cli.Commands;

/// <summary>What the commands make of files as people have them.</summary>
[Trait("Speed", "slow")]
public sealed class DataCommandTests : IDisposable
{
    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task Data_File_ShowsWhatWasUnderstood()
    {
        string rows = string.Concat(Enumerable.Range(0, 40).Select(i => $"{i + 1};{i},5;{(i % 4 == 0 ? "-" : $"{i} €")};{(i % 2 == 0 ? "ja" : "nein")}\n"));
        File.WriteAllText(_tool.At("a.csv"), "id;x;preis;kauft\n" + rows);
        string output = await Tool.SucceedAsync("data", _tool.At("a.csv"), "--impute");
        string oneLine = output.Replace("\n", " ", StringComparison.Ordinal);
        Assert.Contains("40 rows, 4 columns, divided at semicolons; the first row names the columns; UTF-8.", oneLine, StringComparison.Ordinal);
        Assert.Matches(@"id +left out +number +0 +1 to 40\n", output);
        Assert.Matches(@"x +feature +number +0 +0\.5 to 39\.5\n", output);
        Assert.Matches(@"preis +feature +number, € +10 +1 to 39\n", output);
        Assert.Matches(@"kauft +target +words +0 +ja, nein\n", output);
        Assert.Contains("note \"id\" is left out: it is named like a number of identity", output, StringComparison.Ordinal);
        Assert.Contains("(--numeric keeps", output, StringComparison.Ordinal);
        Assert.Contains(
            "To be answered before training: line 2, column \"preis\": the value is missing", await Tool.SucceedAsync("data", _tool.At("a.csv")),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_ExportIris_WritesAFileThatIsRead()
    {
        await Tool.SucceedAsync("data", "--export", "iris", "--output", _tool.At("iris.csv"));
        string output = await Tool.SucceedAsync("data", _tool.At("iris.csv"));
        Assert.Contains("For training: 150 rows, 4 features. Target: species, 3 classes: setosa 50,", output, StringComparison.Ordinal);
        Assert.Contains("--export expects iris but got 'tulips'", await Tool.FailAsync(ExitCode.Usage, "data", "--export", "tulips"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--delimiter", "x", "--delimiter expects a character that is neither a letter nor a digit, or its name but got 'x'")]
    [InlineData("--decimal", ";", "--decimal expects a point or a comma but got ';'")]
    [InlineData("--encoding", "klingon", "--encoding expects a name such as utf-8, utf-16, latin-1 or windows-1252 but got 'klingon'")]
    [InlineData("--header", "perhaps", "--header expects yes, no or auto but got 'perhaps'")]
    public async Task Options_OfReading_SayWhatTheyExpect(string option, string value, string message) =>
        Assert.Contains(message, await Tool.FailAsync(ExitCode.Usage, "data", "a.csv", option, value), StringComparison.Ordinal);

    [Fact]
    public async Task Options_OfReading_AreFollowed()
    {
        File.WriteAllBytes(_tool.At("l.csv"), [.. "größe|'a|b'|y\n1|x|0.5\n2|y|-999\n3|x|2.5\n4|y|1.5\n".Select(c => (byte)c)]);
        string output = await Tool.SucceedAsync(
            "data", _tool.At("l.csv"), "--encoding", "latin-1", "--quote", "'", "--missing", "-999", "--impute", "--header", "yes", "--delimiter", "pipe");
        Assert.Contains("größe", output, StringComparison.Ordinal);
        Assert.Contains("a|b ", output, StringComparison.Ordinal);
        Assert.Contains("Read: 3 rows, 2 features. Target: y, a number from 0.5 to 2.5.", output, StringComparison.Ordinal);
        Assert.Contains(
            "line 1: the first row is not valid UTF-8; save the file as UTF-8, or name its encoding (--encoding windows-1252)",
            await Tool.FailAsync(ExitCode.Failure, "data", _tool.At("l.csv"), "--delimiter", "pipe", "--quote", "'"), StringComparison.Ordinal);
        Assert.Contains(
            "there are more than 2 rows; raise the limit of rows if they are meant to be read", (await Tool.FailAsync(
                ExitCode.Failure, "data", _tool.At("l.csv"), "--encoding", "latin-1", "--max-rows", "2", "--quote", "'")).Replace(" (--max-rows)", "",
                    StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_TestFile_IsScoredWithItsColumnsInAnotherOrder()
    {
        File.WriteAllText(_tool.At("a.csv"), "x,n,y\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i % 3},{i * 7 % 5},{"abc"[i % 3]}\n")));
        File.WriteAllText(_tool.At("b.csv"),
            "y,x,n\n" + string.Concat(Enumerable.Range(0, 60).Where(i => i % 3 > 0).Select(i => $"{"abc"[i % 3]},{i % 3},{i % 5}\n")));
        string[] words = ["compare", _tool.At("a.csv"), "--activations", "relu", "--epochs", "40", "--learning-rate", "0.01", "--folds", "2"];
        string output = await Tool.SucceedAsync([.. words, "--test", _tool.At("b.csv"), "--json", _tool.At("r.json"), "--report", _tool.At("r.html")]);
        JsonNode report = JsonNode.Parse(File.ReadAllText(_tool.At("r.json")))!;
        JsonNode score = report["testFile"]!["scores"]![0]!;
        // All 40 are right: Wilson's interval ends at 40/(40 + 1.96²).
        Assert.Equal(("relu", 1.0), (score["name"]!.GetValue<string>(), score["score"]!.GetValue<double>()));
        Assert.Equal(40 / (40 + (1.959963984540054 * 1.959963984540054)), score["lowScore"]!.GetValue<double>(), 1e-9);
        Assert.EndsWith("b.csv", report["commandLine"]!.GetValue<string>().TrimEnd('\''), StringComparison.Ordinal);
        Assert.Contains("On the rows of b.csv", File.ReadAllText(_tool.At("r.html")), StringComparison.Ordinal);
        Assert.Contains("Trained on all 60 rows and tested on the 40 of b.csv, accuracy %: relu 100.0",
            output.Replace("\n  ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        File.WriteAllText(_tool.At("c.csv"), "n,x\n1,2\n");
        Assert.Contains(
            "All of its rows are equal to rows that were trained on",
            (await Tool.SucceedAsync([.. words, "--test", _tool.At("a.csv")])).Replace("\n  ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("c.csv has no column \"y\"", await Tool.FailAsync(ExitCode.Failure, [.. words, "--test", _tool.At("c.csv")]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_RareClass_IsRefusedWithTheChoices()
    {
        File.WriteAllText(_tool.At("a.csv"), "x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{(i == 7 ? "rare" : "ab"[i % 2])}\n")));
        string[] words = ["compare", _tool.At("a.csv"), "--activations", "relu", "--epochs", "2", "--learning-rate", "0.01"];
        Assert.Contains("--rare-classes leave-out or spread", await Tool.FailAsync(ExitCode.Failure, words), StringComparison.Ordinal);
        string leftOut = await Tool.SucceedAsync([.. words, "--rare-classes", "leave-out", "--report", _tool.At("r.html")]);
        Assert.Contains(
            "<dd>1 row is left out, of classes with fewer rows than folds: rare (1).</dd>", File.ReadAllText(_tool.At("r.html")), StringComparison.Ordinal);
        Assert.Contains("note 1 row is left out, of classes with fewer rows than folds: rare (1).", leftOut, StringComparison.Ordinal);
        Assert.Contains("39 rows, 1 feature, 2 classes", leftOut, StringComparison.Ordinal);
        Assert.Contains("40 rows, 1 feature, 3 classes", await Tool.SucceedAsync([.. words, "--rare-classes", "spread"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_Messages_NameOptions()
    {
        Assert.Contains(
            "--natural-epochs expects at most the 2 epochs but got 5",
            await Tool.FailAsync(ExitCode.Failure, "compare", "moons", "--balance", "--natural-epochs", "5", "--epochs", "2", "--learning-rate", "0.01"),
                StringComparison.Ordinal);
        Assert.Contains(
            "--report writes an HTML page but a.pdf ends in .pdf", await Tool.FailAsync(ExitCode.Usage, "compare", "moons", "--report", "a.pdf"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_Pipe_EndsWhenItIsCancelled()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Named pipes are files elsewhere only.");
        using System.Diagnostics.Process make = System.Diagnostics.Process.Start("mkfifo", [_tool.At("p")]);
        await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        using CancellationTokenSource source = new(TimeSpan.FromMilliseconds(200));
        StringWriter output = new(), error = new();

        // Nobody writes to it: opening it would wait for ever.
        Task<int> run = Hillock.Cli.HillockTool.RunAsync(["data", _tool.At("p")], output, error, source.Token);
        Assert.Equal(ExitCode.Interrupted, await run.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        await using (new FileStream(_tool.At("p"), FileMode.Open, FileAccess.Write))
        {
            // The reader that was left to itself gets its end.
        }
    }
}

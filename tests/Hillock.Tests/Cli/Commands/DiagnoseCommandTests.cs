using System.Text.Json.Nodes;
using System.Xml.Linq;
using Hillock.Charts.CommandLine;
using Hillock.Cli;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Cli.Commands;

[Collection(ParallelismCollection.Name)]
[Trait("Speed", "slow")]
public sealed class DiagnoseCommandTests : IDisposable
{
    private readonly Tool _tool = new();
    private readonly ThreadScope _threads = new(2);

    public void Dispose()
    {
        _threads.Dispose();
        _tool.Dispose();
    }

    [Fact]
    public async Task Diagnose_DeepSigmoid_FindsVanishingAndMeasuresTheProposal()
    {
        string output =
            await Tool.SucceedAsync("diagnose", "--activation", "sigmoid", "--depth", "10", "--epochs", "20", "--json", At("d.json"), "--report", At("d.html"));
        Assert.All(output.Split('\n'), line => Assert.True(line.Length <= 80, line));
        Assert.Contains(
            "Found vanishing gradient, bias shift, zig-zag and unfinished training", output.Replace("\n", " ", StringComparison.Ordinal),
            StringComparison.Ordinal);
        Assert.Contains("Proposal: relu in place of sigmoid.", output, StringComparison.Ordinal);
        Assert.EndsWith("hillock diagnose spirals --activation relu --depth 10 --epochs 20\n", output, StringComparison.Ordinal);
        JsonNode json = Json();
        Assert.Equal(
            ["vanishingGradient", "biasShift", "zigZag", "unfinished", "builtInScale"],
            json["network"]!["findings"]!.AsArray().Select(finding => finding!["kind"]!.GetValue<string>()));
        Assert.True(json["proposed"]!["score"]!.GetValue<double>() > json["network"]!["score"]!.GetValue<double>() + 0.2);
        Assert.True(json["network"]!["gradientRatioBefore"]!.GetValue<double>() < 0.01);
        Assert.Equal(11, json["network"]!["before"]!.AsArray().Count);
        Assert.Equal("html", XDocument.Load(At("d.html")).Root!.Name.LocalName);
        Assert.Equal(["d.html", "d.json"], _tool.Files);
    }

    [Theory]
    [InlineData("dyingUnits", "leaky-relu in place of relu", "--learning-rate 0.3")]
    [InlineData("exploding", "initial weights times 1 in place of 4", "--weight-scale 4")]
    [InlineData("vanishing", "weights drawn to fit the activation in place of xavier", "--initialization xavier --depth 30")]
    [InlineData("saturation", "standardised inputs", "--activation tanh --input-scale 100")]
    [InlineData("diverged", "a learning rate of 0.020", "--optimizer sgd --learning-rate 1e5")]
    [InlineData("biasShift", "tanh in place of sigmoid", "--activation sigmoid --depth 1")]
    public async Task Diagnose_AnAilment_IsFoundAndAnswered(string kind, string proposal, string options)
    {
        string output = await Tool.SucceedAsync(["diagnose", "--epochs", "30", "--no-proposal", "--json", At("d.json"), .. options.Split(' ')]);
        Assert.Contains($"Proposal: {proposal}", output, StringComparison.Ordinal);
        Assert.StartsWith(kind, Json()["network"]!["findings"]![0]!["kind"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Null(Json()["proposed"]);
    }

    [Fact]
    public async Task Diagnose_HealthyNetwork_ProposesNothing()
    {
        string output = await Tool.SucceedAsync("diagnose", "--activation", "leaky-relu");
        Assert.Contains("Nothing keeps this network from learning", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Proposal", output, StringComparison.Ordinal);
        Assert.Contains("× 100 changes it by nothing but rounding", output.Replace("\n", " ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diagnose_RemedyThatDoesNotHelp_IsNotAdvised()
    {
        // A sigmoid learns clouds of points as well as any other.
        string output = (await Tool.SucceedAsync("diagnose", "blobs", "--activation", "sigmoid", "--depth", "1", "--json", At("d.json")))
            .Replace("\n", " ", StringComparison.Ordinal);
        Assert.Contains("Proposal: tanh in place of sigmoid.", output, StringComparison.Ordinal);
        Assert.True(Json()["proposed"]!["score"]!.GetValue<double>() <= Json()["network"]!["score"]!.GetValue<double>());
        Assert.Contains("It does not help: keep the network as it is", output, StringComparison.Ordinal);
        Assert.DoesNotContain("hillock diagnose", output, StringComparison.Ordinal);
        Assert.Null(Json()["proposalCommandLine"]);
    }

    [Fact]
    public async Task Diagnose_OtherThreads_SameNumbers()
    {
        string[] command = ["diagnose", "moons", "--activation", "rrelu", "--epochs", "3", "--json", At("d.json")];
        await Tool.SucceedAsync([.. command, "--threads", "1"]);
        string one = Json().ToJsonString();
        await Tool.SucceedAsync([.. command, "--threads", "3"]);
        Assert.Equal(one, Json().ToJsonString());
        await Tool.SucceedAsync([.. command, "--seed", "1"]);
        Assert.NotEqual(one, Json().ToJsonString());
    }

    [Fact]
    public async Task Diagnose_CommandLineOfTheReport_RepeatsIt()
    {
        await Tool.SucceedAsync(
            "diagnose", "xor", "--activation", "elu:alpha=0.5", "--epochs", "2", "--width", "7", "--initialization", "he", "--weight-scale", "0.5", "--json",
            At("d.json"));
        string first = Json().ToJsonString();
        string[] words = Json()["network"]!["commandLine"]!.GetValue<string>().Split(' ');
        Assert.Equal("hillock", words[0]);
        await Tool.SucceedAsync([.. words[1..], "--json", At("d.json")]);
        Assert.Equal(first, Json().ToJsonString());
    }

    [Fact]
    public async Task Diagnose_RealTarget_ScoresRSquared()
    {
        IEnumerable<string> rows = Enumerable.Range(0, 60).Select(i => (A: i % 10, B: i / 10)).Select(row => $"{row.A},{row.B},{3 * row.A - 2 * row.B + 1}.5");
        await File.WriteAllTextAsync(At("line.csv"), "a,b,y\n" + string.Join('\n', rows) + "\n", TestContext.Current.CancellationToken);
        string output = await Tool.SucceedAsync("diagnose", At("line.csv"), "--task", "number", "--depth", "2", "--report", At("d.html"));
        Assert.Contains("a real target", output, StringComparison.Ordinal);
        Assert.Contains("the held-out R² is 0.99", output.Replace("\n", " ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sklearn-toy/iris.csv")]
    [InlineData("sklearn-toy/digits.csv.gz")]
    [InlineData("mnist/t10k-images-idx3-ubyte.gz")]
    public async Task Diagnose_RealData_Learns(string file)
    {
        string? folder = Environment.GetEnvironmentVariable("HILLOCK_DATA");
        Assert.SkipWhen(folder is null || !File.Exists(Path.Combine(folder, file)), $"HILLOCK_DATA has no {file}.");
        await Tool.SucceedAsync("diagnose", Path.Combine(folder!, file), "--activation", "leaky-relu", "--depth", "3", "--epochs", "5", "--json", At("d.json"));
        Assert.InRange(Json()["network"]!["score"]!.GetValue<double>(), 0.7, 1);
    }

    [Fact]
    public async Task Diagnose_CancelledAtOnce_EndsWith130AndWritesNothing()
    {
        using CancellationTokenSource source = new();
        await source.CancelAsync();
        StringWriter output = new(), error = new();
        Assert.Equal(ExitCode.Interrupted, await HillockTool.RunAsync(["diagnose", "--json", At("d.json")], output, error, source.Token));
        Assert.Equal(("", "hillock: interrupted.\n"), (output.ToString(), error.ToString()));
        Assert.Empty(_tool.Files);
    }

    [Fact]
    public async Task Diagnose_Cancelled_ReportsTheEpochsBefore()
    {
        using CancellationTokenSource source = new();
        StringWriter output = new(), error = new();
        Task<int> run = Task.Run(() => HillockTool.RunAsync(["diagnose", "--epochs", "1000000", "--json", At("d.json")], output, error, source.Token));
        source.CancelAfter(TimeSpan.FromSeconds(2));
        Assert.Equal(ExitCode.Interrupted, await run);
        Assert.Matches(@"Interrupted after \d+ of 1,000,000 epochs\.", output.ToString());
        Assert.True(Json()["interrupted"]!.GetValue<bool>());
        Assert.NotEmpty(Json()["network"]!["curve"]!.AsArray());
    }

    [Theory]
    [InlineData(1, "there is no target column \"nope\"", "t.csv --target nope")]
    [InlineData(1, "a fifth of the rows is held out, which needs 5 rows of every class", "t.csv")]
    [InlineData(1, "line 3: the row has 2 cells", "ragged.csv")]
    [InlineData(1, "none.csv: no such file; beside it ", "none.csv")]
    [InlineData(1, "spiral: no such file, and no embedded data set either", "spiral")]
    [InlineData(1, "does not exist; create it first.", "t.csv --report no/r.html")]
    [InlineData(2, "--json and --report are both", "t.csv --json r.x --report r.x")]
    [InlineData(2, "DATA and --report are both", "t.csv --report t.csv")]
    [InlineData(2, "unknown function 'rleu'; did you mean 'relu'?", "t.csv --activation rleu")]
    [InlineData(2, "softmax works along an axis", "t.csv --activation softmax")]
    [InlineData(2, "huber is a loss", "t.csv --activation huber")]
    [InlineData(2, "--depth expects a whole number from 1 to 1000 but got '0'.", "t.csv --depth 0")]
    [InlineData(2, "--width expects a whole number from 1 to 16384 but got '16385'.", "t.csv --width 16385")]
    [InlineData(2, "--initialization expects fitting, he, lecun or xavier but got 'kaiming'", "t.csv --initialization kaiming")]
    [InlineData(2, "--weight-scale expects a number above 0 but got '0'.", "t.csv --weight-scale 0")]
    [InlineData(2, "--input-scale expects a number above 0 but got 'x'.", "t.csv --input-scale x")]
    [InlineData(2, "--learning-rate expects a number above 0 but got 'NaN'.", "t.csv --learning-rate NaN")]
    [InlineData(2, "unknown option '--dept'; did you mean '--depth'?", "--dept 3")]
    [InlineData(2, "leave out --target", "moons --target x")]
    public async Task Diagnose_WrongInput_FailsInOneLineAndWritesNothing(int exitCode, string expected, string command)
    {
        await File.WriteAllTextAsync(At("t.csv"), "a,b,kind\n1,2,x\n2,3,y\n3,4,x\n4,5,y\n5,6,x\n6,7,y\n7,8,x\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(At("ragged.csv"), "a,b,kind\n1,2,x\n3,4\n", TestContext.Current.CancellationToken);
        string[] before = _tool.Files.ToArray();
        IEnumerable<string> words = command.Split(' ').Select(word => word.Contains('.', StringComparison.Ordinal) ? At(word) : word);
        Assert.Contains(expected, await Tool.FailAsync(exitCode, ["diagnose", .. words]), StringComparison.Ordinal);
        Assert.Equal(before, _tool.Files);
    }

    private string At(string name) => _tool.At(name);

    private JsonNode Json() => JsonNode.Parse(File.ReadAllText(At("d.json")))!;
}

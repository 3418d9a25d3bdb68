using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Hillock.Charts.CommandLine;
using Hillock.Cli;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Cli.Commands;

[Collection(ParallelismCollection.Name)]
[Trait("Speed", "slow")]
public sealed class CompareCommandTests : IDisposable
{
    private readonly Tool _tool = new();
    private readonly ThreadScope _threads = new(2);

    public void Dispose()
    {
        _threads.Dispose();
        _tool.Dispose();
    }

    [Fact]
    public async Task Compare_EmbeddedData_RanksAndEndsWithAdvice()
    {
        string output =
            await Tool.SucceedAsync("compare", "moons", "--activations", "relu,tanh", "--epochs", "60", "--json", At("c.json"), "--report", At("c.html"));
        string[] lines = output.TrimEnd().Split('\n');
        Assert.Equal("moons: 400 rows, 2 features, 2 classes; hidden layers 64-64, 60 epochs, 5 folds.", lines[0]);
        Assert.All(lines, line => Assert.True(line.Length <= 80));

        using JsonDocument json = JsonDocument.Parse(await File.ReadAllTextAsync(At("c.json"), TestContext.Current.CancellationToken));
        JsonElement[] activations = json.RootElement.GetProperty("activations").EnumerateArray().ToArray();
        Assert.Equal(2, activations.Length);
        // Two half circles with a little noise: any network with a hidden layer tells nearly all points apart.
        Assert.All(activations.Select(activation => activation.GetProperty("meanScore").GetDouble()), score => Assert.InRange(score, 0.95, 1));
        Assert.Equal(5, activations[0].GetProperty("runs").GetArrayLength());
        string advice = json.RootElement.GetProperty("advice").GetProperty("sentence").GetString()!;
        Assert.EndsWith(advice.Split(' ')[^1], output.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal("html", XDocument.Load(At("c.html")).Root!.Name.LocalName);
        Assert.Equal(["c.html", "c.json"], _tool.Files);
    }

    [Fact]
    public async Task Compare_DefaultPage_IsSmall()
    {
        // All pictures of the default page: nine activations, curves of a hundred points, nine maps.
        await Tool.SucceedAsync("compare", "--epochs", "100", "--learning-rate", "0.01", "--report", At("c.html"));
        string page = await File.ReadAllTextAsync(At("c.html"), TestContext.Current.CancellationToken);
        Assert.Equal(9, page.Split("→ x0").Length - 1);
        Assert.InRange(new FileInfo(At("c.html")).Length, 50_000, 250_000);
    }

    [Fact]
    public async Task Compare_OtherThreads_SameNumbers()
    {
        string[] command = ["compare", "blobs", "--activations", "elu:alpha=0.5,prelu,rrelu", "--folds", "3", "--epochs", "2", "--json", At("c.json")];
        await Tool.SucceedAsync([.. command, "--threads", "1"]);
        string one = Numbers();
        await Tool.SucceedAsync([.. command, "--threads", "3"]);
        Assert.Equal(one, Numbers());
        await Tool.SucceedAsync([.. command, "--seed", "1"]);
        Assert.NotEqual(one, Numbers());
    }

    [Fact]
    public async Task Compare_Balanced_ScoresEveryClassEqually()
    {
        // Nine of ten rows are of one class, and the feature tells the classes apart badly.
        IEnumerable<string> rows =
            Enumerable.Range(0, 200)
                .Select(i => FormattableString.Invariant($"{(i % 10 == 0 ? 1 : 0) + (i * 37 % 100 / 50.0)},{(i % 10 == 0 ? "rare" : "common")}"));
        string file = At("rare.csv");
        await File.WriteAllTextAsync(file, "x,kind\n" + string.Join('\n', rows) + "\n", TestContext.Current.CancellationToken);
        string[] command = ["compare", file, "--activations", "relu", "--folds", "2", "--epochs", "6", "--json", At("c.json")];
        string output = await Tool.SucceedAsync([.. command, "--balance", "--natural-epochs", "1"]);
        Assert.Contains("balanced accuracy %", output, StringComparison.Ordinal);
        JsonNode json = JsonNode.Parse(await File.ReadAllTextAsync(At("c.json"), TestContext.Current.CancellationToken))!;
        Assert.Equal("balancedAccuracy", json["data"]!["metric"]!.GetValue<string>());
        Assert.Equal(0.5, json["data"]!["baseline"]!.GetValue<double>());
        Assert.Contains("--balance --natural-epochs 1", json["commandLine"]!.GetValue<string>(), StringComparison.Ordinal);
        double balanced = json["activations"]![0]!["meanScore"]!.GetValue<double>();
        Assert.InRange(balanced, 0.6, 1);
    }

    [Fact]
    public async Task Compare_Losses_RanksThem()
    {
        string output = await Tool.SucceedAsync(
            "compare", "moons", "--losses", "cross-entropy,focal:gamma=1,mean-squared-error,soft-margin,multi-margin", "--epochs", "30", "--folds", "3",
            "--json", At("c.json"), "--report", At("c.html"));
        Assert.All(output.Split('\n'), line => Assert.True(line.Length <= 80));
        Assert.Contains("keep cross-entropy", output, StringComparison.OrdinalIgnoreCase);
        JsonNode json = JsonNode.Parse(await File.ReadAllTextAsync(At("c.json"), TestContext.Current.CancellationToken))!;
        Assert.Contains("--losses cross-entropy,focal:gamma=1,", json["commandLine"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(5, json["activations"]!.AsArray().Count);
        // Whatever the loss, a network with hidden layers tells nearly all points of two half circles apart.
        Assert.All(json["activations"]!.AsArray(), result => Assert.InRange(result!["meanScore"]!.GetValue<double>(), 0.95, 1));
        Assert.Contains("Which loss for moons?", await File.ReadAllTextAsync(At("c.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("relu", "relu is no loss")]
    [InlineData("kl-divergence", "does not fit")]
    [InlineData("focal,focal", "named twice")]
    [InlineData("focal:gama=1", "gama")]
    public async Task Compare_LossesWrongly_SaysWhat(string losses, string expected)
    {
        (int code, _, string error) = await Tool.RunAsync("compare", "moons", "--losses", losses);
        Assert.NotEqual(0, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_LossesWithTwoActivations_SaysWhat() => Assert.Contains(
        "--activations names 2", await Tool.FailAsync(ExitCode.Usage, "compare", "moons", "--losses", "focal", "--activations", "relu,tanh"),
        StringComparison.Ordinal);

    [Fact]
    public async Task Compare_BalancedWrongly_SaysWhat()
    {
        string file = At("real.csv");
        await File.WriteAllTextAsync(
            file, "x,y\n" + string.Join('\n', Enumerable.Range(0, 40).Select(i => FormattableString.Invariant($"{i},{i * 1.5}"))) + "\n",
            TestContext.Current.CancellationToken);
        Assert.Contains("--balance expects a target of classes", await Tool.FailAsync(ExitCode.Usage, "compare", file, "--balance"), StringComparison.Ordinal);
        Assert.Contains("add --balance", await Tool.FailAsync(ExitCode.Usage, "compare", "moons", "--natural-epochs", "2"), StringComparison.Ordinal);
        Assert.Contains(
            "at most the 3 epochs", await Tool.FailAsync(ExitCode.Failure, "compare", "moons", "--epochs", "3", "--balance", "--natural-epochs", "4"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_CommandLineOfTheReport_RepeatsIt()
    {
        await Tool.SucceedAsync("compare", "xor", "--activations", "relu", "--epochs", "2", "--json", At("c.json"));
        string numbers = Numbers();
        string[] words =
            JsonNode.Parse(await File.ReadAllTextAsync(At("c.json"), TestContext.Current.CancellationToken))!["commandLine"]!.GetValue<string>().Split(' ');
        Assert.Equal("hillock", words[0]);
        await Tool.SucceedAsync([.. words[1..], "--json", At("c.json")]);
        Assert.Equal(numbers, Numbers());
    }

    [Fact]
    public async Task Compare_RealTarget_ScoresRSquared()
    {
        // y = 3a − 2b + 1, exactly.
        IEnumerable<string> rows = Enumerable.Range(0, 60).Select(i => (A: i % 10, B: i / 10)).Select(row => $"{row.A},{row.B},{3 * row.A - 2 * row.B + 1}.5");
        await File.WriteAllTextAsync(At("line.csv"), "a,b,y\n" + string.Join('\n', rows) + "\n", TestContext.Current.CancellationToken);
        string output =
            await Tool.SucceedAsync(
                "compare", At("line.csv"), "--task", "number", "--activations", "relu,leaky-relu", "--epochs", "200", "--json", At("c.json"));
        Assert.Contains("a real target", output, StringComparison.Ordinal);
        JsonNode report = JsonNode.Parse(await File.ReadAllTextAsync(At("c.json"), TestContext.Current.CancellationToken))!;
        Assert.Equal("r2", report["data"]!["metric"]!.GetValue<string>());
        Assert.True(report["activations"]![0]!["meanScore"]!.GetValue<double>() > 0.98);
    }

    [Fact]
    public async Task Compare_HopelessLearningRate_ReportsDivergence()
    {
        await File.WriteAllTextAsync(
            At("line.csv"), "a,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{i}.5\n")), TestContext.Current.CancellationToken);
        string output =
            await Tool.SucceedAsync("compare", At("line.csv"), "--activations", "relu,elu", "--optimizer", "sgd", "--learning-rate", "1e6", "--epochs", "20");
        Assert.Contains("diverged", output, StringComparison.Ordinal);
        Assert.EndsWith("Every activation diverged: choose a smaller --learning-rate first.\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_CancelledAtOnce_EndsWith130AndWritesNothing()
    {
        using CancellationTokenSource source = new();
        await source.CancelAsync();
        StringWriter output = new(), error = new();
        Assert.Equal(ExitCode.Interrupted, await HillockTool.RunAsync(["compare", "--json", At("c.json")], output, error, source.Token));
        Assert.Equal(("", "hillock: interrupted.\n"), (output.ToString(), error.ToString()));
        Assert.Empty(_tool.Files);
    }

    [Fact]
    public async Task Compare_Cancelled_ReportsWhatIsFinished()
    {
        using CancellationTokenSource source = new();
        StringWriter output = new(), error = new();
        // Far more runs than can be done before the cancellation, and small ones, so that some are.
        Task<int> run = Task.Run(() => HillockTool.RunAsync(
            ["compare", "moons", "--activations", "relu,tanh", "--repeats", "1000", "--hidden", "16", "--epochs", "20", "--json", At("c.json")], output, error,
            source.Token));
        source.CancelAfter(TimeSpan.FromSeconds(2));
        Assert.Equal(ExitCode.Interrupted, await run);
        Assert.Matches(@"Interrupted: \d+ of 10000 runs are finished\.", output.ToString());
        JsonNode report = JsonNode.Parse(await File.ReadAllTextAsync(At("c.json"), TestContext.Current.CancellationToken))!;
        Assert.True(report["interrupted"]!.GetValue<bool>());
        Assert.InRange(report["finishedRuns"]!.GetValue<int>(), 1, 9999);
    }

    [Theory]
    [InlineData(1, "there is no target column \"nope\"", "t.csv --target nope")]
    [InlineData(1, "t.csv: 4 folds need 4 rows of every class, but class \"y\" has only 3; use at most 3 (--folds), or merge", "t.csv --folds 4")]
    [InlineData(1, "line 3: the row has 2 cells", "ragged.csv")]
    [InlineData(1, "the value is missing; fill it in, remove the row, ignore the column (--ignore), or allow missing values (--impute)", "missing.csv")]
    [InlineData(1, "declare the column categorical (--categorical)", "text.csv")]
    [InlineData(1, "the target is \"x\" in every row", "one.csv")]
    [InlineData(1, "none.csv: no such file; did you mean '", "none.csv")]
    [InlineData(1, "spiral: no such file, and no embedded data set either", "spiral")]
    [InlineData(1, "the name ends in .gz", "plain.csv.gz")]
    [InlineData(1, "does not exist; create it first.", "t.csv --report no/r.html")]
    [InlineData(2, "--json and --report are both", "t.csv --json r.x --report r.x")]
    [InlineData(2, "unknown function 'rleu'; did you mean 'relu'?", "t.csv --activations rleu")]
    [InlineData(2, "softmax works along an axis", "t.csv --activations softmax")]
    [InlineData(1, "The activation relu is named twice", "t.csv --activations relu,ReLU")]
    [InlineData(2, "--folds expects a whole number from 2 to 1000 but got '1'.", "t.csv --folds 1")]
    [InlineData(2, "--hidden expects whole numbers from 1 to 16384 between commas", "t.csv --hidden 64,0")]
    [InlineData(2, "--hidden expects whole numbers from 1 to 16384 between commas, such as 64,128, but got '64,100000'", "t.csv --hidden 64,100000")]
    [InlineData(2, "--batch-size expects a whole number from 1 to 1000000 but got '2000000'.", "t.csv --batch-size 2000000")]
    [InlineData(2, "--activations expects words between commas but got ','.", "t.csv --activations ,")]
    [InlineData(2, "--folds expects a value but got '--epochs'.", "t.csv --folds --epochs 3")]
    [InlineData(2, "--optimizer expects adam, adamw, sgd or rmsprop but got 'lion'. See", "t.csv --optimizer lion")]
    [InlineData(2, "DATA and --report are both", "t.csv --report t.csv")]
    [InlineData(2, "DATA and --json are both", "t.csv --json link.csv")]
    [InlineData(1, "is a file, not a folder; choose another path.", "t.csv --json t.csv/o.json")]
    [InlineData(2, "--learning-rate expects a number above 0 but got '-1'.", "t.csv --learning-rate -1")]
    [InlineData(2, "--seed expects a whole number from 0 to 18446744073709551615 but got 'x'.", "t.csv --seed x")]
    [InlineData(2, "did you mean 'adam'?", "t.csv --optimizer adm")]
    [InlineData(2, "unknown option '--fold'; did you mean '--folds'?", "--fold 3")]
    [InlineData(2, "leave out --target", "moons --target x")]
    public async Task Compare_WrongInput_FailsInOneLineAndWritesNothing(int exitCode, string expected, string command)
    {
        Write("t.csv", "1,2,x\n2,3,y\n3,4,x\n4,5,y\n5,6,x\n6,7,y\n7,8,x\n");
        Write("ragged.csv", "1,2,x\n3,4\n");
        Write("missing.csv", "1,2,x\n3,,y\n5,6,x\n7,8,y\n");
        Write("text.csv", "1,2,x\n3,oops,y\n5,6,x\n7,8,y\n9,8,x\n");
        Write("one.csv", "1,2,x\n3,4,x\n");
        Write("plain.csv.gz", "1,2,x\n3,4,y\n");
        File.CreateSymbolicLink(At("link.csv"), At("t.csv"));
        string[] before = _tool.Files.ToArray();
        IEnumerable<string> words = command.Split(' ').Select(word => word.Contains('.', StringComparison.Ordinal) ? At(word) : word);
        Assert.Contains(expected, await Tool.FailAsync(exitCode, ["compare", .. words]), StringComparison.Ordinal);
        Assert.Equal(before, _tool.Files);
    }

    private string At(string name) => _tool.At(name);

    private void Write(string name, string rows) => File.WriteAllText(At(name), "a,b,kind\n" + rows);

    // Everything of the JSON file but times and the number of threads.
    private string Numbers()
    {
        JsonNode report = JsonNode.Parse(File.ReadAllText(At("c.json")))!;
        Strip(report);
        return report.ToJsonString();
    }

    private static void Strip(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (JsonNode? item in array)
            {
                Strip(item);
            }
        }
        else if (node is JsonObject map)
        {
            map.Remove("secondsPerEpoch");
            map.Remove("cost");
            map.Remove("threads");
            // The note on speed is the one place where a time gets into words.
            map.Remove("advice");
            foreach ((string _, JsonNode? item) in map)
            {
                Strip(item);
            }
        }
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Hillock.Charts.CommandLine;
using Hillock.Cli;
using Hillock.Data;
using Hillock.Modules;
using Hillock.Serialization;
using Hillock.Serialization.Description;
using Hillock.Tensors;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Cli.Commands;

[Collection(ParallelismCollection.Name)]
public sealed class TrainCommandTests : IDisposable
{
    private readonly Tool _tool = new();
    private readonly ThreadScope _threads = new(2);

    public void Dispose()
    {
        _threads.Dispose();
        _tool.Dispose();
    }

    [Fact]
    public async Task Train_Table_MakesAFolderThatHasAll()
    {
        string output = await Tool.SucceedAsync("train", "iris", "--epochs", "12", "--output", At("run"));
        Assert.All(output.Split('\n').Where(line => !line.StartsWith("The run", StringComparison.Ordinal)), line => Assert.True(line.Length <= 80, line));
        Assert.StartsWith("iris: 120 rows to train on, 30 to measure on, 3 classes; 4,675 parameters, 12 epochs.", Joined(output), StringComparison.Ordinal);
        Assert.Equal(
            [
                ".lock", ".lock", "best.safetensors", "checkpoint-000000000048.safetensors", "metrics.jsonl", "model.json", "model.safetensors", "report.html",
                "run.json",
            ],
            _tool.Files.Where(name => !name.StartsWith("events.", StringComparison.Ordinal)));
        JsonNode record = Json("run/run.json");
        Assert.Equal(("hillock-run", 1), (record["format"]!.GetValue<string>(), record["version"]!.GetValue<int>()));
        Assert.Equal((12, true), (record["finishedEpochs"]!.GetValue<int>(), record["isFinished"]!.GetValue<bool>()));
        Assert.True(record["metrics"]!["accuracy"]!.GetValue<double>() > 0.9);
        Assert.Equal("html", XDocument.Load(At("run/report.html")).Root!.Name.LocalName);
    }

    /// <summary>The files are enough: a network that is rebuilt of them gives what the tool says of its held-out rows.</summary>
    [Fact]
    public async Task Train_Folder_HasAModelThatTheLibraryBuilds()
    {
        await Tool.SucceedAsync("train", "iris", "--epochs", "5", "--validation", "0", "--output", At("run"));
        int right = Right(ModelDescription.Load(At("run/model.json")));
        JsonNode report = JsonNode.Parse(await Tool.SucceedAsync("evaluate", At("run"), "iris", "--json"))!;
        Assert.Equal(right / 150.0, report["metrics"]!["accuracy"]!.GetValue<double>(), 12);
        Assert.False(File.Exists(At("run/checkpoints/best.safetensors")));
    }

    [Theory]
    [InlineData("iris", "--batch-size", "16")]
    [InlineData("iris", "--early-stopping", "3", "--model", "linear 16, dropout 0.3, relu, batchnorm1d, linear", "--optimizer", "sgd")]
    [InlineData("spirals", "--balance", "--schedule", "warmup")]
    [InlineData("iris", "--augment", "mixup")]
    [InlineData("iris", "--batch-size", "17", "--model", "linear 8, batchnorm, dropout 0.3, relu, linear")]
    [InlineData("iris", "--batch-size", "17", "--model", "linear 8, batchnorm, relu, linear", "--balance", "--natural-epochs", "9")]
    public async Task Train_InterruptedAndResumed_HasTheBitsOfTheUninterrupted(params string[] words)
    {
        words = [.. words, "--epochs", "14", "--seed", "5"];
        await Tool.SucceedAsync(["train", .. words, "--output", At("whole")]);
        (int exitCode, string output) = await Interrupted(2, ["train", .. words, "--output", At("parts"), "--checkpoint-seconds", "0"]);
        Assert.Equal(ExitCode.Interrupted, exitCode);
        Assert.Contains("--resume --output", output, StringComparison.Ordinal);
        Assert.False(Json("parts/run.json")["isFinished"]!.GetValue<bool>());
        await Tool.SucceedAsync("train", "--resume", "--output", At("parts"));
        Assert.Equal(Bytes("whole/model.safetensors"), Bytes("parts/model.safetensors"));
        Assert.Equal(Bytes("whole/checkpoints/best.safetensors"), Bytes("parts/checkpoints/best.safetensors"));
        Assert.Equal(Epochs("whole"), Epochs("parts"));
    }

    /// <summary>120 rows are 7 batches of 17 and one row, which a batch normalisation does not take: 7 steps an epoch with it, and 8 elsewhere.</summary>
    [Theory]
    [InlineData("linear 8, batchnorm, relu, linear", 14, true)]
    [InlineData("linear 8, batchnorm, relu, linear", 14, true, "--balance")]
    [InlineData("linear 8, batchnorm, relu, linear", 14, true, "--augment", "mixup")]
    [InlineData("linear 8, relu, linear", 16, false)]
    [InlineData("unflatten 1 1x4, conv 4 1, batchnorm, relu, flatten, linear", 16, false)]
    public async Task Train_OneRowLeftOver_JoinsTheBatchBeforeIt(string model, int steps, bool isSaid, params string[] words)
    {
        string output = await Tool.SucceedAsync(["train", "iris", "--model", model, "--batch-size", "17", "--epochs", "2", .. words, "--output", At("run")]);
        const string Said = "2 epochs, whose last batch has one row more, as one alone cannot be normalised.";
        Assert.Equal(isSaid, Joined(output).Contains(Said, StringComparison.Ordinal));
        Assert.True(File.Exists(At($"run/checkpoints/checkpoint-{steps:000000000000}.safetensors")));
    }

    /// <summary>A rate that fell for the first epochs makes other weights than one that falls for all.</summary>
    [Fact]
    public async Task Train_FinishedWithAFallingRate_SaysSo()
    {
        await Tool.SucceedAsync("train", "iris", "--epochs", "2", "--output", At("run"));
        string more = await Tool.SucceedAsync("train", "--resume", "--epochs", "3", "--output", At("run"));
        Assert.Contains("The learning rate fell towards the end of 2 epochs", Joined(more), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_Finished_GoesOnForMoreEpochs()
    {
        string[] words = ["iris", "--schedule", "constant"];
        await Tool.SucceedAsync(["train", .. words, "--epochs", "9", "--output", At("long")]);
        await Tool.SucceedAsync(["train", .. words, "--epochs", "4", "--output", At("short")]);
        string more = await Tool.SucceedAsync("train", "--resume", "--epochs", "9", "--output", At("short"));
        Assert.DoesNotContain("learning rate fell", Joined(more), StringComparison.Ordinal);
        Assert.Equal(Bytes("long/model.safetensors"), Bytes("short/model.safetensors"));
        Assert.Equal(9, Json("short/run.json")["epochs"]!.GetValue<int>());
        Assert.Contains(
            "has 9 epochs already, more than 3; give a larger --epochs.",
            await FailAsync("--resume", "--epochs", "3", "--output", At("short")), StringComparison.Ordinal);
    }

    /// <summary>What early stopping has ended stays as it is, and goes on with more patience to the bits of a run that had it from the start.</summary>
    [Fact]
    public async Task Train_EndedEarly_GoesOnWithMorePatienceAlone()
    {
        string[] words = ["train", "spirals", "--schedule", "constant", "--learning-rate", "0.03", "--epochs", "60"];
        await Tool.SucceedAsync([.. words, "--early-stopping", "9", "--output", At("patient")]);
        await Tool.SucceedAsync([.. words, "--early-stopping", "2", "--output", At("run")]);
        int ended = Json("run/run.json")["finishedEpochs"]!.GetValue<int>();
        Assert.True(ended < Json("patient/run.json")["finishedEpochs"]!.GetValue<int>());
        string[] files = ["run/run.json", "run/metrics.jsonl", "run/model.safetensors", "run/report.html"];
        byte[][] before = [.. files.Select(Bytes)];
        string[] logs = Directory.GetFiles(At("run/tensorboard"));
        foreach (string[] more in (string[][])[[], ["--epochs", "70"], ["--early-stopping", "2"]])
        {
            Assert.Contains(
                $"ended by early stopping in epoch {ended}; nothing to do. An --early-stopping of more than 2 goes on.",
                Joined(await Tool.SucceedAsync(["train", "--resume", .. more, "--output", At("run")])), StringComparison.Ordinal);
        }

        Assert.Equal(before, files.Select(Bytes));
        Assert.Equal(logs, Directory.GetFiles(At("run/tensorboard")));
        Assert.Contains(
            "--early-stopping is 1 but the run was begun with 2",
            await FailAsync(2, "--resume", "--early-stopping", "1", "--output", At("run")), StringComparison.Ordinal);
        await Tool.SucceedAsync("train", "--resume", "--early-stopping", "9", "--output", At("run"));
        Assert.Equal(Bytes("patient/model.safetensors"), Bytes("run/model.safetensors"));
        Assert.Equal(Epochs("patient"), Epochs("run"));
    }

    [Fact]
    public async Task Train_OtherThreads_GivesTheSameBits()
    {
        await Tool.SucceedAsync("train", "iris", "--epochs", "3", "--threads", "1", "--output", At("one"));
        await Tool.SucceedAsync("train", "iris", "--epochs", "3", "--threads", "2", "--output", At("two"));
        Assert.Equal(Bytes("one/model.safetensors"), Bytes("two/model.safetensors"));
    }

    [Fact]
    public async Task Train_FolderInUse_IsRefused()
    {
        await Tool.SucceedAsync("train", "iris", "--epochs", "2", "--output", At("run"));
        string run = await FailAsync("iris", "--output", At("run"));
        const string Expected = "has a run already (iris, 2 of 2 epochs, finished); go on with it by --resume, replace it by --overwrite";
        Assert.Contains(Expected, run, StringComparison.Ordinal);
        Assert.Contains(
            "--batch-size is 7 but the run was begun without it",
            await FailAsync(2, "--resume", "--batch-size", "7", "--output", At("run")), StringComparison.Ordinal);
        Assert.Contains("spirals does not have the rows", await FailAsync("spirals", "--resume", "--output", At("run")), StringComparison.Ordinal);
        using (new FileStream(At("run/.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Contains("another process is writing this run", await FailAsync("--resume", "--output", At("run")), StringComparison.Ordinal);
        }

        await Tool.SucceedAsync("train", "iris", "--epochs", "3", "--overwrite", "--output", At("run"));
        Assert.Equal(3, Json("run/run.json")["epochs"]!.GetValue<int>());
        await File.WriteAllTextAsync(At("run/.model.json.5f.tmp"), "", TestContext.Current.CancellationToken);
        await Tool.SucceedAsync("train", "iris", "--epochs", "1", "--overwrite", "--output", At("run"));
        Assert.False(File.Exists(At("run/.model.json.5f.tmp")));
        await File.WriteAllTextAsync(At("other.txt"), "", TestContext.Current.CancellationToken);
        Assert.Contains("is no run and has other files", await FailAsync("iris", "--output", At(".")), StringComparison.Ordinal);
        Assert.Contains("is a file", await FailAsync("iris", "--output", At("other.txt")), StringComparison.Ordinal);
        Assert.Contains("there is no such folder", await FailAsync("--resume", "--output", At("none")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run.json", "\"version\": 1", "\"version\": 2", "the run is of version 2, which a later tool wrote; this one reads up to 1")]
    [InlineData("run.json", "hillock-run", "other-run", "\"format\": \"hillock-run\" is expected")]
    [InlineData("run.json", "{", "", "it is not the record of a run")]
    [InlineData("model.json", "\"version\": 1", "\"version\": 9", "version 9 was written by a later Hillock")]
    [InlineData("model.json", "\"outFeatures\": 3", "\"outFeatures\": 4", "the weights are not those of")]
    public async Task Run_FileOfAnotherVersionOrDamaged_IsRefused(string file, string old, string changed, string expected)
    {
        await Tool.SucceedAsync("train", "iris", "--epochs", "1", "--output", At("run"));
        string text = await File.ReadAllTextAsync(At($"run/{file}"), TestContext.Current.CancellationToken);
        int place = text.IndexOf(old, StringComparison.Ordinal);
        text = string.Concat(text.AsSpan(0, place), changed, text.AsSpan(place + old.Length));
        await File.WriteAllTextAsync(At($"run/{file}"), text, TestContext.Current.CancellationToken);
        Assert.Contains(expected, await Tool.FailAsync(1, "evaluate", At("run"), "iris"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_FullDisk_SaysSoAndGoesOnOnceThereIsRoom()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "The system has no /dev/full.");
        string[] words = ["train", "iris", "--schedule", "constant"];
        await Tool.SucceedAsync([.. words, "--epochs", "4", "--output", At("whole")]);
        await Tool.SucceedAsync([.. words, "--epochs", "2", "--output", At("run")]);
        File.Delete(At("run/model.safetensors"));
        File.CreateSymbolicLink(At("run/model.safetensors"), "/dev/full");
        (int exitCode, _, string error) = await Tool.RunAsync("train", "--resume", "--epochs", "4", "--checkpoint-seconds", "0", "--output", At("run"));
        Assert.Equal(1, exitCode);
        Assert.Contains("no space left", error, StringComparison.Ordinal);
        Assert.Contains($"hillock train --resume --output {At("run")} goes on from the last checkpoint.", error, StringComparison.Ordinal);
        File.Delete(At("run/model.safetensors"));
        await Tool.SucceedAsync("train", "--resume", "--output", At("run"));
        Assert.Equal(Bytes("whole/model.safetensors"), Bytes("run/model.safetensors"));
    }

    [Fact]
    public async Task Train_Diverging_NamesTheLayerAndKeepsTheCheckpoint()
    {
        (int exitCode, _, string error) = await Tool.RunAsync(
            "train", "iris", "--optimizer", "sgd", "--learning-rate", "1e30", "--epochs", "3", "--checkpoint-seconds", "0", "--output", At("run"));
        Assert.Equal(1, exitCode);
        Assert.Contains("training diverged in epoch 1, batch", error, StringComparison.Ordinal);

        // Weights of about 1e30 times inputs of about 1 are finite, and times each other 1e60.
        Assert.Contains("layer 3. The last checkpoint in", error, StringComparison.Ordinal);
        Assert.Contains("Train anew with a --learning-rate below 1E+30, into another folder or with --overwrite.", error, StringComparison.Ordinal);
        Assert.NotEmpty(Directory.GetFiles(At("run/checkpoints"), "checkpoint-*"));
    }

    [Theory]
    [InlineData(2, "--hidden is about mlp but the model is cnn", "iris", "--model", "cnn", "--hidden", "4")]
    [InlineData(2, "cnn does not fit iris; mlp is for the rows of a table.", "iris", "--model", "cnn")]
    [InlineData(
        2, "--activation is about mlp, cnn, rnn or transformer, but --model names the layers itself", "iris", "--model", "linear", "--activation", "relu")]
    [InlineData(1, "outputs of [1, 3] are expected for one example of iris but the network gives [1, 5]", "iris", "--model", "linear 5")]
    [InlineData(2, "--loss gaussian-negative-log-likelihood does not fit a target of classes", "iris", "--loss", "gaussian-negative-log-likelihood")]
    [InlineData(2, "--validation expects a share from 0 to below 1, such as 0.2, but got '1.5'.", "iris", "--validation", "1.5")]
    [InlineData(2, "--resume goes on with a run and --overwrite replaces it", "iris", "--resume", "--overwrite")]
    [InlineData(2, "--natural-epochs is about what follows balanced epochs; add --balance", "iris", "--natural-epochs", "2")]
    [InlineData(2, "--natural-epochs is 9 but there are 3 epochs", "iris", "--balance", "--natural-epochs", "9", "--epochs", "3")]
    [InlineData(2, "--augment flip is about pictures, but iris is a table, whose columns have no places", "iris", "--augment", "flip")]
    [InlineData(2, "--augment mixup makes shares of several classes, which the loss focal does not take", "iris", "--augment", "mixup", "--loss", "focal")]
    [InlineData(2, "--augment expects words among flip, vertical-flip, crop, mixup and cutmix but got 'flop'", "iris", "--augment", "flop")]
    [InlineData(
        2, "--batch-size is 1 but the network's batch normalisation needs at least two rows in a batch; give a larger one", "iris", "--batch-size", "1",
        "--model", "linear 8, batchnorm, linear")]
    [InlineData(2, "softmax works along an axis", "iris", "--activation", "softmax")]
    public async Task Train_OptionsThatDoNotFit_AreRefused(int exitCode, string expected, params string[] words)
    {
        Assert.Contains(expected, await FailAsync(exitCode, [.. words, "--output", At("run")]), StringComparison.Ordinal);
        Assert.False(Directory.Exists(At("run")));
    }

    [Fact]
    public async Task Train_Text_GoesOnAsItWasWritten()
    {
        const string Line = "abcdefgh";
        await File.WriteAllTextAsync(At("a.txt"), string.Concat(Enumerable.Repeat(Line, 300)), TestContext.Current.CancellationToken);
        await Tool.SucceedAsync("train", At("a.txt"), "--steps", "16", "--epochs", "12", "--learning-rate", "0.01", "--output", At("run"));
        Assert.Equal("cdefghabcdefghab\n", await Tool.SucceedAsync("predict", At("run"), "cdefgh", "--length", "10", "--temperature", "0"));
        Assert.Contains("accuracy 100.0 %", await Tool.SucceedAsync("evaluate", At("run"), At("a.txt")), StringComparison.Ordinal);
        Assert.Contains("'x' (U+0078), does not occur", await Tool.FailAsync(1, "predict", At("run"), "x"), StringComparison.Ordinal);
    }

    private int Right(ModelDescription description)
    {
        Module network = description.Build(1);
        network.Load(At("run/model.safetensors"));
        TabularData iris = description.Preprocessing!.Apply(Hillock.Cli.Comparisons.EmbeddedTable.Iris());
        using EvaluationScope evaluating = Module.Evaluating();
        float[] logits = network.Forward(Tensor.From(iris.Features.ToArray(), [150, 4])).ToArray<float>();
        return Enumerable.Range(0, 150).Count(row => Enumerable.Range(0, 3).MaxBy(i => logits[(row * 3) + i]) == iris.Classes[row]);
    }

    private static Task<string> FailAsync(params string[] words) => FailAsync(1, words);

    private static Task<string> FailAsync(int exitCode, params string[] words) => Tool.FailAsync(exitCode, ["train", .. words]);

    // Cancels as soon as some epochs are told.
    internal static async Task<(int ExitCode, string Output)> Interrupted(int lines, string[] words)
    {
        using CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using CancellingWriter output = new(lines + 5, source);
        int exitCode = await HillockTool.RunAsync(words, output, new StringWriter(), source.Token);
        return (exitCode, output.ToString());
    }

    private IEnumerable<string> Epochs(string run) => File.ReadLines(At($"{run}/metrics.jsonl"))
        .Where(line => line.Contains("\"epoch\",", StringComparison.Ordinal))
        .Select(line => line[..line.IndexOf("\"seconds\"", StringComparison.Ordinal)]);

    private static string Joined(string output) => output.Replace("\n", " ", StringComparison.Ordinal);

    private byte[] Bytes(string path) => File.ReadAllBytes(At(path));

    private JsonNode Json(string path) => JsonNode.Parse(File.ReadAllText(At(path)))!;

    private string At(string name) => _tool.At(name);

    private sealed class CancellingWriter(int lines, CancellationTokenSource source) : StringWriter(CultureInfo.InvariantCulture)
    {
        private int _written;

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (++_written == lines)
            {
                source.Cancel();
            }
        }
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Cli.Commands;

/// <summary>What becomes of the files that are in the folder of a run before.</summary>
[Collection(ParallelismCollection.Name)]
public sealed class RunFolderTests : IDisposable
{
    private readonly Tool _tool = new();
    private readonly ThreadScope _threads = new(2);

    public void Dispose()
    {
        _threads.Dispose();
        _tool.Dispose();
    }

    /// <summary>Without run.json nothing in a folder is a run's, whatever its name.</summary>
    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("checkpoints/checkpoint-000000000100.safetensors")]
    [InlineData("checkpoints/mine.txt")]
    [InlineData("tensorboard/events.out.tfevents.1")]
    public async Task Train_FolderOfAProgram_IsRefusedAndStays(string file)
    {
        await Write($"out/{file}", "mine");
        foreach (string[] words in (string[][])[[], ["--overwrite"]])
        {
            Assert.Contains(
                "is no run and has other files", await Tool.FailAsync(1, ["train", "iris", "--epochs", "1", "--output", At("out"), .. words]),
                StringComparison.Ordinal);
            Assert.Equal("mine", await Read($"out/{file}"));
        }
    }

    [Fact]
    public async Task Train_Overwrite_LeavesWhatIsNotTheRuns()
    {
        await Tool.SucceedAsync("train", "iris", "--epochs", "3", "--output", At("run"));
        string[] mine = ["run/checkpoints/mine.txt", "run/tensorboard/mine.txt", "run/mine.txt"];
        foreach (string file in mine)
        {
            await Write(file, "mine");
        }

        await Tool.SucceedAsync("train", "iris", "--epochs", "2", "--overwrite", "--output", At("run"));
        Assert.All(mine, file => Assert.True(File.Exists(At(file)), file));
        Assert.Equal(["checkpoint-000000000008.safetensors"], Directory.GetFiles(At("run/checkpoints"), "checkpoint-*").Select(Path.GetFileName));
        Assert.Single(Directory.GetFiles(At("run/tensorboard"), "events.*"));
        Assert.False(Directory.Exists(At("run/.before")));
    }

    /// <summary>A killed process leaves a folder with the record alone, or with a lock.</summary>
    [Fact]
    public async Task Train_BegunAndKilledBeforeTheModel_GoesOn()
    {
        await Tool.SucceedAsync("train", "iris", "--epochs", "2", "--output", At("whole"));
        await Write("run/run.json", (await Read("whole/run.json")).Replace("\"finishedEpochs\": 2", "\"finishedEpochs\": 0", StringComparison.Ordinal));
        await Tool.SucceedAsync("train", "--resume", "--output", At("run"));
        Assert.Equal(await File.ReadAllBytesAsync(At("whole/model.safetensors"), Token), await File.ReadAllBytesAsync(At("run/model.safetensors"), Token));
        await Write("other/.lock", "");
        await Write("other/.run.json.5f.tmp", "{");
        await Tool.SucceedAsync("train", "iris", "--epochs", "1", "--output", At("other"));
        Assert.False(File.Exists(At("other/.run.json.5f.tmp")));
    }

    [Theory]
    [InlineData(2, "--early-stopping watches the loss on held-out rows but --validation 0 holds out none", "--validation", "0", "--early-stopping", "5")]
    [InlineData(1, "training diverged in epoch 1, batch", "--optimizer", "sgd", "--learning-rate", "1e30")]
    public async Task Train_OverwriteThatFails_LeavesTheRunBefore(int exitCode, string expected, params string[] words)
    {
        await Tool.SucceedAsync("train", "iris", "--epochs", "3", "--output", At("run"));
        Dictionary<string, byte[]> before = Files();
        (int code, _, string error) = await Tool.RunAsync(["train", "iris", "--overwrite", "--output", At("run"), .. words]);
        Assert.Equal(exitCode, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Dictionary<string, byte[]> after = Files();
        Assert.Equal(before.Keys.Order(StringComparer.Ordinal), after.Keys.Order(StringComparer.Ordinal));
        Assert.All(before, pair => Assert.Equal(pair.Value, after[pair.Key]));
    }

    /// <summary>A process that was killed while it set the run aside has left a part of its files in either place.</summary>
    [Fact]
    public async Task Train_KilledWhileSettingAside_HasTheRunAgain()
    {
        await Tool.SucceedAsync("train", "iris", "--epochs", "3", "--schedule", "constant", "--output", At("run"));
        byte[] weights = await File.ReadAllBytesAsync(At("run/model.safetensors"), Token);
        Directory.CreateDirectory(At("run/.before"));
        File.Move(At("run/run.json"), At("run/.before/run.json"));
        File.Move(At("run/model.safetensors"), At("run/.before/model.safetensors"));
        Assert.Contains("has a run already", await Tool.FailAsync(1, "train", "iris", "--output", At("run")), StringComparison.Ordinal);
        Assert.Equal(weights, await File.ReadAllBytesAsync(At("run/model.safetensors"), Token));
        Assert.False(Directory.Exists(At("run/.before")));
    }

    /// <summary>A process that was killed before the first checkpoint of a run that was to replace another one.</summary>
    [Fact]
    public async Task Train_KilledWhileItReplacesARun_HasTheRunAgain()
    {
        await Tool.SucceedAsync("train", "iris", "--epochs", "3", "--output", At("run"));
        byte[] weights = await File.ReadAllBytesAsync(At("run/model.safetensors"), Token);
        Begin();
        string refused = (await Tool.RunAsync("predict", At("run"), "iris")).Error;
        Assert.Contains($"the run that it was to replace is in {At("run/.before")}", refused, StringComparison.Ordinal);
        (int exitCode, string output, string error) = await Tool.RunAsync("train", "iris", "--output", At("run"));
        Assert.Equal(1, exitCode);
        Assert.Contains("is the one before again", output.Replace("\n  ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("3 of 3 epochs, finished", error, StringComparison.Ordinal);
        Assert.Equal(weights, await File.ReadAllBytesAsync(At("run/model.safetensors"), Token));
        Assert.False(Directory.Exists(At("run/.before")));

        // The new one may go on instead.
        Begin();
        string resumed = (await Tool.SucceedAsync("train", "--resume", "--output", At("run"))).Replace("\n  ", " ", StringComparison.Ordinal);
        Assert.Contains("until the first checkpoint.", resumed, StringComparison.Ordinal);
        Assert.False(Directory.Exists(At("run/.before")));

        void Begin()
        {
            string record = File.ReadAllText(At("run/run.json"));
            foreach (string path in Directory.GetFiles(At("run"), "*", SearchOption.AllDirectories).Where(static path => Path.GetFileName(path) != ".lock"))
            {
                string place = Path.Combine(At("run/.before"), Path.GetRelativePath(At("run"), path));
                Directory.CreateDirectory(Path.GetDirectoryName(place)!);
                File.Move(path, place);
            }

            File.WriteAllText(At("run/run.json"), record.Replace("\"finishedEpochs\": 3", "\"finishedEpochs\": 0", StringComparison.Ordinal)
                .Replace("\"isFinished\": true", "\"isFinished\": false", StringComparison.Ordinal));
        }
    }

    /// <summary>A checkpoint of a later version, and one that is cut off: going on from nothing would replace them.</summary>
    [Theory]
    [InlineData(0, "checkpoint-000000000012.safetensors")]
    [InlineData(3, "checkpoint-000000000012.safetensors")]
    [InlineData(3, null)]
    public async Task Resume_NoCheckpointThatCanBeRead_IsRefused(int finished, string? named)
    {
        await Tool.SucceedAsync("train", "iris", "--epochs", "3", "--output", At("run"));
        string file = Assert.Single(Directory.GetFiles(At("run/checkpoints"), "checkpoint-*")), log = await Read("run/metrics.jsonl");
        byte[] damaged = (await File.ReadAllBytesAsync(file, Token))[..100];
        await File.WriteAllBytesAsync(file, damaged, Token);
        if (named is null)
        {
            File.Delete(file);
        }

        string record = (await Read("run/run.json")).Replace(
            "\"finishedEpochs\": 3", $"\"finishedEpochs\": {finished.ToString(CultureInfo.InvariantCulture)}", StringComparison.Ordinal);
        await Write("run/run.json", record);
        (int exitCode, _, string error) = await Tool.RunAsync("train", "--resume", "--epochs", "4", "--output", At("run"));
        Assert.Equal(1, exitCode);
        Assert.Contains(named ?? "has no checkpoint but the run has 3 epochs", error, StringComparison.Ordinal);
        Assert.Equal(log, await Read("run/metrics.jsonl"));
        if (named is not null)
        {
            Assert.Equal(damaged, await File.ReadAllBytesAsync(file, Token));
        }
    }

    [Fact]
    public async Task Train_EndedByEarlyStopping_HasItsLastCheckpoint()
    {
        await Tool.SucceedAsync("train", "iris", "--early-stopping", "2", "--learning-rate", "0.03", "--output", At("run"));
        int epochs = JsonNode.Parse(await Read("run/run.json"))!["finishedEpochs"]!.GetValue<int>();
        Assert.InRange(epochs, 3, 199);
        string last = $"checkpoint-{(4 * epochs).ToString("D12", CultureInfo.InvariantCulture)}.safetensors"; // 120 rows are 4 steps of 32
        Assert.Contains(last, Directory.GetFiles(At("run/checkpoints")).Select(Path.GetFileName));
        Assert.True(File.Exists(At("run/checkpoints/best.safetensors")));
    }

    [Fact]
    public async Task Train_TestFile_IsKeptWithItsWholePath()
    {
        string[] lines = ["x,y", .. Enumerable.Range(0, 40).Select(row => string.Create(CultureInfo.InvariantCulture, $"{row}.5,{3 * row}.25"))];
        await Write("a.csv", string.Join('\n', lines));
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, At("a.csv"));
        await Tool.SucceedAsync("train", relative, "--test", relative, "--epochs", "1", "--output", At("run"));
        string[] words = [.. JsonNode.Parse(await Read("run/run.json"))!["arguments"]!.AsArray().Select(static word => word!.GetValue<string>())];
        Assert.Equal(Path.GetFullPath(relative), words[0]);
        Assert.Equal(Path.GetFullPath(relative), words[Array.IndexOf(words, "--test") + 1]);
    }

    /// <summary>The lock stays, so that two writers cannot hold two files of one name; and no other fault is told as one.</summary>
    [Fact]
    public async Task Lock_Stays_AndIsNotTakenForOtherFaults()
    {
        await Tool.SucceedAsync("train", "iris", "--epochs", "1", "--output", At("run"));
        Assert.True(File.Exists(At("run/.lock")));
        File.Delete(At("run/.lock"));
        Directory.CreateDirectory(At("run/.lock"));
        (int exitCode, _, string error) = await Tool.RunAsync("train", "--resume", "--output", At("run"));
        Assert.Equal(1, exitCode);
        Assert.DoesNotContain("another process", error, StringComparison.Ordinal);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Dictionary<string, byte[]> Files() => Directory.GetFiles(At("run"), "*", SearchOption.AllDirectories)
        .Where(path => Path.GetFileName(path) != ".lock").ToDictionary(path => path, File.ReadAllBytes);

    private Task Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        return File.WriteAllTextAsync(At(name), text, Token);
    }

    private Task<string> Read(string name) => File.ReadAllTextAsync(At(name), Token);

    private string At(string name) => _tool.At(name);
}

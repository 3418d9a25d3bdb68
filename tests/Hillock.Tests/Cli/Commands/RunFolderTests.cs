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

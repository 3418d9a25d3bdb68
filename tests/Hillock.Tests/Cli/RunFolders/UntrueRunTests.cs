using System.Text.Json.Nodes;
using Hillock.Serialization;
using Hillock.Tests.Cli.Commands;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Cli.RunFolders;

/// <summary>Runs whose files say what cannot be true: told by file, place, what was expected and what came, without a name of .NET.</summary>
[Collection(ParallelismCollection.Name)]
public sealed class UntrueRunTests : IAsyncLifetime, IDisposable
{
    private readonly Tool _tool = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Run => _tool.At("run");

    /// <summary>120 rows of iris in batches of 32 are 4 steps an epoch.</summary>
    public async ValueTask InitializeAsync() =>
        await Tool.SucceedAsync("train", "iris", "--epochs", "2", "--batch-size", "32", "--checkpoint-seconds", "0", "--output", Run);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose() => _tool.Dispose();

    [Theory]
    [InlineData("epochs", "\"many\"", ", epochs: it is not the record of a run: a whole number of 1 or more is expected but there is \"many\"")]
    [InlineData("epochs", "0", ", epochs: it is not the record of a run: a whole number of 1 or more is expected but there is 0")]
    [InlineData("epochs", "1e99", "a whole number of 1 or more is expected but there is 1")]
    [InlineData("finishedEpochs", "3", ", finishedEpochs: it is not the record of a run: 0 to 2 epochs are expected but there is 3")]
    [InlineData("finishedEpochs", "-1", "a whole number of 0 or more is expected but there is -1")]
    [InlineData("trainingRows", "[]", ", trainingRows: it is not the record of a run: a whole number of 0 or more is expected but there is a list of 0")]
    [InlineData("validationRows", "-7", "a whole number of 0 or more is expected but there is -7")]
    [InlineData("steps", "true", "a whole number of 0 or more is expected but there is true")]
    [InlineData("isFinished", "1", "true or false is expected but there is 1")]
    [InlineData("arguments", "{}", ", arguments: it is not the record of a run: a list is expected but there is an object")]
    [InlineData("arguments", "[1]", ", arguments[0]: it is not the record of a run: a text is expected but there is 1")]
    [InlineData("metrics", "{\"loss\":\"x\"}", ", metrics.loss: it is not the record of a run: a number is expected but there is \"x\"")]
    [InlineData("kind", "\"song\"", "what stands at $.kind is not what a run writes there")]
    [InlineData("formats", "[{\"column\":3}]", "it is not the record of a run: what stands at $.formats[0]")]
    public async Task Record_WithAValueThatCannotBe_SaysWhere(string name, string value, string problem)
    {
        string path = Path.Combine(Run, "run.json");
        JsonNode record = JsonNode.Parse(await File.ReadAllTextAsync(path, Token))!;
        record[name] = JsonNode.Parse(value);
        await File.WriteAllTextAsync(path, record.ToJsonString(), Token);
        string message = await Tool.FailAsync(1, "predict", Run, "iris");
        Assert.Contains(path, message, StringComparison.Ordinal);
        Assert.Contains(problem, message, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", message, StringComparison.Ordinal);
        Assert.DoesNotContain("Hillock.Cli", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tool")]
    [InlineData("digest")]
    [InlineData("epochs")]
    public async Task Record_WithoutAValue_NamesIt(string name)
    {
        string path = Path.Combine(Run, "run.json");
        JsonObject record = JsonNode.Parse(await File.ReadAllTextAsync(path, Token))!.AsObject();
        record.Remove(name);
        await File.WriteAllTextAsync(path, record.ToJsonString(), Token);
        string message = await Tool.FailAsync(1, "predict", Run, "iris");
        Assert.Contains($"\"{name}\", a ", message, StringComparison.Ordinal);
        Assert.DoesNotContain("JSON deserialization", message, StringComparison.Ordinal);
    }

    /// <summary>In the last checkpoint, which is that of the end of the second epoch.</summary>
    [Theory]
    [InlineData("steps", "9", "its steps are 9, but 8 by the file's name")]
    [InlineData("batch", "1000000000", "metadata \"hillock.checkpoint\".batch: a whole number from 0 to 4")]
    [InlineData("epoch", "-1", "metadata \"hillock.checkpoint\".epoch: a whole number of 0 or more is expected but there is -1")]
    public async Task Resume_WithALastCheckpointThatCannotBe_GoesOnFromTheOneBefore(string field, string value, string problem)
    {
        string path = Checkpoints()[^1];
        Edit(path, json => json[field] = JsonNode.Parse(value));
        string output = await Tool.SucceedAsync("train", "--resume", "--epochs", "3", "--output", Run);
        string flat = string.Join(' ', output.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(problem, flat, StringComparison.Ordinal);
        Assert.Contains("is passed over; training goes on from checkpoint-000000000007.safetensors.", flat, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("epoch", "1", "settings.bestEpoch: a whole number from 0 to 1 is expected but there is \"2\"")]
    [InlineData("epoch", "3", "metadata \"hillock.checkpoint\".steps: 12 steps are expected behind batch 0 of epoch 4, but 8 are there")]
    [InlineData("settings", "{\"bestEpoch\":\"9\"}", "settings.bestEpoch: a whole number from 0 to 2 is expected but there is \"9\"")]
    [InlineData("settings", "{\"bestHeldOutLoss\":\"NaN\"}", "settings.bestHeldOutLoss: a finite number is expected but there is \"NaN\"")]
    public async Task Resume_WithACheckpointThatDoesNotFitTheRun_NamesFileAndField(string field, string value, string problem)
    {
        string path = Checkpoints()[^1];
        Edit(path, json => json[field] = JsonNode.Parse(value));
        string message = await FailedAsync("train", "--resume", "--epochs", "3", "--output", Run);
        Assert.Contains(path, message, StringComparison.Ordinal);
        Assert.Contains(problem, message, StringComparison.Ordinal);
        Assert.Contains("delete the file to go on from the checkpoint before it", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_WithABatchAndCountThatTheDataDoesNotHave_IsRefused()
    {
        string path = Checkpoints()[^2];
        File.Delete(Checkpoints()[^1]);
        Edit(path, json => (json["batch"], json["batchCount"]) = (1_000_000, 1_000_001));
        string message = await FailedAsync("train", "--resume", "--epochs", "3", "--output", Run);
        Assert.DoesNotContain("unexpected", message, StringComparison.Ordinal);
        Assert.Contains(path, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_WhereAllCheckpointsAreCut_NamesThemAndReplacesNothing()
    {
        string[] paths = Checkpoints();
        foreach (string path in paths)
        {
            await File.WriteAllBytesAsync(path, (await File.ReadAllBytesAsync(path, Token))[..^100], Token);
        }

        string message = await FailedAsync("train", "--resume", "--epochs", "3", "--output", Run);
        Assert.Contains("none of its 3 checkpoints can be read", message, StringComparison.Ordinal);
        Assert.All(paths, path => Assert.Contains(Path.GetFileName(path), message, StringComparison.Ordinal));
        Assert.Contains("bring back a copy of one and --resume again, or train anew with --overwrite", message, StringComparison.Ordinal);
        Assert.DoesNotContain("download", message, StringComparison.Ordinal);
        Assert.Equal(paths, Checkpoints());
    }

    /// <summary>The error of a command that has told what it was about to do.</summary>
    private static async Task<string> FailedAsync(params string[] words)
    {
        (int exitCode, _, string error) = await Tool.RunAsync(words);
        Assert.Matches(@"^hillock: [^\n]+\n$", error);
        Assert.Equal(1, exitCode);
        return error;
    }

    private string[] Checkpoints() => [.. Directory.GetFiles(Path.Combine(Run, "checkpoints"), "checkpoint-*").Order(StringComparer.Ordinal)];

    private static void Edit(string path, Action<JsonNode> change)
    {
        JsonNode json = JsonNode.Parse(StateFile.Metadata(path)["hillock.checkpoint"])!;
        change(json);
        SafeTensors.Write(
            path, SafeTensors.Read(path), new Dictionary<string, string> { ["hillock.checkpoint"] = json.ToJsonString() }, cancellationToken: Token);
    }
}

using System.Text.Json.Nodes;
using Hillock.Tests.Cli.Commands;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Cli.RunFolders;

/// <summary>Runs whose files were edited, damaged or named as outputs: a fault that names the file, never a wrong answer or a lost file.</summary>
[Collection(ParallelismCollection.Name)]
public sealed class DamagedRunTests : IAsyncLifetime, IDisposable
{
    private readonly Tool _tool = new();

    private string Run => _tool.At("run");

    public async ValueTask InitializeAsync() => await Tool.SucceedAsync("train", "iris", "--epochs", "2", "--output", Run);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose() => _tool.Dispose();

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("run.json")]
    [InlineData("checkpoints/best.safetensors")]
    public async Task Predict_IntoAFileOfTheRun_IsRefused(string name)
    {
        string path = Path.Combine(Run, name);
        byte[] before = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        string message = await Tool.FailAsync(2, "predict", Run, "iris", "--output", path);
        Assert.Contains("lies in the run", message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        await Tool.SucceedAsync("predict", Run, "iris", "--output", Path.Combine(Run, "predictions.csv"));
    }

    /// <summary>A NaN is no probability, and the first class no prediction.</summary>
    [Fact]
    public async Task Predict_WithWeightsThatAreNaN_NamesNoClass()
    {
        string path = Path.Combine(Run, "model.safetensors");
        byte[] bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        bytes.AsSpan(^400..).Fill(0xff);
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        (int exitCode, string output, string error) = await Tool.RunAsync("predict", Run, "iris");
        Assert.Equal(1, exitCode);
        Assert.Contains("150 of 150 rows", error, StringComparison.Ordinal);
        Assert.Equal("1,,,NaN,NaN,NaN", output.Split('\n')[1]);
    }

    [Theory]
    [InlineData("""{"kind":"classes","classes":["setosa","virginica"]}""", "3 outputs")]
    [InlineData("""{"kind":"classes","classes":["a","b","c","d"]}""", "3 outputs")]
    [InlineData("""{"kind":"classes","classes":["a","b","a"]}""", "only 2 are different")]
    [InlineData("""{"kind":"classes"}""", "3 outputs")]
    [InlineData("""{"kind":"numbers"}""", "3 outputs")]
    public async Task Model_WhoseOutputsAreOthers_IsRefused(string output, string problem)
    {
        string path = Path.Combine(Run, "model.json");
        JsonNode model = JsonNode.Parse(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken))!;
        model["output"] = JsonNode.Parse(output);
        await File.WriteAllTextAsync(path, model.ToJsonString(), TestContext.Current.CancellationToken);
        string message = await Tool.FailAsync(1, "predict", Run, "iris");
        Assert.Contains(path, message, StringComparison.Ordinal);
        Assert.Contains(problem, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arguments", "null")]
    [InlineData("arguments", "[null]")]
    [InlineData("reading", "null")]
    [InlineData("reading", "[null]")]
    [InlineData("formats", "null")]
    [InlineData("formats", "[null]")]
    public async Task Record_WithNulls_IsRefused(string name, string value)
    {
        string path = Path.Combine(Run, "run.json");
        JsonNode record = JsonNode.Parse(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken))!;
        record[name] = JsonNode.Parse(value);
        await File.WriteAllTextAsync(path, record.ToJsonString(), TestContext.Current.CancellationToken);
        Assert.Contains("not the record of a run", await Tool.FailAsync(1, "predict", Run, "iris"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WithoutItsModel_SaysSo()
    {
        File.Delete(Path.Combine(Run, "model.json"));
        Assert.Contains("has no model.json", await Tool.FailAsync(1, "predict", Run, "iris"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_WithALineOfTheLogThatIsNoText_IsRefusedOrPassesOver()
    {
        using (FileStream log = new(Path.Combine(Run, "metrics.jsonl"), FileMode.Append))
        {
            log.Write("{\"kind\":\"epoch\",\"epoch\":1,\"step\":4,\""u8);
            log.Write([0xff, 0xfe]);
            log.Write("\":1}\n"u8);
        }

        (int exitCode, string _, string error) = await Tool.RunAsync("train", "--resume", "--epochs", "3", "--output", Run);
        Assert.DoesNotContain("unexpected", error, StringComparison.Ordinal);
        Assert.InRange(exitCode, 0, 1);
    }

    /// <summary>A word that begins with @ is a word, not a file of further words.</summary>
    [Fact]
    public async Task Words_ThatBeginWithAt_AreWords()
    {
        Assert.DoesNotContain("Response file", await Tool.FailAsync(1, "predict", Run, "@nowhere.csv"), StringComparison.Ordinal);
        Assert.Contains("@nowhere.csv", await Tool.FailAsync(1, "predict", Run, "@nowhere.csv"), StringComparison.Ordinal);
    }
}

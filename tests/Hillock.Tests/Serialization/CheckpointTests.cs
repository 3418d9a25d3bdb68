using Hillock.Data;
using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Serialization;
using Hillock.Tensors;
using Hillock.Tests.Data;
using Xunit;

namespace Hillock.Tests.Serialization;

/// <summary>Checkpoints keep every bit of what is put in; their folder keeps the last and the best, and lets one program write.</summary>
public class CheckpointTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void ReadAndWrite_KeepEverything()
    {
        using TemporaryFolder folder = new();
        string path = folder.Path("c.safetensors");
        Linear linear = new(2, 3);
        AdamW optimizer = new(linear.Parameters());
        Checkpoint checkpoint = new()
        {
            Model = linear.StateDict(),
            Optimizer = optimizer.StateDict(),
            Average = new ExponentialMovingAverage(linear).StateDict(),
            Best = new Dictionary<string, Tensor> { ["weight"] = Tensor.Ones(2) },
            BestValue = 0.1 + 0.2,
            EpochsSinceBest = 3,
            Epoch = 7,
            Batch = 2,
            Steps = long.MaxValue,
            LossSum = double.NaN,
            Rows = 1e300 / 3,
            RandomPasses = new Dictionary<string, ulong> { ["0.dropout"] = ulong.MaxValue },
            RandomSeed = ulong.MaxValue - 1,
            RandomStreams = 12,
            Score = double.NegativeInfinity,
            Preprocessing = "{\"mean\": [1.5]}",
            Settings = new Dictionary<string, string> { ["name \"ä\""] = "weight", ["empty"] = "" },
        };
        checkpoint.Write(path, cancellationToken: Token);
        Checkpoint read = Checkpoint.Read(path);
        Checkpoint none = new() { Model = checkpoint.Model };
        Assert.Equal(Plain(checkpoint, none), Plain(read, none));
        Assert.Equal(checkpoint.RandomPasses, read.RandomPasses);
        Assert.Equal(checkpoint.Settings, read.Settings);
        foreach ((IReadOnlyDictionary<string, Tensor> expected, IReadOnlyDictionary<string, Tensor> found) in
            new[] { (checkpoint.Model, read.Model), (checkpoint.Optimizer, read.Optimizer), (checkpoint.Average, read.Average), (checkpoint.Best, read.Best) })
        {
            Assert.Equal(expected.Keys.Order(), found.Keys.Order());
            Assert.All(expected, pair => Assert.Equal(pair.Value.ToArray<double>(), found[pair.Key].ToArray<double>()));
        }

        new Checkpoint { Model = linear.StateDict() }.Write(path, cancellationToken: Token);
        read = Checkpoint.Read(path);
        Assert.Null(read.Score);
        Assert.Null(read.Preprocessing);
        Assert.Null(read.RandomSeed);
        Assert.Empty(read.Optimizer);
    }

    [Theory]
    [InlineData("{\"version\":2}", "version 2, and this library reads version 1")]
    [InlineData("{}", "metadata \"hillock.checkpoint\": \"version\", a whole number, is missing")]
    [InlineData("x", "does not tell where training stands")]
    [InlineData("[[[[[[[[[[[[", "does not tell where training stands")]
    [InlineData("[1]", "an object is expected but there is a list of 1")]
    [InlineData("{\"version\":\"1\"}", "a whole number of 1 or more is expected but there is \"1\"")]
    [InlineData(null, "no checkpoint")]
    public void Read_OfNoCheckpoint_IsRefused(string? text, string expected)
    {
        using TemporaryFolder folder = new();
        string path = folder.Path("c.safetensors");
        SafeTensors.Write(
            path, new Dictionary<string, Tensor> { ["model.x"] = Tensor.Ones(1) },
            text is null ? null : new Dictionary<string, string> { ["hillock.checkpoint"] = text }, cancellationToken: Token);
        string message = Assert.Throws<DataFormatException>(() => Checkpoint.Read(path)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.StartsWith(path, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_KeepsTheLastAndTheBest_AndFindsThemAgain()
    {
        using TemporaryFolder parent = new();
        string path = parent.Path("run");
        using (CheckpointFolder folder = new(path, keep: 2))
        {
            Assert.Null(folder.Latest);
            Assert.Null(folder.Best);
            double?[] scores = [0.5, double.NaN, 0.2, 0.3, null, 0.2, 0.9];
            for (int i = 0; i < scores.Length; i++)
            {
                Assert.Equal(folder.Save(Of(i + 1, scores[i])), folder.Latest);
            }

            Assert.Equal(3, Checkpoint.Read(folder.Best!).Steps);
            Assert.Equal(["checkpoint-000000000003", "checkpoint-000000000006", "checkpoint-000000000007"], Names(path));
            string message = Assert.Throws<IOException>(() => new CheckpointFolder(path)).Message;
            Assert.Contains("another program writes", message, StringComparison.Ordinal);
        }

        File.WriteAllText(Path.Combine(path, ".checkpoint-000000000008.safetensors.0123.tmp"), "half");
        File.WriteAllText(Path.Combine(path, "checkpoint-000000000009.safetensors"), "damaged");
        File.WriteAllText(Path.Combine(path, "checkpoint-of-mine.safetensors"), "mine");
        using CheckpointFolder again = new(path, keep: 1, greaterIsBetter: true);
        Assert.Empty(Directory.GetFiles(path, "*.tmp"));
        Assert.Equal(7, Checkpoint.Read(again.Latest!).Steps);
        Assert.Equal(7, Checkpoint.Read(again.Best!).Steps);
        Assert.Contains("step 7", Assert.Throws<InvalidOperationException>(() => again.Save(Of(6, null))).Message, StringComparison.Ordinal);
        again.RemoveAfter(3);
        Assert.Equal(3, Checkpoint.Read(again.Latest!).Steps);
        again.Save(Of(4, 0.1));
        Assert.Equal(3, Checkpoint.Read(again.Best!).Steps);
        Assert.Contains("checkpoint-of-mine", Names(path));
        again.Dispose();
        Assert.Throws<ObjectDisposedException>(() => again.Save(Of(9, null)));
    }

    private static Checkpoint Of(long steps, double? score) =>
        new() { Model = new Dictionary<string, Tensor> { ["x"] = Tensor.Ones(2) }, Steps = steps, Score = score };

    private static string[] Names(string path) =>
        [.. Directory.GetFiles(path, "*.safetensors").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    /// <summary>What can be compared by its value.</summary>
    private static Checkpoint Plain(Checkpoint checkpoint, Checkpoint none) => checkpoint with
    {
        Model = none.Model,
        Optimizer = none.Optimizer,
        Average = none.Average,
        Best = none.Best,
        RandomPasses = none.RandomPasses,
        Settings = none.Settings,
    };
}

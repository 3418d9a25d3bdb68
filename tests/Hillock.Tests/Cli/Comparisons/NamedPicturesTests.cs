using Hillock.Cli.Comparisons;
using Hillock.Data;
using Hillock.Tests.Cli.Commands;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Cli.Comparisons;

/// <summary>Data sets that the tool knows by name; small ones take their places here, so that nothing is fetched.</summary>
[Collection(ParallelismCollection.Name)]
[Trait("Speed", "slow")]
public sealed class NamedPicturesTests : IDisposable
{
    private readonly Tool _tool = new();

    public NamedPicturesTests()
    {
        foreach (string name in NamedPictures.Names)
        {
            int[] size = NamedPictures.Size(name);
            (int count, int pixels) = (name.EndsWith("test", StringComparison.Ordinal) ? 20 : 40, size[0] * size[1] * size[2]);

            // Odd ones are bright.
            byte[] labels = [.. Enumerable.Range(0, count).Select(i => (byte)(i % 2))];
            byte[] values = [.. Enumerable.Range(0, count * pixels).Select(i => (byte)((i / pixels % 2 * 200) + (i % 7)))];
            NamedPictures.Loaded[name] = new BytePictures(values, labels, size[0], size[1], size[2], ["dark", "bright"]);
        }
    }

    public void Dispose()
    {
        NamedPictures.Loaded.Clear();
        _tool.Dispose();
    }

    [Theory]
    [InlineData("mnist", "mlp")]
    [InlineData("fashion-mnist", "cnn")]
    [InlineData("cifar-10", "cnn")]
    public async Task Set_IsTrainedMeasuredAndPredicted(string name, string model)
    {
        string run = _tool.At("run");
        string output = await Tool.SucceedAsync("train", name, "--test", name + "-test", "--model", model, "--epochs", "3", "--output", run);
        Assert.Contains("40", output, StringComparison.Ordinal);
        Assert.Contains("accuracy 100.0 %", await Tool.SucceedAsync("evaluate", run, name + "-test"), StringComparison.Ordinal);
        string[] lines = (await Tool.SucceedAsync("predict", run, name + "-test")).TrimEnd('\n').Split('\n');
        Assert.Equal(21, lines.Length);
        Assert.Equal(["dark", "bright", "dark"], lines[1..4].Select(line => line.Split(',').First(cell => cell is "dark" or "bright")));
        await Tool.SucceedAsync("train", "--resume", "--epochs", "4", "--output", run);
    }

    [Fact]
    public async Task Set_IsComparedAndDescribed()
    {
        string output = await Tool.SucceedAsync(
            "compare", "mnist", "--test", "mnist-test", "--activations", "relu,gelu", "--folds", "2", "--epochs", "2", "--hidden", "4");
        Assert.Contains("gelu", output, StringComparison.Ordinal);
        Assert.Contains("40 rows", await Tool.SucceedAsync("data", "mnist"), StringComparison.Ordinal);
        Assert.Contains("leave out --target", await Tool.FailAsync(2, "compare", "mnist", "--target", "x"), StringComparison.Ordinal);
        Assert.Contains("mnist", await Tool.FailAsync(1, "compare", "minst"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pictures_OfOtherSizes_DoNotFit()
    {
        string run = _tool.At("run");
        await Tool.SucceedAsync("train", "mnist", "--model", "mlp", "--epochs", "1", "--output", run);
        Assert.Contains("cifar-10-test has pictures of [3, 32, 32]", await Tool.FailAsync(1, "evaluate", run, "cifar-10-test"), StringComparison.Ordinal);
    }

    [Fact]
    public void File_OfTheName_ComesFirst()
    {
        Assert.True(NamedPictures.IsNamed("mnist"));
        Assert.False(NamedPictures.IsNamed("iris"));
        Assert.False(NamedPictures.IsNamed(null));
        Assert.False(NamedPictures.IsNamed(_tool.At("mnist")));
    }

    [Fact]
    public void Pixels_AreThoseOfIdxFiles()
    {
        TabularData data = NamedPictures.Read("mnist", TestContext.Current.CancellationToken);
        Assert.Equal((40, 784), (data.RowCount, data.ColumnCount));
        Assert.Equal(["dark", "bright"], data.ClassNames);
        Assert.Equal("label", data.TargetName);
        Assert.Equal(200 + (785 % 7), data.Value(1, 1)); // not scaled
    }
}

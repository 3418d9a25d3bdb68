using Hillock.Charts.CommandLine;
using Hillock.Cli.Comparisons;
using Hillock.Csv;
using Hillock.Data;
using Hillock.Tests.Cli.Commands;
using Xunit;

namespace Hillock.Tests.Cli.Comparisons;

public sealed class ComparisonDataTests : IDisposable
{
    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public void Read_Embedded_NeedsNoFile()
    {
        Assert.All(ComparisonData.EmbeddedNames, name => Assert.True(Read(name, new()).IsClassification));
        Assert.StartsWith("generated: spirals", Read(null, new()).Provenance, StringComparison.Ordinal);
    }

    [Fact]
    public void Abandonable_WorkThatIsUnderWay_IsLeftToItself()
    {
        using CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using ManualResetEventSlim end = new();
        bool ended = false;
        Assert.Throws<OperationCanceledException>(
            () => ComparisonData.Abandonable(
                () =>
                {
                    source.Cancel();
                    end.Wait(TimeSpan.FromSeconds(60), CancellationToken.None);
                    return ended = true;
                }, source.Token));
        Assert.False(ended);
        end.Set();
        Assert.Equal(3, ComparisonData.Abandonable(() => 3, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Read_Csv_TakesTheTarget()
    {
        File.WriteAllText(_tool.At("t.csv"), "a,kind,b\n1,x,2\n2,y,3\n3,x,4\n4,y,5\n");
        TabularData data = Read(_tool.At("t.csv"), new CsvTabularOptions { Target = "kind" });
        Assert.Equal(("kind", 2, 4), (data.TargetName, data.ColumnCount, data.RowCount));
    }

    [Theory]
    [InlineData("train-images-idx3-ubyte", "train-labels-idx1-ubyte")]
    [InlineData("train-images.idx3-ubyte", "train-labels.idx1-ubyte")]
    public void Read_IdxImages_FindsTheLabelsBeside(string images, string labels)
    {
        WriteIdx(images, 3, [4, 2, 2], 16);
        WriteIdx(labels, 1, [4], 4);
        TabularData data = Read(_tool.At(images), new());
        Assert.Equal((4, 4, true), (data.RowCount, data.ColumnCount, data.IsClassification));
    }

    [Fact]
    public void Read_IdxWithoutLabels_NamesTheMissingFile()
    {
        WriteIdx("a-images-idx3-ubyte", 3, [4, 2, 2], 16);
        CommandException error = Assert.Throws<CommandException>(() => Read(_tool.At("a-images-idx3-ubyte"), new()));
        Assert.Contains("its labels, a-labels-idx1-ubyte, are not beside it", error.Message, StringComparison.Ordinal);
        Assert.Contains(
            "name the file of images", Assert.Throws<CommandException>(() => Read(_tool.At("a-labels-idx1-ubyte"), new())).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "must contain \"images\"", Assert.Throws<CommandException>(() => Read(_tool.At("a-idx3-ubyte"), new())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OptionsThatDoNotFit_AreRefused()
    {
        Assert.Contains(
            "leave out --target", Assert.Throws<CommandException>(() => Read("moons", new CsvTabularOptions { Target = "x" })).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "leave out --task",
            Assert.Throws<CommandException>(() => Read("moons", new CsvTabularOptions { TargetKind = CsvTargetKind.Real })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Missing_SaysWhatThereIs()
    {
        Assert.Contains(
            "those are spirals, moons, circles, blobs, xor and iris", Assert.Throws<CommandException>(() => Read("spiral", new())).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "no such file", Assert.ThrowsAny<IOException>(() => Read(_tool.At("none.csv"), new())).Message, StringComparison.Ordinal);
        Assert.Contains(
            "no such file", Assert.ThrowsAny<IOException>(() => Read(_tool.At("none-images-idx3-ubyte.gz"), new())).Message,
            StringComparison.Ordinal);
    }

    private void WriteIdx(string name, byte rank, int[] shape, int length)
    {
        List<byte> bytes = [0, 0, 8, rank];
        foreach (int axis in shape)
        {
            bytes.AddRange([0, 0, 0, (byte)axis]);
        }

        bytes.AddRange(Enumerable.Range(0, length).Select(i => (byte)(i % 2)));
        File.WriteAllBytes(_tool.At(name), [.. bytes]);
    }

    private static TabularData Read(string? source, TableOptions options) =>
        ComparisonData.Read(source, options, cancellationToken: TestContext.Current.CancellationToken);
}

using Hillock.Charts.CommandLine;
using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Charts.CommandLine;

public class CommandLineTests
{
    [Theory]
    [InlineData("gleu", "gelu")]
    [InlineData("LeakyReLU", "leaky-relu")]
    [InlineData("leaky_relu", "leaky-relu")]
    [InlineData("--fold", "--folds")]
    [InlineData("comprae", "compare")]
    [InlineData("zzzzzz", null)]
    [InlineData("x", null)]
    public void Nearest_MisspeltWord_IsFound(string word, string? expected) =>
        Assert.Equal(expected, Suggestion.Nearest(word, ["relu", "gelu", "leaky-relu", "--folds", "compare"]));

    // Distances by hand; a swap counts once.
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("gelu", "gleu", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_Words_CountsEdits(string first, string second, int expected) => Assert.Equal(expected, Suggestion.Distance(first, second));

    [Fact]
    public void Of_AnyException_IsOneLineWithoutNoise()
    {
        Assert.Equal("Alpha must be above 0 but is -1; use 1.", ErrorLine.Of(new ArgumentException("Alpha must be above 0 but is -1; use 1.", "alpha")));
        Assert.Equal("Too small.", ErrorLine.Of(new ArgumentOutOfRangeException("folds", 1, "Too small.")));
        Assert.Equal("x.npy, offset 0: no magic; check it.", ErrorLine.Of(new DataFormatException("x.npy", "offset 0", "no magic", "check it")));
        Assert.Equal("unexpected InvalidOperationException: a b", ErrorLine.Of(new AggregateException(new InvalidOperationException("a\r\n  b"))));
    }

    [Theory]
    [InlineData("--folds", true)]
    [InlineData("-f", true)]
    [InlineData("-1", false)]
    [InlineData("-.5", false)]
    [InlineData("-", false)]
    [InlineData("data.csv", false)]
    public void LooksLikeOption_Word_IsTold(string word, bool expected) => Assert.Equal(expected, ParseFailure.LooksLikeOption(word));

    [Fact]
    public void CheckWritable_NoFolder_ThrowsAndLeavesNothing()
    {
        var folder = Directory.CreateTempSubdirectory("hillock");
        try
        {
            Assert.ThrowsAny<IOException>(() => OutputFile.CheckWritable(Path.Combine(folder.FullName, "missing", "report.html")));
            Assert.ThrowsAny<IOException>(() => OutputFile.CheckWritable(folder.FullName));
            OutputFile.CheckWritable(Path.Combine(folder.FullName, "report.html"));
            OutputFile.CheckWritable(null);
            Assert.Empty(folder.EnumerateFileSystemInfos());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

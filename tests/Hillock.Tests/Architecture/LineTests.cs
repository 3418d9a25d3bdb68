using Xunit;

namespace Hillock.Tests.Architecture;

/// <summary>Lines can be read without scrolling; what else the style asks for, the compiler checks by <c>.editorconfig</c>.</summary>
public class LineTests
{
    private const int Longest = 160, LongestWord = 100;

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    [InlineData("samples")]
    [InlineData("benchmarks")]
    public void Lines_AreNotTooLong(string folder)
    {
        // A file's bytes in base 64 are one word, which cannot be broken.
        string[] faults =
        [
            .. from file in SourceTree.Files(folder)
               from line in file.Text.Split('\n').Select((text, i) => (Text: text.TrimEnd('\r'), Number: i + 1))
               where line.Text.Length > Longest && line.Text.Split(' ').Max(word => word.Length) <= LongestWord
               select $"{file.Path}:{line.Number} has {line.Text.Length} characters",
        ];
        Assert.True(faults.Length == 0, $"A line has at most {Longest} characters:\n{string.Join("\n", faults)}");
    }
}

using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Hillock.Tests.Architecture;
using Hillock.Tests.Data;
using Xunit;

namespace Hillock.Tests.Documentation;

/// <summary>The examples of XML documentation compile without a warning, and print what stands in the comment behind.</summary>
public partial class XmlExampleTests
{
    private const string Mark = "## ";

    private static readonly (string Place, string Code)[] Examples = [.. SourceTree.Files("src/Hillock").SelectMany(Of)];

    [Fact]
    public async Task Examples_PrintWhatTheySay()
    {
        // One program, in which each example is a method, for there are many.
        var text = new StringBuilder();
        for (int i = 0; i < Examples.Length; i++)
        {
            text.Append($"Example{i}();\n");
        }

        for (int i = 0; i < Examples.Length; i++)
        {
            text.Append($"static void Example{i}()\n{{\nConsole.WriteLine(\"{Mark}{Examples[i].Place}\");\n{Examples[i].Code}}}\n");
        }

        SampleProgram program = new(text.ToString());
        Assert.Empty(program.Faults);
        using TemporaryFolder folder = new();
        string output = await program.RunAsync(folder.FullName);
        string expected = string.Concat(Examples.Select(example => $"{Mark}{example.Place}\n{string.Concat(Printed().Matches(example.Code).Select(match => match.Groups[1].Value + "\n"))}"));
        Assert.Equal(expected, output.Replace("\r", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Examples_AreThere_AndEachPrints()
    {
        Assert.True(Examples.Length >= 40, $"There are only {Examples.Length}.");
        Assert.All(Examples, example => Assert.True(Printed().IsMatch(example.Code), $"{example.Place} prints nothing: end a line as in Console.WriteLine(x); // float32 [] 1"));
    }

    private static IEnumerable<(string Place, string Code)> Of(SourceTree.SourceFile file) =>
        from Match match in Example().Matches(file.Text.Replace("\r", "", StringComparison.Ordinal))
        let code = string.Concat(match.Groups["line"].Captures.Select(line => WebUtility.HtmlDecode(line.Value) + "\n"))
        select ($"{file.Path}:{file.Text[..match.Index].Count(character => character == '\n') + 1}", code);

    [GeneratedRegex(@"/// <example>\s*/// <code>\n(?:\s*///(?!\s*</code>) ?(?<line>.*)\n)+\s*/// </code>")]
    private static partial Regex Example();

    [GeneratedRegex(@"Console\.WriteLine\(.*\); // (.*)$", RegexOptions.Multiline)]
    private static partial Regex Printed();
}

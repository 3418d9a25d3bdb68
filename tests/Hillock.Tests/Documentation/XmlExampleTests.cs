using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Hillock.Tests.Architecture;
using Hillock.Tests.Data;
using Xunit;

namespace Hillock.Tests.Documentation;

/// <summary>The examples of XML documentation compile without a warning, and print what stands in the comment behind.</summary>
[Trait("Speed", "slow")]
public partial class XmlExampleTests
{
    private const string Mark = "## ";

    private static readonly (string Place, string Code)[] All = [.. SourceTree.Files("src/Hillock").SelectMany(Of)];

    /// <summary>What prints is run. What does not print is a line or two of a program that is shown elsewhere.</summary>
    private static readonly (string Place, string Code)[] Examples = [.. All.Where(example => !DeclaresTypes(example.Code) && Printed().IsMatch(example.Code))];

    /// <summary>The namespaces of a part of one's own, beside those that the package brings.</summary>
    private const string Usings = """
        using System.Numerics;
        using System.Runtime.CompilerServices;
        using Hillock.Data;
        using Hillock.Data.Transforms;
        using Hillock.Kernels;
        using Hillock.Losses;
        using Hillock.Numbers;
        using Hillock.Optimizers.Schedules;
        using Hillock.Serialization;
        using Hillock.Serialization.Description;

        """;

    public static TheoryData<string> Types => [.. All.Where(example => DeclaresTypes(example.Code)).Select(example => example.Place)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Example_OfAType_Compiles(string place) => Assert.Empty(new SampleProgram(Usings + All.Single(example => example.Place == place).Code).Faults);

    [Fact]
    public async Task Examples_PrintWhatTheySay()
    {
        // One program, in which each example is a method, for there are many.
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Examples.Length; i++)
        {
            text.Append($"Example{i}();\n");
        }

        for (int i = 0; i < Examples.Length; i++)
        {
            text.Append($"static void Example{i}()\n{{\nConsole.WriteLine(\"{Mark}{Examples[i].Place}\");\n{Examples[i].Code}}}\n");
        }

        SampleProgram program = new(Usings + text);
        Assert.Empty(program.Faults);
        using TemporaryFolder folder = new();
        string output = await program.RunAsync(folder.FullName);
        string expected =
            string.Concat(
                Examples.Select(
                    example => $"{Mark}{example.Place}\n{string.Concat(Printed().Matches(example.Code).Select(match => match.Groups[1].Value + "\n"))}"));
        Assert.Equal(expected, output.Replace("\r", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Examples_AreThere() =>
        Assert.True(Examples.Length >= 40, $"There are only {Examples.Length} that print: end a line as in Console.WriteLine(x); // float32 [] 1");

    private static bool DeclaresTypes(string code) => TypeDeclaration().IsMatch(code);

    private static IEnumerable<(string Place, string Code)> Of(SourceTree.SourceFile file) =>
        from Match match in Example().Matches(file.Text.Replace("\r", "", StringComparison.Ordinal))
        let code = string.Concat(match.Groups["line"].Captures.Select(line => WebUtility.HtmlDecode(line.Value) + "\n"))
        select ($"{file.Path}:{file.Text[..match.Index].Count(character => character == '\n') + 1}", code);

    [GeneratedRegex(@"/// <example>\s*/// <code>\n(?:\s*///(?!\s*</code>) ?(?<line>.*)\n)+\s*/// </code>")]
    private static partial Regex Example();

    [GeneratedRegex(@"^(?:\w+ )*(?:class|struct|record) ", RegexOptions.Multiline)]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"Console\.WriteLine\(.*\); // (.*)$", RegexOptions.Multiline)]
    private static partial Regex Printed();
}

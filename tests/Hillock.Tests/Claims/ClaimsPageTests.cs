using System.CommandLine;
using System.Text.RegularExpressions;
using Hillock.Charts.CommandLine;
using Hillock.Samples.Claims;
using Hillock.Tests.Architecture;
using Hillock.Tests.Cli.Commands;
using Hillock.Tests.Data;
using Hillock.Tests.Documentation;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Claims;

/// <summary>docs/claims.md covers every claim, with numbers and pictures that its commands make, and with tests that exist.</summary>
[Collection(ParallelismCollection.Name)]
[Trait("Speed", "slow")]
public sealed partial class ClaimsPageTests : IDisposable
{
    private const string Page = "docs/claims.md";
    private static readonly string[] Verdicts = ["✓ holds", "◐ holds under conditions", "✗ wrong as stated"];
    private static readonly Dictionary<int, string> Sections = Heading().Split(Pages.Read(Page)).Skip(1).Chunk(2).ToDictionary(part => int.Parse(part[0]), part => part[1]);

    private readonly ThreadScope _threads = new(2);

    public static TheoryData<int> Numbers => [.. Enumerable.Range(1, 29)];

    /// <summary>The shell lines of the page that call the tool.</summary>
    public static TheoryData<string> ToolLines =>
        [.. Pages.Blocks.Where(block => block.Language == "sh" && block.Place.StartsWith(Page, StringComparison.Ordinal)).SelectMany(block => block.Text.Split('\n')).Where(line => line.StartsWith("hillock ", StringComparison.Ordinal)).Distinct()];

    public void Dispose() => _threads.Dispose();

    [Fact]
    public void Page_HasEveryClaimOnceAndNoOther()
    {
        Assert.Equal(Enumerable.Range(1, 29), Sections.Keys);
        Assert.Equal(Enumerable.Range(1, 29), Claim.All.Select(claim => claim.Number));
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Claim_HasVerdictPictureNumbersCommandAndTest(int number)
    {
        string section = Sections[number];
        Claim claim = Claim.All[number - 1];
        Assert.Single(Verdicts, verdict => section.Contains($"**{verdict}**", StringComparison.Ordinal));
        Assert.Contains($"](claims/{claim.FileName})", section, StringComparison.Ordinal);
        Assert.Contains($"dotnet run -c Release --project samples/Claims -- {number}\n", section, StringComparison.Ordinal);
        string name = TestName().Match(section).Groups[1].Value;
        Assert.StartsWith($"Claim{number:00}", name, StringComparison.Ordinal);
        Assert.NotNull(typeof(ClaimsPageTests).Assembly.GetType($"Hillock.Tests.Claims.{name}"));
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void NumbersAndPicture_AreWhatTheSampleMakes(int number)
    {
        Claim claim = Claim.All[number - 1];
        string measured = string.Join('\n', claim.Measured());
        Assert.Contains($"```text\n{measured}\n```\n", Sections[number], StringComparison.Ordinal);
        string file = Path.Combine(SourceTree.Root, "docs/claims", claim.FileName);
        Assert.Equal(File.ReadAllText(file), claim.Picture().ToDocument());
    }

    [Fact]
    public void Folder_HasNoOtherFile() => Assert.Equal(
        Claim.All.Select(claim => claim.FileName), Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "docs/claims")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(ToolLines))]
    public async Task Command_Runs(string line)
    {
        string[] words = [.. System.CommandLine.Parsing.CommandLineParser.SplitCommandLine(line).Skip(1)];

        // As it stands but short: what is trained is trained for one epoch.
        if (words[0] is "compare" or "diagnose" && !words.Contains("--epochs"))
        {
            words = [.. words, "--epochs", "1"];
        }

        if (words[0] == "compare")
        {
            words = [.. words, "--folds", "2"];
        }

        int output = Array.IndexOf(words, "--output") + 1;
        using TemporaryFolder folder = new();
        if (output > 0)
        {
            words[output] = Path.Combine(folder.FullName, words[output]);
        }

        string printed = await Tool.SucceedAsync(words);
        Assert.True(output > 0 ? new FileInfo(words[output]).Length > 1000 : printed.Length > 100);
    }

    [Fact]
    public async Task Sample_PrintsAndDraws()
    {
        using TemporaryFolder folder = new();
        string pictures = Path.Combine(folder.FullName, "new");
        StringWriter output = new(), error = new();
        Assert.Equal(0, await ToolRunner.RunAsync(new ClaimsCommand(), ["22", "8", "--output", pictures], output, error, TestContext.Current.CancellationToken));
        Assert.Equal("", error.ToString());
        Assert.StartsWith("8.\nβ ", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("\n22.\n", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(["08-softplus.svg", "22-softmax.svg"], Directory.EnumerateFiles(pictures).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("30", "NUMBER expects whole numbers from 1 to 29 but got '30'.")]
    [InlineData("one", "NUMBER expects whole numbers from 1 to 29 but got 'one'.")]
    [InlineData("--outptu x", "did you mean '--output'?")]
    [InlineData("1 --output FILE", "is a file; name another.")]
    public async Task Sample_WrongInput_FailsInOneLine(string arguments, string expected)
    {
        string file = Path.Combine(SourceTree.Root, "README.md");
        StringWriter output = new(), error = new();
        string[] words = [.. arguments.Split(' ').Select(word => word == "FILE" ? file : word)];
        Assert.Equal(ExitCode.Usage, await ToolRunner.RunAsync(new ClaimsCommand(), words, output, error, TestContext.Current.CancellationToken));
        Assert.Equal("", output.ToString());
        Assert.Matches(@"^Claims: [^\n]+\n$", error.ToString());
        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^### (\d+)\. ", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"Test: \[`(\w+)`\]")]
    private static partial Regex TestName();
}

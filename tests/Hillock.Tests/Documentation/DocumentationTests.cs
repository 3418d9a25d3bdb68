using System.CommandLine;
using System.Text.RegularExpressions;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Functions;
using Hillock.Tests.Architecture;
using Hillock.Tests.Cli.Commands;
using Hillock.Tests.Data;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Documentation;

/// <summary>What the pages say is so: samples compile without a warning and run, commands exist, and both print what stands below them.</summary>
[Collection(ParallelismCollection.Name)]
public sealed partial class DocumentationTests : IDisposable
{
    private readonly ThreadScope _threads = new(2);

    public static TheoryData<string> Samples => [.. Places("csharp")];

    public static TheoryData<string> Commands => [.. Places("sh")];

    public static TheoryData<string> Links => [.. Pages.All];

    public void Dispose() => _threads.Dispose();

    [Theory]
    [MemberData(nameof(Samples))]
    [Trait("Speed", "slow")]
    public async Task Sample_CompilesAndRuns(string place)
    {
        MarkdownBlock block = Pages.Blocks.Single(block => block.Place == place);
        SampleProgram sample = new(block.Text);
        Assert.Empty(sample.Faults);
        if (sample.IsProgram)
        {
            using TemporaryFolder folder = new();
            string output = await sample.RunAsync(folder.FullName);
            Assert.Equal(block.Output ?? output, output);
        }
    }

    /// <summary>
    /// A reader may copy a sample into a project that refers to the library itself, to which no package brings namespaces; the two pages that show what a
    /// package spares say so.
    /// </summary>
    [Fact]
    [Trait("Speed", "slow")]
    public void Samples_WithoutThePackage_CompileAsTheyStand()
    {
        string[] sparing = ["README.md", Pages.PackageReadme];
        Assert.All(sparing, static page => Assert.Contains("the package brings", Pages.Read(page), StringComparison.Ordinal));
        Assert.All(
            Pages.Blocks.Where(block => block.Language == "csharp" && !sparing.Any(page => block.Place.StartsWith(page, StringComparison.Ordinal))),
            static block => Assert.Empty(new SampleProgram(block.Text, hasPackage: false).Faults));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    [Trait("Speed", "slow")]
    public async Task Command_ExistsAndPrintsWhatIsSaid(string place)
    {
        MarkdownBlock block = Pages.Blocks.Single(block => block.Place == place);
        (RootCommand Root, string[] Words)[] lines = [.. CommandLines.Of(block)];
        foreach ((RootCommand root, string[] words) in lines)
        {
            ParseResult result = root.Parse(words);
            Assert.False(ParseFailure.IsFaulty(result), ParseFailure.IsFaulty(result) ? $"{place}: {ParseFailure.Describe(result)}" : "");
            IEnumerable<string> functions = words[0] switch
            {
                "apply" => [words[1]],
                "plot" => words.Skip(1).TakeWhile(word => word[0] != '-'),
                "compare" => words.SkipWhile(word => word != "--activations").Skip(1).Take(1).SelectMany(word => word.Split(',')),
                _ => [],
            };
            Assert.All(functions, function => FunctionReference.Parse(function));
        }

        if (block.Output is { } expected)
        {
            string[] words = Assert.Single(lines).Words;
            string output = RunCommands.Concerns(words) ? await RunCommands.RunAsync(words, block) : await Tool.SucceedAsync(words);
            Assert.Equal(WithoutTimes(expected), WithoutTimes(output));
        }
    }

    [Theory]
    [MemberData(nameof(Links))]
    public void Link_WithinTheRepository_LeadsSomewhere(string page)
    {
        foreach (Match link in Link().Matches(Pages.Read(page)))
        {
            string target = link.Groups[1].Value;
            if (!target.Contains("://", StringComparison.Ordinal))
            {
                string path = Path.Combine(SourceTree.Root, Path.GetDirectoryName(page)!, target.Split('#')[0]);
                Assert.True(Path.Exists(path), $"{page} links to {target}, which is not there.");
            }
        }
    }

    [Fact]
    public void Pages_AreAllInTheIndexOfTheirFolder() => Assert.All(
        Pages.All.Where(page => page.StartsWith("docs/", StringComparison.Ordinal) && page != "docs/README.md"),
        page =>
        {
            bool isIndex = page.EndsWith("/README.md", StringComparison.Ordinal);
            string folder = Path.GetDirectoryName(isIndex ? Path.GetDirectoryName(page)! : page)!.Replace('\\', '/');
            Assert.Contains($"({page[(folder.Length + 1)..]})", Pages.Read(folder + "/README.md"), StringComparison.Ordinal);
        });

    [Fact]
    public void Contributing_NamesTheFolderOfEachProject()
    {
        string table = Pages.Read("CONTRIBUTING.md");
        string[] projects = [.. ProjectPath().Matches(File.ReadAllText(Path.Combine(SourceTree.Root, "Hillock.slnx"))).Select(match => match.Groups[1].Value)];
        Assert.True(projects.Length > 15, $"The solution has {projects.Length} projects.");
        Assert.All(projects, project => Assert.True(
            table.Contains($"| `{project}", StringComparison.Ordinal) || table.Contains($"| `{project.Split('/')[0]}` |", StringComparison.Ordinal),
            $"No row of CONTRIBUTING.md's tables begins with {project}."));
    }

    [Fact]
    public void Changelog_HasListsWithoutGaps()
    {
        string[] lines = Pages.Read("CHANGELOG.md").ReplaceLineEndings("\n").Split('\n');
        Assert.True(lines.Count(line => line.StartsWith("- ", StringComparison.Ordinal)) > 50);
        Assert.All(
            Enumerable.Range(2, lines.Length - 2).Where(i => lines[i].StartsWith("- ", StringComparison.Ordinal) && lines[i - 1].Length == 0),
            i => Assert.StartsWith("#", lines[i - 2], StringComparison.Ordinal));
    }

    /// <summary>The walks through the sources name files below <c>src</c>, each walk in at most a dozen lines.</summary>
    [Fact]
    public void Walks_NameFilesThatAreThere()
    {
        string page = Pages.Read("CONTRIBUTING.md");
        int start = page.IndexOf("## Four walks\n", StringComparison.Ordinal), end = page.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        string[] walks = page[start..end].Split("\n**")[1..];
        Assert.Equal(4, walks.Length);
        Assert.All(walks, walk =>
        {
            Assert.InRange(walk.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length - 1, 5, 12);
            string[] files = [.. SourceFile().Matches(walk).Select(match => match.Groups[1].Value)];
            Assert.True(files.Length > 8, $"The walk names {files.Length} files:\n{walk}");
            Assert.All(files, file => Assert.True(File.Exists(Path.Combine(SourceTree.Root, "src", file)), $"A walk names {file}, which is not there."));
        });
    }

    [Fact]
    public void Blocks_OfAPage_AreFoundWithTheirOutput()
    {
        IReadOnlyList<MarkdownBlock> blocks = MarkdownBlock.Of("p.md", "a\n```csharp\nx;\n```\n\n```text\n1\n```\n```sh\ny\n```\nb\n```text\n2\n```\n");
        Assert.Equal(
            [new("p.md:2", "csharp", "x;\n", "1\n"), new("p.md:6", "text", "1\n", null), new("p.md:9", "sh", "y\n", null), new("p.md:13", "text", "2\n", null)],
            blocks);
        Assert.Throws<FormatException>(() => MarkdownBlock.Of("p.md", "```csharp\nx;\n"));
    }

    [Fact]
    public void Sample_ThatIsWrong_HasFaults()
    {
        Assert.Contains("CS0103", Assert.Single(new SampleProgram("Console.WriteLine(nothing);").Faults), StringComparison.Ordinal);
        Assert.Contains("CS0168", Assert.Single(new SampleProgram("int unused;").Faults), StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => CommandLines.Of(new MarkdownBlock("p.md:1", "sh", "pip install hillock\n", null)).ToArray());
    }

    private static IEnumerable<string> Places(string language) => Pages.Blocks.Where(block => block.Language == language).Select(block => block.Place);

    // Times and memory differ from run to run, and with them the width of their column and where lines break.
    private static string WithoutTimes(string output) => Space().Replace(Faster().Replace(Space().Replace(Time().Replace(output, "T"), " "), ""), " ").Trim();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("Path=\"([^\"]+)/[^/\"]+\\.csproj\"")]
    private static partial Regex ProjectPath();

    [GeneratedRegex(@"`([\w./]+\.cs)`")]
    private static partial Regex SourceFile();

    [GeneratedRegex(@"\b\d+(\.\d+)? (µs|ms|s|kB|MB)\b")]
    private static partial Regex Time();

    [GeneratedRegex(@", and an epoch of ReLU takes [^.]*? of the time")]
    private static partial Regex Faster();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}

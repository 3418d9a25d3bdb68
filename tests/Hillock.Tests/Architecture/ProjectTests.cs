using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Hillock.Tests.Architecture;

/// <summary>
/// The projects around the library: their folders are their namespaces and use only those above them, and samples need nothing that a user does not have.
/// </summary>
public partial class ProjectTests
{
    private const string Tool = "src/Hillock.Cli";

    /// <summary>What a sample may be built on.</summary>
    private static readonly string[] Public =
        ["src/Hillock", "src/Hillock.Csv", "src/Hillock.Images", "src/Hillock.Tables", "src/Hillock.Charts", "samples/Text"];

    /// <summary>The tool's folders in the order of CONTRIBUTING.md's table: those of one row may use each other, and all of the rows above.</summary>
    private static readonly string[][] Rows =
    [
        .. from line in File.ReadLines(Path.Combine(SourceTree.Root, "CONTRIBUTING.md"))
           let cell = Row().Match(line)
           where cell.Success
           select cell.Groups["folder"].Captures.Select(capture => capture.Value).ToArray(),
    ];

    public static TheoryData<string> Projects =>
        [Tool, "src/Hillock.Charts", "src/Hillock.Csv", "src/Hillock.Images", "src/Hillock.Tables", "src/Hillock.Generators"];

    public static TheoryData<string> Folders => [.. Directories(Tool)];

    public static TheoryData<string> Samples => [.. Directories("samples").Select(name => "samples/" + name)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folder_IsItsNamespace(string project)
    {
        string root = project["src/".Length..];
        Assert.All(SourceTree.Files(project).Where(file => HasNamespace().IsMatch(file.Code)), file =>
        {
            string folder = Path.GetDirectoryName(file.Path)!.Replace('\\', '/')[project.Length..].Replace('/', '.');
            Assert.Contains($"\nnamespace {root}{folder};", "\n" + file.Text.Replace("\r", "", StringComparison.Ordinal), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Folders_AreTheTableOfContributing() => Assert.Equal(Directories(Tool).Order(), Rows.SelectMany(row => row).Order());

    [Theory]
    [MemberData(nameof(Folders))]
    public void Folder_UsesOnlyFoldersAboveIt(string folder)
    {
        int row = Array.FindIndex(Rows, names => names.Contains(folder));
        string[] below = [.. Rows.Skip(row + 1).SelectMany(names => names)];
        string[] faults =
        [
            .. from file in SourceTree.Files($"{Tool}/{folder}")
               from used in below.Where(name => Regex.IsMatch(file.Code, $@"\bHillock\.Cli\.{name}\b|(?<![\w.]){name}\.[A-Z]")).Append(
                   file.Code.Contains("HillockTool", StringComparison.Ordinal) ? "HillockTool" : "")
               where used.Length > 0
               select $"{file.Path} uses {used}",
        ];
        Assert.True(faults.Length == 0, $"No arrow runs up between the tool's folders, see the table of CONTRIBUTING.md:\n{string.Join("\n", faults)}");
    }

    /// <summary>A user has the packages, not the friends of an assembly.</summary>
    [Theory]
    [MemberData(nameof(Samples))]
    public void Sample_IsBuiltOnPublicProjectsAlone(string sample)
    {
        XElement project = XElement.Load(Directory.EnumerateFiles(Path.Combine(SourceTree.Root, sample), "*.csproj").Single());
        string[] references = [.. project.Descendants("ProjectReference").Select(item => Target(sample, item.Attribute("Include")!.Value))];
        Assert.Contains("src/Hillock", references);
        Assert.All(references, reference => Assert.Contains(reference, Public));
        Assert.Empty(project.Descendants("InternalsVisibleTo"));

        // Versions and languages of this repository's properties are not copied with the folder; packages come with the projects above.
        Assert.Equal("net10.0", project.Descendants("TargetFramework").Single().Value);
        Assert.Equal(("enable", "enable"), (project.Descendants("Nullable").Single().Value, project.Descendants("ImplicitUsings").Single().Value));
        Assert.Empty(project.Descendants("PackageReference"));
        Assert.All(
            project.Descendants().Attributes("Include").Where(item => item.Parent!.Name != "ProjectReference"),
            item => Assert.DoesNotContain("..", item.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void Projects_HaveNoFriendAmongSamples()
    {
        string[] names = [.. Directories("samples"), .. Directories("samples").Select(name => "Hillock.Samples." + name)];
        foreach (string project in Directories("src"))
        {
            XElement file = XElement.Load(Path.Combine(SourceTree.Root, "src", project, project + ".csproj"));
            Assert.Empty(file.Descendants("InternalsVisibleTo").Attributes("Include").Select(item => item.Value).Intersect(names));
        }
    }

    /// <summary>A package meets newer versions of the others: it uses their public members alone, which are listed and validated.</summary>
    [Fact]
    public void Packages_UsePublicMembersOfEachOther()
    {
        (string Name, XElement File)[] packages =
        [
            .. from name in Directories("src")
               let file = XElement.Load(Path.Combine(SourceTree.Root, "src", name, name + ".csproj"))
               where file.Descendants("IsPackable").Any(value => value.Value == "true") && !file.Descendants("PackAsTool").Any()
               select (name, file),
        ];
        string[] names = [.. packages.Select(package => package.Name)];
        Assert.Equal(["Hillock", "Hillock.Charts", "Hillock.Csv", "Hillock.Images", "Hillock.Tables"], names.Order());
        string listed = Regex.Match(File.ReadAllText(Path.Combine(SourceTree.Root, "tools/public-api")), "for project in (.*); do").Groups[1].Value;
        Assert.All(packages, package =>
        {
            Assert.Empty(Items("InternalsVisibleTo").Intersect(names));
            Assert.Contains("Microsoft.CodeAnalysis.PublicApiAnalyzers", Items("PackageReference"));
            Assert.Equal("true", package.File.Descendants("EnablePackageValidation").Single().Value);
            Assert.Contains("src/" + package.Name, listed.Split(' '));
            string list = Path.Combine(SourceTree.Root, "src", package.Name, "PublicAPI.Unshipped.txt");
            Assert.True(File.ReadAllLines(list).Length > 10, $"{list} lists next to nothing.");

            IEnumerable<string> Items(string kind) => package.File.Descendants(kind).Attributes("Include").Select(item => item.Value);
        });
    }

    private static IEnumerable<string> Directories(string folder) =>
        Directory.EnumerateDirectories(Path.Combine(SourceTree.Root, folder)).Select(path => Path.GetFileName(path)!)
            .Where(name => name is not ("obj" or "bin"));

    // The folder that a reference of a project leads to.
    private static string Target(string from, string reference) =>
        Path.GetDirectoryName(Path.GetRelativePath(SourceTree.Root, Path.GetFullPath(Path.Combine(SourceTree.Root, from, reference))))!.Replace('\\', '/');

    [GeneratedRegex(@"^namespace ", RegexOptions.Multiline)]
    private static partial Regex HasNamespace();

    // | `Hillock.Cli/Reports`, `Benchmarks` | ... |
    [GeneratedRegex(@"^\| `Hillock\.Cli/(?<folder>\w+)`(?:, `(?<folder>\w+)`)* \|")]
    private static partial Regex Row();
}

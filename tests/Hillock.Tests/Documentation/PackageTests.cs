using System.Reflection;
using System.Xml.Linq;
using Hillock.Numbers;
using Hillock.Tests.Architecture;
using Xunit;

namespace Hillock.Tests.Documentation;

/// <summary>What comes with the package, and the table of what a formula may use.</summary>
public class PackageTests
{
    private static string Project => Path.Combine(SourceTree.Root, "src/Hillock/Hillock.csproj");

    /// <summary>A project that refers to one that refers to the package has names of its own, which the usings would make ambiguous.</summary>
    [Fact]
    public void Usings_AreForTheProjectThatAsksForThePackageAlone()
    {
        XElement targets = XDocument.Load(Project).Descendants("None").Single(item => item.Attribute("Include")!.Value == "build/Hillock.targets");
        Assert.Equal("build/", targets.Attribute("PackagePath")!.Value);
    }

    [Fact]
    public void Readme_OfThePackages_HasNoLinksAndNamesTheUsings()
    {
        string page = Pages.Read(Pages.PackageReadme), front = Pages.Read("README.md");
        Assert.DoesNotContain("](", page, StringComparison.Ordinal);
        string usings = front[front.IndexOf("With implicit usings", StringComparison.Ordinal)..][..300];
        foreach (XElement item in XDocument.Load(Path.Combine(SourceTree.Root, "src/Hillock/build/Hillock.targets")).Descendants("Using"))
        {
            string name = item.Attribute("Include")!.Value;
            Assert.Contains(name, page, StringComparison.Ordinal);
            Assert.Contains(name["Hillock.".Length..], usings, StringComparison.Ordinal);
        }

        foreach (string project in Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "src"), "*.csproj", SearchOption.AllDirectories))
        {
            XDocument document = XDocument.Load(project);
            if (document.Descendants("PackageReadmeFile").Any())
            {
                Assert.Contains(document.Descendants("None"), item => item.Attribute("Include")!.Value == "../PACKAGE.md");
            }
        }
    }

    [Fact]
    public void Table_OfWhatAFormulaMayUse_HasEveryMemberAndSaysWhichAreWide()
    {
        string page = Pages.Read("docs/extending.md");
        int start = page.IndexOf("### What T offers", StringComparison.Ordinal), end = page.IndexOf("\n### ", start + 1, StringComparison.Ordinal);
        Dictionary<string, bool> isWide = new(StringComparer.Ordinal);
        foreach (string line in page[start..end].Split('\n').Where(line => line.StartsWith("| `T.", StringComparison.Ordinal)))
        {
            string[] cells = line.Split('|');
            foreach (string name in cells[1].Split(','))
            {
                isWide.Add(name.Trim().Trim('`')["T.".Length..], cells[2].Trim().StartsWith("wide", StringComparison.Ordinal));
            }
        }

        IEnumerable<MethodInfo> methods = typeof(IReal<>).GetMethods(BindingFlags.Public | BindingFlags.Static).Where(method => !IsOperator(method));
        Dictionary<string, bool> expected = methods.GroupBy(method => method.Name.Replace("get_", "", StringComparison.Ordinal), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Any(IsWide), StringComparer.Ordinal);
        Assert.Equal(expected.OrderBy(pair => pair.Key, StringComparer.Ordinal), isWide.OrderBy(pair => pair.Key, StringComparer.Ordinal));

        static bool IsOperator(MethodInfo method) => method.Name.StartsWith("op_", StringComparison.Ordinal);
        static bool IsWide(MethodInfo method) => method.ReturnType.IsGenericType && method.ReturnType.GetGenericTypeDefinition() == typeof(Wide<>);
    }
}

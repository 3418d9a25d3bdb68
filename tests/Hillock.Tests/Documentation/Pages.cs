using System.Runtime.CompilerServices;

namespace Hillock.Tests.Documentation;

/// <summary>The pages that users read.</summary>
internal static class Pages
{
    /// <summary>The folder of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The paths of all pages within the repository.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "README.md", "CONTRIBUTING.md", "CHANGELOG.md", .. Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md").Select(path => "docs/" + Path.GetFileName(path)).Order(StringComparer.Ordinal),
    ];

    /// <summary>The blocks of all pages.</summary>
    public static IReadOnlyList<MarkdownBlock> Blocks { get; } = [.. All.SelectMany(page => MarkdownBlock.Of(page, Read(page)))];

    /// <summary>The text of a page.</summary>
    public static string Read(string page) => File.ReadAllText(Path.Combine(Root, page));

    // The tests run from the build's output, which lies in the repository unless somebody moved it; the sources do not move.
    private static string FindRoot([CallerFilePath] string here = "")
    {
        foreach (string start in (string[])[AppContext.BaseDirectory, Path.GetDirectoryName(here)!])
        {
            for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "Hillock.slnx")))
                {
                    return folder.FullName;
                }
            }
        }

        throw new DirectoryNotFoundException("Hillock.slnx is in no folder above the tests; run them from a checkout.");
    }
}

using Hillock.Tests.Architecture;

namespace Hillock.Tests.Documentation;

/// <summary>The pages that users read.</summary>
internal static class Pages
{
    /// <summary>The page that the packages show.</summary>
    public const string PackageReadme = "src/PACKAGE.md";

    /// <summary>The paths of all pages within the repository.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "README.md", PackageReadme, "CONTRIBUTING.md", "CHANGELOG.md",
        .. Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(SourceTree.Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal),
    ];

    /// <summary>The blocks of all pages.</summary>
    public static IReadOnlyList<MarkdownBlock> Blocks { get; } = [.. All.SelectMany(page => MarkdownBlock.Of(page, Read(page)))];

    /// <summary>The text of a page.</summary>
    public static string Read(string page) => File.ReadAllText(Path.Combine(SourceTree.Root, page));
}

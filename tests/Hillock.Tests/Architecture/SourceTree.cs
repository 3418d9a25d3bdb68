using System.Text.RegularExpressions;

namespace Hillock.Tests.Architecture;

/// <summary>The repository's source files, found upwards from the test assembly.</summary>
internal static partial class SourceTree
{
    /// <summary>The repository's root.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The C# files under a folder of the repository, without what builds write.</summary>
    public static IReadOnlyList<SourceFile> Files(string folder) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(Root, path)))),
    ];

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Hillock.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new DirectoryNotFoundException(
                $"No folder above {AppContext.BaseDirectory} has Hillock.slnx; the tests of the architecture read the sources.");
    }

    /// <summary>A source file.</summary>
    /// <param name="Path">Its path from the root, with slashes.</param>
    /// <param name="Text">What it holds.</param>
    internal sealed record SourceFile(string Path, string Text)
    {
        /// <summary>Its name without the folder.</summary>
        public string Name => System.IO.Path.GetFileName(Path);

        /// <summary>The text without comments and with empty literals.</summary>
        public string Code { get; } = CommentOrLiteral().Replace(Text, match => match.Value[0] == '/' ? "" : "\"\"");
    }

    // Raw, verbatim and plain strings, characters, both kinds of comment.
    [GeneratedRegex(
        "\"\"\"[\\s\\S]*?\"\"\"|\\$?@\\$?\"(?:[^\"]|\"\")*\"|\\$?\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])+'|//[^\\n]*|/\\*[\\s\\S]*?\\*/")]
    private static partial Regex CommentOrLiteral();
}

using System.Text.RegularExpressions;
using Xunit;
using SourceFile = Hillock.Tests.Architecture.SourceTree.SourceFile;

namespace Hillock.Tests.Architecture;

/// <summary>The folders of the library use only those above them in the table of CONTRIBUTING.md; no file is too long.</summary>
public partial class FolderTests
{
    private const int Long = 400, TooLong = 800;

    /// <summary>The rows of the table that are folders of the library: those of one row may use each other.</summary>
    private static readonly string[][] Rows =
    [
        .. File.ReadLines(Path.Combine(SourceTree.Root, "CONTRIBUTING.md"))
            .Where(line => line.StartsWith("| `src/Hillock/", StringComparison.Ordinal))
            .Select(line => FolderName().Matches(line.Split('|')[1]).Select(match => match.Groups[1].Value).ToArray()),
    ];

    public static TheoryData<string> Folders =>
        [
            .. Directory.EnumerateDirectories(Path.Combine(SourceTree.Root, "src/Hillock")).Select(path => Path.GetFileName(path)!)
                .Where(name => name is not ("obj" or "bin" or "build")).Order(),
        ];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Folder_UsesOnlyFoldersAboveIt(string folder)
    {
        int row = RowOf(folder);
        Assert.True(row >= 0, $"CONTRIBUTING.md's table has no src/Hillock/{folder}.");
        string[] faults =
        [
            .. from file in SourceTree.Files("src/Hillock/" + folder)
               from used in Used(file).Distinct()
               where RowOf(used) > row
               select $"{file.Path} uses {used}",
        ];
        Assert.True(
            faults.Length == 0, $"{folder} may use {string.Join(", ", Rows[..(row + 1)].SelectMany(names => names))} alone:\n{string.Join("\n", faults)}");
    }

    /// <summary>Rooms of one folder share its namespace, as the parts of a class do that lies in several.</summary>
    [Theory]
    [MemberData(nameof(Folders))]
    public void Folder_IsItsNamespace(string folder) =>
        Assert.All(SourceTree.Files("src/Hillock/" + folder), file => Assert.Contains(
            $"\nnamespace Hillock.{NamespaceOf(Path.GetDirectoryName(file.Path)!.Replace('\\', '/')["src/Hillock/".Length..])};",
            "\n" + file.Text.Replace("\r", "", StringComparison.Ordinal),
            StringComparison.Ordinal));

    [Fact]
    public void Files_AreShort_OrSayWhyNot()
    {
        string[] faults =
        [
            .. from file in SourceTree.Files("src").Concat(SourceTree.Files("tests"))
               let lines = file.Text.Count(character => character == '\n')
               where lines > TooLong || (lines > Long && !file.Text.StartsWith("//", StringComparison.Ordinal))
               select $"{file.Path} has {lines} lines",
        ];
        Assert.True(
            faults.Length == 0, $"A file over {Long} lines explains why in a comment at its top, and none has over {TooLong}:\n{string.Join("\n", faults)}");
    }

    private static string NamespaceOf(string folder) => RoomTests.SharesNamespace(folder) ? folder.Split('/')[0] : folder.Replace('/', '.');

    private static int RowOf(string folder) => Array.FindIndex(Rows, row => row.Contains(folder));

    /// <summary>The folders that a file names in a using directive or in front of a name.</summary>
    private static IEnumerable<string> Used(SourceFile file) =>
        Rows.SelectMany(names => names).Where(name => Regex.IsMatch(file.Code, $@"\bHillock\.{name}\b|(?<![\w.]){name}\.[A-Z]"));

    [GeneratedRegex("`(?:src/Hillock/)?(\\w+)`")]
    private static partial Regex FolderName();
}

using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Hillock.Tests.Architecture;

/// <summary>The rooms of the large folders: each file in one, none too full, and each uses only those above it in the tables of CONTRIBUTING.md.</summary>
public partial class RoomTests
{
    private const int Full = 40;

    /// <summary>Catalogues with one file a function may be as long as there are functions.</summary>
    private static readonly string[] Catalogues = ["src/Hillock/Activations", "src/Hillock/Losses"];

    /// <summary>The rows of the tables: rooms of one row may use each other, and all of the rows of the same folder above.</summary>
    private static readonly (string Folder, string[] Rooms)[] Rows =
    [
        .. from line in File.ReadLines(Path.Combine(SourceTree.Root, "CONTRIBUTING.md"))
           let cell = Row().Match(line)
           where cell.Success
           select (cell.Groups["folder"].Value, cell.Groups["room"].Captures.Select(capture => capture.Value).ToArray()),
    ];

    /// <summary>What files with rooms use of other files.</summary>
    private static readonly Lazy<(SyntaxTree From, string Name, SyntaxTree To)[]> Uses = new(() =>
        [.. LibraryCompilation.Instance.SyntaxTrees.Where(tree => Houses.Any(house => RowOf(house, tree) >= 0)).SelectMany(UsesOf).Distinct()]);

    /// <summary>Rooms that are namespaces of their own.</summary>
    private static readonly string[] Namespaces = ["Training/Search", "Training/SparseCoding", "Data/Transforms"];

    public static TheoryData<string> Houses => [.. Rows.Select(row => row.Folder).Distinct()];

    [Theory]
    [MemberData(nameof(Houses))]
    public void Rooms_AreTheTablesOfContributing(string folder) =>
        Assert.Equal(
            Directory.EnumerateDirectories(Path.Combine(SourceTree.Root, "src/Hillock", folder)).Select(path => Path.GetFileName(path)!).Order(),
            Rows.Where(row => row.Folder == folder).SelectMany(row => row.Rooms).Order());

    [Fact]
    public void Folders_AreNotFull()
    {
        string[] faults =
        [
            .. from file in SourceTree.Files("src").Concat(SourceTree.Files("tests")).Concat(SourceTree.Files("samples"))
               group file by Path.GetDirectoryName(file.Path)!.Replace('\\', '/') into files
               where files.Count() > Full && !Catalogues.Contains(files.Key)
               select $"{files.Key} holds {files.Count()} files",
        ];
        Assert.True(faults.Length == 0, $"A folder holds at most {Full} files; give it rooms:\n{string.Join("\n", faults)}");
    }

    [Theory]
    [MemberData(nameof(Houses))]
    [Trait("Speed", "slow")]
    public void Room_UsesOnlyRoomsAboveIt(string folder)
    {
        int down = Uses.Value.Count(use => RowOf(folder, use.To) is int to and >= 0 && RowOf(folder, use.From) > to);
        Assert.True(down > 20, $"The walk met {down} uses of rooms further up in {folder}; it looks at nothing.");
        SortedSet<string> faults =
        [
            .. from use in Uses.Value
               where RowOf(folder, use.From) is int row and >= 0 && RowOf(folder, use.To) > row
               select $"{use.From.FilePath} uses {use.Name} of {use.To.FilePath}",
        ];
        Assert.True(faults.Count == 0, $"No arrow runs up between rooms, see the tables of CONTRIBUTING.md:\n{string.Join("\n", faults)}");
    }

    /// <summary>Whether a folder of <c>src/Hillock</c> is a room that shares the namespace of the folder it lies in.</summary>
    public static bool SharesNamespace(string folder) =>
        folder.Split('/') is [var house, var room] && Rows.Any(row => row.Folder == house && row.Rooms.Contains(room)) && !Namespaces.Contains(folder);

    private static IEnumerable<(SyntaxTree From, string Name, SyntaxTree To)> UsesOf(SyntaxTree tree)
    {
        SemanticModel model = LibraryCompilation.Instance.GetSemanticModel(tree);
        return
            from name in tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<SimpleNameSyntax>()
            let symbol = model.GetSymbolInfo(name, TestContext.Current.CancellationToken).Symbol

            // The parts of a type lie in several rooms; its members tell which.
            where symbol is not (null or INamespaceSymbol or INamedTypeSymbol { DeclaringSyntaxReferences.Length: > 1 })
            from declaration in symbol.OriginalDefinition.DeclaringSyntaxReferences
            where declaration.SyntaxTree != tree
            select (tree, symbol.Name, declaration.SyntaxTree);
    }

    /// <summary>The row of the table that a file's room stands in; −1 for a file that lies in no room of the folder.</summary>
    private static int RowOf(string folder, SyntaxTree tree) => LibraryCompilation.FolderOf(tree)?.Split('/') is [var outer, var room, ..] && outer == folder
        ? Array.FindIndex(Rows, row => row.Folder == folder && row.Rooms.Contains(room))
        : -1;

    // | `Kernels/Elementwise`, `Memory` | ... |
    [GeneratedRegex(@"^\| `(?<folder>Data|Functional|Kernels|Modules|Training)/(?<room>\w+)`(?:, `(?<room>\w+)`)* \|")]
    private static partial Regex Row();
}

using Hillock.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Hillock.Tests.Architecture;

/// <summary>The library's sources as the compiler understands them, generated ones included.</summary>
internal static class LibraryCompilation
{
    /// <summary>What the SDK's implicit usings give a console project.</summary>
    public const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly Lazy<CSharpCompilation> Compiled = new(Compile);

    public static CSharpCompilation Instance => Compiled.Value;

    /// <summary>The folder of a source file below <c>src/Hillock</c>, such as <c>Kernels/Sums</c>; null for a generated file.</summary>
    public static string? FolderOf(SyntaxTree tree) =>
        tree.FilePath.StartsWith("src/Hillock/", StringComparison.Ordinal)
            ? Path.GetDirectoryName(tree.FilePath["src/Hillock/".Length..])!.Replace('\\', '/')
            : null;

    /// <summary>The types of a namespace that the sources declare, nested ones included.</summary>
    public static IEnumerable<INamedTypeSymbol> TypesBelow(string name)
    {
        INamespaceSymbol space =
            name.Split('.').Aggregate(Instance.Assembly.GlobalNamespace, (outer, part) => outer.GetNamespaceMembers().Single(inner => inner.Name == part));
        return space.GetTypeMembers().SelectMany(WithNested);

        static IEnumerable<INamedTypeSymbol> WithNested(INamedTypeSymbol type) => [type, .. type.GetTypeMembers().SelectMany(WithNested)];
    }

    private static CSharpCompilation Compile()
    {
        CSharpParseOptions options = new(LanguageVersion.Preview, DocumentationMode.Parse);
        IEnumerable<SyntaxTree> trees = SourceTree.Files("src/Hillock").Select(file => CSharpSyntaxTree.ParseText(file.Text, options, file.Path))
            .Append(CSharpSyntaxTree.ParseText(ImplicitUsings, options, "usings"));
        string[] platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        IEnumerable<MetadataReference> references = platform
            .Where(path => !Path.GetFileName(path).StartsWith("Hillock", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Hillock", trees, references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create([.. Generators()], parseOptions: options).RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _);
        string[] errors =
            [
                .. generated.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(5)
                    .Select(diagnostic => diagnostic.ToString()),
            ];
        Assert.True(errors.Length == 0, $"The library's sources do not compile in the test:\n{string.Join("\n", errors)}");
        return (CSharpCompilation)generated;
    }

    private static IEnumerable<ISourceGenerator> Generators() =>
        typeof(ActivationGenerator).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(IIncrementalGenerator)) && !type.IsAbstract)
            .Select(type => ((IIncrementalGenerator)Activator.CreateInstance(type)!).AsSourceGenerator());
}

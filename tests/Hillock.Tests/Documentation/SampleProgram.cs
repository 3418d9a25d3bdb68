using System.CommandLine;
using System.Runtime.InteropServices;
using System.Xml.Linq;
using Hillock.Charts;
using Hillock.Csv;
using Hillock.Images;
using Hillock.Tables;
using Hillock.Tensors;
using Hillock.Tests.Architecture;
using Hillock.Tests.ChildProcesses;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Hillock.Tests.Documentation;

/// <summary>A sample of the documentation, compiled as a user's project would compile it.</summary>
internal sealed class SampleProgram
{
    // What ImplicitUsings gives a console project, and the package on top.
    private static readonly string ImplicitUsings =
        LibraryCompilation.ImplicitUsings + string.Concat(PackageUsings.Select(name => $"\nglobal using {name};"));

    /// <summary>The namespaces that the package brings into every file, <c>src/Hillock/build/Hillock.targets</c>.</summary>
    private static IEnumerable<string> PackageUsings =>
        XDocument.Load(Path.Combine(SourceTree.Root, "src/Hillock/build/Hillock.targets")).Descendants("Using")
            .Select(element => element.Attribute("Include")!.Value);

    private static readonly string[] Libraries =
        [
            typeof(Tensor).Assembly.Location, typeof(CsvTable).Assembly.Location, typeof(Picture).Assembly.Location, typeof(TableFile).Assembly.Location,
            typeof(Chart).Assembly.Location, typeof(RootCommand).Assembly.Location,
        ];

    // What a program of these loads.
    private static readonly string[] Loaded =
        [
            "Hillock.dll", "Hillock.Csv.dll", "Hillock.Images.dll", "Hillock.Tables.dll", "Hillock.Charts.dll", "CsvHelper.dll", "SixLabors.ImageSharp.dll",
            "K4os.Compression.LZ4.dll", "Snappier.dll", "ZstdSharp.dll", "Spectre.Console.dll", "System.CommandLine.dll", "System.Numerics.Tensors.dll",
        ];

    private static readonly MetadataReference[] References =
    [
        .. Directory.EnumerateFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*.dll").Where(IsManaged).Concat(Libraries)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private readonly CSharpCompilation _compilation;

    /// <summary>Parses a sample.</summary>
    /// <param name="text">Statements, then types; or types alone.</param>
    /// <param name="hasPackage">Whether the project refers to the package, which brings namespaces into every file.</param>
    public SampleProgram(string text, bool hasPackage = true)
    {
        // C# 14, the language of .NET 10: this version of the compiler calls it a preview.
        CSharpParseOptions options = new(LanguageVersion.Preview, DocumentationMode.Parse);
        SyntaxTree sample = CSharpSyntaxTree.ParseText(text, options);
        IsProgram = ((CompilationUnitSyntax)sample.GetRoot()).Members.Any(member => member is GlobalStatementSyntax);
        _compilation = CSharpCompilation.Create(
            "Sample", [sample, CSharpSyntaxTree.ParseText(hasPackage ? ImplicitUsings : LibraryCompilation.ImplicitUsings, options)], References,
            new CSharpCompilationOptions(
                IsProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: false, optimizationLevel: OptimizationLevel.Release));
    }

    /// <summary>Whether the sample has statements to run.</summary>
    public bool IsProgram { get; }

    /// <summary>The compiler's errors and warnings.</summary>
    public IReadOnlyList<string> Faults =>
        [.. _compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).Select(diagnostic => diagnostic.ToString())];

    /// <summary>Runs the program in a process of its own and returns what it printed.</summary>
    /// <param name="folder">An empty folder for the program, which is also its working directory.</param>
    public async Task<string> RunAsync(string folder)
    {
        string program = Path.Combine(folder, "Sample.dll");
        Assert.True(_compilation.Emit(program).Success);
        foreach (string library in Loaded.Select(name => Path.Combine(AppContext.BaseDirectory, name)))
        {
            File.Copy(library, Path.Combine(folder, Path.GetFileName(library)));
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "Sample.runtimeconfig.json"), $$"""
            {
              "runtimeOptions": {
                "tfm": "net{{Environment.Version.Major}}.0",
                "framework": { "name": "Microsoft.NETCore.App", "version": "{{Environment.Version}}" }
              }
            }
            """);
        return await ChildProcess.RunAsync(program, "", folder);
    }

    private static bool IsManaged(string path)
    {
        string name = Path.GetFileName(path);
        return (name.StartsWith("System.", StringComparison.Ordinal) && !name.Contains("Native", StringComparison.Ordinal))
            || name is "netstandard.dll" or "mscorlib.dll";
    }
}

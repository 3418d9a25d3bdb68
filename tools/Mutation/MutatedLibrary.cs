using Hillock.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Hillock.Tools.Mutation;

/// <summary>The library with some mutants in it, of which the environment variable <c>HILLOCK_MUTANT</c> switches one on.</summary>
/// <remarks>
/// Each is a choice by a read-only field that is set before anything of the library is compiled: for the compiler at run time a constant, so that
/// what is not switched on costs nothing and loops are inlined as ever.
/// </remarks>
internal sealed class MutatedLibrary
{
    private const string Kind = "mutant";

    private const string Switch = """
        namespace Hillock
        {
            internal static class ActiveMutant
            {
                internal static readonly int Id = int.Parse(System.Environment.GetEnvironmentVariable("HILLOCK_MUTANT") ?? "-1");

                [System.Runtime.CompilerServices.ModuleInitializer]
                internal static void Read() => _ = Id;
            }
        }
        """;

    private readonly CSharpParseOptions _options = new(LanguageVersion.Preview, DocumentationMode.Parse);
    private readonly SyntaxTree[] _sources;
    private readonly MetadataReference[] _references;

    /// <summary>Reads the library's sources.</summary>
    /// <param name="built">What a build made of it: its folder of intermediate files.</param>
    /// <param name="references">The folder of assemblies that it refers to beside the run time's.</param>
    public MutatedLibrary(string built, string references)
    {
        string[] generated = [Path.Combine(built, "Hillock.AssemblyInfo.cs"), Path.Combine(built, "Hillock.GlobalUsings.g.cs")];
        _sources =
        [
            .. Directory.EnumerateFiles("src/Hillock", "*.cs", SearchOption.AllDirectories)
                .Select(path => path.Replace('\\', '/')).Order(StringComparer.Ordinal).Concat(generated)
                .Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), _options, path)),
            CSharpSyntaxTree.ParseText(Switch, _options, "ActiveMutant.cs"),
        ];
        IEnumerable<string> platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(IsOfTheRunTime);
        _references = [.. platform.Append(Path.Combine(references, "System.Numerics.Tensors.dll")).Select(path => MetadataReference.CreateFromFile(path))];
    }

    /// <summary>All mutants of the folders.</summary>
    public Mutant[] MutantsOf(IReadOnlyCollection<string> folders) =>
        [.. _sources.Where(tree => folders.Any(folder => tree.FilePath.StartsWith($"src/Hillock/{folder}/", StringComparison.Ordinal))).SelectMany(Mutants.Of)];

    /// <summary>Compiles the library with the mutants.</summary>
    /// <returns>Those that the compiler accepts; the others, of which it says that they are no program, are left out.</returns>
    public IReadOnlySet<int> Emit(IReadOnlyDictionary<int, Mutant> mutants, string path)
    {
        HashSet<int> left = [.. mutants.Keys];
        while (true)
        {
            Compilation compilation = Compile(mutants.Where(pair => left.Contains(pair.Key)));
            using MemoryStream assembly = new();
            EmitResult result = compilation.Emit(assembly);
            if (result.Success)
            {
                File.WriteAllBytes(path, assembly.ToArray());
                return left;
            }

            Diagnostic[] errors = [.. result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
            int[] faulty = [.. errors.SelectMany(IdsAround).Distinct()];
            if (faulty.Length == 0)
            {
                throw new InvalidOperationException($"The library does not compile: {errors[0]}");
            }

            left.ExceptWith(faulty);
        }
    }

    private static bool IsOfTheRunTime(string path) =>
        Path.GetFileName(path) is var name && name != "System.Numerics.Tensors.dll"
        && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll");

    // The mutant around the error; or those next to it, whose type is another.
    private static IEnumerable<int> IdsAround(Diagnostic error)
    {
        if (error.Location.SourceTree is not { } tree)
        {
            return [];
        }

        SyntaxNode[] around = [.. tree.GetRoot().FindNode(error.Location.SourceSpan).AncestorsAndSelf()];
        IEnumerable<int>[] candidates = [.. around.Select(Own).Concat(around.Select(node => node.DescendantNodes().SelectMany(Own)))];
        return candidates.FirstOrDefault(ids => ids.Any()) ?? [];

        static IEnumerable<int> Own(SyntaxNode node) =>
            node.GetAnnotations(Kind).Select(annotation => int.Parse(annotation.Data!, System.Globalization.CultureInfo.InvariantCulture));
    }

    private Compilation Compile(IEnumerable<KeyValuePair<int, Mutant>> mutants)
    {
        ILookup<string, KeyValuePair<int, Mutant>> byFile = mutants.ToLookup(pair => pair.Value.Path);
        IEnumerable<SyntaxTree> trees = _sources.Select(tree => byFile.Contains(tree.FilePath) ? With(tree, byFile[tree.FilePath]) : tree);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Hillock", trees, _references,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true,
                nullableContextOptions: NullableContextOptions.Enable));
        IEnumerable<ISourceGenerator> generators = typeof(ActivationGenerator).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(IIncrementalGenerator)) && !type.IsAbstract)
            .Select(type => ((IIncrementalGenerator)Activator.CreateInstance(type)!).AsSourceGenerator());
        CSharpGeneratorDriver.Create(generators, parseOptions: _options).RunGeneratorsAndUpdateCompilation(compilation, out Compilation complete, out _);
        return complete;
    }

    private SyntaxTree With(SyntaxTree tree, IEnumerable<KeyValuePair<int, Mutant>> mutants)
    {
        Dictionary<SyntaxNode, (int Id, Mutant Mutant)> byNode = mutants.ToDictionary(pair => (SyntaxNode)pair.Value.Original, pair => (pair.Key, pair.Value));
        SyntaxNode root = tree.GetRoot().ReplaceNodes(byNode.Keys, (original, rewritten) =>
        {
            (int id, Mutant mutant) = byNode[original];
            ExpressionSyntax active = ParseExpression($"global::Hillock.ActiveMutant.Id == {id}");
            return ParenthesizedExpression(ConditionalExpression(
                active, ParenthesizedExpression(mutant.Replacement), ParenthesizedExpression(((ExpressionSyntax)rewritten).WithoutTrivia())))
                .WithTriviaFrom(original).WithAdditionalAnnotations(new SyntaxAnnotation(Kind, id.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        });
        return CSharpSyntaxTree.Create((CompilationUnitSyntax)root, _options, tree.FilePath, System.Text.Encoding.UTF8);
    }
}

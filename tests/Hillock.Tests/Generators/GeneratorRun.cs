using Hillock.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Hillock.Tests.Generators;

/// <summary>Runs the generator on definitions, beside stand-ins for the parts of the library that generated code refers to.</summary>
internal sealed class GeneratorRun
{
    private const string Library = """
        #nullable enable
        namespace Hillock.Numbers
        {
            public interface IUnaryFunction;
            public interface IBinaryFunction;
            public interface IReal<T>;
            public sealed class Philox;
        }

        namespace Hillock.Activations
        {
            public interface IActivation : Hillock.Numbers.IUnaryFunction;
            public interface ILearnableActivation : Hillock.Numbers.IBinaryFunction;
            public interface IRandomActivation : IActivation, Hillock.Numbers.IBinaryFunction;
            public sealed class CommonAttribute : System.Attribute;
            public sealed class KnownAsAttribute(params string[] names) : System.Attribute
            {
                public string[] Names => names;
            }
        }

        namespace Hillock.Tensors
        {
            public sealed partial class Tensor;
        }

        namespace Hillock.Functional
        {
            using Hillock.Tensors;
            public static partial class F
            {
                private static Tensor Apply<T>(Tensor x, T function) => x;
                private static Tensor Apply<T>(Tensor x, Tensor parameter, T function) => x;
                private static Tensor RandomActivation<T>(Tensor x, Hillock.Numbers.Philox random, T function, ulong start = 0) => x;
            }

            public static partial class ActivationCatalog
            {
                public static ActivationInfo[] Rows { get; } = CreateRows();
            }

            public sealed class ActivationFunction
            {
                public static ActivationFunction Of<T>(ActivationInfo info, double[] values, T function) => new();
                public static ActivationFunction OfLearnable<T>(ActivationInfo info, double[] values, T function) => new();
                public static ActivationFunction OfRandom<T>(ActivationInfo info, double[] values, T function) => new();
            }

            public sealed record ActivationParameter(string Name, string Description, double? Default);

            public sealed record ActivationInfo(
                string Name, string Title, string Formula, string Summary, string Remarks, string Source,
                System.Func<ActivationInfo, double[], ActivationFunction> Create)
            {
                public string[] Aliases { get; init; } = [];
                public ActivationParameter[] Parameters { get; init; } = [];
                public bool IsLearnable { get; init; }
                public System.Func<object, double[]?>? Read { get; init; }
                public bool IsRandom { get; init; }
                public bool IsCommon { get; init; }
            }
        }
        """;

    private static readonly CSharpParseOptions Options = new(LanguageVersion.CSharp13, DocumentationMode.Parse);

    private static readonly MetadataReference[] References =
    [
        MetadataReference.CreateFromFile(typeof(object).Assembly.Location),
        MetadataReference.CreateFromFile(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System.Runtime.dll")),
    ];

    private CSharpCompilation _compilation;
    private GeneratorDriver _driver;

    private GeneratorRun(string definitions)
    {
        _compilation = CSharpCompilation.Create(
            "Definitions",
            [Parse(Library, "Library.cs"), Parse(definitions, "Definitions.cs"), Parse("class Unrelated;", "Unrelated.cs")],
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        _driver = CSharpGeneratorDriver.Create(
            [new ActivationGenerator().AsSourceGenerator()], parseOptions: Options,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        _driver = _driver.RunGenerators(_compilation, TestContext.Current.CancellationToken);
    }

    /// <summary>What the last run reported.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics => Result.Diagnostics;

    /// <summary>The files that the last run wrote.</summary>
    public IReadOnlyDictionary<string, string> Files => Result.GeneratedSources.ToDictionary(source => source.HintName, source => source.SourceText.ToString());

    private GeneratorRunResult Result => _driver.GetRunResult().Results.Single();

    /// <summary>Runs the generator for the first time.</summary>
    /// <param name="definitions">A file in the namespace of definitions.</param>
    public static GeneratorRun On(string definitions) => new(definitions);

    /// <summary>Replaces a file and runs again; returns why each output was or was not made anew.</summary>
    public IncrementalStepRunReason[] Edit(string path, Func<string, string> edit)
    {
        SyntaxTree tree = _compilation.SyntaxTrees.Single(tree => tree.FilePath == path);
        _compilation = _compilation.ReplaceSyntaxTree(tree, Parse(edit(tree.ToString()), path));
        _driver = _driver.RunGenerators(_compilation, TestContext.Current.CancellationToken);
        return [.. Result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs).Select(output => output.Reason)];
    }

    /// <summary>The compiler's errors and warnings on definitions, library and generated files together.</summary>
    public IReadOnlyList<Diagnostic> Compile() =>
    [
        .. _compilation.AddSyntaxTrees(Result.GeneratedSources.Select(source => source.SyntaxTree)).GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning),
    ];

    private static SyntaxTree Parse(string text, string path) =>
        CSharpSyntaxTree.ParseText(text, Options, path, cancellationToken: TestContext.Current.CancellationToken);
}

using Hillock.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Hillock.Tests.Generators;

/// <summary>What follows from the definition of a loss and of an operation on rows: read by hand, this is what a person would have written.</summary>
public class DefinitionGeneratorTests
{
    private const string Library = """
        #nullable enable
        namespace Hillock.Losses
        {
            public interface IElementwiseLoss;
            public interface IWeightedLoss : IElementwiseLoss;
        }

        namespace Hillock.Functional
        {
            public interface IRowFunction;
            public static partial class F;
        }

        namespace Hillock.Modules
        {
            public sealed class WrittenLoss;
        }
        """;

    private const string Loss = """
        namespace Hillock.Losses;

        /// <summary>The bent distance: <c>|x − t|·s</c>.</summary>
        /// <param name="Slope">The slope.</param>
        /// <param name="Full">Whether it is whole.</param>
        public readonly record struct Bent(double Slope, bool Full) : IWeightedLoss
        {
            public Bent() : this(0.5, true) { }
        }

        /// <summary>The written one: <c>x</c>.</summary>
        public readonly struct Written : IElementwiseLoss;
        """;

    private const string Rows = """
        namespace Hillock.Functional;

        /// <summary>The row turned round: <c>xₙ₋ᵢ</c>.</summary>
        /// <param name="Factor">The factor.</param>
        public readonly record struct Turned(double Factor) : IRowFunction
        {
            public Turned() : this(2) { }
        }
        """;

    [Fact]
    public void Loss_GivesAFunctionARowAndAModuleThatThereIsNot()
    {
        Dictionary<string, string> files = Run(new LossGenerator(), Loss, out IReadOnlyList<Diagnostic> faults);
        Assert.Empty(faults);
        Assert.Equal(["F.Losses.g.cs", "LossCatalog.g.cs", "LossModules.g.cs"], files.Keys.Order(StringComparer.Ordinal));
        const string Tensor = "global::Hillock.Tensors.Tensor",
            Reduction = "global::Hillock.Losses.Reduction reduction = global::Hillock.Losses.Reduction.Mean";
        Assert.Contains(
            $"public static {Tensor} Bent({Tensor} predictions, {Tensor} targets, {Reduction}, {Tensor}? weight = null, double slope = 0.5, bool full = true, ",
            files["F.Losses.g.cs"], StringComparison.Ordinal);
        Assert.EndsWith(
            $"""
            public sealed class BentLoss({Reduction}, {Tensor}? weight = null, double slope = 0.5, bool full = true)
                : ElementwiseLoss<global::Hillock.Losses.Bent>(new global::Hillock.Losses.Bent(slope, full), reduction, weight);

            """,
            files["LossModules.g.cs"],
            StringComparison.Ordinal);
        Assert.DoesNotContain("WrittenLoss", files["LossModules.g.cs"], StringComparison.Ordinal);
        Assert.Contains("OtherClass = LossInfo.OtherClassOf<global::Hillock.Losses.Bent>()", files["LossCatalog.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_GiveAFunctionAMethodAndARow()
    {
        Dictionary<string, string> files = Run(new RowFunctionGenerator(), Rows, out IReadOnlyList<Diagnostic> faults);
        Assert.Empty(faults);
        const string Tensor = "global::Hillock.Tensors.Tensor";
        Assert.Contains(
            $"    public static {Tensor} Turned({Tensor} x, int axis = -1, double factor = 2) =>\n        RowFunction(x, new " +
            "global::Hillock.Functional.Turned(factor), axis);\n",
            files["F.Rows.g.cs"], StringComparison.Ordinal);
        Assert.Contains(
            $"    public {Tensor} Turned(int axis = -1, double factor = 2) => global::Hillock.Functional.F.Turned(this, axis, factor);\n",
            files["Tensor.Rows.g.cs"], StringComparison.Ordinal);
        Assert.Contains("static (x, axis, values) => F.Turned(x, axis, values[0]))", files["RowFunctionCatalog.g.cs"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HIL001", "/// <summary>Wrong: <c>x</c>.</summary>\npublic struct Wrong : IRowFunction;")]
    [InlineData("HIL002", "/// <summary>Wrong.</summary>\npublic readonly struct Wrong : IRowFunction;")]
    [InlineData(
        "HIL003", "/// <summary>Wrong: <c>x</c>.</summary>\npublic readonly record struct Wrong(double A) : IRowFunction { public Wrong() : this(1) { } }")]
    [InlineData(
        "HIL004", "/// <summary>Wrong: <c>x</c>.</summary>\n/// <param name=\"A\">A.</param>\npublic readonly record struct Wrong(double A) : IRowFunction;")]
    public void FaultyRows_AreReported_AndTheOthersAreListed(string id, string definition)
    {
        Dictionary<string, string> files = Run(new RowFunctionGenerator(), Rows + "\n" + definition, out IReadOnlyList<Diagnostic> faults);
        Assert.Equal(id, Assert.Single(faults).Id);
        Assert.Contains(" Turned(", files["F.Rows.g.cs"], StringComparison.Ordinal);
        Assert.DoesNotContain("Wrong", files["F.Rows.g.cs"], StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Run(IIncrementalGenerator generator, string definitions, out IReadOnlyList<Diagnostic> faults)
    {
        CSharpParseOptions options = new(LanguageVersion.CSharp13, DocumentationMode.Parse);
        CancellationToken cancel = TestContext.Current.CancellationToken;
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Definitions",
            [
                CSharpSyntaxTree.ParseText(Library, options, cancellationToken: cancel),
                CSharpSyntaxTree.ParseText(definitions, options, cancellationToken: cancel),
            ],
            [
                MetadataReference.CreateFromFile(typeof(object).Assembly.Location),
                MetadataReference.CreateFromFile(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System.Runtime.dll")),
            ],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        GeneratorRunResult result =
            CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], parseOptions: options).RunGenerators(compilation, cancel).GetRunResult().Results
                .Single();
        faults = result.Diagnostics;
        return result.GeneratedSources.ToDictionary(source => source.HintName, source => source.SourceText.ToString());
    }
}

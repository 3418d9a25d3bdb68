using System.Globalization;
using Hillock.Tests.Oracle;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Hillock.Tests.Generators;

/// <summary>What follows from a definition, and what is said of one that is not.</summary>
[Trait("Speed", "slow")]
public class ActivationGeneratorTests
{
    private const string Head = """
        using Hillock.Numbers;

        namespace Hillock.Activations;


        """;

    private const string Definitions = Head + """
        /// <summary>The bent line: <c>x</c> for <c>x &gt; 0</c>, otherwise <c>slope·x</c>.</summary>
        /// <remarks>The slope at 0 is that of the left. Source: Nobody, "On nothing" (1999).</remarks>
        /// <param name="Slope">The slope "below" 0.</param>
        /// <param name="Offset">What is added.</param>
        [Common]
        [KnownAs("bent", "bent-line")]
        public readonly record struct Bend(double Slope, [KnownAs("shift")] double Offset) : IActivation
        {
            /// <summary>The function with its default parameters.</summary>
            public Bend()
                : this(1e-5, -2)
            {
            }
        }

        /// <summary>Shaky line: <c>u·x</c>.</summary>
        public readonly struct Shake : IRandomActivation;

        /// <summary>The swaying line: <c>sway·x</c>.</summary>
        public readonly struct LearnableSway : ILearnableActivation
        {
            /// <inheritdoc/>
            public static double Initial => 1 + 0.5;

            /// <summary>Evaluates the function.</summary>
            /// <param name="x">The argument.</param>
            /// <param name="sway">The factor.</param>
            public T Apply<T>(T x, T sway) => x;
        }
        """;

    [Theory]
    [InlineData("F")]
    [InlineData("Tensor")]
    [InlineData("ActivationCatalog")]
    public void Definitions_GiveTheFunctionTheMethodAndTheRow(string name)
    {
        // These files were read and checked by hand: they are what a person would have written.
        string expected = File.ReadAllText(Path.Combine(OracleFile.DataFolder, "generators", name + ".txt"));
        Assert.Equal(expected, GeneratorRun.On(Definitions).Files[name + ".g.cs"]);
    }

    [Fact]
    public void Definitions_GiveCodeThatCompiles()
    {
        GeneratorRun run = GeneratorRun.On(Definitions);
        Assert.Empty(run.Diagnostics);
        Assert.Empty(run.Compile());
        Assert.Equal(["ActivationCatalog.g.cs", "F.g.cs", "Tensor.g.cs"], run.Files.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Types_ThatAreNoDefinitions_GiveNothing()
    {
        GeneratorRun run = GeneratorRun.On(Head + """
            public interface IBetterActivation : IActivation;
            public readonly struct Other : System.IDisposable
            {
                public void Dispose()
                {
                }
            }
            """);
        Assert.Empty(run.Diagnostics);
        Assert.Empty(run.Files);
    }

    [Theory]
    [InlineData("HIL001", "'Wrong' must be a public readonly struct: kernels are compiled for its type", """
        /// <summary>Wrong: <c>x</c>.</summary>
        public struct Wrong : IActivation;
        """)]
    [InlineData("HIL001", "'Wrong' must be a public readonly struct: kernels are compiled for its type", """
        /// <summary>Wrong: <c>x</c>.</summary>
        public sealed class Wrong : IActivation;
        """)]
    [InlineData("HIL001", "'Wrong' must be a public readonly struct: kernels are compiled for its type", """
        /// <summary>Wrong: <c>x</c>.</summary>
        internal readonly struct Wrong : IActivation;
        """)]
    [InlineData("HIL002", "'Wrong' needs a <summary> of the form 'Name: formula.'; the catalogue and the documentation are made of it", """
        /// <summary>Wrong.</summary>
        public readonly struct Wrong : IActivation;
        """)]
    [InlineData("HIL002", "'Wrong' needs a <summary> of the form 'Name: formula.'; the catalogue and the documentation are made of it", """
        public readonly struct Wrong : IActivation;
        """)]
    [InlineData("HIL003", "Parameter 'beta' of 'Wrong' needs a <param> description; the catalogue and the command line show it", """
        /// <summary>Wrong: <c>x</c>.</summary>
        /// <param name="Alpha">The first.</param>
        public readonly record struct Wrong(double Alpha, double Beta) : IActivation;
        """)]
    [InlineData("HIL003", "Parameter 'slope' of 'Wrong' needs a <param> description; the catalogue and the command line show it", """
        /// <summary>Wrong: <c>x</c>.</summary>
        public readonly struct Wrong : ILearnableActivation
        {
            public static double Initial => 1;

            public T Apply<T>(T x, T slope) => x;
        }
        """)]
    [InlineData("HIL004", "Parameter 'count' of 'Wrong' must be a double, with constants as defaults", """
        /// <summary>Wrong: <c>x</c>.</summary>
        /// <param name="Count">A number.</param>
        /// <param name="Alpha">Another.</param>
        public readonly record struct Wrong(int Count, double Alpha) : IActivation;
        """)]
    [InlineData("HIL004", "Parameter 'alpha' of 'Wrong' must be a double, with constants as defaults", """
        /// <summary>Wrong: <c>x</c>.</summary>
        /// <param name="Alpha">A number.</param>
        public readonly record struct Wrong(double Alpha) : IActivation
        {
            public Wrong()
                : this(System.Math.Sqrt(2))
            {
            }
        }
        """)]
    [InlineData("HIL004", "Parameter 'slope' of 'Wrong' must be a double, with constants as defaults", """
        /// <summary>Wrong: <c>x</c>.</summary>
        public readonly struct Wrong : ILearnableActivation
        {
            public static double Initial => System.Math.Sqrt(2);

            /// <param name="slope">A number.</param>
            public T Apply<T>(T x, T slope) => x;
        }
        """)]
    public void FaultyDefinition_IsReportedAtItsName_AndTheOthersAreListed(string id, string message, string definition)
    {
        string text = Definitions + "\n\n" + definition;
        GeneratorRun run = GeneratorRun.On(text);
        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal((id, DiagnosticSeverity.Error), (diagnostic.Id, diagnostic.Severity));
        Assert.Equal(message, diagnostic.GetMessage(CultureInfo.InvariantCulture));

        FileLinePositionSpan place = diagnostic.Location.GetLineSpan();
        Assert.Equal("Definitions.cs", place.Path);
        string line = text.Split('\n')[place.StartLinePosition.Line];
        Assert.Equal("Wrong", line[place.StartLinePosition.Character..place.EndLinePosition.Character]);
        Assert.Contains("struct Wrong", line.Replace("class", "struct", StringComparison.Ordinal), StringComparison.Ordinal);

        Assert.Equal(GeneratorRun.On(Definitions).Files, run.Files);
    }

    [Fact]
    public void UnrelatedEdit_MakesNothingAnew()
    {
        GeneratorRun run = GeneratorRun.On(Definitions);
        Assert.All(run.Edit("Unrelated.cs", _ => "class Unrelated { int _field; }"), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));

        // Nor does one in the file of the definitions that changes no word of what is generated.
        Assert.All(run.Edit("Definitions.cs", text => text.Replace("\npublic readonly", "\n\n// A remark.\npublic readonly", StringComparison.Ordinal)),
            reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void EditOfADefinition_IsSeen()
    {
        GeneratorRun run = GeneratorRun.On(Definitions);
        Assert.Contains(IncrementalStepRunReason.Modified, run.Edit("Definitions.cs", text => text.Replace("1e-5", "0.25", StringComparison.Ordinal)));
        Assert.Contains("double slope = 0.25", run.Files["F.g.cs"], StringComparison.Ordinal);
    }
}

using System.Text.RegularExpressions;
using Hillock.Functional;
using Hillock.Numbers;
using Xunit;

namespace Hillock.Tests.Architecture;

/// <summary>Adding an activation touches one source file: no other names it.</summary>
public class DefinitionTests
{
    /// <summary>
    /// Names that mean more than the activation: the elementary functions of a number, the identity matrix or mapping, a threshold of anything.
    /// </summary>
    private static readonly string[] OtherMeanings = [.. typeof(IReal<>).GetMethods().Select(method => method.Name), "Identity", "Threshold"];

    /// <summary>
    /// Files that use a certain activation: the network of a benchmark has some; the steps of sparse coding are shrinkages; a transformer's layers have a
    /// default.
    /// </summary>
    private static readonly string[] Users =
    [
        "src/Hillock.Cli/Benchmarks/MlpBenchmarks.cs", "src/Hillock/Training/SparseCoding/SparseCoder.cs",
        "src/Hillock/Modules/Transformers/TransformerEncoderLayer.cs", "src/Hillock/Modules/Transformers/TransformerDecoderLayer.cs",
    ];

    public static TheoryData<string> Names => [.. ActivationCatalog.All.Select(info => info.DisplayName).Except(OtherMeanings)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Activation_IsNamedByItsOwnFileAlone(string name)
    {
        string[] others =
            [
                .. SourceTree.Files("src").Where(file => !Users.Contains(file.Path) && file.Name != name + ".cs" && Regex.IsMatch(file.Code, $@"\b{name}\b"))
                    .Select(file => file.Path),
            ];
        Assert.True(others.Length == 0, $"{name} is named in {string.Join(", ", others)}; what is made of a definition belongs in the generator.");
    }

    [Fact]
    public void Activation_HasAFileOfItsName() =>
        Assert.All(
            ActivationCatalog.All,
            info => Assert.True(File.Exists(Path.Combine(SourceTree.Root, "src/Hillock/Activations", info.DisplayName + ".cs")), info.DisplayName));
}

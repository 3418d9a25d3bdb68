using System.Text.RegularExpressions;
using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;
using Hillock.Tests.Losses;
using Hillock.Tests.Optimizers;
using Xunit;

namespace Hillock.Tests.Architecture;

/// <summary>Adding an activation, an element-wise loss, an operation on rows or an optimizer touches one source file: no other names it.</summary>
public class DefinitionTests
{
    /// <summary>
    /// Names that mean more than the activation: the elementary functions of a number, the identity matrix or mapping, a threshold of anything.
    /// </summary>
    private static readonly string[] OtherMeanings = [.. typeof(IReal<>).GetMethods().Select(method => method.Name), "Identity", "Threshold"];

    /// <summary>
    /// Files that use a certain activation: the networks of benchmarks have some; the steps of sparse coding are shrinkages; a transformer's layers have a
    /// default, which their description leaves out; a recurrent layer has one of two.
    /// </summary>
    private static readonly string[] Users =
    [
        "src/Hillock.Cli/Benchmarks/MlpBenchmarks.cs", "src/Hillock.Cli/Benchmarks/CnnBenchmarks.cs", "src/Hillock/Training/SparseCoding/SparseCoder.cs",
        "src/Hillock/Modules/Transformers/TransformerEncoderLayer.cs", "src/Hillock/Modules/Transformers/TransformerDecoderLayer.cs",
        "src/Hillock/Functional/Recurrent/", "src/Hillock/Kernels/Recurrent/", "src/Hillock/Modules/Recurrent/", "src/Hillock/Serialization/Description/",
    ];

    public static TheoryData<string> Names => [.. ActivationCatalog.All.Select(info => info.DisplayName).Except(OtherMeanings)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Activation_IsNamedByItsOwnFileAlone(string name)
    {
        string[] others =
            [
                .. SourceTree.Files("src").Where(file => !Array.Exists(Users, user => file.Path.StartsWith(user, StringComparison.Ordinal))
                    && file.Name != name + ".cs" && Regex.IsMatch(file.Code, $@"\b{name}\b"))
                    .Select(file => file.Path),
            ];
        Assert.True(others.Length == 0, $"{name} is named in {string.Join(", ", others)}; what is made of a definition belongs in the generator.");
    }

    [Fact]
    public void Activation_HasAFileOfItsName() =>
        Assert.All(
            ActivationCatalog.All,
            info => Assert.True(File.Exists(Path.Combine(SourceTree.Root, "src/Hillock/Activations", info.DisplayName + ".cs")), info.DisplayName));

    /// <summary>Losses whose function or module takes further inputs, or which other code, as metrics, computes with: they are written out there.</summary>
    private static readonly string[] UsersOfLosses =
    [
        "src/Hillock/Functional/Losses/", "src/Hillock/Functional/Catalogue/LossCatalog.Rows.cs", "src/Hillock/Training/Comparison/LossChoice.cs",
        "src/Hillock/Training/Metrics/", "src/Hillock.Cli/Benchmarks/", "src/Hillock/Losses/Focal.cs",
    ];

    public static TheoryData<string> Losses => [.. LossDefinitions.Types.Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Losses))]
    public void Loss_IsNamedByItsOwnFileAlone(string name)
    {
        string[] others =
        [
            .. SourceTree.Files("src")
                .Where(
                    file =>
                        file.Name != name + ".cs" && file.Name != name + "Loss.cs" && !UsersOfLosses.Any(file.Path.StartsWith)
                            && Regex.IsMatch(file.Code, $@"\b{name}\b"))
                .Select(file => file.Path),
        ];
        Assert.True(others.Length == 0, $"{name} is named in {string.Join(", ", others)}; what is made of a definition belongs in the generator.");
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Loss_HasAFileAFunctionAModuleAndARow(string name)
    {
        Assert.True(File.Exists(Path.Combine(SourceTree.Root, "src/Hillock/Losses", name + ".cs")));
        Assert.Contains(typeof(F).GetMethods(), method => method.Name == name);
        Assert.NotNull(typeof(F).Assembly.GetType($"Hillock.Modules.{name}Loss"));
        if (!HasThreeInputs(name))
        {
            Assert.NotNull(LossDefinitions.Info(name));
        }
    }

    private static bool HasThreeInputs(string name) =>
        LossCatalog.All.All(loss => loss.DisplayName != name)
            && typeof(F).GetMethods().Single(method => method.Name == name).GetParameters().Count(parameter => parameter.ParameterType == typeof(Tensor)) > 2;

    public static TheoryData<string, string> RowsAndOptimizers
    {
        get
        {
            TheoryData<string, string> names = [];
            foreach (RowFunctionInfo info in RowFunctionCatalog.All)
            {
                names.Add(info.DisplayName, "src/Hillock/Functional/Rows");
            }

            foreach (Type type in OptimizerDefinitions.Types)
            {
                names.Add(type.Name, "src/Hillock/Optimizers");
            }

            return names;
        }
    }

    /// <summary>A comparison and a diagnosis name what they train with, a description what it describes. Kernels are below both, so what has such a name there is something else.</summary>
    private static readonly string[] UsersOfOptimizers = ["src/Hillock/Training/", "src/Hillock.Cli/", "src/Hillock/Kernels/", "src/Hillock/Serialization/Description/"];

    /// <summary>AdamW is an Adam.</summary>
    [Theory]
    [MemberData(nameof(RowsAndOptimizers))]
    public void RowOperationOrOptimizer_IsNamedByItsOwnFileAlone(string name, string folder)
    {
        Assert.True(File.Exists(Path.Combine(SourceTree.Root, folder, name + ".cs")));
        string[] others =
        [
            .. SourceTree.Files("src")
                .Where(file => file.Name != name + ".cs" && !UsersOfOptimizers.Any(file.Path.StartsWith)
                    && file.Name != "AdamW.cs" && Regex.IsMatch(file.Code, $@"\b{name}\b"))
                .Select(file => file.Path),
        ];
        Assert.True(
            others.Length == 0,
            $"{name} is named in {string.Join(", ", others)}; what is made of a definition belongs in the generator, or is found by what it implements.");
    }
}

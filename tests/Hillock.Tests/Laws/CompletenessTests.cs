using System.Reflection;
using System.Runtime.CompilerServices;
using Hillock.Functional;
using Hillock.Tensors;
using Hillock.Tests.Losses;
using Hillock.Tests.Rows;
using Xunit;

namespace Hillock.Tests.Laws;

/// <summary>No public function on tensors is without laws.</summary>
public class CompletenessTests(ITestOutputHelper output)
{
    /// <summary>What has its laws elsewhere, or none to have.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["F.Apply"] = "the laws of activations, and ActivationTensorLaws in four types",
        ["F.RandomActivation"] = "RandomActivationThreadTests and the laws of the activation itself",
        ["F.ElementwiseLoss"] = "the laws of its definitions; LossAccuracyTests and, from outside, FunctionTests",
        ["F.Custom"] = "has the laws of what it is given: CustomTests, from outside",
        ["F.RowFunction"] = "has the laws of what it is given: FunctionTests and RowFunctionTests, from outside",
        ["F.Conv1d"] = "PyTorch's values, plain loops, widths and threads: ConvolutionOracleTests, ConvolutionKernelTests",
        ["F.Conv2d"] = "PyTorch's values, plain loops, widths and threads: ConvolutionOracleTests, ConvolutionKernelTests",
        ["F.Conv3d"] = "PyTorch's values, plain loops, widths and threads: ConvolutionOracleTests, ConvolutionKernelTests",
        ["F.ConvTranspose1d"] = "PyTorch's values, plain loops, widths and threads: ConvolutionOracleTests, ConvolutionKernelTests",
        ["F.ConvTranspose2d"] = "PyTorch's values, plain loops, widths and threads: ConvolutionOracleTests, ConvolutionKernelTests",
        ["F.ConvTranspose3d"] = "PyTorch's values, plain loops, widths and threads: ConvolutionOracleTests, ConvolutionKernelTests",
        ["F.MaxPool1d"] = "PyTorch's values, plain loops, widths and threads: PoolingOracleTests, PoolingKernelTests",
        ["F.MaxPool2d"] = "PyTorch's values, plain loops, widths and threads: PoolingOracleTests, PoolingKernelTests",
        ["F.MaxPool3d"] = "PyTorch's values, plain loops, widths and threads: PoolingOracleTests, PoolingKernelTests",
        ["F.AvgPool1d"] = "PyTorch's values, plain loops, widths and threads: PoolingOracleTests, PoolingKernelTests",
        ["F.AvgPool2d"] = "PyTorch's values, plain loops, widths and threads: PoolingOracleTests, PoolingKernelTests",
        ["F.AvgPool3d"] = "PyTorch's values, plain loops, widths and threads: PoolingOracleTests, PoolingKernelTests",
        ["F.LpPool1d"] = "PyTorch's values, plain loops, widths and threads: PoolingOracleTests, PoolingKernelTests",
        ["F.LpPool2d"] = "PyTorch's values, plain loops, widths and threads: PoolingOracleTests, PoolingKernelTests",
        ["F.LpPool3d"] = "PyTorch's values, plain loops, widths and threads: PoolingOracleTests, PoolingKernelTests",
        ["F.AdaptiveAvgPool1d"] = "PyTorch's values, plain loops, widths and threads: PoolingOracleTests, PoolingKernelTests",
        ["F.AdaptiveAvgPool2d"] = "PyTorch's values, plain loops, widths and threads: PoolingOracleTests, PoolingKernelTests",
        ["F.AdaptiveAvgPool3d"] = "PyTorch's values, plain loops, widths and threads: PoolingOracleTests, PoolingKernelTests",
        ["F.AdaptiveMaxPool1d"] = "PyTorch's values, plain loops, widths and threads: PoolingOracleTests, PoolingKernelTests",
        ["F.AdaptiveMaxPool2d"] = "PyTorch's values, plain loops, widths and threads: PoolingOracleTests, PoolingKernelTests",
        ["F.AdaptiveMaxPool3d"] = "PyTorch's values, plain loops, widths and threads: PoolingOracleTests, PoolingKernelTests",
        ["F.MaxUnpool1d"] = "PyTorch's values, plain loops, widths and threads: PoolingOracleTests, PoolingKernelTests",
        ["F.MaxUnpool2d"] = "PyTorch's values, plain loops, widths and threads: PoolingOracleTests, PoolingKernelTests",
        ["F.MaxUnpool3d"] = "PyTorch's values, plain loops, widths and threads: PoolingOracleTests, PoolingKernelTests",
        ["F.AllClose"] = "gives a truth value: InPlaceLaws",
        ["Tensor.Fill"] = "changes in place: InPlaceLaws",
        ["Tensor.CopyFrom"] = "changes in place: InPlaceLaws",
        ["Tensor.AddInPlace"] = "changes in place: InPlaceLaws",
        ["Tensor.MultiplyInPlace"] = "changes in place: InPlaceLaws",
        ["Tensor.From"] = "creation: CreationTests",
        ["Tensor.Scalar"] = "creation: CreationTests",
        ["Tensor.Empty"] = "creation: CreationTests",
        ["Tensor.Zeros"] = "creation: CreationTests",
        ["Tensor.Ones"] = "creation: CreationTests",
        ["Tensor.Full"] = "creation: CreationTests",
        ["Tensor.ZerosLike"] = "creation: CreationTests",
        ["Tensor.OnesLike"] = "creation: CreationTests",
        ["Tensor.Arange"] = "creation: CreationTests",
        ["Tensor.Linspace"] = "creation: CreationTests",
        ["Tensor.Eye"] = "creation: CreationTests",
        ["Tensor.RandomUniform"] = "random numbers: CreationTests and PhiloxTests",
        ["Tensor.RandomNormal"] = "random numbers: CreationTests and PhiloxTests",
        ["Tensor.Permutation"] = "random numbers: CreationTests and PhiloxTests",
        ["Tensor.ZeroGrad"] = "no numbers: BackwardTests",
        ["Tensor.WithGradient"] = "no numbers: BackwardTests",
        ["Tensor.Release"] = "no numbers: PoolTests",
        ["Tensor.Detach"] = "the same memory: BackwardTests and ViewTests",
        ["Tensor.AsSpan"] = "the same memory: ViewTests",
        ["Tensor.AsReadOnlySpan"] = "the same memory: ViewTests",
        ["Tensor.AsTensorSpan"] = "the same memory: ViewTests",
        ["Tensor.AsReadOnlyTensorSpan"] = "the same memory: ViewTests",
        ["Tensor.ToArray"] = "every law reads with it",
        ["Tensor.Item"] = "ConversionTests",
        ["Tensor.ToString"] = "PrintTests",
    };

    [Fact]
    public void EveryPublicFunction_HasALaw()
    {
        HashSet<MethodBase> called = [.. TensorFunctions.All.Values.SelectMany(function => MethodCalls.Of(function.Apply.Method))];
        HashSet<string> activations = new(
            ActivationCatalog.All.Select(info => info.Name.Replace("learnable-", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal)),
            StringComparer.OrdinalIgnoreCase);
        HashSet<string> losses = [.. LossDefinitions.Types.Select(type => type.Name).Where(name => LossDefinitions.Points(name).Count > 0)];
        HashSet<string> rows = [.. RowFunctionCatalog.All.Where(info => File.Exists(RowFunctionLaws.PathOf(info.Name))).Select(info => info.DisplayName)];
        string[] missing =
        [
            .. Public(typeof(F)).Concat(Public(typeof(Tensor)))
                .Where(
                    method =>
                        !called.Contains(method) && !Elsewhere.ContainsKey($"{method.DeclaringType!.Name}.{method.Name}") && !activations.Contains(method.Name)
                            && !losses.Contains(method.Name) && !rows.Contains(method.Name))
                .Where(method => !Forwards(method, called))
                .Select(
                    method =>
                        (method.DeclaringType!.Name, Member: method.Name, Types: method.GetParameters().Select(parameter => parameter.ParameterType.Name)))
                .Select(method => $"{method.Name}.{method.Member}({string.Join(", ", method.Types)})"),
        ];
        Assert.True(
            missing.Length == 0,
            $"{missing.Length} public functions have no law; add a case to tools/oracle and a call to TensorFunctions:\n  {string.Join("\n  ", missing)}");
    }

    [Fact]
    public void EveryException_IsThere() =>
        Assert.Empty(Elsewhere.Keys.Except(Public(typeof(F)).Concat(Public(typeof(Tensor))).Select(method => $"{method.DeclaringType!.Name}.{method.Name}")));

    [Fact]
    public void EveryCall_HasCasesAndEveryCaseACall()
    {
        HashSet<string> cases = [.. LawCase.Files.SelectMany(LawCase.Load).Select(one => one.Call)];
        Assert.Empty(cases.Except(TensorFunctions.All.Keys));
        Assert.Empty(TensorFunctions.All.Keys.Except(cases));
    }

    [Fact]
    public void EveryFunction_HasFourTypesAndManyPoints()
    {
        int points = 0, calls = 0;
        foreach (string file in LawCase.Files)
        {
            IReadOnlyList<LawCase> cases = LawCase.Load(file);
            DataType[] types = [.. cases.Select(one => one.Type).Distinct()];
            Assert.True(types.Length == 4 || file is "chebyshev" or "rational", $"{file} has {types.Length} types.");
            calls += cases.DistinctBy(one => one.Call).Count();
            points += cases.Sum(one => one.Points);
        }

        int functions =
            TensorFunctions.All.Values.SelectMany(function => MethodCalls.Of(function.Apply.Method)).Where(method => method.DeclaringType == typeof(F))
                .Distinct().Count();
        output.WriteLine($"{functions} functions, {calls} calls, 4 types, {points} values of 50 digits.");
        Assert.True(points > 50_000, $"There are only {points} points.");
    }

    // An overload of a lower priority is there for what was compiled before, and calls the other.
    private static IEnumerable<MethodInfo> Public(Type type) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => !method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))
            .Where(method => method.GetCustomAttribute<OverloadResolutionPriorityAttribute>() is not { Priority: < 0 });

    /// <summary>Whether a method only calls one that has laws, as operators do and overloads that fill in defaults.</summary>
    private static bool Forwards(MethodInfo method, HashSet<MethodBase> called)
    {
        MethodBase[] calls = [.. MethodCalls.Of(method)];
        return calls.Length > 0 && calls.Any(called.Contains) && calls.All(own => called.Contains(own) || own.DeclaringType != typeof(F));
    }
}

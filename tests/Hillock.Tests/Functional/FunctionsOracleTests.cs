using System.Text.Json;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;
using Hillock.Tests.Modules;
using Xunit;

namespace Hillock.Tests.Functional;

/// <summary>Functions that order, pick, count, rearrange and contract, against PyTorch and NumPy: <c>tools/oracle/torch_functions.py</c>.</summary>
public class FunctionsOracleTests
{
    private const string File = "functions";
    private static readonly JsonElement Root = TorchData.Load(File);

    public static TheoryData<string> Differentiable => [.. TorchData.Names(File, "differentiable")];

    public static TheoryData<string> Plain => [.. TorchData.Names(File, "plain")];

    [Theory]
    [MemberData(nameof(Differentiable))]
    public void Gradients_FirstAndSecond_ArePyTorchs(string name)
    {
        JsonElement one = Case("differentiable", name);
        Check(one, name, [.. Tensors(one, "inputs").Select(x => x.WithGradient())]);
    }

    [Theory]
    [MemberData(nameof(Differentiable))]
    public void Gradients_OnStridedMemory_ArePyTorchs(string name)
    {
        JsonElement one = Case("differentiable", name);
        Check(one, name, [.. Tensors(one, "inputs").Select(x => Strided.Of(x).WithGradient())]);
    }

    [Theory]
    [MemberData(nameof(Differentiable))]
    public void Value_InNarrowerTypes_IsThatOfTheRoundedInputs(string name)
    {
        JsonElement one = Case("differentiable", name);
        foreach ((DataType type, double tolerance) in ((DataType, double)[])[(DataType.Float32, 3e-6), (DataType.Float16, 4e-3), (DataType.BFloat16, 3e-2)])
        {
            Tensor[] inputs = [.. Tensors(one, "inputs").Select(x => x.To(type))];
            Tensor actual = TorchFunctions.Differentiable(name)(inputs);
            Assert.Equal(type, actual.DataType);
            OperationTests.AssertClose(TorchFunctions.Differentiable(name)([.. inputs.Select(x => x.To(DataType.Float64))]), actual, tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Differentiable))]
    public void Backward_WithAndWithoutGraph_GivesTheSameBits(string name)
    {
        JsonElement one = Case("differentiable", name);
        Tensor[] plain = [.. Tensors(one, "inputs").Select(x => x.To(DataType.Float32).WithGradient())];
        Tensor[] graph = [.. Tensors(one, "inputs").Select(x => x.To(DataType.Float32).WithGradient())];
        F.Sum(TorchFunctions.Differentiable(name)(plain)).Backward();
        F.Sum(TorchFunctions.Differentiable(name)(graph)).Backward(createGraph: true);
        for (int i = 0; i < plain.Length; i++)
        {
            Assert.Equal(plain[i].Gradient!.ToArray<float>(), graph[i].Gradient!.ToArray<float>());
        }
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void Values_OfSpecialInputs_AreThoseOfTheReference(string name)
    {
        JsonElement one = Case("plain", name);
        Tensor[] expected = Tensors(one, "outputs");
        Tensor[] actual = TorchFunctions.Plain(name)(Tensors(one, "inputs"));
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            OperationTests.AssertClose(expected[i], actual[i].To(DataType.Float64), 2e-15);
        }
    }

    private static JsonElement Case(string list, string name) =>
        Root.GetProperty(list).EnumerateArray().First(item => item.GetProperty("name").GetString() == name);

    private static Tensor[] Tensors(JsonElement one, string list) => [.. one.GetProperty(list).EnumerateArray().Select(Read)];

    private static Tensor Read(JsonElement element) => Tensor.From(
        element.GetProperty("values").EnumerateArray().Select(Number).ToArray(),
        element.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32()).ToArray());

    private static double Number(JsonElement value) => value.ValueKind == JsonValueKind.Number
        ? value.GetDouble()
        : value.GetString() switch { "Infinity" => double.PositiveInfinity, "-Infinity" => double.NegativeInfinity, _ => double.NaN };

    private static void Check(JsonElement expected, string name, Tensor[] inputs)
    {
        Tensor y = TorchFunctions.Differentiable(name)(inputs);
        OperationTests.AssertClose(Read(expected.GetProperty("output")), y, 1e-14);
        Tensor[] first = Tensors(expected, "gradients");
        Tensor[] second = Tensors(expected, "second");
        Tensor?[] gradients = Gradients.Of([y], inputs, [TorchCase.Weights(y.Shape, 0)], createGraph: true);
        Tensor total = Tensor.Scalar(0, DataType.Float64);
        for (int i = 0; i < inputs.Length; i++)
        {
            OperationTests.AssertClose(first[i], gradients[i]!, 1e-13);
            total += F.Sum(gradients[i]! * TorchCase.Weights(inputs[i].Shape, i + 1));
        }

        Tensor?[] twice = total.RequiresGrad ? Gradients.Of(total, inputs) : new Tensor?[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            OperationTests.AssertClose(second[i], twice[i] ?? Tensor.ZerosLike(inputs[i]), 1e-12);
        }
    }
}

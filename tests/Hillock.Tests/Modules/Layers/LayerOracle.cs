using System.Text.Json;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Modules.Layers;

/// <summary>Compares a function with PyTorch's values, gradients and gradients of these (<c>tools/oracle/torch_layers.py</c>).</summary>
internal static class LayerOracle
{
    /// <summary>The cases of a file.</summary>
    public static TheoryData<string> Names(string file) => [.. TorchData.Names(file, "cases")];

    /// <summary>Checks a case in float64 and float32.</summary>
    public static void Check(string file, string name, Func<string, JsonElement, Tensor[], Tensor> apply)
    {
        JsonElement one = TorchData.Case(file, "cases", name);
        Check(one, DataType.Float64, 1e-11, apply);
        Check(one, DataType.Float32, 1e-5, apply);
    }

    /// <summary>Whole numbers of an option, or none where it is not given.</summary>
    public static int[]? Whole(JsonElement options, string option) => options.TryGetProperty(option, out JsonElement value)
        ? value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(number => number.GetInt32())] : [value.GetInt32()]
        : null;

    /// <summary>A truth value of an option; false where it is not given.</summary>
    public static bool Flag(JsonElement options, string option) => options.TryGetProperty(option, out JsonElement value) && value.GetBoolean();

    private static void Check(JsonElement one, DataType type, double tolerance, Func<string, JsonElement, Tensor[], Tensor> apply)
    {
        Tensor[] inputs =
        [
            .. one.GetProperty("inputs").EnumerateArray()
                .Select(input => input.GetProperty("integer").GetBoolean() ? TorchData.Classes(input) : TorchData.Tensor(input, type).WithGradient()),
        ];

        // A function may put a module's own parameters in the places of inputs.
        Tensor y = apply(one.GetProperty("function").GetString()!, one.GetProperty("options"), inputs);
        Tensor[] leaves = [.. inputs.Where(input => input.RequiresGrad)];
        Close("the value", one.GetProperty("y"), y, tolerance);
        Tensor?[] own = Gradients.Of([F.Sum(y * y * TorchData.Tensor(one.GetProperty("v"), type))], leaves, createGraph: true);
        Tensor[] first = [.. own.Select((gradient, i) => gradient ?? Tensor.ZerosLike(leaves[i]))];
        Tensor sum = Tensor.Scalar(0, type);
        for (int i = 0; i < leaves.Length; i++)
        {
            Close($"gradient {i}", one.GetProperty("gradients")[i], first[i], tolerance);
            sum += F.Sum(first[i] * TorchData.Tensor(one.GetProperty("u")[i], type));
        }

        Tensor?[] second = Gradients.Of([sum], leaves);
        for (int i = 0; i < leaves.Length; i++)
        {
            Close($"second gradient {i}", one.GetProperty("second")[i], second[i] ?? Tensor.ZerosLike(leaves[i]), tolerance);
        }
    }

    /// <summary>Compares with the largest of the values as the measure: sums that cancel are as inexact as their terms.</summary>
    private static void Close(string what, JsonElement expected, Tensor actual, double tolerance)
    {
        double[] values = TorchData.Numbers(expected.GetProperty("values"));
        Assert.Equal(expected.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32()), actual.Shape.Dimensions.ToArray());
        double[] got = actual.Detach().ToArray<double>();
        double scale = values.Length == 0 ? 0 : values.Max(Math.Abs);
        for (int i = 0; i < values.Length; i++)
        {
            Assert.True(Math.Abs(values[i] - got[i]) <= tolerance * scale, $"{what}, element {i}, is {got[i]:R} instead of {values[i]:R}.");
        }
    }
}

using System.Text.Json;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;
using Hillock.Tests.Modules;
using Xunit;

namespace Hillock.Tests.Functional.Convolution;

/// <summary>Convolutions, their gradients and the gradients of those, against PyTorch's (<c>tools/oracle/torch_convolution.py</c>).</summary>
public class ConvolutionOracleTests
{
    public static TheoryData<string> Names => [.. TorchData.Names("convolution", "cases")];

    [Theory]
    [MemberData(nameof(Names))]
    public void Convolution_IsThatOfPyTorch(string name)
    {
        Check(name, DataType.Float64, 1e-11);
        Check(name, DataType.Float32, 1e-5);
    }

    private static void Check(string name, DataType type, double tolerance)
    {
        JsonElement one = TorchData.Case("convolution", "cases", name);
        Tensor x = TorchData.Tensor(one.GetProperty("x"), type).WithGradient();
        Tensor w = TorchData.Tensor(one.GetProperty("w"), type).WithGradient();
        Tensor v = TorchData.Tensor(one.GetProperty("v"), type).WithGradient();
        JsonElement biases = one.GetProperty("bias");
        Tensor? bias = biases.ValueKind == JsonValueKind.Null ? null : TorchData.Tensor(biases, type).WithGradient();
        Tensor y = Apply(one, x, w, bias);
        Close(one.GetProperty("y"), y, tolerance);

        Tensor[] inputs = bias is null ? [x, w] : [x, w, bias];
        Tensor[] first = Gradients.Of(F.Sum(y * v), inputs, createGraph: true)!;
        for (int i = 0; i < inputs.Length; i++)
        {
            Close(one.GetProperty("gradients")[i], first[i], tolerance);
        }

        Tensor ux = TorchData.Tensor(one.GetProperty("ux"), type);
        Tensor uw = TorchData.Tensor(one.GetProperty("uw"), type);
        Tensor[] second = Gradients.Of(F.Sum(first[0] * ux) + F.Sum(first[1] * uw), [x, w, v])!;
        for (int i = 0; i < 3; i++)
        {
            Close(one.GetProperty("second")[i], second[i], tolerance);
        }
    }

    private static Tensor Apply(JsonElement one, Tensor x, Tensor w, Tensor? bias)
    {
        JsonElement options = one.GetProperty("options");
        PerAxis stride = Of(options, "stride"), padding = Of(options, "padding"), dilation = Of(options, "dilation"), more = Of(options, "output_padding");
        int groups = options.TryGetProperty("groups", out JsonElement value) ? value.GetInt32() : 1;
        return one.GetProperty("function").GetString() switch
        {
            "conv1d" => F.Conv1d(x, w, bias, stride, padding, dilation, groups),
            "conv2d" => F.Conv2d(x, w, bias, stride, padding, dilation, groups),
            "conv3d" => F.Conv3d(x, w, bias, stride, padding, dilation, groups),
            "conv_transpose1d" => F.ConvTranspose1d(x, w, bias, stride, padding, more, groups, dilation),
            "conv_transpose2d" => F.ConvTranspose2d(x, w, bias, stride, padding, more, groups, dilation),
            _ => F.ConvTranspose3d(x, w, bias, stride, padding, more, groups, dilation),
        };
    }

    private static PerAxis Of(JsonElement options, string name)
    {
        if (!options.TryGetProperty(name, out JsonElement list))
        {
            return default;
        }

        int[] numbers = [.. list.EnumerateArray().Select(number => number.GetInt32())];
        return numbers.Length switch
        {
            1 => numbers[0],
            2 => (numbers[0], numbers[1]),
            _ => (numbers[0], numbers[1], numbers[2]),
        };
    }

    /// <summary>Compares with the largest of the values as the measure: sums that cancel are as inexact as their terms.</summary>
    private static void Close(JsonElement expected, Tensor actual, double tolerance)
    {
        double[] values = TorchData.Numbers(expected.GetProperty("values"));
        Assert.Equal(expected.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32()), actual.Shape.Dimensions.ToArray());
        double[] got = actual.ToArray<double>();
        double scale = values.Select(Math.Abs).DefaultIfEmpty().Max();
        for (int i = 0; i < values.Length; i++)
        {
            Assert.True(Math.Abs(values[i] - got[i]) <= tolerance * scale, $"Element {i} is {got[i]:R} instead of {values[i]:R}.");
        }
    }
}

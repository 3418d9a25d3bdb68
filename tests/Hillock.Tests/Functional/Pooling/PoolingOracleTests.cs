using System.Text.Json;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;
using Hillock.Tests.Modules;
using Xunit;

namespace Hillock.Tests.Functional.Pooling;

/// <summary>Poolings, their gradients and the gradients of those, against PyTorch's (<c>tools/oracle/torch_pooling.py</c>).</summary>
public class PoolingOracleTests
{
    public static TheoryData<string> Names => [.. TorchData.Names("pooling", "cases")];

    [Theory]
    [MemberData(nameof(Names))]
    public void Pooling_IsThatOfPyTorch(string name)
    {
        Check(name, DataType.Float64, 1e-11);
        Check(name, DataType.Float32, 1e-5);
    }

    private static void Check(string name, DataType type, double tolerance)
    {
        JsonElement one = TorchData.Case("pooling", "cases", name);
        Tensor x = TorchData.Tensor(one.GetProperty("x"), type).WithGradient();
        Tensor v = TorchData.Tensor(one.GetProperty("v"), type).WithGradient();
        string function = one.GetProperty("function").GetString()!;
        JsonElement options = one.GetProperty("options"), indices = one.GetProperty("indices");
        Tensor y = indices.ValueKind == JsonValueKind.Null ? Smooth(function, options, x)
            : function.StartsWith("max_un", StringComparison.Ordinal) ? Unpooled(function, options, x, TorchData.Classes(indices))
            : Largest(function, options, x, TorchData.Classes(indices));
        Close(one.GetProperty("y"), y, tolerance);
        Tensor first = Gradients.Of(F.Sum(y * v), [x], createGraph: true)[0]!;
        Close(one.GetProperty("gradient"), first, tolerance);
        Tensor u = TorchData.Tensor(one.GetProperty("u"), type);
        Tensor?[] second = Gradients.Of(F.Sum(first * u) + (0 * F.Sum(x)) + (0 * F.Sum(v)), [x, v])!;
        Close(one.GetProperty("second")[0], second[0]!, tolerance);
        Close(one.GetProperty("second")[1], second[1]!, tolerance);
    }

    private static Tensor Smooth(string function, JsonElement options, Tensor x)
    {
        PerAxis kernel = Of(options, "kernel_size"), stride = Of(options, "stride"), padding = Of(options, "padding"), size = Of(options, "output_size");
        bool ceil = Flag(options, "ceil_mode", false), count = Flag(options, "count_include_pad", true);
        int? divisor = options.TryGetProperty("divisor_override", out JsonElement given) ? given.GetInt32() : null;
        double power = options.TryGetProperty("norm_type", out JsonElement exponent) ? exponent.GetDouble() : 0;
        return function switch
        {
            "avg_pool1d" => F.AvgPool1d(x, kernel, stride, padding, ceil, count),
            "avg_pool2d" => F.AvgPool2d(x, kernel, stride, padding, ceil, count, divisor),
            "avg_pool3d" => F.AvgPool3d(x, kernel, stride, padding, ceil, count, divisor),
            "lp_pool1d" => F.LpPool1d(x, power, kernel, stride, ceil),
            "lp_pool2d" => F.LpPool2d(x, power, kernel, stride, ceil),
            "lp_pool3d" => F.LpPool3d(x, power, kernel, stride, ceil),
            "adaptive_avg_pool1d" => F.AdaptiveAvgPool1d(x, size),
            "adaptive_avg_pool2d" => F.AdaptiveAvgPool2d(x, size),
            "adaptive_avg_pool3d" => F.AdaptiveAvgPool3d(x, size),
            _ => throw new ArgumentException(function, nameof(function)),
        };
    }

    private static Tensor Largest(string function, JsonElement options, Tensor x, Tensor expected)
    {
        PerAxis kernel = Of(options, "kernel_size"), stride = Of(options, "stride"), padding = Of(options, "padding"), size = Of(options, "output_size");
        PerAxis dilation = Of(options, "dilation");
        bool ceil = Flag(options, "ceil_mode", false);
        Tensor indices, plain;
        Tensor y = function switch
        {
            "max_pool1d" => F.MaxPool1d(x, kernel, out indices, stride, padding, dilation, ceil),
            "max_pool2d" => F.MaxPool2d(x, kernel, out indices, stride, padding, dilation, ceil),
            "max_pool3d" => F.MaxPool3d(x, kernel, out indices, stride, padding, dilation, ceil),
            "adaptive_max_pool1d" => F.AdaptiveMaxPool1d(x, size, out indices),
            "adaptive_max_pool2d" => F.AdaptiveMaxPool2d(x, size, out indices),
            _ => F.AdaptiveMaxPool3d(x, size, out indices),
        };
        Tensor constant = x.Detach();
        plain = function switch
        {
            "max_pool1d" => F.MaxPool1d(constant, kernel, stride, padding, dilation, ceil),
            "max_pool2d" => F.MaxPool2d(constant, kernel, stride, padding, dilation, ceil),
            "max_pool3d" => F.MaxPool3d(constant, kernel, stride, padding, dilation, ceil),
            "adaptive_max_pool1d" => F.AdaptiveMaxPool1d(constant, size),
            "adaptive_max_pool2d" => F.AdaptiveMaxPool2d(constant, size),
            _ => F.AdaptiveMaxPool3d(constant, size),
        };
        Assert.Equal(DataType.Int64, indices.DataType);
        Assert.Equal(expected.Shape, indices.Shape);
        Assert.Equal(expected.ToArray<long>(), indices.ToArray<long>());
        Assert.Equal(y.ToArray<double>(), plain.ToArray<double>());
        return y;
    }

    private static Tensor Unpooled(string function, JsonElement options, Tensor x, Tensor indices)
    {
        PerAxis kernel = Of(options, "kernel_size"), stride = Of(options, "stride"), padding = Of(options, "padding"), size = Of(options, "output_size");
        return function switch
        {
            "max_unpool1d" => F.MaxUnpool1d(x, indices, kernel, stride, padding, size),
            "max_unpool2d" => F.MaxUnpool2d(x, indices, kernel, stride, padding, size),
            _ => F.MaxUnpool3d(x, indices, kernel, stride, padding, size),
        };
    }

    private static bool Flag(JsonElement options, string name, bool otherwise) =>
        options.TryGetProperty(name, out JsonElement value) ? value.GetBoolean() : otherwise;

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

    private static void Close(JsonElement expected, Tensor actual, double tolerance)
    {
        double[] values = TorchData.Numbers(expected.GetProperty("values"));
        Assert.Equal(expected.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32()), actual.Shape.Dimensions.ToArray());
        double[] got = actual.ToArray<double>();
        for (int i = 0; i < values.Length; i++)
        {
            Assert.True(Math.Abs(values[i] - got[i]) <= tolerance * Math.Max(1, Math.Abs(values[i])), $"Element {i} is {got[i]:R} instead of {values[i]:R}.");
        }
    }
}

using System.Text.Json;
using Hillock.Autograd;
using Hillock.Tensors;
using Hillock.Tests.Modules;
using Xunit;

namespace Hillock.Tests.Functional.Normalization;

/// <summary>Compares a normalisation with a case of <c>tools/oracle/torch_normalization.py</c> or <c>torch_channel_norms.py</c>.</summary>
internal static class NormalizationReference
{
    /// <summary>The result, its gradients by the kernels and by differentiable operations, and the gradients of those.</summary>
    public static void CheckFloat64(JsonElement one, Func<Tensor[], Tensor> apply, double secondTolerance)
    {
        Tensor[] inputs = Inputs(one, DataType.Float64);
        Tensor y = apply(inputs);
        AssertNear(TorchData.Tensor(one.GetProperty("y")), y, 1e-11);
        Tensor plain = TorchCase.Weights(y.Shape, 0);
        Tensor?[] kernel = Gradients.Of([y], inputs, [plain], retainGraph: true);
        Tensor g = plain.WithGradient();
        Tensor?[] first = Gradients.Of([y], inputs, [g], createGraph: true);
        JsonElement[] expected = [.. one.GetProperty("gradients").EnumerateArray()];
        for (int i = 0; i < inputs.Length; i++)
        {
            AssertNear(TorchData.Tensor(expected[i]), kernel[i]!, 1e-11);
            AssertNear(TorchData.Tensor(expected[i]), first[i]!, 1e-11);
        }

        if (!one.TryGetProperty("second", out JsonElement second))
        {
            return;
        }

        Tensor sum = Tensor.Scalar(0, DataType.Float64);
        for (int i = 0; i < first.Length; i++)
        {
            sum += (first[i]! * TorchCase.Weights(first[i]!.Shape, i + 1)).Sum();
        }

        Tensor[] all = [.. inputs, g];
        Tensor?[] actual = Gradients.Of(sum, all);
        int index = 0;
        foreach (JsonElement value in second.EnumerateArray())
        {
            AssertNear(TorchData.Tensor(value), actual[index] ?? Tensor.ZerosLike(all[index]), secondTolerance);
            index++;
        }
    }

    /// <summary>The result and its gradients, whose inputs are exact in float32.</summary>
    public static void CheckFloat32(JsonElement one, Func<Tensor[], Tensor> apply, double tolerance)
    {
        Tensor[] inputs = Inputs(one, DataType.Float32);
        Tensor y = apply(inputs);
        Assert.Equal(DataType.Float32, y.DataType);
        AssertNear(TorchData.Tensor(one.GetProperty("y")), y, tolerance);
        Tensor?[] first = Gradients.Of([y], inputs, [TorchCase.Weights(y.Shape, 0).To(DataType.Float32)]);
        JsonElement[] expected = [.. one.GetProperty("gradients").EnumerateArray()];
        for (int i = 0; i < inputs.Length; i++)
        {
            AssertNear(TorchData.Tensor(expected[i]), first[i]!, 3e-6);
        }
    }

    public static void AssertNear(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        double[] e = expected.ToArray<double>(), a = actual.Detach().To(DataType.Float64).ToArray<double>();

        // The file has nine digits of the longest tensors.
        tolerance = e.Length > 2000 ? Math.Max(tolerance, 1e-8) : tolerance;
        for (int i = 0; i < e.Length; i++)
        {
            Assert.True(
                Math.Abs(e[i] - a[i]) <= tolerance * Math.Max(1, Math.Abs(e[i])),
                FormattableString.Invariant($"Element {i}: expected {e[i]:R} but got {a[i]:R}."));
        }
    }

    private static Tensor[] Inputs(JsonElement one, DataType type) =>
        [
            .. ((string[])["x", "weight", "bias"]).Where(name => one.TryGetProperty(name, out _))
                .Select(name => TorchData.Tensor(one.GetProperty(name), type).WithGradient()),
        ];
}

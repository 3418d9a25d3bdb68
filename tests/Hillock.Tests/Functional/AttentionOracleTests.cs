using System.Text.Json;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;
using Hillock.Tests.Losses;
using Hillock.Tests.Modules;
using Xunit;

namespace Hillock.Tests.Functional;

/// <summary>Attention against PyTorch in float64: outputs, weights, gradients, and gradients of gradients.</summary>
public class AttentionOracleTests
{
    public static TheoryData<string> Cases => [.. TorchData.Names("attention", "cases")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Attention_IsPyTorchs(string name)
    {
        foreach ((DataType type, double tolerance) in new[] { (DataType.Float64, 1e-12), (DataType.Float32, 1e-5) })
        {
            JsonElement item = TorchData.Case("attention", "cases", name);
            Tensor[] inputs = [.. new[] { "q", "k", "v", "bias" }.Select((part, i) => (Shape: Lengths(item, part), i))
                .Where(one => one.Shape.Length > 0).Select(one => LossCase.Input("normal", one.Shape, one.i, type).WithGradient())];
            (AttentionMask? mask, AttentionOptions options) = Settings(item, inputs);
            Tensor output = F.ScaledDotProductAttention(inputs[0], inputs[1], inputs[2], out Tensor weights, mask, options);
            LossCase.Compare(item.GetProperty("output"), output, tolerance, "output");
            LossCase.Compare(item.GetProperty("weights"), weights, tolerance, "weights");

            Tensor total = F.Sum(output * LossCase.Weights(output.Shape, 40, type)) + F.Sum(weights * LossCase.Weights(weights.Shape, 43, type));
            Tensor?[] first = Gradients.Of(total, inputs, retainGraph: true);
            Tensor?[] differentiable = Gradients.Of(total, inputs, createGraph: true);
            JsonElement[] gradients = [.. item.GetProperty("gradients").EnumerateArray()];
            Tensor sum = Tensor.Scalar(0, type);
            for (int j = 0; j < inputs.Length; j++)
            {
                LossCase.Compare(gradients[j], first[j]!, tolerance, $"gradient {j}");
                LossCase.Compare(gradients[j], differentiable[j]!, tolerance, $"differentiable gradient {j}");
                sum += F.Sum(differentiable[j]! * LossCase.Weights(inputs[j].Shape, 60 + j, type));
            }

            Tensor?[] second = Gradients.Of(sum, inputs);
            foreach ((JsonElement expected, int j) in item.GetProperty("second").EnumerateArray().Select((expected, j) => (expected, j)))
            {
                LossCase.Compare(expected, second[j]!, 3 * tolerance, $"second derivative {j}");
            }
        }
    }

    private static (AttentionMask? Mask, AttentionOptions Options) Settings(JsonElement item, Tensor[] inputs)
    {
        JsonElement given = item.GetProperty("options");
        double? Number(string name) => given.TryGetProperty(name, out JsonElement value) ? value.GetDouble() : null;
        int[] visible = Lengths(item, "visible");
        AttentionMask? mask = AttentionMask.Combine(
            visible.Length > 0 ? new VisibleMask(F.Greater(LossCase.Weights(visible, 7, DataType.Float64), 0.8)) : null,
            inputs.Length > 3 ? new AdditiveMask(inputs[3]) : null,
            given.TryGetProperty("causal", out JsonElement causal) ? new CausalMask(Enum.Parse<CausalAlignment>(causal.GetString()!)) : null);
        return (mask,
            new() { Scale = Number("scale"), Beta = Number("beta") ?? 1, SoftCap = Number("cap"), GroupedHeads = given.TryGetProperty("grouped", out _) });
    }

    private static int[] Lengths(JsonElement item, string name) => [.. item.GetProperty(name).EnumerateArray().Select(length => length.GetInt32())];
}

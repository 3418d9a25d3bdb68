using Hillock.Autograd;
using Hillock.Modules;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Modules;

/// <summary>Multi-head attention, encoders and decoders against PyTorch: states, outputs, weights, and the gradients of all parameters and inputs.</summary>
[Trait("Speed", "slow")]
public class TransformerOracleTests
{
    public static TheoryData<string> Names => [.. TransformerCase.Names("attention"), .. TransformerCase.Names("layer"), .. TransformerCase.Names("decoder")];

    public static TheoryData<string> Attentions => [.. TransformerCase.Names("attention")];

    [Fact]
    public void Names_OfTheCases_AreManyAndDistinct() => Assert.Equal(Names.Count, Names.Select(name => name.Data).Distinct().Count(name => name.Length > 0));

    [Theory]
    [MemberData(nameof(Names))]
    public void Case_InFloat64_IsTheReference(string name) => Check(name, DataType.Float64, 1e-11);

    [Theory]
    [MemberData(nameof(Names))]
    public void Case_InFloat32_IsTheReference(string name) => Check(name, DataType.Float32, 1e-5);

    [Theory]
    [MemberData(nameof(Attentions))]
    public void Output_WithAndWithoutWeights_HasTheSameBits(string name)
    {
        foreach (DataType type in (DataType[])[DataType.Float32, DataType.Float64])
        {
            var one = new TransformerCase(name, type);
            if (one.Module is MultiheadAttention attention && !one.Inputs.ContainsKey("staticKeys"))
            {
                Tensor query = one.Inputs["query"], key = one.Inputs.GetValueOrDefault("key", query), value = one.Inputs.GetValueOrDefault("value", key);
                Tensor with = attention.ForwardWithWeights(query, key, value).Output, without = attention.Forward(query, key, value);
                Assert.Equal(with.ToArray<double>(), without.ToArray<double>());
                using GradientScope off = Gradients.Disabled();
                attention.Evaluate();
                Assert.Equal(with.ToArray<double>(), attention.Forward(query, key, value).ToArray<double>());
            }
        }
    }

    [Theory]
    [InlineData("self through weights")]
    [InlineData("T205 separate widths")]
    [InlineData("T210 learned and zero key with padding")]
    [InlineData("plain: queries that see no key")]
    [InlineData("T212 static keys, zero key, padding")]
    [InlineData("T236 norm first, mask, padding")]
    [InlineData("T235 gelu, batch first")]
    [InlineData("T238 decoder layer, norm first, no bias")]
    public void Gradients_OfBothOrders_AgreeWithDifferences(string name)
    {
        var one = new TransformerCase(name, DataType.Float64);
        LeafGradientCheck.BothOrders(() => one.Total(one.Run()), [.. one.Inputs.Values, .. one.Module.Parameters()]);
    }

    private static void Check(string name, DataType type, double tolerance)
    {
        var one = new TransformerCase(name, type);
        (Tensor output, Tensor? weights) = one.Run();
        AssertNear("output", one.Expected("output"), output, tolerance);
        if (weights is not null)
        {
            AssertNear("weights", one.Expected("weights"), weights, tolerance);
        }

        one.Total((output, weights)).Backward();
        Dictionary<string, Tensor> leaves = one.Module.NamedParameters().ToDictionary(parameter => parameter.Name, parameter => parameter.Value);
        foreach ((string leaf, Tensor expected) in one.Gradients)
        {
            Tensor tensor = leaves.TryGetValue(leaf, out Tensor? parameter) ? parameter : one.Inputs[leaf];
            AssertNear($"gradient of {leaf}", expected, tensor.Gradient ?? Tensor.ZerosLike(tensor), tolerance);
        }
    }

    /// <summary>The error relative to the largest element: sums cancel in the others.</summary>
    private static void AssertNear(string what, Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        double[] e = expected.ToArray<double>(), a = actual.Detach().To(DataType.Float64).ToArray<double>();
        double largest = Math.Max(1, e.Max(Math.Abs));
        for (int i = 0; i < e.Length; i++)
        {
            Assert.True(Math.Abs(e[i] - a[i]) <= tolerance * largest, FormattableString.Invariant($"Element {i} of the {what}: expected {e[i]:R} but got {a[i]:R}."));
        }
    }
}

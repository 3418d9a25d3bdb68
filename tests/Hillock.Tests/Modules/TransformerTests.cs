using Hillock.Activations;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Optimizers;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Modules;

/// <summary>Encoders and decoders: lines T236 to T238 and T240 to T242 of the checklist, names and errors.</summary>
[Trait("Speed", "slow")]
public class TransformerTests
{
    [Fact]
    public void EncoderLayer_Unbatched_IsTheBatchedCallSqueezed()
    {
        // T236: mask, padding, norm first, batch first, bias.
        for (int bits = 0; bits < 32; bits++)
        {
            bool batchFirst = (bits & 8) != 0;
            var layer = new TransformerEncoderLayer(4, 2, 16, 0, batchFirst: batchFirst, normFirst: (bits & 4) != 0, bias: (bits & 16) != 0, random: new RandomSource(1));
            Tensor x = Normal([3, 4], 1), row = Tensor.From([false, false, true]);
            AttentionMask? mask = (bits & 1) != 0 ? new BlockedMask(row.Expand(3, 3)) : null;
            Tensor? padding = (bits & 2) != 0 ? row : null;
            int axis = batchFirst ? 0 : 1;
            Tensor batched = layer.Forward(x.Unsqueeze(axis), mask, padding?.Unsqueeze(0));
            Assert.Equal(batched.Squeeze(axis).ToArray<float>(), layer.Forward(x, mask, padding).ToArray<float>());
        }
    }

    [Fact]
    public void DecoderLayer_Unbatched_IsTheBatchedCallSqueezed()
    {
        // T238: both masks, both paddings, norm first, batch first, bias.
        for (int bits = 0; bits < 128; bits++)
        {
            bool batchFirst = (bits & 8) != 0;
            var layer = new TransformerDecoderLayer(4, 2, 16, 0, batchFirst: batchFirst, normFirst: (bits & 4) != 0, bias: (bits & 16) != 0, random: new RandomSource(2));
            Tensor x = Normal([3, 4], 1), memory = Normal([3, 4], 2), row = Tensor.From([false, false, true]);
            AttentionMask? mask = (bits & 1) != 0 ? new BlockedMask(row.Expand(3, 3)) : null, memoryMask = (bits & 32) != 0 ? new BlockedMask(row.Expand(3, 3)) : null;
            Tensor? padding = (bits & 2) != 0 ? row : null, memoryPadding = (bits & 64) != 0 ? row : null;
            int axis = batchFirst ? 0 : 1;
            Tensor batched = layer.Forward(x.Unsqueeze(axis), memory.Unsqueeze(axis), mask, memoryMask, padding?.Unsqueeze(0), memoryPadding?.Unsqueeze(0));
            Assert.Equal(batched.Squeeze(axis).ToArray<float>(), layer.Forward(x, memory, mask, memoryMask, padding, memoryPadding).ToArray<float>());
        }
    }

    [Fact]
    public void EncoderLayer_InEvaluationWithoutGradients_HasTheBitsOfTraining()
    {
        // T237; with dropout training differs.
        foreach (bool normFirst in (bool[])[false, true])
        {
            foreach (bool bias in (bool[])[false, true])
            {
                var layer = new TransformerEncoderLayer(4, 2, 16, 0, batchFirst: true, normFirst: normFirst, bias: bias, random: new RandomSource(3));
                Tensor x = Normal([2, 3, 4], 3);
                float[] training = layer.Forward(x).ToArray<float>();
                layer.Evaluate();
                using GradientScope off = Gradients.Disabled();
                Assert.Equal(training, layer.Forward(x).ToArray<float>());
            }
        }

        var drops = new TransformerEncoderLayer(4, 2, 16, 0.5, random: new RandomSource(3));
        Tensor y = Normal([2, 3, 4], 3);
        Assert.NotEqual(drops.Forward(y).ToArray<float>(), drops.Forward(y).ToArray<float>());
        drops.Evaluate();
        Assert.Equal(drops.Forward(y).ToArray<float>(), drops.Forward(y).ToArray<float>());
    }

    [Fact]
    public void EncoderLayer_OfCosines_GivesTheChecklistsNumbers()
    {
        // T240.
        TransformerEncoderLayer layer = Cosines();
        AssertNear([2.258704, 0.127985, -0.697882, 0.170863], layer.Forward(Tensor.From(new double[] { 20, 30, 40, 50 }, [1, 1, 4])));
        Tensor two = Tensor.From(new double[] { 1, 2, 3, 4, 5, 6, 7, 8 }, [1, 2, 4]);
        AssertNear([2.272645, 0.119035, -0.691669, 0.153486, 2.272645, 0.119035, -0.691669, 0.153486], layer.Forward(two));
        Tensor padding = Tensor.From([true, false], [1, 2]);
        AssertNear([2.301517, 0.092249, -0.679101, 0.103088, 2.301517, 0.092249, -0.679101, 0.103088], layer.Forward(two, null, padding));
    }

    [Fact]
    public void EncoderLayer_OfNothingButPadding_StillPassesItsInputOn()
    {
        // T241.
        double[] y = Cosines().Forward(Tensor.From(new double[] { 20, 30, 40, 50 }, [1, 1, 4]), null, Tensor.From([true], [1, 1])).ToArray<double>();
        Assert.All(y, value => Assert.True(double.IsFinite(value)));
        Assert.Contains(y, value => value != 0);
    }

    [Fact]
    public void Encoder_AfterTraining_ComputesTheSameInEvaluation()
    {
        // T242.
        var encoder = new TransformerEncoder(
            2, _ => new TransformerEncoderLayer(2, 2, 8, 0, new Activation<Gelu>(), batchFirst: true, random: new RandomSource(4)));
        Tensor x = Normal([3, 4, 2], 4), target = Normal([3, 4, 2], 5);
        Tensor padding = Tensor.From([false, false, true, true], [1, 4]).Expand(3, 4);
        var optimizer = new Adam(encoder.Parameters(), 0.01);
        double first = 0, last = 0;
        for (int step = 0; step < 100; step++)
        {
            optimizer.ZeroGrad();
            Tensor loss = F.MeanSquaredError(encoder.Forward(x, null, padding).Slice(1, 0, 2), target.Slice(1, 0, 2));
            loss.Backward();
            optimizer.Step();
            last = loss.Item<double>();
            first = step == 0 ? last : first;
        }

        Assert.True(last < 0.8 * first, FormattableString.Invariant($"{first} before, {last} after."));
        float[] training = encoder.Forward(x, null, padding).Slice(1, 0, 2).ToArray<float>();
        encoder.Evaluate();
        using GradientScope off = Gradients.Disabled();
        Assert.Equal(training, encoder.Forward(x, null, padding).Slice(1, 0, 2).ToArray<float>());
        Assert.Contains("int64", Assert.Throws<ArgumentException>(() => encoder.Forward(x, null, padding.To(DataType.Int64))).Message, StringComparison.Ordinal);

        // What stands in the padding does not reach the others.
        Tensor spoiled = x.Clone();
        for (int item = 0; item < 3; item++)
        {
            spoiled.AsSpan<float>().Slice((item * 8) + 4, 4).Fill(1e30f);
        }

        Assert.Equal(training, encoder.Forward(spoiled, null, padding).Slice(1, 0, 2).ToArray<float>());
    }

    [Fact]
    public void CausalEncoder_DoesNotLookAhead()
    {
        var encoder = new TransformerEncoder(
            2, _ => new TransformerEncoderLayer(8, 2, 16, 0, normFirst: true, batchFirst: true, random: new RandomSource(5)), new LayerNorm(8));
        Tensor x = Normal([2, 6, 8], 6);
        float[] whole = encoder.Forward(x, new CausalMask()).Slice(1, 0, 4).ToArray<float>();
        Assert.Equal(whole, encoder.Forward(x.Slice(1, 0, 4), new CausalMask()).ToArray<float>());
    }

    [Fact]
    public void Transformers_ListTheirPartsAndRefuseWhatCannotBe()
    {
        var encoder = new TransformerEncoder(2, _ => new TransformerEncoderLayer(4, 2, 8), new LayerNorm(4));
        Assert.Equal(26, encoder.StateDict().Count);
        Assert.Equal("layers.0.self_attn.in_proj_weight", encoder.StateDict().Keys.First());
        Assert.Equal("norm.bias", encoder.StateDict().Keys.Last());
        string text = encoder.ToString();
        Assert.Contains("(layers): ModuleList(", text, StringComparison.Ordinal);
        Assert.Contains("(self_attn): MultiheadAttention(", text, StringComparison.Ordinal);
        Assert.Contains("(dropout1): Dropout(p=0.1, inplace=False)", text, StringComparison.Ordinal);
        Assert.Equal(2, encoder.Layers.Count);
        Assert.NotEqual(encoder.Layers[0].Linear1.Weight.ToArray<float>(), encoder.Layers[1].Linear1.Weight.ToArray<float>());
        TransformerEncoderLayer one = encoder.Layers[0];
        Assert.Contains("layers 0 and 1 are the same", Assert.Throws<ArgumentException>(() => new TransformerEncoder([one, one])).Message, StringComparison.Ordinal);
        Assert.Contains("at least one layer", Assert.Throws<ArgumentException>(() => new TransformerEncoder([])).Message, StringComparison.Ordinal);
        Assert.Contains("divides the width", Assert.Throws<ArgumentException>(() => new TransformerEncoderLayer(10, 3)).Message, StringComparison.Ordinal);
        Assert.Contains("query of [L, N, 4]", Assert.Throws<ArgumentException>(() => encoder.Forward(Tensor.Zeros([2, 3, 5]))).Message, StringComparison.Ordinal);
        Assert.Contains("one tensor", Assert.Throws<InvalidOperationException>(() => new TransformerDecoderLayer(4, 2, 8).Forward(Tensor.Zeros([2, 3, 4]))).Message, StringComparison.Ordinal);
    }

    private static TransformerEncoderLayer Cosines()
    {
        var layer = new TransformerEncoderLayer(4, 2, 16, 0, batchFirst: true, dataType: DataType.Float64);
        foreach (Hillock.Modules.Parameter parameter in layer.NamedParameters())
        {
            Span<double> values = parameter.Value.AsSpan<double>();
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = Math.Cos(i);
            }
        }

        return layer;
    }

    private static void AssertNear(double[] expected, Tensor actual) =>
        Assert.All(expected.Zip(actual.ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, 1e-6));

    private static Tensor Normal(Shape shape, ulong stream)
    {
        Tensor x = Tensor.Empty(shape);
        new Philox(1, stream).FillNormal(x.AsSpan<float>());
        return x;
    }
}

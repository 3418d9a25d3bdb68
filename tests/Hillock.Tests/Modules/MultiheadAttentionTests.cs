using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Modules;

/// <summary>Multi-head attention: lines T204 to T219 of the checklist, masks, dropout, temperature and errors.</summary>
[Trait("Speed", "slow")]
public class MultiheadAttentionTests
{
    [Fact]
    public void Forwards_NameTheirParametersAlike() => Assert.All(
        (string[])[nameof(MultiheadAttention.Forward), nameof(MultiheadAttention.ForwardWithWeights), nameof(MultiheadAttention.ForwardStatic)],
        name => Assert.Contains(
            typeof(MultiheadAttention).GetMethods().Where(method => method.Name == name),
            method => method.GetParameters().Take(5).Select(parameter => parameter.Name).SequenceEqual(["query", "key", "value", "mask", "keyPadding"])));

    [Theory]
    [InlineData("T205 additive mask")]
    [InlineData("T206 padding")]
    [InlineData("T207 learned key and value")]
    [InlineData("T208 zero key and value")]
    [InlineData("T209 static keys and values")]
    [InlineData("T210 learned and zero key, padding")]
    [InlineData("T212 static keys, zero key, padding")]
    [InlineData("T213 mask of three axes")]
    public void Draws_OfTheChecklist_AgreeWithPlainLoops(string name)
    {
        bool isStatic = name.Contains("static", StringComparison.Ordinal), pads = name.Contains("padding", StringComparison.Ordinal);
        for (ulong seed = 0; seed < 100; seed++)
        {
            Philox random = new(seed, 77);
            int n = Draw(0, 2, 10), l = isStatic || seed % 2 == 0 ? 1 : Draw(1, 2, 5), s = Draw(2, 2, 10), d = Draw(3, 3, 10), h = 2 * Draw(4, 2, 5);
            int width = name.StartsWith("T212", StringComparison.Ordinal) ? h * d : Draw(5, 5, 20);
            MultiheadAttention module = new(
                h * d, h, addBiasKV: name.Contains("learned", StringComparison.Ordinal), addZeroAttention: name.Contains("zero", StringComparison.Ordinal),
                kDim: width, vDim: width, random: new RandomSource(seed));
            Initialization.Uniform(module.InProjBias!, random, -0.5, 0.5);
            Tensor query = Normal([l, n, h * d], seed, 1);
            Tensor key = isStatic ? Normal([n * h, s, d], seed, 2) : Normal([s, n, width], seed, 2);
            Tensor value = isStatic ? Normal([n * h, s, d], seed, 3) : Normal([s, n, width], seed, 3);
            bool[] hides = Truths(l * s, seed, 4), heads = Truths(n * h * l * s, seed, 5), padding = Truths(n * s, seed, 6);
            AttentionMask? mask = name[..4] switch
            {
                "T205" => new AdditiveMask(Tensor.From(Array.ConvertAll(hides, value => value ? float.NegativeInfinity : 0), [l, s])),
                "T213" => new BlockedMask(Tensor.From(heads, [n * h, l, s])),
                "T206" or "T210" or "T212" => null,
                _ => new BlockedMask(Tensor.From(hides, [l, s])),
            };
            Tensor? padded = pads ? Tensor.From(padding, [n, s]) : null;
            double Added(int item, int head, int i, int j) => (pads && padding[(item * s) + j]) || mask switch
            {
                null => false,
                _ => name.StartsWith("T213", StringComparison.Ordinal) ? heads[(((((item * h) + head) * l) + i) * s) + j] : hides[(i * s) + j],
            }
                ? double.NegativeInfinity
                : 0;
            (double[] output, double[] weights) = PlainMultiheadAttention.Run(module, query, key, value, isStatic, Added);
            foreach (bool average in (bool[])[false, true])
            {
                (Tensor y, Tensor w) = isStatic
                    ? module.ForwardStatic(query, key, value, mask, padded, average)
                    : module.ForwardWithWeights(query, key, value, mask, padded, average);
                AssertNear(output, y, 1e-5);
                int columns = weights.Length / (n * h * l);
                double[] expected = average ? Averaged(weights, n, h, l * columns) : weights;
                Assert.Equal(average ? new[] { n, l, columns } : [n, h, l, columns], w.Shape.Dimensions.ToArray());
                AssertNear(expected, w, 1e-5);
            }

            int Draw(ulong index, int low, int high) => low + (int)random.Below(index, (uint)(high - low + 1));
        }
    }

    [Fact]
    public void Unbatched_OfEveryOption_IsTheBatchedCallSqueezed()
    {
        // T204: all of 2⁵ options, both orders of axes.
        for (int bits = 0; bits < 64; bits++)
        {
            MultiheadAttention module = new(3, 3, bias: Bit(0), addBiasKV: Bit(1), addZeroAttention: Bit(2), batchFirst: Bit(5), random: new RandomSource(4));
            Tensor q = Normal([3, 3], 1, 1), k = Normal([3, 3], 1, 2), v = Normal([3, 3], 1, 3);
            Tensor row = Tensor.From([false, false, true]);
            Tensor? padding = Bit(3) ? row : null;
            AttentionMask? mask = Bit(4) ? new BlockedMask(row.Expand(3, 3, 3).Contiguous()) : null;
            (Tensor y, Tensor w) = module.ForwardWithWeights(q, k, v, mask, padding);
            int axis = Bit(5) ? 0 : 1;
            (Tensor ys, Tensor ws) = module.ForwardWithWeights(q.Unsqueeze(axis), k.Unsqueeze(axis), v.Unsqueeze(axis), mask, padding?.Unsqueeze(0));
            Assert.Equal(ys.Squeeze(axis).ToArray<float>(), y.ToArray<float>());
            Assert.Equal(ws.Squeeze(0).ToArray<float>(), w.ToArray<float>());
            Assert.Equal(3 + (bits >> 1 & 1) + (bits >> 2 & 1), w.Shape[-1]);
            Assert.Equal(Bit(0), module.StateDict().ContainsKey("in_proj_bias") && module.StateDict().ContainsKey("out_proj.bias"));

            bool Bit(int index) => (bits >> index & 1) != 0;
        }
    }

    [Fact]
    public void MaskOfThreeAxes_GivesEachItemItsOwn()
    {
        // T213: batch 8, heads 4, 2 queries, 3 keys.
        MultiheadAttention module = new(8, 4, batchFirst: true, random: new RandomSource(5));
        Tensor q = Normal([8, 2, 8], 2, 1), k = Normal([8, 3, 8], 2, 2);
        bool[] truths = Truths(8 * 2 * 3, 2, 3);
        Tensor masks = Tensor.From(truths, [8, 1, 2, 3]).Expand(8, 4, 2, 3).Reshape(32, 2, 3);
        (Tensor y, Tensor w) = module.ForwardWithWeights(q, k, k, new BlockedMask(masks));
        for (int item = 0; item < 8; item++)
        {
            Tensor own = Tensor.From(truths[(6 * item)..(6 * (item + 1))], [2, 3]);
            (Tensor one, Tensor weights) = module.ForwardWithWeights(
                q.Slice(0, item, item + 1), k.Slice(0, item, item + 1), k.Slice(0, item, item + 1), new BlockedMask(own));
            Assert.Equal(y.Select(0, item).ToArray<float>(), one.ToArray<float>());
            Assert.Equal(w.Select(0, item).ToArray<float>(), weights.ToArray<float>());
        }
    }

    [Fact]
    public void TypesAndOrders_AreKept()
    {
        // T217.
        foreach (DataType type in (DataType[])[DataType.Float16, DataType.BFloat16, DataType.Float32, DataType.Float64])
        {
            foreach (bool batchFirst in (bool[])[true, false])
            {
                MultiheadAttention module = new(128, 8, batchFirst: batchFirst, random: new RandomSource(6), dataType: type);
                Tensor x = Normal(batchFirst ? [8, 10, 128] : [10, 8, 128], 3, 1).To(type);
                Tensor y = module.Forward(x);
                Assert.Equal(type, y.DataType);
                Assert.Equal(x.Shape, y.Shape);
                Assert.All(y.ToArray<float>(), value => Assert.True(float.IsFinite(value)));
            }
        }
    }

    [Fact]
    public void Masks_OfTruthsAndNumbers_AgreeInTrainingAndEvaluation()
    {
        // T219.
        MultiheadAttention module = new(8, 4, batchFirst: true, random: new RandomSource(7));
        Tensor x = Normal([2, 4, 8], 4, 1);
        Tensor two = Tensor.From(Truths(16, 4, 2), [4, 4]), three = Tensor.From(Truths(8 * 16, 4, 3), [8, 4, 4]),
            padding = Tensor.From([false, false, false, true, false, true, false, false], [2, 4]);
        foreach (Tensor mask in (Tensor[])[two, three])
        {
            foreach (Tensor? padded in (Tensor?[])[null, padding])
            {
                Tensor Numbers(Tensor truths) => F.Where(truths, double.NegativeInfinity, Tensor.Zeros(truths.Shape));
                module.Train();
                float[] first = module.Forward(x, x, x, new BlockedMask(mask), padded).ToArray<float>();
                Assert.Equal(first, module.Forward(x, x, x, new AdditiveMask(Numbers(mask)), padded is null ? null : Numbers(padded)).ToArray<float>());
                module.Evaluate();
                using GradientScope off = Gradients.Disabled();
                Assert.Equal(first, module.Forward(x, x, x, new BlockedMask(mask), padded).ToArray<float>());
                Assert.Equal(first, module.Forward(x, x, x, new AdditiveMask(Numbers(mask)), padded is null ? null : Numbers(padded)).ToArray<float>());
            }
        }
    }

    [Fact]
    public void HiddenKeys_ThatAreNoNumbers_CountForNothing()
    {
        MultiheadAttention module = new(6, 2, random: new RandomSource(8));
        Tensor q = Normal([3, 2, 6], 5, 1), k = Normal([4, 2, 6], 5, 2);
        Tensor spoiled = k.Clone();
        spoiled.AsSpan<float>()[(3 * 12)..].Fill(float.NaN);
        Tensor padding = Tensor.From([false, false, false, true, false, false, false, true], [2, 4]);
        float[] expected = module.Forward(q, k, k, keyPadding: padding).ToArray<float>();
        Tensor y = module.Forward(q, spoiled, spoiled, keyPadding: padding);
        Assert.Equal(expected, y.ToArray<float>());

        // All hidden: the bias of the last projection, and no gradient but that of it.
        Initialization.Uniform(module.OutProj.Bias!, new Philox(3), -1, 1);
        module.ZeroGrad();
        Tensor nothing = module.Forward(q, k, k, keyPadding: Tensor.From([true, true, true, true, true, true, true, true], [2, 4]));
        Assert.Equal(module.OutProj.Bias!.Expand(3, 2, 6).ToArray<float>(), nothing.ToArray<float>());
        F.Sum(nothing).Backward();
        Assert.All(module.InProjWeight!.Gradient!.ToArray<float>(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Dropout_WhileTraining_DropsTheWeightsThatAreReturned()
    {
        MultiheadAttention module = new(8, 2, dropout: 0.5, random: new RandomSource(9), batchFirst: true);
        Tensor x = Normal([4, 16, 8], 6, 1);
        (Tensor y, Tensor w) = module.ForwardWithWeights(x, x, x, averageWeights: false);
        float[] dropped = w.ToArray<float>();
        Assert.InRange(dropped.Count(value => value == 0), dropped.Length * 0.45, dropped.Length * 0.55);
        module.Evaluate();
        (Tensor plain, Tensor whole) = module.ForwardWithWeights(x, x, x, averageWeights: false);
        Assert.NotEqual(plain.ToArray<float>(), y.ToArray<float>());
        Assert.All(dropped.Zip(whole.ToArray<float>()), pair => Assert.True(pair.First == 0 || Math.Abs(pair.First - (2 * pair.Second)) <= 1e-6));

        // Another pass, other weights; the same module made again, the same.
        MultiheadAttention again = new(8, 2, dropout: 0.5, random: new RandomSource(9), batchFirst: true);
        Assert.Equal(y.ToArray<float>(), again.Forward(x).ToArray<float>());
        Assert.NotEqual(y.ToArray<float>(), again.Forward(x).ToArray<float>());
    }

    [Fact]
    public void Temperature_SharpensTheWeights()
    {
        MultiheadAttention module = new(8, 2, random: new RandomSource(10), batchFirst: true);
        Tensor x = Normal([2, 6, 8], 7, 1);
        float Largest(double temperature)
        {
            module.Temperature = temperature;
            return module.ForwardWithWeights(x, x, x).Weights.ToArray<float>().Max();
        }

        Assert.True(Largest(10) < Largest(1) && Largest(1) < Largest(0.05));
        Assert.Throws<ArgumentOutOfRangeException>(() => module.Temperature = 0);
        Assert.IsAssignableFrom<ITempered>(module);
    }

    [Fact]
    public void Initialisation_IsPyTorchs()
    {
        MultiheadAttention module = new(64, 4, addBiasKV: true, random: new RandomSource(11));
        Assert.Equal(["in_proj_weight", "in_proj_bias", "bias_k", "bias_v", "out_proj.weight", "out_proj.bias"], module.StateDict().Keys);
        Assert.Equal(
            ["q_proj_weight", "k_proj_weight", "v_proj_weight", "in_proj_bias", "out_proj.weight", "out_proj.bias"],
            new MultiheadAttention(64, 4, kDim: 5).StateDict().Keys);

        // The bound is that of the packed matrix, √(6/(E + 3E)).
        double bound = Math.Sqrt(6.0 / 256);
        Assert.InRange(module.InProjWeight!.ToArray<double>().Max(Math.Abs), 0.99 * bound, bound);
        Assert.InRange(module.OutProj.Weight.ToArray<double>().Max(Math.Abs), 0.99 / 8, 1.0 / 8);
        Assert.All(module.InProjBias!.ToArray<double>(), value => Assert.Equal(0, value));
        Assert.All(module.OutProj.Bias!.ToArray<double>(), value => Assert.Equal(0, value));
        double deviation = Math.Sqrt(module.BiasK!.ToArray<double>().Average(value => value * value));
        Assert.InRange(deviation, 0.7 / 8, 1.3 / 8);
    }

    [Fact]
    public void EmptyBatches_AndSequences_GiveEmptyResults()
    {
        MultiheadAttention module = new(6, 2, batchFirst: true, random: new RandomSource(12));
        Assert.Equal(new[] { 0, 4, 6 }, module.Forward(Tensor.Zeros([0, 4, 6])).Shape.Dimensions.ToArray());
        Assert.Equal(new[] { 2, 0, 6 }, module.Forward(Tensor.Zeros([2, 0, 6])).Shape.Dimensions.ToArray());
        Tensor alone = module.Forward(Tensor.Ones([2, 3, 6]), Tensor.Zeros([2, 0, 6]), Tensor.Zeros([2, 0, 6]));
        Assert.All(alone.ToArray<float>(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Arguments_ThatDoNotFit_AreRefused()
    {
        Refused("divides the width but got 3 heads and embedDim: 10; use embedDim: 12", () => _ = new MultiheadAttention(10, 3));
        Refused("numHeads", () => _ = new MultiheadAttention(10, 0));
        Refused("dropout probability from 0 to 1 but got 1.5", () => _ = new MultiheadAttention(10, 2, dropout: 1.5));
        MultiheadAttention module = new(4, 2, batchFirst: true);
        Tensor batch = Tensor.Zeros([2, 3, 4]), single = Tensor.Zeros([3, 4]);

        // T215.
        Refused("expects a key of [N, S, 4] for a query of [2, 3, 4], a batch, but got [3, 4]", () => module.Forward(batch, single, batch));
        Refused("expects a value of [N, S, 4] for a query of [2, 3, 4], a batch, but got [3, 4]", () => module.Forward(batch, batch, single));
        Refused("keyPadding of [N, S] = [2, 3] but got [3]", () => module.Forward(batch, batch, batch, keyPadding: Tensor.Zeros(3, DataType.Bool)));
        Refused("[..., L, S]", () => module.Forward(batch, batch, batch, new BlockedMask(Tensor.Zeros(3, DataType.Bool))));
        Refused("expects a key of [S, 4] for a query of [3, 4], which is no batch, but got [2, 3, 4]", () => module.Forward(single, batch, single));
        Refused("expects a value of [S, 4] for a query of [3, 4], which is no batch, but got [2, 3, 4]", () => module.Forward(single, single, batch));
        Refused(
            "keyPadding of [S] = [3], for there is no batch, but got [1, 3]",
            () => module.Forward(single, single, single, keyPadding: Tensor.Zeros([1, 3], DataType.Bool)));
        Refused("[N·heads, L, S] = [4, 3, 3]", () => module.Forward(batch, batch, batch, new BlockedMask(Tensor.Zeros([5, 3, 3], DataType.Bool))));
        Refused("but got [5, 3, 3]", () => module.Forward(batch, batch, batch, new BlockedMask(Tensor.Zeros([5, 3, 3], DataType.Bool))));

        Refused("[L, S] = [3, 3]", () => module.Forward(batch, batch, batch, new VisibleMask(Tensor.Zeros([4, 3], DataType.Bool))));
        Refused(
            "keyPadding of bool, true where a key is padding, or of floating-point numbers to add to the scores but got int64",
            () => module.Forward(batch, batch, batch, keyPadding: Tensor.Zeros([2, 3], DataType.Int64)));
        Refused("int64", () => module.Forward(batch, batch, batch, new AdditiveMask(Tensor.Zeros([3, 3], DataType.Int64))));
        Refused("expects a query of [N, L, 4], or of [L, 4] without a batch, but got [2, 3, 5]", () => module.Forward(Tensor.Zeros([2, 3, 5])));
        Refused("expects a query of [N, L, 4]", () => module.Forward(Tensor.Zeros(4)));
        Refused(
            "expects a key of [2, S, 4] for a query of [2, 3, 4] but got [3, 3, 4]",
            () => module.Forward(batch, Tensor.Zeros([3, 3, 4]), Tensor.Zeros([3, 3, 4])));
        Refused("expects a value for each key, [2, 3, 4], but got a value of [2, 5, 4]", () => module.Forward(batch, batch, Tensor.Zeros([2, 5, 4])));
        Refused("expects a query of the parameters' type float32 but got float64", () => module.Forward(batch.To(DataType.Float64)));
        Refused(
            "CausalMask with an alignment for 3 queries and 5 keys",
            () => new MultiheadAttention(4, 2, addZeroAttention: true, batchFirst: true).Forward(
                batch, Tensor.Zeros([2, 5, 4]), Tensor.Zeros([2, 5, 4]), new CausalMask()));
        Refused(
            "static keys of [N·heads, S, E/heads] = [4, S, 2] for a query of [2, 3, 4] but got [4, 3, 3]",
            () => module.ForwardStatic(batch, Tensor.Zeros([4, 3, 3]), Tensor.Zeros([4, 3, 2])));

        // T211.
        MultiheadAttention learned = new(4, 2, addBiasKV: true, batchFirst: true);
        Assert.Contains(
            "addBiasKV", Assert.Throws<InvalidOperationException>(() => learned.ForwardStatic(batch, Tensor.Zeros([4, 3, 2]), Tensor.Zeros([4, 3, 2]))).Message,
            StringComparison.Ordinal);
    }

    private static void Refused(string message, Action act) =>
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(act).Message, StringComparison.Ordinal);

    private static double[] Averaged(double[] weights, int n, int h, int size)
    {
        double[] result = new double[n * size];
        for (int item = 0; item < n; item++)
        {
            for (int head = 0; head < h; head++)
            {
                for (int i = 0; i < size; i++)
                {
                    result[(item * size) + i] += weights[(((item * h) + head) * size) + i] / h;
                }
            }
        }

        return result;
    }

    private static Tensor Normal(Shape shape, ulong seed, ulong stream)
    {
        Tensor x = Tensor.Empty(shape);
        new Philox(seed, stream).FillNormal(x.AsSpan<float>());
        return x;
    }

    private static bool[] Truths(int length, ulong seed, ulong stream)
    {
        Philox random = new(seed, stream);
        return [.. Enumerable.Range(0, length).Select(i => random.Below((ulong)i, 3) == 0)];
    }

    private static void AssertNear(double[] expected, Tensor actual, double tolerance)
    {
        double[] a = actual.ToArray<double>();
        Assert.Equal(expected.Length, a.Length);
        for (int i = 0; i < a.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - a[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])),
                FormattableString.Invariant($"Element {i}: expected {expected[i]:R} but got {a[i]:R}."));
        }
    }
}

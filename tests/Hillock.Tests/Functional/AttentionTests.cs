using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Functional;

/// <summary>What attention promises beyond PyTorch's.</summary>
[Collection(ParallelismCollection.Name)]
[Trait("Speed", "slow")]
public class AttentionTests
{
    private static readonly AttentionOptions Everything =
        new() { Scale = 0.3, Beta = 1.2, SoftCap = 3, Dropout = 0.2, Random = new Philox(8), GroupedHeads = true };

    [Fact]
    public void Attention_WithEveryOption_IsThePlainFormula()
    {
        foreach ((DataType type, double tolerance) in new[] { (DataType.Float64, 1e-12), (DataType.Float32, 1e-5) })
        {
            Tensor q = Normal([2, 2, 150, 5], 1, type), k = Normal([2, 2, 200, 5], 2, type), v = Normal([2, 2, 200, 3], 3, type);
            Tensor bias = Normal([2, 150, 200], 4, type);
            double[] b = bias.ToArray<double>();
            Tensor padding = Tensor.From(Enumerable.Range(0, 400).Select(j => j % 200 > 150 - (j / 200 * 140)).ToArray(), [2, 1, 1, 200]);
            PlainAttention plain = new PlainAttention
            {
                Visible = (n, i, j) => j <= i + 50 && !(j > 150 - (n / 2 * 140)),
                Bias = (n, i, j) => b[(((n % 2 * 150) + i) * 200) + j],
                Kept = (n, i, j) => new Philox(8).UniformSingle((ulong)((((n * 150) + i) * 200) + j)) < 0.2f ? 0 : 1.25,
                Scale = 0.3,
                Beta = 1.2,
                Cap = 3,
            };
            plain.Check(q, k, v, new BlockedMask(padding) & new AdditiveMask(bias) & new CausalMask(CausalAlignment.LowerRight), Everything, tolerance);
        }
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    public void GroupedHeads_AreRepeatedHeads(int keyHeads, int valueHeads)
    {
        int heads = 4 * 3;
        Tensor[] given = [Normal([2, heads, 150, 4], 1), Normal([2, keyHeads, 140, 4], 2), Normal([2, valueHeads, 140, 4], 3)];
        Tensor[] own = [.. given.Select(x => x.Clone().WithGradient())], plain = [.. given.Select(x => x.Clone().WithGradient())];
        Tensor y = F.ScaledDotProductAttention(own[0], own[1], own[2], null, new AttentionOptions { GroupedHeads = true });
        Tensor Repeat(Tensor x) => x.Unsqueeze(2).Expand(2, x.Shape[1], heads / x.Shape[1], 140, 4).Reshape(2, heads, 140, 4);
        Tensor expected = F.ScaledDotProductAttention(plain[0], Repeat(plain[1]), Repeat(plain[2]));
        Assert.Equal(expected.ToArray<double>(), y.ToArray<double>());
        F.Sum(y * y).Backward();
        F.Sum(expected * expected).Backward();
        for (int i = 0; i < 3; i++)
        {
            PlainAttention.Close($"gradient {i}", plain[i].Gradient!.ToArray<double>(), own[i].Gradient!, 1e-12);
        }
    }

    [Theory]
    [InlineData(DataType.Float32)]
    [InlineData(DataType.Float64)]
    public void HiddenKeys_NeverCount_WhateverStandsThere(DataType type)
    {
        // Row 0 of each sequence sees keys 0 to 4, and so on; keys from 200 on are padding.
        const int L = 210;
        Tensor[] clean = [.. Enumerable.Range(1, 4).Select(i => Normal([2, L, 6], (ulong)i, type))];
        Tensor padding = Tensor.From(Enumerable.Range(0, L).Select(j => j >= 200).ToArray(), [1, L]);
        AttentionMask mask = new CausalMask() & new BlockedMask(padding);
        (double[] output, Tensor?[] gradients) = Run(clean, mask);
        foreach (double rubbish in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            // Key and value 150 are hidden from queries before them, padding from all; the last query's gradient comes to keys that it sees alone.
            Tensor[] dirty = [.. clean.Select(x => x.Clone())];
            foreach (int row in new[] { 150, 205 })
            {
                foreach (int i in new[] { 1, 2 })
                {
                    dirty[i].Slice(1, row, row + 1).CopyFrom(Tensor.Full([2, 1, 6], rubbish, type));
                }
            }

            dirty[3].Slice(1, L - 1).CopyFrom(Tensor.Full([2, 1, 6], rubbish, type));
            (double[] other, Tensor?[] others) = Run(dirty, mask);
            for (int n = 0; n < 2; n++)
            {
                Range seen = (n * L * 6)..(((n * L) + 150) * 6);
                Assert.Equal(output[seen], other[seen]);
                Assert.Equal(gradients[0]!.ToArray<double>()[seen], others[0]!.ToArray<double>()[seen]);
                Assert.Contains(double.NaN, other[(((n * L) + 150) * 6)..(((n * L) + L) * 6)]);

                // Padding gets no gradient, even from a query whose gradient is not finite.
                Range hidden = (((n * L) + 200) * 6)..((n + 1) * L * 6);
                Assert.All(others[1]!.ToArray<double>()[hidden], value => Assert.Equal(0, value));
                Assert.All(others[2]!.ToArray<double>()[hidden], value => Assert.Equal(0, value));
            }

            // The differentiable gradients too.
            (_, Tensor?[] graph) = Run([.. dirty.Select(x => x.Slice(1, 145, 155))], new CausalMask(), createGraph: true);
            (_, Tensor?[] fused) = Run([.. dirty.Select(x => x.Slice(1, 145, 155))], new CausalMask());
            for (int i = 0; i < 3; i++)
            {
                PlainAttention.Close($"gradient {i}", fused[i]!.ToArray<double>(), graph[i]!, type == DataType.Float64 ? 1e-12 : 1e-5);
            }

            Assert.All(graph[0]!.ToArray<double>()[..30], value => Assert.True(double.IsFinite(value)));
        }
    }

    [Fact]
    public void Attention_OnAnyThreadsAndWidths_HasTheSameBits()
    {
        foreach (DataType type in new[] { DataType.Float32, DataType.Float64 })
        {
            double[][]? first = null;
            foreach ((int threads, int width) in new[] { (1, 512), (2, 512), (3, 256), (4, 128), (7, 0) })
            {
                using ThreadScope scope = new ThreadScope(threads);
                using WidthScope vectors = new WidthScope(width);

                // With 1 and 2 threads a task is a matrix of keys, with the others a tile.
                double[][] results = EverythingOf(type);
                first ??= results;
                Assert.Equal(first, results);
            }
        }
    }

    [Fact]
    public void Rows_DoNotDependOnOthers()
    {
        Tensor q = Normal([3, 300, 8], 1, DataType.Float32), k = Normal([3, 200, 8], 2, DataType.Float32), v = Normal([3, 200, 8], 3, DataType.Float32);
        float[] all = F.ScaledDotProductAttention(q, k, v).ToArray<float>();
        float[] some = F.ScaledDotProductAttention(q[1..2, 77..111], k[1..2], v[1..2]).ToArray<float>();
        Assert.Equal(all[((300 + 77) * 8)..((300 + 111) * 8)], some);
    }

    [Fact]
    public void Gradients_OfBothOrders_AreThoseOfDifferences()
    {
        Tensor q = Normal([2, 4, 3, 2], 1), k = Normal([2, 2, 5, 2], 2), v = Normal([2, 2, 5, 3], 3), bias = Normal([4, 3, 5], 4);
        Tensor visible = F.Greater(Normal([2, 1, 3, 5], 5), -0.5);
        Tensor Attend(IReadOnlyList<Tensor> x) =>
            F.ScaledDotProductAttention(
                x[0], x[1], x[2], new VisibleMask(visible) & new AdditiveMask(x[3]) & new CausalMask(CausalAlignment.LowerRight), Everything);
        Tensor Weigh(IReadOnlyList<Tensor> x)
        {
            F.ScaledDotProductAttention(x[0], x[1], x[2], out Tensor weights, new VisibleMask(visible) & new AdditiveMask(x[3]), Everything);
            return weights;
        }

        GradientCheck.First(Attend, [q, k, v, bias]).ThrowIfFailed();
        GradientCheck.Second(Attend, [q, k, v, bias]).ThrowIfFailed();
        GradientCheck.First(x => Weigh([.. x, v, bias]), [q, k]).ThrowIfFailed();
        GradientCheck.Second(x => Weigh([x[0], k, v, x[1]]), [q, bias]).ThrowIfFailed();
    }

    [Fact]
    public void Dropout_OfSomeWeights_KeepsTheirMean()
    {
        Tensor x = Normal([8, 200, 4], 1, DataType.Float32);
        Tensor Weights(double dropout, ulong start = 0)
        {
            F.ScaledDotProductAttention(
                x, x, x, out Tensor weights, null, new AttentionOptions { Dropout = dropout, Random = new Philox(4), RandomStart = start });
            return weights;
        }

        float[] all = Weights(0).ToArray<float>(), some = Weights(0.3).ToArray<float>();
        Assert.All(some.Select((w, i) => (w, i)), one => Assert.True(one.w == 0 || Math.Abs(one.w - (all[one.i] / 0.7)) <= 1e-6 * one.w));

        // Five standard deviations of 320,000 draws.
        Assert.Equal(0.3, some.Count(w => w == 0) / (double)some.Length, 5 * Math.Sqrt(0.21 / some.Length));
        Assert.NotEqual(some, Weights(0.3, 1).ToArray<float>());
        Assert.All(Weights(1).ToArray<float>(), w => Assert.Equal(0, w));
    }

    [Theory]
    [InlineData(0, 3, 2, 4)]
    [InlineData(2, 0, 2, 4)]
    [InlineData(2, 3, 0, 4)]
    [InlineData(2, 3, 2, 0)]
    public void EmptyAxes_GiveEmptyOrZeroResults(int batch, int queries, int keys, int valueWidth)
    {
        Tensor q = Tensor.Ones([batch, queries, 4]).WithGradient(), k = Tensor.Ones([batch, keys, 4]).WithGradient(),
            v = Tensor.Ones([batch, keys, valueWidth]).WithGradient();
        Tensor y = F.ScaledDotProductAttention(q, k, v, out Tensor weights, new CausalMask(CausalAlignment.LowerRight));
        Assert.Equal([batch, queries, valueWidth], y.Shape.Dimensions.ToArray());
        Assert.Equal([batch, queries, keys], weights.Shape.Dimensions.ToArray());
        Assert.All(y.ToArray<float>(), value => Assert.Equal(keys == 0 ? 0 : 1, value));
        F.Sum(y).Backward();
        Assert.All(q.Gradient!.ToArray<float>(), value => Assert.Equal(0, value));
        Assert.Equal(k.Shape, k.Gradient!.Shape);
    }

    [Fact]
    public void WidthlessQueries_SeeAllKeysAlike()
    {
        Tensor v = Normal([2, 5, 3], 1);
        Tensor y = F.ScaledDotProductAttention(Tensor.Ones([2, 4, 0], DataType.Float64), Tensor.Ones([2, 5, 0], DataType.Float64), v);
        PlainAttention.Close("output", F.Mean(v, 1, keepDims: true).Expand(2, 4, 3).ToArray<double>(), y, 1e-15);
    }

    [Fact]
    public void Output_OfHeadsCutFromRows_IsRowsAgainWithoutACopy()
    {
        Tensor x = Normal([2, 7, 3, 4], 1).Transpose(1, 2);
        Tensor y = F.ScaledDotProductAttention(x, x, x);
        Assert.True(y.Transpose(1, 2).IsContiguous);
    }

    [Fact]
    public void ChangedArguments_AreNoticed()
    {
        Tensor q = Normal([3, 4], 1).WithGradient(), k = Normal([3, 4], 2);
        Tensor visible = F.Greater(Tensor.Ones([3, 3]), 0);
        Tensor y = F.Sum(F.ScaledDotProductAttention(q, k, k, new VisibleMask(visible)));
        visible.AsSpan<bool>()[0] = false;
        Assert.Contains("changed in place", Assert.Throws<InvalidOperationException>(() => y.Backward()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LongSequences_TakeMemoryForTheirLengthAlone()
    {
        // All scores would take 256 MiB, and their weights and gradients as much again.
        Tensor[] x = [.. Enumerable.Range(1, 3).Select(i => Normal([8192, 16], (ulong)i, DataType.Float32).WithGradient())];
        long pool = TensorPool.TotalBytes, before = GC.GetTotalAllocatedBytes(precise: true);
        F.Sum(F.ScaledDotProductAttention(x[0], x[1], x[2], new CausalMask(), new AttentionOptions { Dropout = 0.1, Random = new Philox(1) })).Backward();
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 32L << 20);
        Assert.InRange(TensorPool.TotalBytes - pool, long.MinValue, 32L << 20);
        Assert.All(x, one => Assert.NotNull(one.Gradient));
    }

    [Fact]
    public void MorePairs_ThanATensorHolds_AreFine()
    {
        Tensor q = Normal([50_000, 1], 1, DataType.Float32), k = Normal([50_000, 1], 2, DataType.Float32), v = Normal([50_000, 2], 3, DataType.Float32);
        Tensor hidden = Tensor.From(Enumerable.Range(0, 50_000).Select(j => j >= 100).ToArray(), [1, 50_000]);
        Tensor y = F.ScaledDotProductAttention(q, k, v, new BlockedMask(hidden));
        Assert.Equal(F.ScaledDotProductAttention(q, k[..100], v[..100]).ToArray<float>(), y.ToArray<float>());
        ArgumentException error = Assert.Throws<ArgumentException>(() => F.ScaledDotProductAttention(q, k, v, out _, new BlockedMask(hidden)));
        Assert.Contains("[50000, 50000] has more than 2147483647 elements", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LongSums_AreAccurate()
    {
        // 16 Ki keys of nearly equal weights, where errors of sums add up.
        Tensor[] x = [Normal([50, 64], 1, DataType.Float32), Normal([16384, 64], 2, DataType.Float32) * 0.1, Normal([16384, 64], 3, DataType.Float32)];
        new PlainAttention().Check(x[0], x[1], x[2], null, null, 1e-5);
    }

    public static TheoryData<string, string> Refused => new()
    {
        { "mask of numbers", "VisibleMask expects a tensor of bool but got float32" },
        { "blocked mask of numbers", "BlockedMask expects a tensor of bool but got int64" },
        { "bias of whole numbers", "AdditiveMask expects numbers of a floating-point type but got int64" },
        { "mask of keys", "VisibleMask expects axes for queries and keys, [..., L, S], but got the shape [5]" },
        { "mask of a batch", "broadcasts to the scores, [..., L, S] = [2, 3, 4, 5], but got [2, 5]" },
        { "mask of more axes", "broadcasts to the scores, [..., L, S] = [2, 3, 4, 5], but got [2, 2, 3, 4, 5]" },
        { "bias of another type", "AdditiveMask of the queries' type, float32, or of float32 but got float64" },
        { "causal without alignment", "CausalMask with an alignment for 4 queries and 5 keys" },
        { "no such alignment", "CausalMask expects UpperLeft or LowerRight" },
        { "keys of another width", "expects keys as wide as the queries, [..., S, 6]" },
        { "fewer values", "expects a value for each key, [..., 5, Ev]" },
        { "other heads", "batch axes that broadcast" },
        { "heads that do not divide", "divides the queries' 3 but got 2" },
        { "grouped without heads", "expects queries of [..., heads, L, E], 3 axes or more, but got [4, 6]" },
        { "infinite scale", "expects Scale to be a finite number but got Infinity" },
        { "no temperature", "expects Beta to be a finite number but got NaN" },
        { "cap of 0", "expects SoftCap to be a finite number above 0, or null for none but got 0" },
        { "dropout above 1", "expects Dropout to be a probability from 0 to 1 but got 1.5" },
        { "dropout without a generator", "expects a generator with a Dropout of 0.5; set Random" },
        { "whole numbers", "one floating-point type but got int64" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void BadArguments_AreNamed(string what, string message)
    {
        Tensor q = Tensor.Ones([2, 3, 4, 6]), k = Tensor.Ones([2, 3, 5, 6]), yes = q > 0;
        Action act = what switch
        {
            "mask of numbers" => () => _ = new VisibleMask(Tensor.Ones([4, 5])),
            "blocked mask of numbers" => () => _ = new BlockedMask(Tensor.Ones([4, 5], DataType.Int64)),
            "bias of whole numbers" => () => _ = new AdditiveMask(Tensor.Ones([4, 5], DataType.Int64)),
            "mask of keys" => () => _ = new VisibleMask(Tensor.Ones([5]) > 0),
            "mask of a batch" => () => F.ScaledDotProductAttention(q, k, k, new BlockedMask(Tensor.Ones([2, 5]) > 0)),
            "mask of more axes" => () => F.ScaledDotProductAttention(q, k, k, new VisibleMask(Tensor.Ones([2, 2, 3, 4, 5]) > 0)),
            "bias of another type" => () => F.ScaledDotProductAttention(q, k, k, new AdditiveMask(Tensor.Ones([4, 5], DataType.Float64))),
            "causal without alignment" => () => F.ScaledDotProductAttention(q, k, k, new CausalMask()),
            "no such alignment" => () => _ = new CausalMask((CausalAlignment)7),
            "keys of another width" => () => F.ScaledDotProductAttention(q, k[.., .., .., ..5], k),
            "fewer values" => () => F.ScaledDotProductAttention(q, k, k[.., .., ..4]),
            "other heads" => () => F.ScaledDotProductAttention(q, k[.., ..2], k[.., ..2]),
            "heads that do not divide" => () => F.ScaledDotProductAttention(q, k[.., ..2], k[.., ..2], null, new AttentionOptions { GroupedHeads = true }),
            "grouped without heads" => () => F.ScaledDotProductAttention(q[0, 0], k, k, null, new AttentionOptions { GroupedHeads = true }),
            "infinite scale" => () => F.ScaledDotProductAttention(q, k, k, null, new AttentionOptions { Scale = double.PositiveInfinity }),
            "no temperature" => () => F.ScaledDotProductAttention(q, k, k, null, new AttentionOptions { Beta = double.NaN }),
            "cap of 0" => () => F.ScaledDotProductAttention(q, k, k, null, new AttentionOptions { SoftCap = 0 }),
            "dropout above 1" => () => F.ScaledDotProductAttention(q, k, k, null, new AttentionOptions { Dropout = 1.5 }),
            "dropout without a generator" => () => F.ScaledDotProductAttention(q, k, k, null, new AttentionOptions { Dropout = 0.5 }),
            _ => () => F.ScaledDotProductAttention(q.To(DataType.Int64), k.To(DataType.Int64), k.To(DataType.Int64)),
        };
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(act).Message, StringComparison.Ordinal);
        GC.KeepAlive(yes);
    }

    private static double[][] EverythingOf(DataType type)
    {
        Tensor[] x = [Normal([1, 2, 300, 20], 1, type), Normal([1, 1, 290, 20], 2, type), Normal([1, 1, 290, 7], 3, type), Normal([300, 290], 4, type)];
        foreach (Tensor one in x)
        {
            one.RequiresGrad = true;
        }

        AttentionMask mask = new AdditiveMask(x[3]) & new CausalMask(CausalAlignment.LowerRight);
        Tensor y = F.ScaledDotProductAttention(x[0], x[1], x[2], out Tensor weights, mask, Everything);
        F.Sum(y * y).Backward();
        return [y.ToArray<double>(), weights.ToArray<double>(), .. x.Select(one => one.Gradient!.ToArray<double>())];
    }

    /// <summary>The output and the gradients of queries, keys and values, given the output's gradient as the fourth.</summary>
    private static (double[] Output, Tensor?[] Gradients) Run(Tensor[] x, AttentionMask mask, bool createGraph = false)
    {
        Tensor[] leaves = [.. x[..3].Select(one => one.Detach().WithGradient())];
        Tensor y = F.ScaledDotProductAttention(leaves[0], leaves[1], leaves[2], mask);
        return (y.ToArray<double>(), Gradients.Of([y], leaves, [x[3]], createGraph: createGraph));
    }

    private static Tensor Normal(int[] shape, ulong seed, DataType type = DataType.Float64) => Tensor.RandomNormal(shape, new Philox(seed)).To(type);
}

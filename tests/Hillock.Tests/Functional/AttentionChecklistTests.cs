using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Functional;

/// <summary>
/// The properties that PyTorch's own tests check of attention, by their number in our list of them; T220 to T224, T230 and T234 have oracle values too.
/// </summary>
[Trait("Speed", "slow")]
public class AttentionChecklistTests
{
    private static readonly (DataType Type, double Tolerance)[] Types = [(DataType.Float64, 1e-12), (DataType.Float32, 5e-6)];

    public static TheoryData<string, int[], int[], bool, double> Shapes => new()
    {
        { "T220", [4, 3, 8], [4, 6, 8], false, 0 },
        { "T220", [4, 3, 8], [4, 6, 8], true, 0 },
        { "T220", [4, 3, 8], [4, 6, 8], false, 0.5 }, { "T220", [4, 3, 8], [4, 6, 8], true, 0.5 },
        { "T221", [4, 4, 3, 8], [4, 4, 6, 8], false, 0 },
        { "T221", [4, 4, 3, 8], [4, 4, 6, 8], true, 0 },
        { "T221", [4, 4, 3, 8], [4, 4, 6, 8], false, 0.5 }, { "T221", [4, 4, 3, 8], [4, 4, 6, 8], true, 0.5 },
        { "tiles", [2, 145, 5], [2, 300, 5], true, 0.25 }, { "two axes", [98, 7], [129, 7], false, 0.5 },
    };

    /// <summary>Batch, length, heads, width: the lengths beyond tiles with the batches that a reference in double precision has memory for.</summary>
    public static TheoryData<int, int, int, int> Blocked =>
        new() { { 2, 267, 1, 8 }, { 12, 267, 3, 8 }, { 2, 267, 3, 16 }, { 12, 267, 1, 16 }, { 2, 1030, 1, 8 }, { 2, 1030, 3, 16 } };

    public static TheoryData<int[]> Masks
    {
        get
        {
            TheoryData<int[]> shapes = new();
            foreach (int l in new[] { 267, 1 })
            {
                foreach (int s in new[] { 514, 1 })
                {
                    shapes.Add([l, s]);
                    foreach (int n in new[] { 2, 1 })
                    {
                        shapes.Add([n, 3, l, s]);
                        shapes.Add([n, 1, l, s]);
                    }
                }
            }

            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void T220_T221_OfAShape_IsThePlainFormula(string number, int[] queries, int[] keys, bool causal, double dropout)
    {
        Assert.NotEmpty(number);
        int l = queries[^2], s = keys[^2];
        AttentionOptions options = new() { Dropout = dropout, Random = new Philox(5), RandomStart = 1000 };
        PlainAttention plain = new PlainAttention
        {
            Visible = causal ? (_, i, j) => j <= i : null,
            Kept = dropout > 0 ? (b, i, j) => new Philox(5).UniformSingle(1000 + (ulong)((((b * l) + i) * s) + j)) < dropout ? 0 : 1 / (1 - dropout) : null,
        };
        foreach ((DataType type, double tolerance) in Types)
        {
            plain.Check(
                Normal(queries, 1, type), Normal(keys, 2, type), Normal(keys, 3, type), causal ? new CausalMask(CausalAlignment.UpperLeft) : null, options,
                tolerance);
        }
    }

    [Fact]
    public void T222_BroadcastQueries_GetTheSumOfTheirGradients()
    {
        Tensor q = Normal([4, 3, 8], 1, DataType.Float64).WithGradient(), k = Normal([4, 4, 6, 8], 2, DataType.Float64),
            v = Normal([4, 4, 6, 8], 3, DataType.Float64);
        Tensor repeated = q.Detach().Expand(4, 4, 3, 8).Clone().WithGradient();
        Tensor y = F.ScaledDotProductAttention(q, k, v), expected = F.ScaledDotProductAttention(repeated, k, v);
        Assert.Equal(expected.ToArray<double>(), y.ToArray<double>());
        F.Sum(y * y).Backward();
        F.Sum(expected * expected).Backward();
        PlainAttention.Close("gradient", F.Sum(repeated.Gradient!, 0).ToArray<double>(), q.Gradient!, 1e-14);
    }

    [Fact]
    public void T223_FloatMask_IsAddedToTheScores()
    {
        Tensor bias = Normal([3, 6], 9, DataType.Float64);
        double[] b = bias.ToArray<double>();
        PlainAttention plain = new PlainAttention { Bias = (_, i, j) => b[(i * 6) + j] };
        foreach ((DataType type, double tolerance) in Types)
        {
            plain.Check(
                Normal([4, 4, 3, 8], 1, type), Normal([4, 4, 6, 8], 2, type), Normal([4, 4, 6, 8], 3, type), new AdditiveMask(bias.To(type)), null, tolerance);
        }
    }

    [Fact]
    public void T224_WideValues_GiveWideOutputs()
    {
        foreach ((DataType type, double tolerance) in Types)
        {
            Tensor q = Normal([4, 4, 3, 8], 1, type), k = Normal([4, 4, 6, 8], 2, type), v = Normal([4, 4, 6, 16], 3, type);
            Assert.Equal([4, 4, 3, 16], F.ScaledDotProductAttention(q, k, v).Shape.Dimensions.ToArray());
            new PlainAttention().Check(q, k, v, null, null, tolerance);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void T225_PackedProjections_HaveTheirGradients(bool strided)
    {
        // Queries, keys and values of all heads side by side, as one projection makes them.
        Tensor packed = Normal([4, 4, 3 * 2 * 16 * (strided ? 2 : 1)], 1, DataType.Float64);
        Tensor Attend(IReadOnlyList<Tensor> inputs)
        {
            Tensor x = strided ? inputs[0].Slice(2, 0, int.MaxValue, 2) : inputs[0];
            Tensor[] parts = [.. Enumerable.Range(0, 3).Select(i => x.Slice(2, i * 32, (i + 1) * 32).Reshape(x.Shape[0], 4, 2, 16).Transpose(1, 2))];
            return F.ScaledDotProductAttention(parts[0], parts[1], parts[2]).Transpose(1, 2).Reshape(x.Shape[0], 4, 32);
        }

        GradientCheck.First(Attend, [packed]).ThrowIfFailed();
        GradientCheck.Second(Attend, [packed[..1]]).ThrowIfFailed();
    }

    [Theory]
    [MemberData(nameof(Blocked))]
    public void T226_Tiles_AreThePlainFormula(int batch, int length, int heads, int width)
    {
        foreach (bool causal in new[] { false, true })
        {
            Tensor[] x = [.. Enumerable.Range(1, 3).Select(i => Normal([batch, length, heads, width], (ulong)i, DataType.Float64).Transpose(1, 2))];
            Tensor? visible = causal ? F.GreaterOrEqual(Tensor.Arange(length).Unsqueeze(1), Tensor.Arange(length)) : null;
            AgreesWithOperations(
                x, causal ? new CausalMask() : null, visible, null,
                [(DataType.Float64, 1e-11), (DataType.Float32, 1e-5), (DataType.BFloat16, 5e-2), (DataType.Float16, 1e-2)]);
        }
    }

    [Theory]
    [MemberData(nameof(Masks))]
    public void T227_Masks_OfAnyBroadcastShape_AreThePlainFormula(int[] shape)
    {
        Tensor[] x = [Normal([2, 3, 267, 8], 1, DataType.Float64), Normal([2, 3, 514, 8], 2, DataType.Float64), Normal([2, 3, 514, 8], 3, DataType.Float64)];
        Tensor mask = Normal(shape, 4, DataType.Float64);

        // Of one key or one query, a truth value decides for a whole row.
        Tensor visible = F.Greater(mask, 0.1);
        AgreesWithOperations(x, new VisibleMask(visible), visible, null, Types);
        AgreesWithOperations(x, new BlockedMask(F.LessOrEqual(mask, 0.1)), visible, null, Types);
        AgreesWithOperations(x, new AdditiveMask(mask.To(DataType.Float32)), null, mask.To(DataType.Float32).To(DataType.Float64), Types);
    }

    [Fact]
    public void T228_AFirstBlockWithoutAnyKey_DoesNoHarm()
    {
        // Keys from ten before the query up to it: the later tiles of queries see nothing of the first tile of keys.
        Tensor i = Tensor.Arange(600).Unsqueeze(1), j = Tensor.Arange(600);
        Tensor band = F.Where(F.GreaterOrEqual(i, j), F.GreaterOrEqual(j + 10, i), F.Greater(j, i + 1000));
        Tensor bias = F.Where(band, Tensor.Zeros(Shape.Scalar), double.NegativeInfinity);
        Tensor[] x = [.. Enumerable.Range(1, 3).Select(k => Normal([1, 2, 600, 8], (ulong)k, DataType.Float64))];
        AgreesWithOperations(x, new AdditiveMask(bias), band, null, Types);
        AgreesWithOperations(x, new VisibleMask(band), band, null, Types);
    }

    [Fact]
    public void T229_NegativeScale_IsTheFormulas()
    {
        foreach ((DataType type, double tolerance) in Types)
        {
            Tensor x = Normal([1, 3, 64, 64], 1, type);
            Tensor expected = F.MatMul(F.Softmax(F.MatMul(x, x.Transpose()).To(DataType.Float64) / -0.0001), x.To(DataType.Float64));
            Tensor actual = F.ScaledDotProductAttention(x, x, x, null, new AttentionOptions { Scale = -10000 });
            PlainAttention.Close("output", expected.ToArray<double>(), actual, tolerance);
        }
    }

    /// <summary>The batches of 16 are cut to 2 where the reference would not fit: matrices do not know of each other.</summary>
    [Theory]
    [InlineData(16, 16, 128, 128, 16)]
    [InlineData(2, 16, 128, 256, 32)]
    [InlineData(2, 16, 256, 128, 32)]
    [InlineData(1, 1, 23, 56, 15)]
    public void T230_T231_CausalMasks_AreTheirMatrices(int batch, int heads, int queries, int keys, int width)
    {
        foreach (CausalAlignment alignment in Enum.GetValues<CausalAlignment>())
        {
            int offset = alignment == CausalAlignment.LowerRight ? keys - queries : 0;
            Tensor visible = F.GreaterOrEqual(Tensor.Arange(queries).Unsqueeze(1) + offset, Tensor.Arange(keys));
            Tensor[] x =
                [
                    Normal([batch, heads, queries, width], 1, DataType.Float64), Normal([batch, heads, keys, width], 2, DataType.Float64),
                    Normal([batch, heads, keys, width], 3, DataType.Float64),
                ];
            AgreesWithOperations(x, new CausalMask(alignment), visible, null, [(DataType.Float32, 1e-5), (DataType.Float16, 5e-3)]);
        }
    }

    [Fact]
    public void T232_TwoCausalMasks_AreRefused()
    {
        CausalMask causal = new(CausalAlignment.UpperLeft);
        ArgumentException error = Assert.Throws<ArgumentException>(() => causal & (new CausalMask() & new VisibleMask(Tensor.Ones([2, 2]) > 0)));
        Assert.Contains("one causal mask at most but got 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void T233_MixedTypesAndVectors_AreRefused()
    {
        Tensor x = Tensor.Ones([2, 3, 4]), half = x.To(DataType.Float16);
        Assert.Contains(
            "float32, float16 and float16", Assert.Throws<ArgumentException>("queries", () => F.ScaledDotProductAttention(x, half, half)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "got [4]", Assert.Throws<ArgumentException>("queries", () => F.ScaledDotProductAttention(Tensor.Ones([4]), x, x)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, 3)]
    [InlineData(300, 290)]
    public void T234_QueriesThatSeeNothing_Are0WithGradient0(int queries, int keys)
    {
        foreach ((DataType type, double tolerance) in Types)
        {
            Tensor q = Normal([2, queries, 4], 1, type), k = Normal([2, keys, 4], 2, type), v = Normal([2, keys, 4], 3, type);
            PlainAttention plain = new PlainAttention { Visible = (_, i, j) => i % 3 != 0 && j <= i };
            Tensor rows = Tensor.From(Enumerable.Range(0, queries).Select(i => i % 3 != 0).ToArray(), [queries, 1]);
            plain.Check(q, k, v, new VisibleMask(rows) & new CausalMask(CausalAlignment.UpperLeft), null, tolerance);
            Tensor bias = F.Where(rows, Tensor.Zeros([queries, keys], type), double.NegativeInfinity);
            plain.Check(q, k, v, new AdditiveMask(bias) & new CausalMask(CausalAlignment.UpperLeft), null, tolerance);
        }
    }

    /// <summary>Compares with matrix products and a softmax in double precision, of the same rounded arguments.</summary>
    private static void AgreesWithOperations(Tensor[] x, AttentionMask? mask, Tensor? visible, Tensor? bias, (DataType Type, double Tolerance)[] types)
    {
        foreach ((DataType type, double tolerance) in types)
        {
            Tensor[] given = [.. x.Select(one => one.To(type).Detach().WithGradient())];
            Tensor[] exact = [.. given.Select(one => one.Detach().To(DataType.Float64).Detach().WithGradient())];
            Tensor scores = F.MatMul(exact[0], exact[1].Transpose()) / Math.Sqrt(x[0].Shape[-1]);
            scores = bias is null ? scores : scores + bias;
            Tensor expected = F.MatMul(visible is null ? F.Softmax(scores) : F.MaskedSoftmax(scores, visible), exact[2]);
            Tensor actual = F.ScaledDotProductAttention(given[0], given[1], given[2], mask);
            Tensor g = Normal(expected.Shape.Dimensions.ToArray(), 8, type);
            Assert.Equal(type, actual.DataType);
            PlainAttention.Close($"{type} output", expected.ToArray<double>(), actual, tolerance);
            Tensor?[] gradients = Gradients.Of([actual], given, [g]);
            Tensor?[] wanted = Gradients.Of([expected], exact, [g.To(DataType.Float64)]);
            for (int i = 0; i < 3; i++)
            {
                PlainAttention.Close($"{type} gradient {i}", wanted[i]!.ToArray<double>(), gradients[i]!, tolerance);
            }
        }
    }

    private static Tensor Normal(int[] shape, ulong seed, DataType type) => Tensor.RandomNormal(shape, new Philox(seed)).To(type);
}

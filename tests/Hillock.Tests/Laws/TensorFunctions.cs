using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Tests.Laws;

/// <summary>What the calls in the oracle's files mean in Hillock, and how accurate each is.</summary>
internal static partial class TensorFunctions
{
    /// <summary>All calls by the oracle's name.</summary>
    public static IReadOnlyDictionary<string, TensorFunction> All { get; } =
        new[]
        {
            OneNumber(),
            TwoNumbers(),
            Reductions(),
            Softmaxes(),
            Products(),
            Positions(),
            Orders(),
            Places(),
            Learned(),
            ElementwiseLosses(),
            ClassLosses(),
            VectorLosses(),
        }
            .SelectMany(part => part).ToDictionary(pair => pair.Key, pair => pair.Value);

    /// <summary>Exact operations, or such as are rounded once: half an ulp, also of their gradients.</summary>
    private static LawBound RoundedOnce => new(0.5, 1, 2);

    private static TensorFunction Of(Func<IReadOnlyList<Tensor>, Tensor> apply) => new(apply);

    /// <summary>Elements that are copied: exact, with exact gradients.</summary>
    private static TensorFunction Copied(Func<IReadOnlyList<Tensor>, Tensor> apply, bool view = false) =>
        new(apply) { Single = new(0, 0.5, 0.5), Double = new(0, 0.5, 0.5), Narrow = new(0, 0.5, 0.5), IsView = view };

    /// <summary>A function of single numbers: value within 1 ulp, derivatives within 2 and 4.</summary>
    private static TensorFunction Elementary(Func<IReadOnlyList<Tensor>, Tensor> apply) =>
        new(apply) { Single = new(1, 2, 4), Double = new(1, 2, 4) };

    /// <summary>A loss: rounded after each of a few operations.</summary>
    private static TensorFunction Loss(Func<IReadOnlyList<Tensor>, Tensor> apply) => new(apply) { Single = new(2, 3, 6), Double = new(2, 4, 8) };

    /// <summary>Sums of products along chains of fused multiply-adds.</summary>
    private static TensorFunction Product(Func<IReadOnlyList<Tensor>, Tensor> apply) => new(apply) { Single = new(2, 2, 4), Double = new(2, 4, 8) };

    /// <summary>Arithmetic of single numbers: correctly rounded, the gradients within a rounding or two.</summary>
    private static TensorFunction Arithmetic(Func<IReadOnlyList<Tensor>, Tensor> apply) =>
        new(apply) { Single = RoundedOnce, Double = RoundedOnce };

    /// <summary>A statistic: value and gradient are computed in float64 throughout and rounded once.</summary>
    private static TensorFunction Statistic(Func<IReadOnlyList<Tensor>, Tensor> apply) => new(apply) { Single = new(1, 1, 4), IsWide = true };

    private static Dictionary<string, TensorFunction> OneNumber()
    {
        Dictionary<string, TensorFunction> all = new()
        {
            ["Exp(x)"] = Elementary(x => F.Exp(x[0])),
            ["Expm1(x)"] = Elementary(x => F.Expm1(x[0])),
            ["Log(x)"] = Elementary(x => F.Log(x[0])),
            ["Log1p(x)"] = Elementary(x => F.Log1p(x[0])),
            ["Sqrt(x)"] = Elementary(x => F.Sqrt(x[0])),
            ["Rsqrt(x)"] = Elementary(x => F.Rsqrt(x[0])),
            ["Reciprocal(x)"] = Elementary(x => F.Reciprocal(x[0])),
            ["Abs(x)"] = Arithmetic(x => F.Abs(x[0])),
            ["Sign(x)"] = Arithmetic(x => F.Sign(x[0])),
            ["Square(x)"] = Arithmetic(x => F.Square(x[0])),
            ["Erf(x)"] = Elementary(x => F.Erf(x[0])),
            ["Sin(x)"] = Elementary(x => F.Sin(x[0])),
            ["Cos(x)"] = Elementary(x => F.Cos(x[0])),
            ["Atan(x)"] = Elementary(x => F.Atan(x[0])),
            ["Asinh(x)"] = Elementary(x => F.Asinh(x[0])),
            ["Negate(x)"] = Arithmetic(x => F.Negate(x[0])),
            ["Clamp(x, -0.5, 0.75)"] = Arithmetic(x => F.Clamp(x[0], -0.5, 0.75)),
            ["Clamp(x, 1)"] = Arithmetic(x => F.Clamp(x[0], 1)),
            ["Add(x, 1.5)"] = Arithmetic(x => F.Add(x[0], 1.5)),
            ["Subtract(x, 1.5)"] = Arithmetic(x => F.Subtract(x[0], 1.5)),
            ["Subtract(1.5, x)"] = Arithmetic(x => F.Subtract(1.5, x[0])),
            ["Multiply(x, -2.5)"] = Arithmetic(x => F.Multiply(x[0], -2.5)),
            ["Divide(x, 3)"] = Arithmetic(x => F.Divide(x[0], 3)),
            ["Divide(3, x)"] = Arithmetic(x => F.Divide(3, x[0])),
            ["IsNaN(x)"] = Arithmetic(x => F.IsNaN(x[0])),
            ["IsFinite(x)"] = Arithmetic(x => F.IsFinite(x[0])),
            ["IsInfinity(x)"] = Arithmetic(x => F.IsInfinity(x[0])),
            ["Greater(x, 0.5)"] = Arithmetic(x => F.Greater(x[0], 0.5)),
            ["GreaterOrEqual(x, 0.5)"] = Arithmetic(x => F.GreaterOrEqual(x[0], 0.5)),
            ["Less(x, 0.5)"] = Arithmetic(x => F.Less(x[0], 0.5)),
            ["LessOrEqual(x, 0.5)"] = Arithmetic(x => F.LessOrEqual(x[0], 0.5)),
            ["Equal(x, 0.5)"] = Arithmetic(x => F.Equal(x[0], 0.5)),
            ["NotEqual(x, 0.5)"] = Arithmetic(x => F.NotEqual(x[0], 0.5)),
            ["BinaryWeights(x)"] = Copied(x => F.BinaryWeights(x[0])),
            ["BinaryWeights(x, random)"] = Copied(x => F.BinaryWeights(x[0], new Philox(7, 2), start: 3)),
        };
        foreach (double p in (double[])[-16, -3, -2, -1, -0.5, 0, 0.5, 1, 2, 2.5, 3, 4, 100, 1700])
        {
            all[FormattableString.Invariant($"Pow(x, {p})")] = Elementary(x => F.Pow(x[0], p));
        }

        foreach (DataType type in (DataType[])[DataType.Float16, DataType.BFloat16, DataType.Float32, DataType.Float64])
        {
            all[$"x.To({type.Name()})"] = Arithmetic(x => x[0].To(type));
        }

        return all;
    }

    private static Dictionary<string, TensorFunction> TwoNumbers() => new()
    {
        ["Add(x, y)"] = Arithmetic(x => F.Add(x[0], x[1])),
        ["Subtract(x, y)"] = Arithmetic(x => F.Subtract(x[0], x[1])),
        ["Multiply(x, y)"] = Arithmetic(x => F.Multiply(x[0], x[1])),
        ["Divide(x, y)"] = Arithmetic(x => F.Divide(x[0], x[1])) with { Single = new(0.5, 4, 4), Double = new(0.5, 4, 4) },
        ["Maximum(x, y)"] = Arithmetic(x => F.Maximum(x[0], x[1])),
        ["Minimum(x, y)"] = Arithmetic(x => F.Minimum(x[0], x[1])),
        ["Pow(x, y)"] = Elementary(x => F.Pow(x[0], x[1])),
        ["Greater(x, y)"] = Arithmetic(x => F.Greater(x[0], x[1])),
        ["GreaterOrEqual(x, y)"] = Arithmetic(x => F.GreaterOrEqual(x[0], x[1])),
        ["Less(x, y)"] = Arithmetic(x => F.Less(x[0], x[1])),
        ["LessOrEqual(x, y)"] = Arithmetic(x => F.LessOrEqual(x[0], x[1])),
        ["Equal(x, y)"] = Arithmetic(x => F.Equal(x[0], x[1])),
        ["NotEqual(x, y)"] = Arithmetic(x => F.NotEqual(x[0], x[1])),
        ["Where(mask, x, y)"] = Copied(x => F.Where(x[0], x[1], x[2])),
        ["Where(mask, x, -1.5)"] = Copied(x => F.Where(x[0], x[1], -1.5)),
        ["Where(mask, -1.5, x)"] = Copied(x => F.Where(x[0], -1.5, x[1])),
        ["Where(mask, x, -x, x)"] = Copied(x => F.Where(x[0], x[1], F.Negate, static own => own)),
        ["MaskedFill(x, mask, -1.5)"] = Copied(x => F.MaskedFill(x[1], x[0], -1.5)),
    };

    private static Dictionary<string, TensorFunction> Reductions()
    {
        Dictionary<string, TensorFunction> all = new()
        {
            ["Sum(x)"] = Statistic(x => F.Sum(x[0])),
            ["Sum(x, 0)"] = Statistic(x => F.Sum(x[0], 0)),
            ["Sum(x, 1)"] = Statistic(x => F.Sum(x[0], 1)),
            ["Sum(x, [0, 2])"] = Statistic(x => F.Sum(x[0], [0, 2])),
            ["Mean(x)"] = Statistic(x => F.Mean(x[0])),
            ["Mean(x, 1)"] = Statistic(x => F.Mean(x[0], 1)),
            ["Mean(x, [0, 2])"] = Statistic(x => F.Mean(x[0], [0, 2])),
            ["Variance(x)"] = Statistic(x => F.Variance(x[0])),
            ["Variance(x, [1])"] = Statistic(x => F.Variance(x[0], 1)),
            ["Variance(x, [1], 0)"] = Statistic(x => F.Variance(x[0], [1], correction: 0)),
            ["StandardDeviation(x)"] = Statistic(x => F.StandardDeviation(x[0])),
            ["StandardDeviation(x, [1])"] = Statistic(x => F.StandardDeviation(x[0], 1)),
            ["StandardDeviation(x, [1], 0)"] = Statistic(x => F.StandardDeviation(x[0], [1], correction: 0)),
            ["LogSumExp(x, 1)"] = Statistic(x => F.LogSumExp(x[0], 1)) with { Single = new(1, 2, 4) },
            ["LogSumExp(x, [0, 2])"] = Statistic(x => F.LogSumExp(x[0], [0, 2])) with { Single = new(1, 2, 4) },
            ["LogSumExp(x)"] = Statistic(x => F.LogSumExp(x[0])) with { Single = new(1, 2, 4) },
            ["Norm(x, 3)"] = Statistic(x => F.Norm(x[0], 3)),
            ["Norm(x)"] = Statistic(x => F.Norm(x[0])),
            ["Max(x)"] = Copied(x => F.Max(x[0])),
            ["Max(x, 1)"] = Copied(x => F.Max(x[0], 1)),
            ["Max(x, [0, 2])"] = Copied(x => F.Max(x[0], [0, 2])),
            ["Min(x)"] = Copied(x => F.Min(x[0])),
            ["Min(x, 1)"] = Copied(x => F.Min(x[0], 1)),
            ["Min(x, [0, 2])"] = Copied(x => F.Min(x[0], [0, 2])),
            ["ArgMax(x)"] = Copied(x => F.ArgMax(x[0])),
            ["ArgMax(x, 1)"] = Copied(x => F.ArgMax(x[0], 1)),
            ["ArgMin(x)"] = Copied(x => F.ArgMin(x[0])),
            ["ArgMin(x, 1)"] = Copied(x => F.ArgMin(x[0], 1)),
            ["CumSum(x, 0)"] = Statistic(x => F.CumSum(x[0], 0)),
            ["CumSum(x, 1)"] = Statistic(x => F.CumSum(x[0], 1)),
            ["PairwiseDistance(x, y, 2, 9.5367431640625e-07)"] = Statistic(x => F.PairwiseDistance(x[0], x[1], 2, 9.5367431640625e-07)),
            ["PairwiseDistance(x, y, 1, 0.0)"] = Statistic(x => F.PairwiseDistance(x[0], x[1], 1, 0)),
            ["PairwiseDistance(x, y, 3, 9.5367431640625e-07)"] = Statistic(x => F.PairwiseDistance(x[0], x[1], 3, 9.5367431640625e-07)),
            ["PairwiseDistance(x, y, inf, 0.0)"] = Statistic(x => F.PairwiseDistance(x[0], x[1], double.PositiveInfinity, 0)),
            ["CDist(x, y, 2)"] = Statistic(x => F.CDist(x[0], x[1])),
            ["CDist(x, y, 1)"] = Statistic(x => F.CDist(x[0], x[1], 1)),
            ["CDist(x, y, 3)"] = Statistic(x => F.CDist(x[0], x[1], 3)),
            ["CDist(x, y, inf)"] = Statistic(x => F.CDist(x[0], x[1], double.PositiveInfinity)),
            ["CosineSimilarity(x, y, 1, 2^-26)"] = Statistic(x => F.CosineSimilarity(x[0], x[1], 1, Math.ScaleB(1, -26))),
        };
        foreach (double p in (double[])[2, 1, 3, 1.5, 0.5, double.PositiveInfinity])
        {
            all[double.IsFinite(p) ? FormattableString.Invariant($"Norm(x, {p}, [1])") : "Norm(x, inf, [1])"] =
                Statistic(x => p == 2 ? F.Norm(x[0], p, 1) : F.Norm(x[0], p, [1]));
        }

        return all;
    }

    private static Dictionary<string, TensorFunction> Softmaxes() => new()
    {
        ["Softmax(x, 1)"] = Of(x => F.Softmax(x[0], 1)),
        ["Softmax(x, 1, 2.5)"] = Of(x => F.Softmax(x[0], 1, 2.5)),
        ["LogSoftmax(x, 1)"] = Of(x => F.LogSoftmax(x[0], 1)),
        ["LogSoftmax(x, 1, 2.5)"] = Of(x => F.LogSoftmax(x[0], 1, 2.5)),
        ["Softmin(x, 1)"] = Of(x => F.Softmin(x[0], 1)),
        ["MaskedSoftmax(x, mask, 1)"] = Of(x => F.MaskedSoftmax(x[0], x[1], 1)),
        ["MaskedLogSoftmax(x, mask, 1)"] = Of(x => F.MaskedLogSoftmax(x[0], x[1], 1)),
        ["Sparsemax(x, 1)"] = Of(x => F.Sparsemax(x[0], 1)),
        ["Sparsemax(x, 1, 0.25)"] = Of(x => F.Sparsemax(x[0], 1, 0.25)),
        ["GumbelSoftmax(x, 0.5)"] = Of(x => F.GumbelSoftmax(x[0], new Philox(7, 2), 0.5, start: 3)),
        ["GumbelSoftmax(x, 0.5, hard)"] = Of(x => F.GumbelSoftmax(x[0], new Philox(7, 2), 0.5, hard: true, start: 3)),
        ["Entropy(x)"] = Statistic(x => F.Entropy(x[0])),
        ["CrossEntropyOfDistributions(x, y)"] = Statistic(x => F.CrossEntropyOfDistributions(x[0], x[1])),
        ["KLDivergenceOfDistributions(x, y)"] = Statistic(x => F.KLDivergenceOfDistributions(x[0], x[1])),
    };

    private static Dictionary<string, TensorFunction> Products() => new()
    {
        ["MatMul(x, y)"] = Product(x => F.MatMul(x[0], x[1])),
        ["Linear(x, w)"] = Product(x => F.Linear(x[0], x[1])),
        ["Linear(x, w, b)"] = Product(x => F.Linear(x[0], x[1], x[2])),
        ["ScaledDotProductAttention(q, k, v)"] = Product(x => F.ScaledDotProductAttention(x[0], x[1], x[2])),
        ["ScaledDotProductAttention(q, k, v, out weights)"] = Product(x =>
        {
            F.ScaledDotProductAttention(x[0], x[1], x[2], out Tensor weights);
            return weights;
        }),
        ["ScaledDotProductAttention(q, k, v, causal)"] = Product(x => F.ScaledDotProductAttention(x[0], x[1], x[2], new CausalMask())),
        ["ScaledDotProductAttention(q, k, v, bias)"] = Product(x => F.ScaledDotProductAttention(x[0], x[1], x[2], new AdditiveMask(x[3]))),
        ["LayerNorm(x)"] = Statistic(x => F.LayerNorm(x[0], x[0].Shape[-1], epsilon: Math.ScaleB(1, -17))),
        ["LayerNorm(x, w, b)"] = Of(x => F.LayerNorm(x[0], x[0].Shape[-1], x[1], x[2], Math.ScaleB(1, -17))),
        ["GroupNorm(x, 1)"] = Statistic(x => F.GroupNorm(x[0], 1, epsilon: Math.ScaleB(1, -17))),
        ["GroupNorm(x, 2, w, b)"] = Of(x => F.GroupNorm(x[0], 2, x[1], x[2], Math.ScaleB(1, -17))),
        ["InstanceNorm(x)"] = Statistic(x => F.InstanceNorm(x[0].Unsqueeze(0), epsilon: Math.ScaleB(1, -17)).Squeeze(0)),
        ["InstanceNorm(x, w, b)"] = Of(x => F.InstanceNorm(x[0], x[1], x[2], Math.ScaleB(1, -17))),
        ["BatchNorm(x)"] = Statistic(x => F.BatchNorm(x[0].Transpose(), training: true, epsilon: Math.ScaleB(1, -17)).Transpose()),
        ["BatchNorm(x, w, b)"] = Of(x => F.BatchNorm(x[0], null, null, x[1], x[2], training: true, epsilon: Math.ScaleB(1, -17))),
        ["LocalResponseNorm(x, 3)"] = Of(x => F.LocalResponseNorm(x[0], 3, alpha: 1.5, beta: 0.5)),
        ["RmsNorm(x)"] = Statistic(x => F.RmsNorm(x[0], x[0].Shape[-1], epsilon: Math.ScaleB(1, -17))),
        ["RmsNorm(x, w)"] = Of(x => F.RmsNorm(x[0], x[0].Shape[-1], x[1], Math.ScaleB(1, -17))),
        ["Glu(x)"] = Product(x => F.Glu(x[0])),
        ["SwiGlu(x)"] = Product(x => F.SwiGlu(x[0])),
        ["GeGlu(x)"] = Product(x => F.GeGlu(x[0])),
        ["ReGlu(x)"] = Product(x => F.ReGlu(x[0])),
        ["Maxout(x, 3)"] = Copied(x => F.Maxout(x[0], 3)),
    };

    private static Dictionary<string, TensorFunction> Learned() => new()
    {
        ["Chebyshev(x, c)"] = Product(x => F.Chebyshev(x[0], x[1])),
        ["Rational(x, a, b)"] = Product(x => F.Rational(x[0], x[1], x[2])),
    };

    private static Dictionary<string, TensorFunction> Positions() => new()
    {
        ["Gather(x, 1, index)"] = Copied(x => F.Gather(x[0], 1, x[1])),
        ["ScatterAdd(x, 1, index, s)"] = Product(x => F.ScatterAdd(x[0], 1, x[1], x[2])),
        ["IndexSelect(x, 0, index)"] = Copied(x => F.IndexSelect(x[0], 0, x[1])),
        ["IndexSelect(x, 1, index)"] = Copied(x => F.IndexSelect(x[0], 1, x[1])),
        ["IndexAdd(x, 0, index, s)"] = Product(x => F.IndexAdd(x[0], 0, x[1], x[2])),
        ["Embedding(index, x)"] = Copied(x => F.Embedding(x[0], x[1])),
        ["OneHot(index, 3)"] = Copied(x => F.OneHot(x[0], 3)),
        ["Concat(x, y, 0)"] = Copied(x => F.Concat([x[0], x[1]], 0)),
        ["Concat(x, y, 1)"] = Copied(x => F.Concat([x[0], x[1]], 1)),
        ["Stack(x, y, 0)"] = Copied(x => F.Stack([x[0], x[1]], 0)),
        ["Stack(x, y, -1)"] = Copied(x => F.Stack([x[0], x[1]], -1)),
        ["Pad(x, 1, 2, 0.5)"] = Copied(x => F.Pad(x[0], 1, 2, value: 0.5)),
        ["x.Reshape(2, 6)"] = Copied(x => x[0].Reshape(2, 6), view: true),
        ["x.Transpose()"] = Copied(x => x[0].Transpose(), view: true),
        ["x.Permute(2, 0, 1)"] = Copied(x => x[0].Permute(2, 0, 1), view: true),
        ["x.Slice(1, 0, step 2)"] = Copied(x => x[0].Slice(1, 0, step: 2), view: true),
        ["x.Select(1, 2)"] = Copied(x => x[0].Select(1, 2), view: true),
        ["x.Expand(2, 3, 4)"] = Copied(x => x[0].Expand(2, 3, 4), view: true),
        ["x[1.., ^1]"] = Copied(x => x[0][1.., ^1], view: true),
        ["x.Squeeze(1)"] = Copied(x => x[0].Squeeze(1), view: true),
        ["x.Squeeze()"] = Copied(x => x[0].Squeeze(), view: true),
        ["x.Unsqueeze(0)"] = Copied(x => x[0].Unsqueeze(0), view: true),
        ["x.Flatten(1)"] = Copied(x => x[0].Flatten(1), view: true),
        ["x.Split(2, 1)[^1]"] = Copied(x => x[0].Split(2, 1)[^1], view: true),
        ["x.Reshape(Shape)"] = Copied(x => x[0].Reshape(Shape.Create([2, x[0].Length / 2])), view: true),
        ["x.Chunk(2)[0]"] = Copied(x => x[0].Chunk(2)[0], view: true),
        ["x.Contiguous()"] = Copied(x => x[0].Contiguous(), view: true),
        ["x.Clone()"] = Copied(x => x[0].Clone()),
    };
}

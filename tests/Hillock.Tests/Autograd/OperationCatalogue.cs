using System.Reflection;
using System.Runtime.CompilerServices;
using Hillock.Activations;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Tests.Autograd;

/// <summary>One call of an operation: its tensors, and the call with others in their places.</summary>
internal sealed record OperationCase(string Name, Tensor[] Tensors, Func<Tensor[], Tensor> Call)
{
    /// <summary>The types that all its tensors may be of.</summary>
    public DataType[] Types { get; init; } = [DataType.Float64, DataType.Float32, DataType.Float16];
}

/// <summary>
/// A call, at least, of every public method of <see cref="F"/>: made up from the names of its parameters, or by hand where they say too little.
/// </summary>
internal static class OperationCatalogue
{
    private static readonly Tensor Classes = Tensor.From(new long[] { 2, 0, 3 });
    private static readonly Tensor Truths = Tensor.From(new[,] { { true, false, true, true }, { false, true, true, false }, { true, true, false, true } });

    /// <summary>By signature, or by name where all overloads are there.</summary>
    private static readonly Dictionary<string, OperationCase[]> ByHand = new()
    {
        ["Apply"] =
        [
            new("of one number", [Reals(0)], x => F.Apply(x[0], default(Gelu))),
            new("learnable", [Reals(0), Reals(1, 4)], x => F.Apply(x[0], x[1], default(PRelu))),
            new("learnable, of channels", [Reals(0, 2, 3, 2), Reals(1, 3)], x => F.Apply(x[0], x[1], default(LearnableSwish))),
        ],
        ["Custom(Tensor, Func`2, Func`4, String, Boolean)"] = [
            new("", [Reals(0)], x => F.Custom(x[0], static x => x * x * x, static (x, _, dy) => 3 * x * x * dy)),
        ],
        ["Custom(Tensor, Tensor, Func`3, Func`5, String, Boolean)"] =
            [new("", [Reals(0), Reals(1)], x => F.Custom(x[0], x[1], static (x, y) => x * y, static (x, y, _, dz) => (dz * y, dz * x)))],
        ["ElementwiseLoss"] = [
            .. Reduced((reduction, name) => new(name, [Reals(0), Reals(1), Reals(2, 4)], x => F.ElementwiseLoss(x[0], x[1], new Huber(0.1), reduction, x[2]))),
        ],
        ["RowFunction"] = [new("", [Reals(0)], x => F.RowFunction(x[0], new Normalize()))],
        // Of 16-bit arguments the coefficients stay in float32.
        ["Chebyshev"] = [new("", [Reals(0), Reals(1, 4)], x => F.Chebyshev(x[0], x[1])) { Types = [DataType.Float64, DataType.Float32] }],
        ["Rational"] = [new("", [Reals(0), Reals(1, 4), Reals(2, 3)], x => F.Rational(x[0], x[1], x[2])) { Types = [DataType.Float64, DataType.Float32] }],
        ["Einsum"] =
        [
            new("of matrices", [Reals(0), Reals(1, 4, 2)], x => F.Einsum("ij,jk->ik", x[0], x[1])),
            new("of three", [Reals(0), Reals(1, 4, 2), Reals(2, 3)], x => F.Einsum("ij,jk,i->k", x[0], x[1], x[2])),
        ],
        ["Where(Tensor, Tensor, Func`2, Func`2)"] = [new("", [Truths, Reals(0)], x => F.Where(x[0], x[1], part => F.Exp(part), part => F.Multiply(part, 2)))],
        ["Flip"] = [new("", [Reals(0)], x => F.Flip(x[0], 0, 1))],
        ["Repeat"] = [new("", [Reals(0)], x => F.Repeat(x[0], 2, 1))],
        ["RepeatInterleave(Tensor, Tensor)"] = [new("", [Reals(0, 3), Tensor.From(new long[] { 1, 0, 2 })], x => F.RepeatInterleave(x[0], x[1]))],
        ["RepeatInterleave(Tensor, Tensor, Int32)"] = [new("", [Reals(0), Tensor.From(new long[] { 1, 0, 2 })], x => F.RepeatInterleave(x[0], x[1], 0))],
        ["Roll(Tensor, ReadOnlySpan`1, ReadOnlySpan`1)"] = [new("", [Reals(0)], x => F.Roll(x[0], [1, 2], [0, 1]))],
        ["Quantile(Tensor, ReadOnlySpan`1, QuantileInterpolation)"] = [new("", [Reals(0)], x => F.Quantile(x[0], [0.1, 0.4]))],
        ["Quantile(Tensor, ReadOnlySpan`1, Int32, Boolean, QuantileInterpolation)"] = [new("", [Reals(0)], x => F.Quantile(x[0], [0.1, 0.4], 1))],
        ["Histogram"] = [new("", [Reals(0), Reals(1)], x => F.Histogram(x[0], 3, weights: x[1]).Item1)],
        ["BinCount"] = [new("", [Classes, Reals(1, 3)], x => F.BinCount(x[0], x[1]))],
        ["Concat"] = [new("", [Reals(0), Reals(1)], x => F.Concat([x[0], x[1]], 1))],
        ["Stack"] = [new("", [Reals(0), Reals(1)], x => F.Stack([x[0], x[1]], 1))],
        ["Bilinear"] = [new("", [Reals(0), Reals(1, 3, 2), Reals(2, 5, 4, 2), Reals(3, 5)], x => F.Bilinear(x[0], x[1], x[2], x[3]))],
        ["EmbeddingBag"] =
        [
            new("mean", [Reals(0)], x => F.EmbeddingBag(Tensor.From(new long[] { 0, 2, 2, 1 }), x[0], Tensor.From(new long[] { 0, 3 }))),
            new(
                "weighted sum", [Reals(0), Reals(1, 2, 2)],
                x => F.EmbeddingBag(Tensor.From(new long[] { 0, 2, 2, 1 }, [2, 2]), x[0], mode: BagMode.Sum, perSampleWeights: x[1])),
            new("largest", [Reals(0)], x => F.EmbeddingBag(Tensor.From(new long[] { 0, 2, 2, 1 }, [2, 2]), x[0], mode: BagMode.Max)),
        ],
        ["Unfold"] = [new("", [Reals(0, 1, 2, 3, 4)], x => F.Unfold(x[0], 2, padding: 1, stride: 2))],
        ["Fold"] = [new("", [Reals(0, 1, 8, 6)], x => F.Fold(x[0], (3, 4), 2))],
        ["Interpolate"] =
        [
            new("nearest", [Reals(0, 1, 2, 3)], x => F.Interpolate(x[0], size: 5)),
            new("cubic", [Reals(0, 1, 2, 3, 4)], x => F.Interpolate(x[0], scaleFactor: 1.5, mode: InterpolationMode.Bicubic)),
        ],
        ["PixelShuffle"] = [new("", [Reals(0, 1, 4, 2, 3)], x => F.PixelShuffle(x[0], 2))],
        ["PixelUnshuffle"] = [new("", [Reals(0, 1, 1, 4, 6)], x => F.PixelUnshuffle(x[0], 2))],
        ["Conv1d"] = [new("", [Reals(0, 2, 3, 5), Reals(1, 2, 3, 2), Reals(2, 2)], x => F.Conv1d(x[0], x[1], x[2], stride: 2, padding: 1))],
        ["Conv2d"] = [new("", [Reals(0, 2, 3, 3, 4), Reals(1, 2, 3, 2, 2), Reals(2, 2)], x => F.Conv2d(x[0], x[1], x[2], padding: (1, 0)))],
        ["Conv3d"] = [new("", [Reals(0, 2, 2, 2, 3), Reals(1, 2, 2, 2, 1, 2), Reals(2, 2)], x => F.Conv3d(x[0], x[1], x[2]))],
        ["ConvTranspose1d"] = [new("", [Reals(0, 2, 3, 5), Reals(1, 3, 2, 2), Reals(2, 2)], x => F.ConvTranspose1d(x[0], x[1], x[2], stride: 2))],
        ["ConvTranspose2d"] = [new("", [Reals(0, 2, 3, 3, 2), Reals(1, 3, 2, 2, 2), Reals(2, 2)], x => F.ConvTranspose2d(x[0], x[1], x[2], padding: (1, 0)))],
        ["ConvTranspose3d"] = [new("", [Reals(0, 2, 2, 2, 3), Reals(1, 2, 2, 2, 1, 2), Reals(2, 2)], x => F.ConvTranspose3d(x[0], x[1], x[2]))],
        ["MaxPool1d"] = [new("", [Reals(0, 2, 3, 5)], x => F.MaxPool1d(x[0], 2, stride: 1, padding: 1))],
        ["AvgPool1d"] = [new("", [Reals(0, 2, 3, 5)], x => F.AvgPool1d(x[0], 2, stride: 1, padding: 1))],
        ["LpPool1d"] = [new("", [Reals(0, 2, 3, 5)], x => F.LpPool1d(x[0], 2, 2))],
        ["AdaptiveAvgPool1d"] = [new("", [Reals(0, 2, 3, 5)], x => F.AdaptiveAvgPool1d(x[0], 2))],
        ["AdaptiveMaxPool1d"] = [new("", [Reals(0, 2, 3, 5)], x => F.AdaptiveMaxPool1d(x[0], 2))],
        ["MaxUnpool1d"] = [new("", [Reals(0, 1, 1, 2), Tensor.From(new long[] { 3, 0 }, [1, 1, 2])], x => F.MaxUnpool1d(x[0], x[1], 2))],
        ["MaxPool2d"] = [new("", [Reals(0, 2, 3, 3, 4)], x => F.MaxPool2d(x[0], 2, stride: 1, padding: 1))],
        ["AvgPool2d"] = [new("", [Reals(0, 2, 3, 3, 4)], x => F.AvgPool2d(x[0], 2, stride: 1, padding: 1))],
        ["LpPool2d"] = [new("", [Reals(0, 2, 3, 3, 4)], x => F.LpPool2d(x[0], 2, 2))],
        ["AdaptiveAvgPool2d"] = [new("", [Reals(0, 2, 3, 3, 4)], x => F.AdaptiveAvgPool2d(x[0], 2))],
        ["AdaptiveMaxPool2d"] = [new("", [Reals(0, 2, 3, 3, 4)], x => F.AdaptiveMaxPool2d(x[0], 2))],
        ["MaxUnpool2d"] = [new("", [Reals(0, 1, 1, 1, 2), Tensor.From(new long[] { 3, 0 }, [1, 1, 1, 2])], x => F.MaxUnpool2d(x[0], x[1], 2))],
        ["MaxPool3d"] = [new("", [Reals(0, 2, 2, 2, 3, 3)], x => F.MaxPool3d(x[0], 2, stride: 1, padding: 1))],
        ["AvgPool3d"] = [new("", [Reals(0, 2, 2, 2, 3, 3)], x => F.AvgPool3d(x[0], 2, stride: 1, padding: 1))],
        ["LpPool3d"] = [new("", [Reals(0, 2, 2, 2, 3, 3)], x => F.LpPool3d(x[0], 2, 2))],
        ["AdaptiveAvgPool3d"] = [new("", [Reals(0, 2, 2, 2, 3, 3)], x => F.AdaptiveAvgPool3d(x[0], 2))],
        ["AdaptiveMaxPool3d"] = [new("", [Reals(0, 2, 2, 2, 3, 3)], x => F.AdaptiveMaxPool3d(x[0], 2))],
        ["MaxUnpool3d"] = [new("", [Reals(0, 1, 1, 1, 1, 2), Tensor.From(new long[] { 3, 0 }, [1, 1, 1, 1, 2])], x => F.MaxUnpool3d(x[0], x[1], 2))],
        ["CosineEmbedding"] = [.. Reduced((reduction, name) => new(name, [Reals(0), Reals(1), Signs(3)], x => F.CosineEmbedding(x[0], x[1], x[2], reduction)))],
        ["CrossEntropy"] =
        [
            .. Reduced(
                (reduction, name) => new(
                    name, [Reals(0), Classes, Reals(1, 4)], x => F.CrossEntropy(x[0], x[1], reduction, weight: x[2], labelSmoothing: 0.1))),
            .. Reduced(
                (reduction, name) => new(
                    "soft, " + name, [Reals(0), Reals(1), Reals(2, 4)], x => F.CrossEntropy(x[0], x[1], reduction, weight: x[2], labelSmoothing: 0.1))),
            new(
                "of planes", [Reals(0, 2, 4, 3), Tensor.From(new long[,] { { 1, 0, 3 }, { 2, 2, 1 } }), Reals(1, 4)],
                x => F.CrossEntropy(x[0], x[1], weight: x[2])),
        ],
        ["Ctc"] = [.. CtcCases((x, lengths, longest) => F.Ctc(x[0], x[1], lengths, longest), x => F.Ctc(x[0], x[1], [4, 4], [2, 1]))],
        ["CtcWithLogits"] = [
            .. CtcCases((x, lengths, longest) => F.CtcWithLogits(x[0], x[1], lengths, longest), x => F.CtcWithLogits(x[0], x[1], [4, 4], [2, 1])),
        ],
        ["Embedding"] = [new("", [Tensor.From(new long[,] { { 0, 2 }, { 1, 0 } }), Reals(0)], x => F.Embedding(x[0], x[1], 1))],
        ["Gather"] = [new("", [Reals(0), Tensor.From(new long[,] { { 0, 2 }, { 1, 0 } })], x => F.Gather(x[0], 1, x[1]))],
        ["IndexSelect"] = [new("", [Reals(0), Tensor.From(new long[] { 2, 0 })], x => F.IndexSelect(x[0], 1, x[1]))],
        ["IndexAdd"] = [new("", [Reals(0), Tensor.From(new long[] { 2, 0 }), Reals(1, 3, 2)], x => F.IndexAdd(x[0], 1, x[1], x[2]))],
        ["ScatterAdd"] = [new("", [Reals(0), Tensor.From(new long[,] { { 0, 2 }, { 1, 0 } }), Reals(1, 2, 2)], x => F.ScatterAdd(x[0], 1, x[1], x[2]))],
        ["HingeEmbedding"] = [.. Reduced((reduction, name) => new(name, [Reals(0), Signs(3, 4)], x => F.HingeEmbedding(x[0], x[1], reduction)))],
        ["MarginRanking"] = [
            .. Reduced((reduction, name) => new(name, [Reals(0), Reals(1), Signs(3, 4)], x => F.MarginRanking(x[0], x[1], x[2], reduction, 0.5))),
        ],
        ["LayerNorm"] = [new("", [Reals(0), Reals(1, 4), Reals(2, 4)], x => F.LayerNorm(x[0], 4, x[1], x[2]))],
        ["GroupNorm"] = [new("", [Reals(0), Reals(1, 4), Reals(2, 4)], x => F.GroupNorm(x[0], 2, x[1], x[2]))],
        ["InstanceNorm"] = [new("", [Reals(0, 2, 4, 3), Reals(1, 4), Reals(2, 4)], x => F.InstanceNorm(x[0], x[1], x[2]))],
        ["BatchNorm"] =
        [
            new("of the batch", [Reals(0), Reals(1, 4), Reals(2, 4)], x => F.BatchNorm(x[0], null, null, x[1], x[2], training: true)),
            new(
                "of running statistics", [Reals(0), Reals(1, 4), Reals(2, 4)],
                x => F.BatchNorm(x[0], Tensor.From([0.1, -0.3, 0.2, 0]), Tensor.From([1, 0.5, 2, 1.5]), x[1], x[2])),
        ],
        ["LocalResponseNorm"] = [new("", [Reals(0)], x => F.LocalResponseNorm(x[0], 3, alpha: 0.5))],
        ["RmsNorm"] = [new("", [Reals(0), Reals(1, 4)], x => F.RmsNorm(x[0], 4, x[1]))],
        ["Linear"] = [new("", [Reals(0), Reals(1, 2, 4), Reals(2, 2)], x => F.Linear(x[0], x[1], x[2]))],
        ["LinearCrossEntropy"] =
        [
            .. Reduced((reduction, name) => new(
                name, [Reals(0), Reals(1, 4, 4), Reals(2, 4), Classes, Reals(3, 4)],
                x => F.LinearCrossEntropy(x[0], x[1], x[2], x[3], reduction, classWeight: x[4], labelSmoothing: 0.1))),
        ],
        ["MatMul"] =
        [
            new("", [Reals(0), Reals(1, 4, 2)], x => F.MatMul(x[0], x[1])),
            new("batched", [Reals(0, 2, 3, 4), Reals(1, 4)], x => F.MatMul(x[0], x[1])),
        ],
        ["MultiLabelMargin"] =
        [
            .. Reduced((reduction, name) => new(
                name, [Reals(0), Tensor.From(new long[,] { { 0, 2, -1, 0 }, { 1, -1, 0, 0 }, { 3, 1, 0, -1 } })],
                x => F.MultiLabelMargin(x[0], x[1], reduction))),
        ],
        ["MultiLabelSoftMargin"] = [
            .. Reduced(
                (reduction, name) => new(name, [Reals(0), Truths.To(DataType.Float64), Reals(1, 4)], x => F.MultiLabelSoftMargin(x[0], x[1], reduction, x[2]))),
        ],
        ["MultiMargin"] =
        [
            .. Reduced((reduction, name) => new(name, [Reals(0), Classes, Reals(1, 4)], x => F.MultiMargin(x[0], x[1], reduction, weight: x[2]))),
            new("squared", [Reals(0), Classes, Reals(1, 4)], x => F.MultiMargin(x[0], x[1], p: 2, weight: x[2])),
        ],
        ["NegativeLogLikelihood"] = [
            .. Reduced((reduction, name) => new(name, [Reals(0), Classes, Reals(1, 4)], x => F.NegativeLogLikelihood(x[0], x[1], reduction, weight: x[2]))),
        ],
        ["OneHot"] = [new("", [Classes], x => F.OneHot(x[0], 4))],
        ["RandomActivation"] = [new("", [Reals(0)], x => F.RandomActivation(x[0], new Philox(1), new RRelu()))],
        ["ScaledDotProductAttention"] =
        [
            new("", Heads(), x => F.ScaledDotProductAttention(x[0], x[1], x[2])),
            new("masked", [.. Heads(), Truths, Truths.Clone(), Reals(3)], x => F.ScaledDotProductAttention(x[0], x[1], x[2], Mask(x))),
            new("masked, by its weights", [.. Heads(), Truths, Truths.Clone(), Reals(3)], x =>
            {
                Tensor y = F.ScaledDotProductAttention(x[0], x[1], x[2], out Tensor weights, Mask(x));
                return F.Add(F.Sum(y), F.Sum(F.Square(weights)));
            }),
            new(
                "capped and dropped", Heads(),
                x => F.ScaledDotProductAttention(x[0], x[1], x[2], null, new AttentionOptions { SoftCap = 2, Dropout = 0.3, Random = new Philox(1) })),
        ],
        ["TripletMarginWithDistance"] =
            [new("", [Reals(0), Reals(1), Reals(2)], x => F.TripletMarginWithDistance(x[0], x[1], x[2], (a, b) => F.PairwiseDistance(a, b)))],
        ["LogSumExp(Tensor, ReadOnlySpan`1, Boolean)"] = [new("axes", [Reals(0)], x => F.LogSumExp(x[0], [0, 1]))],
        ["Max(Tensor, ReadOnlySpan`1, Boolean)"] = [new("axes", [Reals(0)], x => F.Max(x[0], [0, 1]))],
        ["Min(Tensor, ReadOnlySpan`1, Boolean)"] = [new("axes", [Reals(0)], x => F.Min(x[0], [0, 1]))],
        ["Mean(Tensor, ReadOnlySpan`1, Boolean)"] = [new("axes", [Reals(0)], x => F.Mean(x[0], [0, 1]))],
        ["Sum(Tensor, ReadOnlySpan`1, Boolean)"] = [new("axes", [Reals(0)], x => F.Sum(x[0], [0, 1]))],
        ["Variance(Tensor, ReadOnlySpan`1, Boolean, Double)"] = [new("axes", [Reals(0)], x => F.Variance(x[0], [0]))],
        ["StandardDeviation(Tensor, ReadOnlySpan`1, Boolean, Double)"] = [new("axes", [Reals(0)], x => F.StandardDeviation(x[0], [0]))],
        ["Norm(Tensor, Double, ReadOnlySpan`1, Boolean)"] =
        [
            .. from order in new[] { 1, 2, 3, double.PositiveInfinity } select new OperationCase($"order {order}", [Reals(0)], x => F.Norm(x[0], order, [1])),
        ],
    };

    public static IEnumerable<OperationCase> All()
    {
        foreach (MethodInfo method in typeof(F).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
        {
            string signature = $"{method.Name}({string.Join(", ", method.GetParameters().Select(parameter => parameter.ParameterType.Name))})";
            if (ByHand.TryGetValue(signature, out OperationCase[]? cases) || ByHand.TryGetValue(method.Name, out cases))
            {
                foreach (OperationCase one in cases)
                {
                    yield return one with { Name = $"{signature} {one.Name}".Trim() };
                }
            }
            else if (method.ReturnType == typeof(Tensor) || method.ReturnType.IsAssignableTo(typeof(ITuple)))
            {
                foreach (OperationCase one in MadeUp(method, signature))
                {
                    yield return one;
                }
            }
        }
    }

    /// <summary>Numbers from ¼ to ¾, all different: where the logarithm, the roots and the inverse functions are smooth.</summary>
    public static Tensor Reals(int stream, params int[] shape)
    {
        shape = shape.Length == 0 ? [3, 4] : shape;
        double[] values =
            [.. Enumerable.Range(1, shape.Aggregate(1, (a, b) => a * b)).Select(i => 0.25 + (0.5 * (((i * 0.6180339887498949) + (stream * 0.317)) % 1)))];
        return Tensor.From(values, Shape.Create(shape));
    }

    private static Tensor Signs(params int[] shape) => F.Subtract(F.Multiply(F.Greater(Reals(5, shape), 0.5).To(DataType.Float64), 2), 1);

    private static Tensor[] Heads() => [Reals(0, 3, 2), Reals(1, 4, 2), Reals(2, 4, 2)];

    private static AttentionMask Mask(Tensor[] x) => new VisibleMask(x[3]) & new BlockedMask(x[4]) & new AdditiveMask(x[5]);

    private static IEnumerable<OperationCase> Reduced(Func<Reduction, string, OperationCase> make) =>
        from reduction in new[] { Reduction.Mean, Reduction.Sum, Reduction.None } select make(reduction, reduction.ToString());

    private static IEnumerable<OperationCase> CtcCases(Func<Tensor[], Tensor, Tensor, Tensor> byTensors, Func<Tensor[], Tensor> bySpans)
    {
        Tensor labels = Tensor.From(new long[,] { { 1, 2 }, { 3, 3 } });
        yield return new(
            "by tensors", [Reals(0, 4, 2, 4), labels, Tensor.From(new long[] { 4, 3 }), Tensor.From(new long[] { 2, 1 })], x => byTensors(x, x[2], x[3]));
        yield return new("by spans", [Reals(0, 4, 2, 4), labels], bySpans);
    }

    private static IEnumerable<OperationCase> MadeUp(MethodInfo method, string signature)
    {
        ParameterInfo[] parameters = method.GetParameters();
        Reduction?[] reductions = parameters.Any(parameter => parameter.ParameterType == typeof(Reduction)) ? [Reduction.Mean, Reduction.None] : [null];
        foreach (Reduction? reduction in reductions)
        {
            if (parameters.FirstOrDefault(parameter => parameter.ParameterType != typeof(Tensor) && Value(parameter, reduction) is null) is { } unknown)
            {
                yield return new OperationCase(signature, [], _ => throw new NotSupportedException(
                    $"F.{signature} takes a {unknown.ParameterType.Name}, {unknown.Name}, that cannot be made up: add a case to " +
                    $"{nameof(OperationCatalogue)}.{nameof(ByHand)}."));
                yield break;
            }

            List<int> places = new();
            List<Tensor> tensors = new();
            object?[] values = new object?[parameters.Length];
            for (int i = 0; i < parameters.Length; i++)
            {
                ParameterInfo parameter = parameters[i];
                if (parameter.ParameterType == typeof(Tensor))
                {
                    places.Add(i);
                    tensors.Add(parameter.Name switch
                    {
                        "mask" or "condition" => Truths,
                        _ => Reals(i),
                    });
                }
                else
                {
                    values[i] = Value(parameter, reduction);
                }
            }

            yield return new OperationCase($"{signature} {reduction}".Trim(), [.. tensors], given =>
            {
                object?[] arguments = [.. values];
                for (int i = 0; i < given.Length; i++)
                {
                    arguments[places[i]] = given[i];
                }

                object result = method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;
                return result as Tensor ?? Differentiable((ITuple)result);
            });
        }
    }

    /// <summary>Of several results the one with a gradient, if there is one.</summary>
    private static Tensor Differentiable(ITuple results)
    {
        Tensor[] tensors = [.. Enumerable.Range(0, results.Length).Select(i => results[i]).OfType<Tensor>()];
        return Array.Find(tensors, tensor => tensor.RequiresGrad) ?? tensors[0];
    }

    private static object? Value(ParameterInfo parameter, Reduction? reduction) => parameter.ParameterType switch
    {
        Type type when type == typeof(Reduction) => reduction!.Value,
        _ when parameter.HasDefaultValue && parameter.DefaultValue is { } value =>
            parameter.ParameterType.IsEnum ? Enum.ToObject(parameter.ParameterType, value) : value,
        Type type when type == typeof(double) => parameter.Name is "maximum" ? 0.7 : 0.4,
        Type type when type == typeof(int) => parameter.Name is "pieces" ? 2 : 1,
        Type type when type == typeof(bool) => false,
        Type type when type == typeof(Philox) => new Philox(1),
        _ => null,
    };
}

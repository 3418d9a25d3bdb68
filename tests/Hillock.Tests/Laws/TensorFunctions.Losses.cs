using Hillock.Functional;
using Hillock.Losses;
using Hillock.Tensors;

namespace Hillock.Tests.Laws;

internal static partial class TensorFunctions
{
    private static Reduction[] Reduced => [Reduction.None, Reduction.Mean, Reduction.Sum];

    private static Dictionary<string, TensorFunction> ElementwiseLosses()
    {
        Dictionary<string, TensorFunction> all = new()
        {
            ["KLDivergence(x, t, BatchMean)"] = Loss(x => F.KLDivergence(x[0], x[1], Reduction.BatchMean)),
        };
        foreach (Reduction r in Reduced)
        {
            all[$"MeanSquaredError(x, t, {r})"] = Loss(x => F.MeanSquaredError(x[0], x[1], r));
            all[$"L1(x, t, {r})"] = Loss(x => F.L1(x[0], x[1], r));
            all[$"SmoothL1(x, t, 0.5, {r})"] = Loss(x => F.SmoothL1(x[0], x[1], r, 0.5));
            all[$"Huber(x, t, 0.75, {r})"] = Loss(x => F.Huber(x[0], x[1], r, 0.75));
            all[$"BinaryCrossEntropy(x, t, {r})"] = Loss(x => F.BinaryCrossEntropy(x[0], x[1], r));
            all[$"BinaryCrossEntropyWithLogits(x, t, {r})"] = Loss(x => F.BinaryCrossEntropyWithLogits(x[0], x[1], r));
            all[$"BinaryCrossEntropyWithLogits(x, t, v, u, {r})"] = Loss(x => F.BinaryCrossEntropyWithLogits(x[0], x[1], r, x[2], x[3]));
            all[$"Focal(x, t, {r})"] = Loss(x => F.Focal(x[0], x[1], r));
            all[$"GaussianNegativeLogLikelihood(x, t, v, {r})"] = Loss(x => F.GaussianNegativeLogLikelihood(x[0], x[1], x[2], r));
            all[$"HingeEmbedding(x, t, {r})"] = Loss(x => F.HingeEmbedding(x[0], x[1], r));
            all[$"KLDivergence(x, t, {r})"] = Loss(x => F.KLDivergence(x[0], x[1], r));
            all[$"KLDivergence(x, t, logarithm, {r})"] = Loss(x => F.KLDivergence(x[0], x[1], r, logTarget: true));
            all[$"MarginRanking(x, t, v, 0.5, {r})"] = Loss(x => F.MarginRanking(x[0], x[1], x[2], r, 0.5));
            all[$"PoissonNegativeLogLikelihood(x, t, {r})"] = Loss(x => F.PoissonNegativeLogLikelihood(x[0], x[1], r));
            all[$"PoissonNegativeLogLikelihood(x, t, rate, 0.25, {r})"] =
                Loss(x => F.PoissonNegativeLogLikelihood(x[0], x[1], r, logInput: false, epsilon: 0.25));
            all[$"SoftMargin(x, t, {r})"] = Loss(x => F.SoftMargin(x[0], x[1], r));
        }

        return all;
    }

    private static Dictionary<string, TensorFunction> ClassLosses() => new()
    {
        ["CrossEntropy(x, t, None)"] = Loss(x => F.CrossEntropy(x[0], x[1], Reduction.None)),
        ["CrossEntropy(x, t, weights)"] = Loss(x => F.CrossEntropy(x[0], x[1], weight: x[2])),
        ["CrossEntropy(x, t, smoothing 0.25)"] = Loss(x => F.CrossEntropy(x[0], x[1], labelSmoothing: 0.25)),
        ["CrossEntropy(x, t, ignoring 3)"] = Loss(x => F.CrossEntropy(x[0], x[1], ignoreIndex: 3)),
        ["CrossEntropy(x, p)"] = Loss(x => F.CrossEntropy(x[0], x[1])),
        ["NegativeLogLikelihood(x, t, None)"] = Loss(x => F.NegativeLogLikelihood(x[0], x[1], Reduction.None)),
        ["NegativeLogLikelihood(x, t, weights)"] = Loss(x => F.NegativeLogLikelihood(x[0], x[1], weight: x[2])),
        ["MultiMargin(x, t, 1, None)"] = Loss(x => F.MultiMargin(x[0], x[1], Reduction.None)),
        ["MultiMargin(x, t, 2, None)"] = Loss(x => F.MultiMargin(x[0], x[1], Reduction.None, p: 2)),
        ["MultiMargin(x, t, weights)"] = Loss(x => F.MultiMargin(x[0], x[1], weight: x[2])),
        ["MultiLabelMargin(x, t, None)"] = Loss(x => F.MultiLabelMargin(x[0], x[1], Reduction.None)),
        ["MultiLabelMargin(x, t, Mean)"] = Loss(x => F.MultiLabelMargin(x[0], x[1])),
        ["MultiLabelSoftMargin(x, t, None)"] = Loss(x => F.MultiLabelSoftMargin(x[0], x[1], Reduction.None)),
        ["MultiLabelSoftMargin(x, t, Mean)"] = Loss(x => F.MultiLabelSoftMargin(x[0], x[1])),
        ["LinearCrossEntropy(x, w, b, t)"] = Loss(x => F.LinearCrossEntropy(x[0], x[1], x[2], x[3])),
        ["Ctc(x, t, None)"] = Loss(x => F.Ctc(x[0], x[1], reduction: Reduction.None)),
        ["Ctc(x, t, spans, None)"] = Loss(
            x => F.Ctc(x[0], x[1], (ReadOnlySpan<int>)[x[0].Shape[0]], (ReadOnlySpan<int>)[x[1].Shape[^1]], reduction: Reduction.None)),
        ["CtcWithLogits(x, t, spans, None)"] = Loss(
            x => F.CtcWithLogits(x[0], x[1], (ReadOnlySpan<int>)[x[0].Shape[0]], (ReadOnlySpan<int>)[x[1].Shape[^1]], reduction: Reduction.None)),
        ["CtcWithLogits(x, t, None)"] = Loss(x => F.CtcWithLogits(x[0], x[1], reduction: Reduction.None)),
    };

    private static Dictionary<string, TensorFunction> VectorLosses() => new()
    {
        ["CosineEmbedding(x, y, t, None)"] = Loss(x => F.CosineEmbedding(x[0], x[1], x[2], Reduction.None)),
        ["TripletMargin(x, y, z, 2, None)"] = Loss(x => F.TripletMargin(x[0], x[1], x[2], Reduction.None, epsilon: Math.ScaleB(1, -20))),
        ["TripletMargin(x, y, z, 2, swap, None)"] = Loss(x => F.TripletMargin(x[0], x[1], x[2], Reduction.None, epsilon: Math.ScaleB(1, -20), swap: true)),
        ["TripletMargin(x, y, z, 1, None)"] = Loss(x => F.TripletMargin(x[0], x[1], x[2], Reduction.None, p: 1, epsilon: Math.ScaleB(1, -20))),
        ["TripletMargin(x, y, z, 3, None)"] = Loss(x => F.TripletMargin(x[0], x[1], x[2], Reduction.None, p: 3, epsilon: Math.ScaleB(1, -20))),
        ["TripletMarginWithDistance(x, y, z, sum of magnitudes, None)"] = Loss(
            x => F.TripletMarginWithDistance(x[0], x[1], x[2], (a, b) => F.Sum(F.Abs(F.Subtract(a, b)), -1), Reduction.None)),
    };
}

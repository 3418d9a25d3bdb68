using Hillock.Functional;
using Hillock.Losses;
using Hillock.Tensors;

namespace Hillock.Tests.Laws;

internal static partial class TensorFunctions
{
    private static readonly Reduction[] Reduced = [Reduction.None, Reduction.Mean, Reduction.Sum];

    private static Dictionary<string, TensorFunction> ElementwiseLosses()
    {
        Dictionary<string, TensorFunction> all = new()
        {
            ["KLDivergence(x, t, BatchMean)"] = Of(x => F.KLDivergence(x[0], x[1], Reduction.BatchMean)),
        };
        foreach (Reduction r in Reduced)
        {
            all[$"MeanSquaredError(x, t, {r})"] = Of(x => F.MeanSquaredError(x[0], x[1], r));
            all[$"L1(x, t, {r})"] = Of(x => F.L1(x[0], x[1], r));
            all[$"SmoothL1(x, t, 0.5, {r})"] = Of(x => F.SmoothL1(x[0], x[1], r, 0.5));
            all[$"Huber(x, t, 0.75, {r})"] = Of(x => F.Huber(x[0], x[1], r, 0.75));
            all[$"BinaryCrossEntropy(x, t, {r})"] = Of(x => F.BinaryCrossEntropy(x[0], x[1], r));
            all[$"BinaryCrossEntropyWithLogits(x, t, {r})"] = Of(x => F.BinaryCrossEntropyWithLogits(x[0], x[1], r));
            all[$"BinaryCrossEntropyWithLogits(x, t, v, u, {r})"] = Of(x => F.BinaryCrossEntropyWithLogits(x[0], x[1], r, x[2], x[3]));
            all[$"Focal(x, t, {r})"] = Of(x => F.Focal(x[0], x[1], r));
            all[$"GaussianNegativeLogLikelihood(x, t, v, {r})"] = Of(x => F.GaussianNegativeLogLikelihood(x[0], x[1], x[2], r));
            all[$"HingeEmbedding(x, t, {r})"] = Of(x => F.HingeEmbedding(x[0], x[1], r));
            all[$"KLDivergence(x, t, {r})"] = Of(x => F.KLDivergence(x[0], x[1], r));
            all[$"KLDivergence(x, t, logarithm, {r})"] = Of(x => F.KLDivergence(x[0], x[1], r, logTarget: true));
            all[$"MarginRanking(x, t, v, 0.5, {r})"] = Of(x => F.MarginRanking(x[0], x[1], x[2], r, 0.5));
            all[$"PoissonNegativeLogLikelihood(x, t, {r})"] = Of(x => F.PoissonNegativeLogLikelihood(x[0], x[1], r));
            all[$"PoissonNegativeLogLikelihood(x, t, rate, 0.25, {r})"] = Of(x => F.PoissonNegativeLogLikelihood(x[0], x[1], r, logInput: false, epsilon: 0.25));
            all[$"SoftMargin(x, t, {r})"] = Of(x => F.SoftMargin(x[0], x[1], r));
        }

        return all;
    }

    private static Dictionary<string, TensorFunction> ClassLosses() => new()
    {
        ["CrossEntropy(x, t, None)"] = Of(x => F.CrossEntropy(x[0], x[1], Reduction.None)),
        ["CrossEntropy(x, t, weights)"] = Of(x => F.CrossEntropy(x[0], x[1], weight: x[2])),
        ["CrossEntropy(x, t, smoothing 0.25)"] = Of(x => F.CrossEntropy(x[0], x[1], labelSmoothing: 0.25)),
        ["CrossEntropy(x, t, ignoring 3)"] = Of(x => F.CrossEntropy(x[0], x[1], ignoreIndex: 3)),
        ["CrossEntropy(x, p)"] = Of(x => F.CrossEntropy(x[0], x[1])),
        ["NegativeLogLikelihood(x, t, None)"] = Of(x => F.NegativeLogLikelihood(x[0], x[1], Reduction.None)),
        ["NegativeLogLikelihood(x, t, weights)"] = Of(x => F.NegativeLogLikelihood(x[0], x[1], weight: x[2])),
        ["MultiMargin(x, t, 1, None)"] = Of(x => F.MultiMargin(x[0], x[1], Reduction.None)),
        ["MultiMargin(x, t, 2, None)"] = Of(x => F.MultiMargin(x[0], x[1], Reduction.None, p: 2)),
        ["MultiMargin(x, t, weights)"] = Of(x => F.MultiMargin(x[0], x[1], weight: x[2])),
        ["MultiLabelMargin(x, t, None)"] = Of(x => F.MultiLabelMargin(x[0], x[1], Reduction.None)),
        ["MultiLabelMargin(x, t, Mean)"] = Of(x => F.MultiLabelMargin(x[0], x[1])),
        ["MultiLabelSoftMargin(x, t, None)"] = Of(x => F.MultiLabelSoftMargin(x[0], x[1], Reduction.None)),
        ["MultiLabelSoftMargin(x, t, Mean)"] = Of(x => F.MultiLabelSoftMargin(x[0], x[1])),
        ["LinearCrossEntropy(x, w, b, t)"] = Of(x => F.LinearCrossEntropy(x[0], x[1], x[2], x[3])),
        ["Ctc(x, t, None)"] = Of(x => F.Ctc(x[0], x[1], reduction: Reduction.None)),
        ["CtcWithLogits(x, t, None)"] = Of(x => F.CtcWithLogits(x[0], x[1], reduction: Reduction.None)),
    };

    private static Dictionary<string, TensorFunction> VectorLosses() => new()
    {
        ["CosineEmbedding(x, y, t, None)"] = Of(x => F.CosineEmbedding(x[0], x[1], x[2], Reduction.None)),
        ["TripletMargin(x, y, z, 2, None)"] = Of(x => F.TripletMargin(x[0], x[1], x[2], Reduction.None, epsilon: Math.ScaleB(1, -20))),
        ["TripletMargin(x, y, z, 2, swap, None)"] = Of(x => F.TripletMargin(x[0], x[1], x[2], Reduction.None, epsilon: Math.ScaleB(1, -20), swap: true)),
        ["TripletMargin(x, y, z, 1, None)"] = Of(x => F.TripletMargin(x[0], x[1], x[2], Reduction.None, p: 1, epsilon: Math.ScaleB(1, -20))),
        ["TripletMargin(x, y, z, 3, None)"] = Of(x => F.TripletMargin(x[0], x[1], x[2], Reduction.None, p: 3, epsilon: Math.ScaleB(1, -20))),
        ["TripletMarginWithDistance(x, y, z, sum of magnitudes, None)"] = Of(x => F.TripletMarginWithDistance(x[0], x[1], x[2], (a, b) => F.Sum(F.Abs(F.Subtract(a, b)), -1), Reduction.None)),
    };
}

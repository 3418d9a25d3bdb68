using Hillock.Functional;
using Hillock.Losses;
using Hillock.Tensors;

namespace Hillock.Tests.RandomConfigurations;

/// <summary>Losses and distances.</summary>
internal static class LossKinds
{
    public static Dictionary<string, Func<Configuration, Tensor[], Tensor>> All { get; } = new()
    {
        ["l1"] = (c, x) => F.L1(x[0], x[1], c.Reduction),
        ["mean-squared-error"] = (c, x) => F.MeanSquaredError(x[0], x[1], c.Reduction),
        ["smooth-l1"] = (c, x) => F.SmoothL1(x[0], x[1], c.Reduction, c.Number("beta")),
        ["huber"] = (c, x) => F.Huber(x[0], x[1], c.Reduction, c.Number("delta")),
        ["binary-cross-entropy"] = (c, x) => F.BinaryCrossEntropy(x[0], x[1], c.Reduction, x.Length > 2 ? x[2] : null),
        ["binary-cross-entropy-with-logits"] = (c, x) => F.BinaryCrossEntropyWithLogits(
            x[0], x[1], c.Reduction, Option(c, x, "weight"), Option(c, x, "positive-weight")),
        ["kl-divergence"] = (c, x) => F.KLDivergence(x[0], x[1], c.Reduction, c.Flag("log-target")),
        ["poisson"] = (c, x) => F.PoissonNegativeLogLikelihood(x[0], x[1], c.Reduction, c.Flag("log-input"), c.Flag("full"), c.Number("epsilon")),
        ["gaussian"] = (c, x) => F.GaussianNegativeLogLikelihood(x[0], x[1], x[2], c.Reduction, c.Flag("full"), c.Number("epsilon")),
        ["hinge-embedding"] = (c, x) => F.HingeEmbedding(x[0], x[1], c.Reduction, c.Number("margin")),
        ["soft-margin"] = (c, x) => F.SoftMargin(x[0], x[1], c.Reduction),
        ["margin-ranking"] = (c, x) => F.MarginRanking(x[0], x[1], x[2], c.Reduction, c.Number("margin")),
        ["negative-log-likelihood"] = (c, x) => F.NegativeLogLikelihood(x[0], x[1], c.Reduction, Option(c, x, "weight"), c.Whole("ignore-index", -100)),
        ["cross-entropy"] = (c, x) => F.CrossEntropy(
            x[0], x[1], c.Reduction, Option(c, x, "weight"), c.Whole("ignore-index", -100), c.Number("label-smoothing")),
        ["linear-cross-entropy"] = LinearCrossEntropy,
        ["multi-margin"] = (c, x) => F.MultiMargin(x[0], x[1], c.Reduction, Option(c, x, "weight"), c.Whole("p"), c.Number("margin")),
        ["multi-label-margin"] = (c, x) => F.MultiLabelMargin(x[0], x[1], c.Reduction),
        ["multi-label-soft-margin"] = (c, x) => F.MultiLabelSoftMargin(x[0], x[1], c.Reduction, x.Length > 2 ? x[2] : null),
        ["cosine-embedding"] = (c, x) => F.CosineEmbedding(x[0], x[1], x[2], c.Reduction, c.Number("margin")),
        ["triplet-margin"] = (c, x) => F.TripletMargin(x[0], x[1], x[2], c.Reduction, c.Number("margin"), c.Number("p"), c.Number("epsilon"), c.Flag("swap")),
        ["triplet-margin-with-distance"] = (c, x) =>
            F.TripletMarginWithDistance(x[0], x[1], x[2], (a, b) => 1 - F.CosineSimilarity(a, b, -1), c.Reduction, c.Number("margin"), c.Flag("swap")),
        ["pairwise-distance"] = (c, x) => F.PairwiseDistance(x[0], x[1], ReductionKinds.Order(c), c.Number("epsilon"), c.Flag("keep")),
        ["cosine-similarity"] = (c, x) => F.CosineSimilarity(x[0], x[1], c.Whole("axis"), c.Number("epsilon")),
        ["focal"] = (c, x) => F.Focal(x[0], x[1], c.Reduction, c.Number("alpha"), c.Number("gamma")),
        ["ctc"] = (c, x) => F.Ctc(x[0], x[1], Lengths(c, "inputs"), Lengths(c, "targets"), c.Whole("blank"), c.Reduction, c.Flag("zero-infinity")),
        ["ctc-with-logits"] = (c, x) => F.CtcWithLogits(
            x[0], x[1], Lengths(c, "inputs"), Lengths(c, "targets"), c.Whole("blank"), c.Reduction, c.Flag("zero-infinity")),
    };

    /// <summary>The argument whose place an option names, or null.</summary>
    private static Tensor? Option(Configuration c, Tensor[] x, string name) => c.Whole(name) is > 0 and int place ? x[place] : null;

    private static Tensor Lengths(Configuration c, string name) => Tensor.From(c.Numbers(name).Select(length => (long)length).ToArray());

    private static Tensor LinearCrossEntropy(Configuration c, Tensor[] x)
    {
        int at = c.Flag("bias") ? 3 : 2;
        return F.LinearCrossEntropy(
            x[0], x[1], c.Flag("bias") ? x[2] : null, x[at], c.Reduction, x.Length > at + 1 ? x[at + 1] : null, c.Whole("ignore-index", -100),
            c.Number("label-smoothing"));
    }
}

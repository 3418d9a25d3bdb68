using Hillock.Charts;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Tensors;

namespace Hillock.Samples.Claims;

/// <summary>The negative log-likelihood, its weights and what it ignores.</summary>
public sealed class Claim26NegativeLogLikelihood() : Claim(26, "negative-log-likelihood")
{
    private static readonly Tensor LogProbabilities = F.LogSoftmax(Tensor.From(new double[,] { { 2, 0, 1 }, { 0, 1, 0 }, { 1, 1, 3 } }), 1);
    private static readonly Tensor Targets = Tensor.From(new long[] { 0, 1, 0 });

    /// <summary>The loss of three rows.</summary>
    public static double[] Loss(Reduction reduction = Reduction.Mean, double[]? weights = null, long ignoreIndex = -100) =>
        F.NegativeLogLikelihood(LogProbabilities, Targets, reduction, weights is null ? null : Tensor.From(weights), ignoreIndex).ToArray<double>();

    /// <summary>The loss of numbers that are no log-probabilities, all alike.</summary>
    public static double OfAnything(double value) => F.NegativeLogLikelihood(Tensor.Full([1, 3], value, DataType.Float64), Tensor.From(new long[] { 1 })).ToArray<double>()[0];

    public override IEnumerable<string> Measured() =>
    [
        $"losses of three rows of classes 0, 1, 0: {string.Join(", ", Loss(Reduction.None).Select(value => Sheet.N(value)))}; mean {Sheet.N(Loss()[0])}",
        $"with weights 1, 4, 1: {string.Join(", ", Loss(Reduction.None, [1, 4, 1]).Select(value => Sheet.N(value)))}; mean {Sheet.N(Loss(weights: [1, 4, 1])[0])} = sum {Sheet.N(Loss(Reduction.Sum, [1, 4, 1])[0])}/6, not /3",
        $"class 0 ignored: {string.Join(", ", Loss(Reduction.None, ignoreIndex: 0).Select(value => Sheet.N(value)))}; mean {Sheet.N(Loss(ignoreIndex: 0)[0])}, over the one row that counts",
        $"of three 10s, which are no log-probabilities: {Sheet.N(OfAnything(10))}; of three 1000s: {Sheet.N(OfAnything(1000))}",
    ];

    public override LineChart Picture() => Sheet.Curves(
        "What a logit can do to the loss of its class, the others being 0", "loss",
        Sheet.Curve("of log-softmax", 0, x => F.Softplus(Math.Log(2) - x), -4, 4), Sheet.Curve("of the logit itself", 1, x => -x, -4, 4));
}

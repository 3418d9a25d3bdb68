using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Tests.RandomConfigurations;

/// <summary>Reductions over axes, the softmax family and distributions.</summary>
internal static class ReductionKinds
{
    public static Dictionary<string, Func<Configuration, Tensor[], Tensor>> All { get; } = new()
    {
        ["sum"] = (c, x) => F.Sum(x[0], c.Numbers("axes"), c.Flag("keep")),
        ["mean"] = (c, x) => F.Mean(x[0], c.Numbers("axes"), c.Flag("keep")),
        ["max"] = (c, x) => F.Max(x[0], c.Numbers("axes"), c.Flag("keep")),
        ["min"] = (c, x) => F.Min(x[0], c.Numbers("axes"), c.Flag("keep")),
        ["argmax"] = (c, x) => Axis(c) is { } axis ? F.ArgMax(x[0], axis, c.Flag("keep")) : F.ArgMax(x[0]),
        ["argmin"] = (c, x) => Axis(c) is { } axis ? F.ArgMin(x[0], axis, c.Flag("keep")) : F.ArgMin(x[0]),
        ["variance"] = (c, x) => F.Variance(x[0], c.Numbers("axes"), c.Flag("keep"), c.Number("correction")),
        ["deviation"] = (c, x) => F.StandardDeviation(x[0], c.Numbers("axes"), c.Flag("keep"), c.Number("correction")),
        ["norm"] = (c, x) => F.Norm(x[0], Order(c), c.Numbers("axes"), c.Flag("keep")),
        ["log-sum-exp"] = (c, x) => F.LogSumExp(x[0], c.Numbers("axes"), c.Flag("keep")),
        ["cumulative-sum"] = (c, x) => F.CumSum(x[0], c.Whole("axis")),
        ["softmax"] = (c, x) => F.Softmax(x[0], c.Whole("axis"), c.Number("beta")),
        ["log-softmax"] = (c, x) => F.LogSoftmax(x[0], c.Whole("axis"), c.Number("beta")),
        ["softmin"] = (c, x) => F.Softmin(x[0], c.Whole("axis"), c.Number("beta")),
        ["masked-softmax"] = (c, x) => F.MaskedSoftmax(x[0], x[1], c.Whole("axis"), c.Number("beta")),
        ["masked-log-softmax"] = (c, x) => F.MaskedLogSoftmax(x[0], x[1], c.Whole("axis"), c.Number("beta")),
        ["sparsemax"] = (c, x) => F.Sparsemax(x[0], c.Whole("axis"), c.Number("beta")),
        ["entropy"] = (c, x) => F.Entropy(x[0], c.Whole("axis")),
        ["cross-entropy-of-distributions"] = (c, x) => F.CrossEntropyOfDistributions(x[0], x[1], c.Whole("axis")),
        ["kl-divergence-of-distributions"] = (c, x) => F.KLDivergenceOfDistributions(x[0], x[1], c.Whole("axis")),
    };

    /// <summary>The order of a norm, a number or "inf".</summary>
    public static double Order(Configuration c) =>
        c.Options.GetProperty("p").ValueKind == System.Text.Json.JsonValueKind.String ? double.PositiveInfinity : c.Number("p");

    private static int? Axis(Configuration c) => c.Options.TryGetProperty("axis", out _) ? c.Whole("axis") : null;
}

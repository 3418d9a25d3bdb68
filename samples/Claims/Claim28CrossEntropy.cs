using Hillock.Charts;
using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Samples.Claims;

/// <summary>Cross-entropy, the sum of its parts, and its numerical stability.</summary>
public sealed class Claim28CrossEntropy() : Claim(28, "cross-entropy")
{
    private static readonly Tensor P = F.Softmax(Tensor.RandomNormal([100, 5], new Philox(28), dataType: DataType.Float64), 1);
    private static readonly Tensor Q = F.Softmax(Tensor.RandomNormal([100, 5], new Philox(28, 1), dataType: DataType.Float64), 1);

    /// <summary>The loss of class 1 in float32 for the logits [x, 0]: by cross-entropy, and as −ln of the softmax.</summary>
    public static (float Joint, float Naive) Both(float x)
    {
        Tensor logits = Tensor.From([x, 0f], [1, 2]);
        Tensor target = Tensor.From(new long[] { 1 });
        return (F.CrossEntropy(logits, target).ToArray<float>()[0], F.NegativeLogLikelihood(F.Log(F.Softmax(logits, 1)), target).ToArray<float>()[0]);
    }

    /// <summary>How far cross-entropy is from log-softmax and the negative log-likelihood one after the other.</summary>
    public static double FromParts()
    {
        Tensor logits = Tensor.RandomNormal([100, 5], new Philox(29), dataType: DataType.Float64);
        Tensor targets = Tensor.From([.. Enumerable.Range(0, 100).Select(i => (long)(i % 5))]);
        return Sheet.Distance(F.CrossEntropy(logits, targets), F.NegativeLogLikelihood(F.LogSoftmax(logits, 1), targets));
    }

    /// <summary>How far H(p, q) is from H(p) + KL(p‖q), over 100 pairs of distributions.</summary>
    public static double Decomposition() => Sheet.Distance(F.CrossEntropyOfDistributions(P, Q), F.Entropy(P) + F.KLDivergenceOfDistributions(P, Q));

    public override IEnumerable<string> Measured()
    {
        yield return $"cross-entropy against log-softmax and negative log-likelihood: {Sheet.S(FromParts())}; H(p, q) against H(p) + KL(p‖q): {Sheet.S(Decomposition())}";
        yield return "";
        float[] points = [0, 10, 50, 100, 200];
        foreach (string line in Sheet.Table(
            ["loss of class 1, logits [x, 0]", .. points.Select(x => Sheet.N(x, 0))],
            [["cross-entropy", .. points.Select(x => Sheet.N(Both(x).Joint))], ["−ln softmax", .. points.Select(x => float.IsInfinity(Both(x).Naive) ? "∞" : Sheet.N(Both(x).Naive))]]))
        {
            yield return line;
        }
    }

    public override LineChart Picture()
    {
        double[] x = [.. Enumerable.Range(0, 121).Select(i => 80 + (i / 4.0))];
        return Sheet.History(
            "The loss of class 1 for the logits [x, 0], in float32", "x", "loss",
            Sheet.Line("cross-entropy", 0, x, x.Select(v => (double)Both((float)v).Joint)), Sheet.Line("−ln softmax", 1, x, x.Select(v => (double)Both((float)v).Naive)));
    }
}

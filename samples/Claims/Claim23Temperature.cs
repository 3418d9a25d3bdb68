using Hillock.Charts;
using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Samples.Claims;

/// <summary>The inverse temperature β.</summary>
public sealed class Claim23Temperature() : Claim(23, "temperature")
{
    private static readonly double[] Betas = [0.01, 0.1, 0.3, 1, 3, 10, 100];
    private static readonly Tensor Weight = Tensor.RandomNormal([4, 6], new Philox(23), dataType: DataType.Float64);
    private static readonly Tensor X = Tensor.RandomNormal([50, 6], new Philox(23, 1), dataType: DataType.Float64);

    /// <summary>How far softmax(βWx) is from softmax((βW)x); with a normalisation of Wx before β in both.</summary>
    public static double Redundant(double beta, bool normalised)
    {
        Func<Tensor, Tensor> layer = normalised ? Standardised : static y => y;
        Tensor scaledSoftmax = F.Softmax(layer(F.Linear(X, Weight)), 1, beta);
        Tensor scaledWeights = F.Softmax(layer(F.Linear(X, Weight * beta)), 1);
        return Sheet.Distance(scaledSoftmax, scaledWeights);
    }

    /// <summary>The probabilities of the logits 1, 3, 0, 2.</summary>
    public static double[] Probabilities(double beta) => F.Softmax(Sheet.Vector(Claim22Softmax.Logits), beta: beta).ToArray<double>();

    /// <summary>The distinct words among 1000 draws from 5000 words of Zipf's frequencies.</summary>
    public static int DistinctWords(double temperature)
    {
        Tensor logits = -F.Log(Tensor.Arange(1, 5001, dataType: DataType.Float64));
        double[] cumulative = F.CumSum(F.Softmax(logits, beta: 1 / temperature), 0).ToArray<double>();
        var random = new Philox(230);
        return Enumerable.Range(0, 1000).Select(i => Array.FindIndex(cumulative, c => c > random.UniformDouble((ulong)i) * cumulative[^1])).Distinct().Count();
    }

    public override IEnumerable<string> Measured()
    {
        yield return $"softmax(5·Wx) against softmax((5W)x): {Sheet.S(Redundant(5, false))} apart; with Wx standardised first: {Sheet.S(Redundant(5, true))}";
        yield return "";
        foreach (string line in Sheet.Table(["β", "p(1)", "p(3)", "p(0)", "p(2)"], Betas.Select(beta => (string[])[$"{beta}", .. Probabilities(beta).Select(p => Sheet.N(p))])))
        {
            yield return line;
        }

        yield return "";
        yield return $"distinct words among 1000 draws: {string.Join(", ", new[] { 0.5, 1, 1.5, 2 }.Select(t => $"{DistinctWords(t)} at temperature {t}"))}";
    }

    public override LineChart Picture() => Sheet.Categories(
        "From the mean to the maximum", "β", "probability of the logits 1, 3, 0, 2", Betas.Select(beta => $"{beta}"),
        [.. Enumerable.Range(0, 4).Select(i => Sheet.Steps($"x = {Claim22Softmax.Logits[i]}", i, Betas.Select(beta => Probabilities(beta)[i])))]);

    private static Tensor Standardised(Tensor y) => (y - F.Mean(y, 1, keepDims: true)) / F.StandardDeviation(y, [1], keepDims: true, correction: 0);
}

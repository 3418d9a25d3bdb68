using Hillock.Charts;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Samples.Claims;

/// <summary>Adaptive log-softmax, and what it saves.</summary>
public sealed class Claim29AdaptiveSoftmax() : Claim(29, "adaptive-softmax")
{
    private const int Features = 128;
    private static readonly int[] Sizes = [1000, 10_000, 100_000, 1_000_000];

    /// <summary>How far the probabilities of a row are from adding up to 1, and the loss from the picked log-probability.</summary>
    public static (double Sum, double Loss) Errors()
    {
        var layer = new AdaptiveLogSoftmaxWithLoss(16, 500, [20, 100], random: new RandomSource(29), dataType: DataType.Float64);
        Tensor x = Tensor.RandomNormal([30, 16], new Philox(29), dataType: DataType.Float64);
        Tensor targets = Tensor.From([.. Enumerable.Range(0, 30).Select(i => (long)(i * 16))]);
        Tensor all = layer.LogProbabilities(x);
        double sum = F.Sum(F.Exp(all), 1).ToArray<double>().Max(static total => Math.Abs(total - 1));
        double loss = layer.Forward(x, targets).Loss.ToArray<double>()[0];
        return (sum, Math.Abs(F.NegativeLogLikelihood(all, targets).ToArray<double>()[0] - loss));
    }

    /// <summary>The multiplications for a word and the parameters of a full softmax.</summary>
    public static double Full(int classes) => (double)Features * classes;

    /// <summary>The cutoffs: a hundredth and a tenth of the classes.</summary>
    public static int[] Cutoffs(int classes) => [classes / 100, classes / 10];

    /// <summary>The expected multiplications for a word of Zipf's frequencies, and the parameters.</summary>
    public static (double Multiplications, double Parameters) Adaptive(int classes)
    {
        int[] bounds = [.. Cutoffs(classes), classes];
        double head = (double)Features * (bounds[0] + 2), parameters = head, multiplications = head;
        for (int i = 0; i < 2; i++)
        {
            double narrow = Math.Floor(Features / Math.Pow(4, i + 1));
            double cluster = narrow * (Features + bounds[i + 1] - bounds[i]);
            parameters += cluster;
            multiplications += cluster * Share(bounds[i], bounds[i + 1], classes);
        }

        return (multiplications, parameters);
    }

    private static double Share(int from, int to, int classes) => Harmonic(from, to) / Harmonic(0, classes);

    private static double Harmonic(int from, int to)
    {
        double sum = 0;
        for (int i = from; i < to; i++)
        {
            sum += 1.0 / (i + 1);
        }

        return sum;
    }

    public override IEnumerable<string> Measured()
    {
        (double sum, double loss) = Errors();
        yield return $"probabilities add up to 1 within {Sheet.S(sum)}; the loss is that of all log-probabilities within {Sheet.S(loss)}";
        yield return "";
        foreach (string line in Sheet.Table(
            ["classes, 128 features", .. Sizes.Select(size => $"{size}")],
            [
                ["multiplications a word, full", .. Sizes.Select(size => Millions(Full(size)))],
                ["multiplications a word, adaptive", .. Sizes.Select(size => Millions(Adaptive(size).Multiplications))],
                ["parameters, full", .. Sizes.Select(size => Millions(Full(size)))],
                ["parameters, adaptive", .. Sizes.Select(size => Millions(Adaptive(size).Parameters))],
            ]))
        {
            yield return line;
        }
    }

    public override LineChart Picture() => Sheet.Categories(
        "Multiplications for one word of Zipf's frequencies", "classes", "multiplications (logarithmic)", Sizes.Select(size => $"{size}"),
        Sheet.Steps("full", 1, Sizes.Select(Full)), Sheet.Steps("adaptive", 0, Sizes.Select(size => Adaptive(size).Multiplications))) with
    { YKind = AxisKind.Logarithmic };

    private static string Millions(double number) => $"{Sheet.N(number / 1e6, 2)} M";
}

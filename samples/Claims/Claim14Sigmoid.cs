using Hillock.Charts;
using Hillock.Functional;
using Hillock.Training;

namespace Hillock.Samples.Claims;

/// <summary>Sigmoid's slope, mean and sign.</summary>
public sealed class Claim14Sigmoid() : Claim(14, "sigmoid")
{
    private static readonly int[] Depths = [2, 4, 6, 8, 10];
    private static readonly string[] Names = ["relu", "tanh", "sigmoid"];

    /// <summary>The gradient of the first layer over the last one's before training.</summary>
    public static double Ratio(string name, int depth) => Diagnostics.GradientRatio(Networks.Spirals(name, depth, epochs: 10).Before)!.Value;

    /// <summary>The first hidden layer before training.</summary>
    public static LayerDiagnostics First(string name) => Networks.Spirals(name, 4, epochs: 10).Before[0];

    /// <summary>The mean output for standard normal inputs.</summary>
    public static double Mean(string name) => F.Mean(Sheet.Of(name)(Sheet.Normal(1_000_000))).ToArray<double>()[0];

    public override IEnumerable<string> Measured()
    {
        yield return $"σ′(0) = {Sheet.N(Sheet.Slope("sigmoid", 0), 2)}; after ten layers at most 0.25¹⁰ = {Sheet.S(Math.Pow(0.25, 10))}";
        yield return $"mean output for standard normal inputs: sigmoid {Sheet.N(Mean("sigmoid"))}, tanh {Sheet.N(Mean("tanh"))}";
        yield return "";
        foreach (string line in Sheet.Table(
            ["first layer, before training", "mean/deviation", "rows without a negative output"], Names.Select(name => (string[])[name, Sheet.N(Math.Abs(First(name).MeanActivation!.Value) / First(name).Deviation!.Value, 2), Sheet.P(First(name).NonNegativeRows!.Value, 0)])))
        {
            yield return line;
        }

        yield return "";
        foreach (string line in Sheet.Table(["first/last gradient, layers", .. Depths.Select(depth => $"{depth}")], Names.Select(name => (string[])[name, .. Depths.Select(depth => Sheet.S(Ratio(name, depth)))])))
        {
            yield return line;
        }
    }

    public override LineChart Picture() => Sheet.Categories(
        "Gradient of the first layer over the last one's, before training", "hidden layers", "ratio (logarithmic)", Depths.Select(depth => $"{depth}"),
        [.. Names.Select((name, style) => Sheet.Steps(name, style, Depths.Select(depth => Ratio(name, depth))))]) with
    { YKind = AxisKind.Logarithmic };
}

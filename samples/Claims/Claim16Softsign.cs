using Hillock.Autograd;
using Hillock.Charts;
using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Samples.Claims;

/// <summary>Softsign's tails, hard tanh with small weights, and threshold's gradient.</summary>
public sealed class Claim16Softsign() : Claim(16, "softsign")
{
    private static readonly string[] Names = ["softsign", "tanh"];

    /// <summary>How far hard tanh of standard normal inputs times a weight is from a straight line, as a share of inputs cut off.</summary>
    public static double CutOff(double weight) => (Sheet.Normal(100_000) * weight).ToArray<double>().Average(static x => Math.Abs(x) > 1 ? 1.0 : 0);

    /// <summary>The slopes of threshold(x, 1, 7) at points.</summary>
    public static double[] ThresholdSlopes(params double[] points)
    {
        Tensor x = Sheet.Vector(points).WithGradient();
        return Gradients.Of(F.Threshold(x, 1, 7), [x], Tensor.OnesLike(x))[0]!.ToArray<double>();
    }

    public override IEnumerable<string> Measured()
    {
        foreach (string line in Sheet.Table(
            ["activation", "1 − f(10)", "slope at 2", "at 5", "at 10"],
            Names.Select(name => (string[])[name, Sheet.S(1 - Sheet.At(name, 10)), .. new[] { 2.0, 5, 10 }.Select(x => Sheet.S(Sheet.Slope(name, x)))])))
        {
            yield return line;
        }

        yield return "";
        yield return $"inputs that hard-tanh cuts off: {Sheet.P(CutOff(1))} with weight 1, {Sheet.P(CutOff(0.5))} with 0.5, {Sheet.P(CutOff(0.25), 2)} with " +
            "0.25";
        yield return $"slopes of threshold:threshold=1:value=7 at 0, 1, 2: {string.Join(", ", ThresholdSlopes(0, 1, 2).Select(slope => Sheet.N(slope, 0)))}";
    }

    public override LineChart Picture() =>
        Sheet.History(
            "Slopes far from 0", "x", "slope (logarithmic)", [.. Names.Select((name, style) => Sheet.SlopeCurve(name, style, Sheet.Of(name), 0, 10))]) with
        {
            YKind = AxisKind.Logarithmic,
        };
}

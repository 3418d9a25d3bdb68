using Hillock.Charts;
using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Samples.Claims;

/// <summary>One kink at 0 has no scale; two kinks, or none, have one.</summary>
public sealed class Claim07Scale() : Claim(7, "scale")
{
    private static readonly string[] Names = ["relu", "leaky-relu", "prelu", "hard-tanh", "relu6", "tanh", "gelu", "softplus", "elu"];
    private static readonly double[] Factors = [2, 100, 0.01];

    /// <summary>How far f(s·x)/s is from f(x), relative to the latter, for standard normal x.</summary>
    public static double Change(string name, double factor)
    {
        Tensor x = Sheet.Normal(10000);
        Func<Tensor, Tensor> f = Sheet.Of(name);
        Tensor y = f(x);
        return Math.Sqrt(F.Sum(F.Square((f(x * factor) / factor) - y)).ToArray<double>()[0] / F.Sum(F.Square(y)).ToArray<double>()[0]);
    }

    /// <summary>The share of standard normal inputs in a function's part of slope 1.</summary>
    public static double LinearShare(string name)
    {
        double[] x = Sheet.Normal(100_000).ToArray<double>();
        return Sheet.Slopes(Sheet.Of(name), x).Average(slope => slope == 1 ? 1.0 : 0);
    }

    public override IEnumerable<string> Measured()
    {
        foreach (string line in Sheet.Table(["f(sx)/s against f(x)", "s = 2", "s = 100", "s = 1/100"], Names.Select(name => (string[])[name, .. Factors.Select(factor => Text(Change(name, factor)))])))
        {
            yield return line;
        }

        yield return "";
        yield return $"standardised inputs in the linear part of hard-tanh: {Sheet.P(LinearShare("hard-tanh"))}";
    }

    public override LineChart Picture() => Sheet.Curves(
        "GELU seen from near and from afar", "gelu(s·x)/s", Scaled("s = 1/100", 2, 0.01), Scaled("s = 1", 1, 1), Scaled("s = 3", 3, 3), Scaled("s = 100", 0, 100)) with
    { XTitle = "x" };

    private static Series Scaled(string name, int style, double factor) => Sheet.Curve(name, style, x => F.Gelu(x * factor) / factor, -3, 3);

    private static string Text(double change) => change < 1e-12 ? "same" : Sheet.P(change);
}

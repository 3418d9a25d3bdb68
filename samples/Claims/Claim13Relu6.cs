using Hillock.Charts;
using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Samples.Claims;

/// <summary>ReLU6 and its cap.</summary>
public sealed class Claim13Relu6() : Claim(13, "relu6")
{
    private static readonly double[] Caps = [0.5, 1, 2, 6, 20];

    /// <summary>The accuracy on the spirals with a cap.</summary>
    public static double Accuracy(double cap) => Networks.Spirals($"hard-tanh:minimum=0:maximum={cap}", 4).Score!.Value;

    /// <summary>The root mean square error of rounding to 255 steps between 0 and the greatest value, for inputs of some deviation.</summary>
    public static (double Greatest, double Error, double Zeros) Rounding(string name, double deviation)
    {
        double[] y = Sheet.Of(name)(Sheet.Normal(100_000) * deviation).ToArray<double>();
        double greatest = y.Max(), step = greatest / 255;
        return (greatest, Math.Sqrt(y.Average(value => Math.Pow((Math.Round(value / step) * step) - value, 2))), y.Average(value => value == 0 ? 1.0 : 0));
    }

    public override IEnumerable<string> Measured()
    {
        foreach (string line in Sheet.Table(
            ["normal inputs, deviation 5", "greatest", "error of 8 bits", "zeros"],
            new[] { "relu", "relu6" }.Select(name =>
            {
                (double greatest, double error, double zeros) = Rounding(name, 5);
                return (string[])[name, Sheet.N(greatest, 2), Sheet.N(error, 4), Sheet.P(zeros)];
            })))
        {
            yield return line;
        }

        yield return "";
        foreach (string line in Sheet.Table(["cap", .. Caps.Select(cap => $"{cap}"), "none"], [["accuracy", .. Caps.Select(cap => Sheet.P(Accuracy(cap))), Sheet.P(Networks.Spirals("relu", 4).Score!.Value)]]))
        {
            yield return line;
        }
    }

    public override LineChart Picture() => Sheet.Curves("ReLU6 beside ReLU and hard swish", "y", Sheet.Curve("relu6", 0, F.Relu6, -4, 9), Sheet.Curve("relu", 1, F.Relu, -4, 9), Sheet.Curve("hard-swish", 2, F.HardSwish, -4, 9));
}

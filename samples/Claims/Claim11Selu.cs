using Hillock.Charts;
using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Samples.Claims;

/// <summary>SELU normalises itself, under its conditions.</summary>
public sealed class Claim11Selu() : Claim(11, "selu")
{
    private const int Layers = 32, Width = 256, Rows = 256;
    private static readonly Dictionary<string, (double Mean, double Variance)[]> Done = [];

    private static readonly (string Name, string Activation, double Gain, double Input, bool Residual)[] Cases =
    [
        ("selu, all conditions", "selu", 1, 1, false),
        ("inputs × 3", "selu", 1, 3, false),
        ("He weights", "selu", Math.Sqrt(2), 1, false),
        ("with skip connections", "selu", 1, 1, true),
        ("relu", "relu", 1, 1, false),
    ];

    /// <summary>Mean and variance of all outputs of each layer.</summary>
    public static (double Mean, double Variance)[] Moments(string name)
    {
        lock (Done)
        {
            return Done.TryGetValue(name, out (double, double)[]? moments) ? moments : Done[name] = Measure(Cases.Single(one => one.Name == name));
        }
    }

    private static (double Mean, double Variance)[] Measure((string Name, string Activation, double Gain, double Input, bool Residual) one)
    {
        Func<Tensor, Tensor> function = Sheet.Of(one.Activation);
        Tensor x = Tensor.RandomNormal([Rows, Width], new Philox(11)) * one.Input;
        var moments = new (double, double)[Layers];
        for (int layer = 0; layer < Layers; layer++)
        {
            Tensor weight = Tensor.RandomNormal([Width, Width], new Philox(11, (ulong)layer + 1), deviation: one.Gain / Math.Sqrt(Width));
            Tensor y = function(F.Linear(x, weight));
            x = one.Residual ? x + y : y;
            Tensor wide = x.To(DataType.Float64);
            moments[layer] = (F.Mean(wide).ToArray<double>()[0], F.Variance(wide).ToArray<double>()[0]);
        }

        return moments;
    }

    public override IEnumerable<string> Measured() => Sheet.Table(
        ["mean, variance after layer", "1", "8", "32"],
        Cases.Select(one => (string[])[one.Name, .. new[] { 0, 7, 31 }.Select(layer => $"{Short(Moments(one.Name)[layer].Mean)}, {Short(Moments(one.Name)[layer].Variance)}")]));

    public override LineChart Picture() => Sheet.History(
        "Variance of the outputs of a stack of 32 layers", "layer", "variance (logarithmic)", [.. Cases.Select((one, style) => Sheet.Steps(one.Name, style, Moments(one.Name).Select(static moment => moment.Variance), 1))]) with
    { YKind = AxisKind.Logarithmic };

    private static string Short(double value) => Math.Abs(value) is >= 0.005 and < 1000 ? Sheet.N(value, 2) : Math.Abs(value) < 0.005 && Math.Abs(value) > 0.0005 ? Sheet.N(value, 3) : Sheet.S(value);
}

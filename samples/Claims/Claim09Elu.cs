using Hillock.Charts;
using Hillock.Functional;
using Hillock.Tensors;
using Hillock.Training;

namespace Hillock.Samples.Claims;

/// <summary>ELU's mean, slope and speed.</summary>
public sealed class Claim09Elu() : Claim(9, "elu")
{
    private static readonly string[] Names = ["relu", "leaky-relu", "elu"];

    /// <summary>The mean output for standard normal inputs.</summary>
    public static double Mean(string name) => F.Mean(Sheet.Of(name)(Sheet.Normal(1_000_000))).ToArray<double>()[0];

    /// <summary>The largest difference between the slope below 0 and f(x) + α.</summary>
    public static double SlopeError(double alpha)
    {
        Tensor x = Tensor.Linspace(-6, -0.001, 1000, DataType.Float64);
        double[] values = F.Elu(x, alpha).ToArray<double>();
        return Sheet.Slopes(t => F.Elu(t, alpha), x.ToArray<double>()).Zip(values, (slope, y) => Math.Abs(slope - (y + alpha))).Max();
    }

    /// <summary>The first epoch with a training loss below a limit.</summary>
    public static int EpochsTo(string name, double loss) => Networks.Spirals(name, 4).Epochs.First(epoch => epoch.TrainingLoss < loss).Epoch;

    public override IEnumerable<string> Measured()
    {
        foreach (string line in Sheet.Table(
            ["activation", "mean output", "epochs to a loss of 0.3", "to 0.1"],
            Names.Select(name => (string[])[name, Sheet.N(Mean(name)), $"{EpochsTo(name, 0.3)}", $"{EpochsTo(name, 0.1)}"])))
        {
            yield return line;
        }

        yield return "";
        yield return $"elu(−10) = {Sheet.N(Sheet.At("elu", -10), 5)}; slope below 0 against f(x) + α: {Sheet.S(SlopeError(1))} (α = 1), {Sheet.S(SlopeError(0.5))} (α = 0.5)";
    }

    public override LineChart Picture() => Sheet.History(
        "Four hidden layers on spirals", "epoch", "training loss (logarithmic)",
        [.. Names.Select((name, style) => Sheet.Steps(name, style, Networks.Spirals(name, 4).Epochs.Take(60).Select(static (EpochReport epoch) => epoch.TrainingLoss), 1))]) with
    { YKind = AxisKind.Logarithmic };
}

using Hillock.Autograd;
using Hillock.Charts;
using Hillock.Functional;
using Hillock.Optimizers;
using Hillock.Tensors;

namespace Hillock.Samples.Claims;

/// <summary>ReLU, its slope at 0, and a unit that dies.</summary>
public sealed class Claim03Relu() : Claim(3, "dead-unit")
{
    private static readonly double[] Points = [-2, -1, 0, 1, 2];

    /// <summary>The loss of one unit f(wx + b) that is to learn x + 1 on [−1, 1], and starts at w = 1 with some bias.</summary>
    public static double[] Losses(string activation, double bias)
    {
        Func<Tensor, Tensor> function = Sheet.Of(activation);
        Tensor x = Tensor.Linspace(-1, 1, 41, DataType.Float64);
        Tensor w = Sheet.Vector(1).WithGradient(), b = Sheet.Vector(bias).WithGradient();
        var optimizer = new Adam([w, b], 0.05);
        var losses = new double[301];
        for (int step = 0; step < losses.Length; step++)
        {
            optimizer.ZeroGrad();
            Tensor loss = F.MeanSquaredError(function((x * w) + b), x + 1);
            losses[step] = loss.ToArray<double>()[0];
            loss.Backward();
            optimizer.Step();
        }

        return losses;
    }

    public override IEnumerable<string> Measured()
    {
        foreach (string line in Sheet.Table(
            ["x", .. Points.Select(x => Sheet.N(x, 0))],
            [["relu(x)", .. Points.Select(x => Sheet.N(Sheet.At("relu", x), 0))], ["slope", .. Points.Select(x => Sheet.N(Sheet.Slope("relu", x), 0))]]))
        {
            yield return line;
        }

        yield return "";
        foreach (string line in Sheet.Table(
            ["unit, bias at the start", "loss at the start", "after 300 steps"],
            [Row("relu", 0), Row("relu", -2), Row("leaky-relu", -2)]))
        {
            yield return line;
        }
    }

    public override LineChart Picture() => Sheet.History(
        "A unit that gets only negative input", "step", "loss", Sheet.Steps("relu, bias −2", 1, Losses("relu", -2)), Sheet.Steps("leaky-relu, bias −2", 2, Losses("leaky-relu", -2)), Sheet.Steps("relu, bias 0", 0, Losses("relu", 0)));

    private static string[] Row(string activation, double bias)
    {
        double[] losses = Losses(activation, bias);
        return [$"{activation}, {Sheet.N(bias, 0)}", Sheet.N(losses[0]), Sheet.N(losses[^1])];
    }
}

using Hillock.Activations;
using Hillock.Charts;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Optimizers;
using Hillock.Optimizers.Schedules;
using Hillock.Tensors;
using Hillock.Training;

namespace Hillock.Samples.Claims;

/// <summary>A learned polynomial as a nonlinearity, in one dimension and in many.</summary>
public sealed class Claim21Learned() : Claim(21, "learned")
{
    private const int Width = 8, Rows = 256, Epochs = 300;
    private static readonly Dictionary<(string, int), (double Error, double[] Fit)> Done = [];

    /// <summary>The dimensions of the inputs.</summary>
    public static IReadOnlyList<int> Dimensions { get; } = [1, 4, 32];

    /// <summary>The held-out squared error over the variance of the target, and in one dimension the fit on a grid.</summary>
    public static (double Error, double[] Fit) Train(string activation, int dimensions)
    {
        lock (Done)
        {
            return Done.TryGetValue((activation, dimensions), out (double, double[]) done) ? done : Done[(activation, dimensions)] = Measure(activation, dimensions);
        }
    }

    /// <summary>The target: a wave along one direction.</summary>
    public static Tensor Target(Tensor x)
    {
        double[] values = x.ToArray<double>();
        int columns = x.Shape[1];
        return Tensor.From([.. Enumerable.Range(0, x.Shape[0]).Select(row => (float)Math.Sin(6 * Enumerable.Range(0, columns).Sum(column => values[(row * columns) + column]) / Math.Sqrt(columns)))], [x.Shape[0], 1]);
    }

    private static (double Error, double[] Fit) Measure(string activation, int dimensions)
    {
        var random = new RandomSource(21);
        var network = new Sequential(
            new Linear(dimensions, Width, random: random), activation == "relu" ? new Activation<Relu>(new()) : new ChebyshevActivation(9), new Linear(Width, 1, random: random));
        Tensor x = Tensor.RandomUniform([Rows, dimensions], new Philox(21), -1, 1), test = Tensor.RandomUniform([2000, dimensions], new Philox(22), -1, 1);
        var trainer = new Trainer(network, new Adam(network.Parameters(), 0.02), new MeanSquaredErrorLoss());
        trainer.Fit(x, Target(x), new FitOptions { Epochs = Epochs, BatchSize = 32, Schedule = new CosineSchedule(Epochs) });
        double[] fit = dimensions > 1 ? [] : trainer.Predict(Tensor.Linspace(-1, 1, 121).Reshape([121, 1])).ToArray<double>();
        return (1 - Metrics.RSquared(trainer.Predict(test), Target(test)), fit);
    }

    public override IEnumerable<string> Measured() => Sheet.Table(
        ["error of 8 units, inputs", .. Dimensions.Select(dimensions => $"{dimensions}")],
        new[] { "relu", "chebyshev" }.Select(name => (string[])[name == "relu" ? "relu" : "learned polynomial of degree 9", .. Dimensions.Select(dimensions => Sheet.P(Train(name, dimensions).Error))]));

    public override LineChart Picture()
    {
        Tensor grid = Tensor.Linspace(-1, 1, 121).Reshape([121, 1]);
        double[] x = grid.ToArray<double>();
        return Sheet.Curves(
            "A wave learned by 8 units", "y", Sheet.Line("the wave", 7, x, Target(grid).ToArray<double>()), Sheet.Line("relu", 1, x, Train("relu", 1).Fit), Sheet.Line("learned polynomial", 0, x, Train("chebyshev", 1).Fit));
    }
}

using Hillock.Activations;
using Hillock.Charts;
using Hillock.Data;
using Hillock.Modules;
using Hillock.Tensors;
using Hillock.Training;

namespace Hillock.Samples.Claims;

/// <summary>RReLU draws its slope in training.</summary>
public sealed class Claim06RRelu() : Claim(6, "random-slope")
{
    private const string Middle = "leaky-relu:negative-slope=0.22916666666666666";
    private static readonly string[] Names = ["relu", Middle, "rrelu"];
    private static TrainingComparison? Compared;

    /// <summary>The slopes of a training pass over −1s, and the one of evaluation.</summary>
    public static (double Least, double Mean, double Greatest, double Evaluation) Slopes()
    {
        RandomActivation<RRelu> module = new(new RRelu(), new RandomSource(0));
        Tensor x = Tensor.Full(100_000, -1, DataType.Float64);
        double[] slopes = [.. module.Forward(x).ToArray<double>().Select(static y => -y)];
        module.Evaluate();
        return (slopes.Min(), slopes.Average(), slopes.Max(), -module.Forward(Sheet.Vector(-1)).ToArray<double>()[0]);
    }

    /// <summary>Few noisy rows, and a network that can learn them by heart.</summary>
    public static TrainingComparison Compare() => Compared ??= CrossValidation.Compare(
        SyntheticData.Moons(80, 0.35), [.. Names.Select(Networks.Choice)], new ComparisonOptions { Repeats = 4, Epochs = 150, LearningRate = 0.003 });

    /// <summary>The mean loss of an epoch: of training, or held out.</summary>
    public static double Loss(string name, int epoch, bool heldOut) =>
        Compare().Runs[Array.IndexOf(Names, name)].Average(run => heldOut ? run.Epochs[epoch].HeldOutLoss!.Value : run.Epochs[epoch].TrainingLoss);

    public override IEnumerable<string> Measured()
    {
        (double least, double mean, double greatest, double evaluation) = Slopes();
        yield return $"slopes in training: {Sheet.N(least)} to {Sheet.N(greatest)}, mean {Sheet.N(mean, 4)}; afterwards {Sheet.N(evaluation, 4)}, the " +
            "midpoint of 1/8 and 1/3";
        yield return $"the slope of the middle divisor, 1/5.5: {Sheet.N(1 / 5.5, 4)}; the mean of 1/divisor, drawn from 3 to 8: " +
            $"{Sheet.N(Math.Log(8.0 / 3) / 5, 4)}";
        yield return "";
        foreach (string line in Sheet.Table(
            ["80 noisy rows", "training loss", "held-out loss", "accuracy"],
            Names.Select(
                (name,
                    i) =>
                        (string[])[Short(name), Sheet.N(Loss(name, 149, false)), Sheet.N(Loss(name, 149, true)), Sheet.P(Networks.Score(Compare().Runs[i]))])))
        {
            yield return line;
        }
    }

    public override LineChart Picture() => Sheet.History(
        "Learning 80 noisy rows by heart", "epoch", "held-out loss",
        [.. Names.Select((name, style) => Sheet.Steps(Short(name), style, Enumerable.Range(0, 150).Select(epoch => Loss(name, epoch, true)), 1))]);

    private static string Short(string name) => name == Middle ? "leaky-relu, 0.2292" : name;
}

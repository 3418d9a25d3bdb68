using Hillock.Activations;
using Hillock.Autograd;
using Hillock.Charts;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Optimizers;
using Hillock.Tensors;

namespace Hillock.Samples.Claims;

/// <summary>PReLU learns its slope.</summary>
public sealed class Claim05PRelu() : Claim(5, "learned-slope")
{
    private static readonly Tensor X = Tensor.RandomNormal(256, new Philox(5), dataType: DataType.Float64);

    private static readonly (string Name, Func<Tensor, Tensor> Function)[] Targets = [("x: linear", static x => x), ("max(0, x): rectifying", F.Relu), ("|x|: either polarity", F.Abs)];

    /// <summary>The slope after each step of SGD with momentum towards a target.</summary>
    public static double[] Slopes(Func<Tensor, Tensor> target, double weightDecay = 0)
    {
        Tensor slope = Sheet.Vector(0.25).WithGradient();
        var optimizer = new Sgd([slope], 0.05, momentum: 0.9, weightDecay: weightDecay);
        var slopes = new double[151];
        for (int step = 0; step < slopes.Length; step++)
        {
            slopes[step] = slope.ToArray<double>()[0];
            optimizer.ZeroGrad();
            F.MeanSquaredError(F.PRelu(X, slope), target(X)).Backward();
            optimizer.Step();
        }

        return slopes;
    }

    /// <summary>The gradient of one slope for all, of one per channel, and the sum of the latter.</summary>
    public static (double One, double SumOfChannels) Gradient()
    {
        Tensor x = X.Reshape([16, 16]);
        Tensor one = Sheet.Vector(0.25).WithGradient(), channels = Tensor.Full(16, 0.25, DataType.Float64).WithGradient();
        F.Sum(F.Square(F.PRelu(x, one))).Backward();
        F.Sum(F.Square(F.PRelu(x, channels))).Backward();
        return (one.Gradient!.ToArray<double>()[0], F.Sum(channels.Gradient!).ToArray<double>()[0]);
    }

    public override IEnumerable<string> Measured()
    {
        foreach (string line in Sheet.Table(
            ["to learn", "slope learned", "with weight decay 0.2"],
            Targets.Select(target => (string[])[target.Name, Sheet.N(Slopes(target.Function)[^1]), Sheet.N(Slopes(target.Function, 0.2)[^1])])))
        {
            yield return line;
        }

        (double one, double sum) = Gradient();
        yield return "";
        yield return $"gradient of one slope {Sheet.N(one)}, sum of the gradients of 16 slopes {Sheet.N(sum)}";
        yield return $"slopes to learn: {new LearnableActivation<PRelu>().Parameter.Length} for all, {new LearnableActivation<PRelu>(64).Parameter.Length} for 64 channels; takes weight decay in ParameterGroup.Split: {TakesDecay()}";
    }

    /// <summary>Whether the optimizer's groups let slopes decay.</summary>
    public static string TakesDecay()
    {
        var module = new LearnableActivation<PRelu>();
        return ParameterGroup.Split(module).Any(group => group.WeightDecay is not 0 && group.Parameters.Contains(module.Parameter)) ? "yes" : "no";
    }

    public override LineChart Picture() => Sheet.History(
        "The slope of one PReLU while it learns", "step of SGD with momentum", "slope", [.. Targets.Select((target, style) => Sheet.Steps(target.Name, style, Slopes(target.Function)))]);
}

using System.Globalization;
using Hillock.Autograd;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Optimizers;
using Hillock.Tensors;

namespace Hillock.Training;

/// <summary>Looks into a network for what makes training slow: dead units, saturation, shifted means, vanishing gradients.</summary>
public static class Diagnostics
{
    /// <summary>A derivative whose magnitude is at most this share of the activation's greatest one counts as saturated.</summary>
    public const double SaturationThreshold = 0.01;

    // Where an activation's greatest derivative is looked for: [−8, 8] in steps of 1/64.
    private const int ProbeSteps = 1025;
    private const double ProbeEnd = 8;

    // Far out, every function that flattens has less than a millionth of its greatest derivative.
    private static readonly float[] Tails = [-1e6f, 1e6f];
    private const double FlatShare = 1e-6;

    /// <summary>Measures the layers of a chain: each module with a weight and the element-wise module behind it.</summary>
    /// <param name="network">The network; it runs in evaluation mode.</param>
    /// <param name="inputs">The rows to measure on, <c>[rows, ...]</c>.</param>
    /// <returns>One entry a weight, from the input on. Gradient norms are those of the gradients that the parameters hold.</returns>
    public static IReadOnlyList<LayerDiagnostics> Measure(Sequential network, Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(inputs);
        List<LayerDiagnostics> layers = new List<LayerDiagnostics>();
        using TidyScope scope = TensorPool.BeginTidy();
        using EvaluationScope evaluating = Module.Evaluating();
        Walk(network, inputs, layers);
        return layers;
    }

    /// <summary>The Euclidean norm of the gradient of each weight (a parameter of two or more axes) of a network, from the input on.</summary>
    /// <param name="module">The network.</param>
    /// <returns>The norms; NaN for a weight without a gradient.</returns>
    public static IReadOnlyList<double> GradientNorms(Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return [.. module.Parameters().Where(static weight => weight.Rank >= 2).Select(static weight => Norm(weight) ?? double.NaN)];
    }

    /// <summary>The gradient norm of the first weight over the last one's: below 1 where gradients vanish on the way back.</summary>
    /// <param name="layers">The measured layers.</param>
    /// <returns>The ratio, or null without two gradients.</returns>
    public static double? GradientRatio(IReadOnlyList<LayerDiagnostics> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        return layers.Count < 2 ? null : layers[0].GradientNorm / layers[^1].GradientNorm;
    }

    /// <summary>The norm of a weight's gradient, or null without one.</summary>
    internal static double? Norm(Tensor weight) => weight.RawGradient is { } gradient ? GradientNorm.Of([gradient]) : null;

    /// <summary>How often an activation is saturated under a standard normal input, as the mean over its units.</summary>
    internal static double ExpectedSaturation(Module activation, int units)
    {
        const int Points = 1024;
        using TidyScope scope = TensorPool.BeginTidy();
        float[] points = new float[Points * units];
        for (int i = 0; i < points.Length; i++)
        {
            points[i] = (float)NormalQuantile.At(((i / units) + 0.5) / Points);
        }

        using EvaluationScope evaluating = Module.Evaluating();
        float[] slopes = Slopes(activation, Tensor.From(points, [Points, units]), out _);
        double limit = SaturationLimit(activation, units);
        return (double)slopes.Count(slope => !(Math.Abs(slope) > limit)) / slopes.Length;
    }

    private static void Walk(Sequential network, Tensor x, List<LayerDiagnostics> layers)
    {
        for (int i = 0; i < network.Count; i++)
        {
            Module module = network[i];
            Tensor y;
            using (Gradients.Disabled())
            {
                y = module.Forward(x);
            }

            if (WeightOf(module) is { } weight)
            {
                Module? next = i + 1 < network.Count ? network[i + 1] : null;
                bool isOutput = next is not { IsElementwise: true };
                string name = isOutput ? "output" : string.Create(CultureInfo.InvariantCulture, $"layer {layers.Count + 1}");
                LayerDiagnostics layer = new LayerDiagnostics(name, weight.Shape[0], null, null, null, null, Norm(weight));
                layers.Add(isOutput ? layer : OfActivation(next!, y, layer));
            }

            x = y;
        }
    }

    private static Tensor? WeightOf(Module module) =>
        module.IsElementwise ? null : module.Parameters().FirstOrDefault(static parameter => parameter.Rank >= 2);

    private static LayerDiagnostics OfActivation(Module activation, Tensor z, LayerDiagnostics layer)
    {
        float[] slopes = Slopes(activation, z, out float[] outputs);
        double limit = SaturationLimit(activation, z.Shape[-1]);
        int units = z.Shape[-1];
        bool[] alive = new bool[units];
        long saturated = 0, negativeRows = 0;
        double sum = 0;
        bool negative = false;
        for (int i = 0; i < slopes.Length; i++)
        {
            double slope = Math.Abs(slopes[i]);
            alive[i % units] |= slope != 0;
            saturated += slope > limit ? 0 : 1;
            sum += outputs[i];
            negative |= outputs[i] < 0;
            if (i % units == units - 1)
            {
                negativeRows += negative ? 1 : 0;
                negative = false;
            }
        }

        double mean = sum / outputs.Length;
        double squares = 0;
        foreach (float output in outputs)
        {
            squares += (output - mean) * (output - mean);
        }

        return layer with
        {
            Units = units,
            DeadShare = (double)alive.Count(static unit => !unit) / units,
            Saturation = (double)saturated / slopes.Length,
            MeanActivation = mean,
            Deviation = Math.Sqrt(squares / outputs.Length),
            NonNegativeRows = 1 - ((double)negativeRows / (outputs.Length / units)),
        };
    }

    /// <summary>
    /// The magnitude that a saturated slope does not exceed: a hundredth of the greatest. A function that is nowhere flat, such as LeakyReLU whatever its
    /// slope,
    /// cannot saturate, and no slope counts as such.
    /// </summary>
    private static double SaturationLimit(Module activation, int units)
    {
        // Every unit sees every point, because a slope may be learned for each.
        int points = ProbeSteps + Tails.Length;
        float[] numbers = new float[points * units];
        for (int i = 0; i < numbers.Length; i++)
        {
            int step = i / units;
            numbers[i] = step < ProbeSteps ? (float)((step * (2 * ProbeEnd / (ProbeSteps - 1))) - ProbeEnd) : Tails[step - ProbeSteps];
        }

        double greatest = 0;
        double smallest = double.PositiveInfinity;
        float[] slopes = Slopes(activation, Tensor.From(numbers, [points, units]), out _);
        for (int i = 0; i < slopes.Length; i++)
        {
            double slope = Math.Abs(slopes[i]);
            greatest = i < ProbeSteps * units ? Math.Max(greatest, slope) : greatest;
            smallest = slope >= smallest ? smallest : slope;
        }

        return smallest > FlatShare * greatest ? double.NegativeInfinity : SaturationThreshold * greatest;
    }

    /// <summary>The derivative of an element-wise module at each element, by its own backward pass.</summary>
    private static float[] Slopes(Module activation, Tensor z, out float[] outputs)
    {
        using GradientScope on = Gradients.Enabled();
        Tensor leaf = z.Detach().Clone().WithGradient();
        Tensor y = activation.Forward(leaf);
        outputs = y.ToArray<float>();
        if (ReferenceEquals(y, leaf))
        {
            return [.. Enumerable.Repeat(1f, outputs.Length)];
        }

        return Gradients.Of(y, [leaf], Tensor.OnesLike(y))[0]!.ToArray<float>();
    }
}

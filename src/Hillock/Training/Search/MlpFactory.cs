using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Optimizers;

namespace Hillock.Training.Search;

/// <summary>Makes the networks of a candidate: the same initial numbers for every activation, scaled as each needs.</summary>
internal sealed record MlpFactory(ActivationChoice Activation, LossChoice Loss, ComparisonOptions Options, int Features, int Classes)
{
    /// <summary>A new network with its optimizer and loss.</summary>
    /// <param name="seed">The seed of the initial weights.</param>
    /// <param name="rate">The learning rate.</param>
    internal Trainer Make(ulong seed, double rate)
    {
        Sequential network = Build(Activation, Options.Hidden, Features, Classes, seed);
        return new Trainer(network, MakeOptimizer(network, rate), Loss.Create(Classes));
    }

    /// <summary>A new network.</summary>
    /// <param name="activation">What is behind each hidden layer.</param>
    /// <param name="hidden">The widths of the hidden layers.</param>
    /// <param name="features">The inputs.</param>
    /// <param name="classes">The outputs; 0 for one number.</param>
    /// <param name="seed">The seed of the initial weights.</param>
    internal static Sequential Build(ActivationChoice activation, IReadOnlyList<int> hidden, int features, int classes, ulong seed)
    {
        // Every activation takes the same streams in the same order: weights first, so that random activations shift nothing.
        RandomSource random = new RandomSource(seed);
        int[] widths = [features, .. hidden, Math.Max(1, classes)];
        Philox[] streams = [.. Enumerable.Range(0, widths.Length - 1).Select(_ => random.Next())];
        List<Module> modules = new List<Module>();
        for (int i = 0; i + 1 < widths.Length; i++)
        {
            Linear layer = new Linear(widths[i], widths[i + 1], random: new RandomSource(seed));

            // Standardised inputs have mean square 1 already; behind an activation its gain makes up for what it takes away.
            Initialization.HeNormal(layer.Weight, streams[i], i == 0 ? 1 : activation.Gain);
            Initialization.Constant(layer.Bias!, 0);
            modules.Add(layer);
            if (i + 2 < widths.Length)
            {
                modules.Add(activation.Create(widths[i + 1], random));
            }
        }

        return new Sequential([.. modules]);
    }

    private Optimizer MakeOptimizer(Sequential network, double rate)
    {
        IReadOnlyList<ParameterGroup> groups = ParameterGroup.Split(network);
        return Options.CreateOptimizer is { } create
            ? create(groups, rate, Options.WeightDecay)
            : Options.Optimizer.Create(groups, rate, Options.WeightDecay);
    }
}

// What PReLU's slopes learn, with and without weight decay, one a unit and one a channel:
//     dotnet run -c Release --project samples/LearnedSlopes
using Hillock.Activations;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Optimizers;
using Hillock.Tensors;
using Hillock.Training;

// Strips of four pixels; the filter finds an edge in the middle, positive from dark to light and negative from light to dark.
Tensor strips = Initialization.Normal(Tensor.Empty([2048, 4]), new Philox(1));
Tensor edges = F.MatMul(strips, Tensor.From(new[,] { { -0.5f }, { -0.5f }, { 0.5f }, { 0.5f } }));

Console.WriteLine("The slope of a unit behind the filter, which starts at 0.25. \"Left out\" is ParameterGroup.Split: the decay is 10 but not for slopes.");
Console.WriteLine("target                           left out   decay 0.1   decay 1   decay 10");
foreach ((string name, Tensor target) in ((string, Tensor)[])[
    ("an edge of either polarity: |e|", F.Abs(edges)), ("the contrast itself: e", edges), ("dark to light only: max(0, e)", F.Relu(edges))])
{
    float leftOut = Slope(target, activation => ParameterGroup.Split(activation), 10);
    float[] decayed = [.. ((double[])[0.1, 1, 10]).Select(decay => Slope(target, activation => [new ParameterGroup(activation.Parameters())], decay))];
    Console.WriteLine(FormattableString.Invariant($"{name,-32} {leftOut,8:F3} {decayed[0],11:F3} {decayed[1],9:F3} {decayed[2],10:F3}"));
}

// Three channels of a batch, each with a target of its own: its slope gathers the gradient of all places of the channel.
Tensor pictures = Initialization.Normal(Tensor.Empty([64, 3, 5, 5]), new Philox(2));
Tensor targets = F.Concat([F.Abs(pictures.Slice(1, 0, 1)), pictures.Slice(1, 1, 2), F.Relu(pictures.Slice(1, 2))], 1);
LearnableActivation<PRelu> channels = new(3);
Trainer trainer = new(channels, new Sgd(ParameterGroup.Split(channels), learningRate: 0.3, momentum: 0.9, weightDecay: 0.05), new MeanSquaredErrorLoss());
for (int step = 0; step < 400; step++)
{
    trainer.Step(pictures, targets);
}

float[] slopes = channels.Parameter.ToArray<float>();
Console.WriteLine(FormattableString.Invariant($"Three channels, for |x|, x and max(0, x): slopes {slopes[0]:F3}, {slopes[1]:F3}, {slopes[2]:F3}."));

// Learns the one slope with momentum, as the paper does.
float Slope(Tensor target, Func<Module, IReadOnlyList<ParameterGroup>> groups, double weightDecay)
{
    LearnableActivation<PRelu> activation = new();
    Trainer learning = new(activation, new Sgd(groups(activation), learningRate: 0.05, momentum: 0.9, weightDecay: weightDecay), new MeanSquaredErrorLoss());
    for (int step = 0; step < 400; step++)
    {
        learning.Step(edges, target);
    }

    return activation.Parameter.ToArray<float>()[0];
}

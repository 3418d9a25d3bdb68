// Defines an activation with a learned slope, checks its gradients against differences, trains it beside ReLU and SiLU, and says what was learned:
//     dotnet run -c Release --project samples/LearnedActivation
using Hillock.Activations;
using Hillock.Autograd;
using Hillock.Data;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Tensors;
using Hillock.Training;
using LearnedActivation;

Tensor points = Tensor.From([-3.0, -0.5, 0.25, 2]), slope = Tensor.Scalar(0.1, DataType.Float64);
GradientCheck.Second(inputs => F.Apply(inputs[0], inputs[1], new LeakyExponential()), [points, slope]).ThrowIfFailed();
Console.WriteLine("Both gradients, and theirs, agree with differences.");

TabularData data = SyntheticData.Spirals();
ActivationChoice[] choices =
[
    ActivationChoice.Of("relu", new Relu()),
    ActivationChoice.Of("silu", new Silu()),
    new("leaky-exponential", (_, _) => new LearnableActivation<LeakyExponential>(), Initialization.GainFor(new LeakyExponential(), LeakyExponential.Initial)),
];
TrainingComparison comparison = CrossValidation.Compare(data, choices, new ComparisonOptions { Epochs = 60, LearningRate = 0.003 });
for (int i = 0; i < choices.Length; i++)
{
    Console.WriteLine(FormattableString.Invariant($"{choices[i].Name,-18} {comparison.Runs[i].Average(run => run.Score):P1} of the held-out rows right"));
}

// One network, to see the slopes.
Preprocessing preprocessing = Preprocessing.Fit(data);
RandomSource random = new(0);
LearnableActivation<LeakyExponential> first = new(), second = new();
Sequential model = new(new Linear(2, 64, random: random), first, new Linear(64, 64, random: random), second, new Linear(64, 3, random: random));
Trainer trainer = new(model, new Adam(model.Parameters(), learningRate: 3e-3), new CrossEntropyLoss());
trainer.Fit(
    Tensor.From(preprocessing.Apply(data).Features, [data.RowCount, 2]), Tensor.From(data.Classes).To(DataType.Int64),
    new FitOptions { Epochs = 60, BatchSize = 32 });
Console.WriteLine(
    FormattableString.Invariant($"slopes: {first.Parameter.Detach().Item<float>():F3} and {second.Parameter.Detach().Item<float>():F3}, both 0.1 before"));

// Parts of one's own, one a file, checked against differences and trained together:
//     dotnet run -c Release --project samples/Extending
using Extending;
using Hillock.Autograd;
using Hillock.Data;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Tensors;
using Hillock.Training;

Tensor a = Tensor.From([-1.5, -0.5, 0.25, 2, 1, 3], [2, 3]), b = Tensor.From([0.5, 1.5, -0.25, 1, -1, 2], [2, 3]);
Check("activation", x => F.Apply(x[0], new Lisht()));
Check("element-wise loss", x => F.ElementwiseLoss(x[0], x[1], new LogCosh(2), Reduction.None));
Check("loss of rows", x => new DiceLoss().Forward(x[0], F.Sigmoid(x[1])));
Check("operation on rows", x => F.RowFunction(x[0], new UnitRows()));
Check("operation with a backward", x => Polar.Apply(x[0], x[1]) is var (u, v) ? u * v : u);

TabularData data = SyntheticData.Spirals();
Tensor inputs = Tensor.From(Preprocessing.Fit(data).Apply(data).Features, [data.RowCount, 2]), targets = Tensor.From(data.Classes).To(DataType.Int64);
RandomSource random = new(0);
Sequential model = new(
    new Linear(2, 64, random: random), new BatchNorm(64), new Activation<Lisht>(), new Linear(64, 64, random: random), new RowFunction<UnitRows>(),
    new GaussianNoise(0.01, random), new Linear(64, 3, random: random));
Trainer trainer = new(model, new Lion(ParameterGroup.Split(model), learningRate: 3e-3), new CrossEntropyLoss());
IReadOnlyList<EpochReport> reports = trainer.Fit(inputs, targets, new FitOptions
{
    Epochs = 40,
    Schedule = new PolynomialSchedule(40, power: 2),
    Sampler = new SortedSampler([.. Enumerable.Range(0, data.RowCount).Select(row => row * 7919 % 31)], batchSize: 32),
    Score = MacroF1.Score,
    HeldOutInputs = inputs,
    HeldOutTargets = targets,
});
Console.WriteLine(FormattableString.Invariant($"F1 {reports[0].HeldOutScore:F3} after the first epoch, {reports[^1].HeldOutScore:F3} after the last"));

void Check(string name, Func<IReadOnlyList<Tensor>, Tensor> function)
{
    GradientCheck.First(function, [a, b]).ThrowIfFailed();
    GradientCheck.Second(function, [a, b]).ThrowIfFailed();
    Console.WriteLine($"{name}: gradients, and theirs, agree with differences.");
}

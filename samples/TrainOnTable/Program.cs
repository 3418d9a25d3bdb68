// Trains a classifier on a CSV file, holds out a fifth, and names the rows that it gets wrong:
//     dotnet run -c Release --project samples/TrainOnTable -- iris.csv species
// Without arguments it takes an embedded data set.
using Hillock.Activations;
using Hillock.Csv;
using Hillock.Data;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Tensors;
using Hillock.Training;

try
{
    TabularData data = args.Length > 0 ? CsvTable.Read(args[0]).ToTabular(args.ElementAtOrDefault(1)) : SyntheticData.Spirals();
    if (!data.IsClassification)
    {
        throw new FormatException($"the target {data.TargetName} is a number, but this sample needs classes; name another column.");
    }

    Train(data);
    return 0;
}
catch (Exception exception) when (exception is IOException or FormatException or ArgumentException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

static void Train(TabularData data)
{
    Fold fold = StratifiedKFold.Split(data, folds: 5, seed: 0)[0];
    Preprocessing preprocessing = Preprocessing.Fit(data.Select(fold.Training));
    (Tensor x, Tensor t) = Tensors(data.Select(fold.Training), preprocessing);
    (Tensor heldOutX, Tensor heldOutT) = Tensors(data.Select(fold.HeldOut), preprocessing);

    RandomSource random = new(0);
    Sequential model = new(
        new Linear(x.Shape[1], 64, random: random), new Activation<Silu>(),
        new Linear(64, 64, random: random), new Activation<Silu>(),
        new Linear(64, data.ClassNames.Count, random: random));
    Trainer trainer = new(model, new AdamW(ParameterGroup.Split(model), learningRate: 3e-3), new CrossEntropyLoss());
    IReadOnlyList<EpochReport> epochs = trainer.Fit(
        x, t, new FitOptions { Epochs = 200, BatchSize = 32, HeldOutInputs = heldOutX, HeldOutTargets = heldOutT, Patience = 30 });

    (double loss, double accuracy) = trainer.Evaluate(heldOutX, heldOutT);
    Console.WriteLine(FormattableString.Invariant(
        $"{data.Provenance}: {x.Shape[0]} rows to train on, {epochs.Count} epochs; of {heldOutX.Shape[0]} held out {accuracy:P1} right, loss {loss:F3}"));

    long[] predicted = F.ArgMax(trainer.Predict(heldOutX), axis: 1).ToArray<long>();
    for (int i = 0; i < predicted.Length; i++)
    {
        int row = fold.HeldOut[i];
        if (predicted[i] != data.Classes[row])
        {
            Console.WriteLine($"row {row}: {data.ClassNames[data.Classes[row]]} was taken for {data.ClassNames[(int)predicted[i]]}");
        }
    }
}

static (Tensor Inputs, Tensor Targets) Tensors(TabularData part, Preprocessing preprocessing)
{
    TabularData ready = preprocessing.Apply(part);
    return (Tensor.From(ready.Features, [ready.RowCount, ready.ColumnCount]), Tensor.From(part.Classes).To(DataType.Int64));
}

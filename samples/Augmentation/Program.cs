// None, flips and crops, MixUp and CutMix on Fashion-MNIST's pictures, with as many seeds each:
//
//     dotnet run -c Release --project samples/Augmentation FOLDER [EPOCHS] [SEEDS]
//
// The folder holds four IDX files: images and labels whose names begin with "train", and those of the test.
using System.Globalization;
using Hillock.Charts.CommandLine;
using Hillock.Kernels;
using Hillock.Samples.Augmentation;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
int[] counts = [12, 5];
for (int i = 1; i < args.Length; i++)
{
    if (i > 2 || !int.TryParse(args[i], out counts[i - 1]) || counts[i - 1] < i)
    {
        Console.Error.WriteLine($"Expected FOLDER [EPOCHS] [SEEDS], of 1 epoch and 2 seeds or more, but got \"{string.Join(' ', args)}\".");
        return 1;
    }
}

if (args.Length == 0)
{
    Console.Error.WriteLine("Expected the folder of Fashion-MNIST's files: dotnet run -c Release --project samples/Augmentation FOLDER [EPOCHS] [SEEDS]");
    return 1;
}

try
{
    Run(args[0], counts[0], counts[1]);
    return 0;
}
catch (Exception exception) when (exception is IOException or FormatException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

static void Run(string folder, int epochs, int seeds)
{
    Experiment experiment = new(folder);
    Method[] methods = Enum.GetValues<Method>();
    double[,] scores = new double[methods.Length, seeds];

    // The figures do not depend on it: a run on one thread gives those of a run on many.
    Parallelism.Threads = 1;
    ProgressBar.Run(Console.Error, "training", bar =>
    {
        for (int seed = 0; seed < seeds; seed++)
        {
            for (int i = 0; i < methods.Length; i++)
            {
                bar?.Report(((seed * methods.Length) + i) / (double)(seeds * methods.Length), $"seed {seed + 1} of {seeds}, {Experiment.Name(methods[i])}");
                scores[i, seed] = experiment.Run(methods[i], (ulong)seed, epochs, CancellationToken.None);
            }
        }
    });
    Console.WriteLine($"{experiment.Describe()}; {epochs} epochs, {seeds} seeds, means ± 95 % confidence.");
    Console.WriteLine();
    Console.WriteLine("| augmentation | accuracy | less none, seed by seed |");
    Console.WriteLine("| --- | --- | --- |");
    for (int i = 0; i < methods.Length; i++)
    {
        double[] own = [.. Enumerable.Range(0, seeds).Select(seed => scores[i, seed])];
        double[] differences = [.. Enumerable.Range(0, seeds).Select(seed => scores[i, seed] - scores[0, seed])];
        Console.WriteLine($"| {Experiment.Name(methods[i])} | {Statistics.Text(own)} | {(i == 0 ? "" : Statistics.Text(differences))} |");
    }
}

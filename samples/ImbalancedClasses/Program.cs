// Four ways to train on classes of very different frequencies: how well they tell the rare classes, and how honest their probabilities are.
//
//     dotnet run -c Release --project samples/ImbalancedClasses [SEEDS]
using System.Globalization;
using Hillock.Charts.CommandLine;
using Hillock.Samples.ImbalancedClasses;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
int seeds = args.Length == 0 ? 20 : int.TryParse(args[0], out int count) && count >= 2 ? count : 0;
if (args.Length > 1 || seeds == 0)
{
    Console.Error.WriteLine($"The number of seeds expects a whole number of 2 or more but is \"{string.Join(' ', args)}\"; leave it out for 20.");
    return 1;
}

Method[] methods = [Method.Plain, Method.ClassWeights, Method.Balanced, Method.BalancedThenNatural];
var scores = new Scores[methods.Length, seeds];
ProgressBar.Run(Console.Error, "training", bar =>
{
    for (int seed = 0; seed < seeds; seed++)
    {
        bar?.Report(seed / (double)seeds, $"seed {seed + 1} of {seeds}");
        var experiment = new Experiment((ulong)seed);
        for (int i = 0; i < methods.Length; i++)
        {
            scores[i, seed] = experiment.Run(methods[i]);
        }
    }
});
Console.WriteLine($"Means of {seeds} seeds, ± 95 % confidence. Training rows by class: {Experiment.Describe()}.");
Console.WriteLine();
Console.WriteLine("| training | balanced accuracy | accuracy | log loss | probability given to the rarest class (true share) |");
Console.WriteLine("| --- | --- | --- | --- | --- |");
for (int i = 0; i < methods.Length; i++)
{
    Scores[] own = [.. Enumerable.Range(0, seeds).Select(seed => scores[i, seed])];
    string[] cells =
    [
        Experiment.Name(methods[i]), Statistics.Text(own.Select(score => score.BalancedAccuracy)), Statistics.Text(own.Select(score => score.Accuracy)),
        Statistics.Text(own.Select(score => score.LogLoss)), $"{Statistics.Text(own.Select(score => score.RarestPredicted))} ({own.Average(score => score.RarestTrue):F4})",
    ];
    Console.WriteLine($"| {string.Join(" | ", cells)} |");
}

Console.WriteLine();
Console.WriteLine($"Balanced batches less class weights, balanced accuracy, seed by seed: {Difference(2, 1)}.");
Console.WriteLine($"Natural epochs at the end less none, log loss, seed by seed: {LossDifference(3, 2)}.");
return 0;

string Difference(int a, int b) => Statistics.Text(Enumerable.Range(0, seeds).Select(seed => scores[a, seed].BalancedAccuracy - scores[b, seed].BalancedAccuracy));

string LossDifference(int a, int b) => Statistics.Text(Enumerable.Range(0, seeds).Select(seed => scores[a, seed].LogLoss - scores[b, seed].LogLoss));

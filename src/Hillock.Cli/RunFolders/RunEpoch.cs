using Hillock.Training;

namespace Hillock.Cli.RunFolders;

/// <summary>What an epoch came to.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="TrainingLoss">The mean loss of its steps; null where it is no number.</param>
/// <param name="ValidationLoss">The loss on what is held out; null without any, or where it is no number.</param>
/// <param name="ValidationScore">The accuracy or R² there; null without any, or where it is no number.</param>
internal sealed record RunEpoch(int Epoch, double? TrainingLoss, double? ValidationLoss, double? ValidationScore)
{
    /// <summary>Takes what the trainer reports.</summary>
    public static RunEpoch Of(EpochReport report) =>
        new(report.Epoch, Finite(report.TrainingLoss), Finite(report.HeldOutLoss), Finite(report.HeldOutScore));

    /// <summary>The epochs of a log up to one of them: what was done after a checkpoint is done again.</summary>
    public static IEnumerable<RunEpoch> Read(string path, int last) => MetricsLog.Read(path)
        .Where(line => line.Kind == "epoch" && line.Epoch <= last).DistinctBy(static line => line.Epoch)
        .Select(static line => new RunEpoch(line.Epoch, Value(line, "trainingLoss"), Value(line, "heldOutLoss"), Value(line, "heldOutScore")));

    private static double? Value(MetricsLine line, string name) => line.Values.TryGetValue(name, out double value) ? Finite(value) : null;

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}

using Hillock.Charts;
using Hillock.Training;

namespace Hillock.Samples.Claims;

/// <summary>Tanh against sigmoid.</summary>
public sealed class Claim15Tanh() : Claim(15, "tanh")
{
    private static readonly string[] Names = ["tanh", "sigmoid"];

    /// <summary>The epochs until the training loss falls below a limit; 0 when it never does.</summary>
    public static int EpochsTo(string name, double loss) => Networks.Spirals(name, 4).Epochs.FirstOrDefault(epoch => epoch.TrainingLoss < loss)?.Epoch ?? 0;

    public override IEnumerable<string> Measured() => Sheet.Table(
        ["activation", "slope at 0", "at 3", "at 6", "epochs to a loss of 0.5", "to 0.1"],
        Names.Select(name => (string[])
        [
            name, Sheet.N(Sheet.Slope(name, 0), 2), Sheet.S(Sheet.Slope(name, 3)), Sheet.S(Sheet.Slope(name, 6)), Text(EpochsTo(name, 0.5)), Text(EpochsTo(name, 0.1)),
        ]));

    public override LineChart Picture() => Sheet.History(
        "Four hidden layers on spirals", "epoch", "training loss", [.. Names.Select((name, style) => Sheet.Steps(name, style, Networks.Spirals(name, 4).Epochs.Select(static (EpochReport epoch) => epoch.TrainingLoss), 1))]);

    private static string Text(int epoch) => epoch == 0 ? "never in 100" : $"{epoch}";
}

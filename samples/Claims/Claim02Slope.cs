using Hillock.Charts;
using Hillock.Training;

namespace Hillock.Samples.Claims;

/// <summary>What slope back-propagation needs.</summary>
public sealed class Claim02Slope() : Claim(2, "slope")
{
    private static readonly string[] Names = ["relu", "tanh", "identity", "binary-step"];

    /// <summary>The gradient norm of the first layer before training.</summary>
    public static double FirstGradient(string activation) => Networks.Spirals(activation, 3).Before[0].GradientNorm!.Value;

    public override IEnumerable<string> Measured() => Sheet.Table(
        ["activation", "slope", "gradient of the first layer", "accuracy"],
        Names.Select(name => (string[])
        [
            name, name switch { "relu" => "0 or 1", "tanh" => "0 to 1", "identity" => "1", _ => "0" }, Sheet.S(FirstGradient(name)), Sheet.P(Networks.Spirals(name, 3).Score!.Value),
        ]));

    public override LineChart Picture() => Sheet.History(
        "Three hidden layers on spirals", "epoch", "held-out accuracy, %",
        [.. Names.Select((name, style) => Sheet.Steps(name, style, Networks.Spirals(name, 3).Epochs.Select(static (EpochReport epoch) => epoch.HeldOutScore!.Value), 1))]) with
    { YFactor = 100 };
}

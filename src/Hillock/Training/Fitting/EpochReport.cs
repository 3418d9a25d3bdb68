using System.Globalization;

namespace Hillock.Training;

/// <summary>What an epoch of training came to.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="TrainingLoss">
/// The mean loss over the epoch's rows, each measured in training before the step it led to. Rows count as in the loss's own mean: by the weights of their
/// classes, and not at all with a target that is ignored. NaN if none counts.
/// </param>
/// <param name="HeldOutLoss">The mean loss on the held-out rows after the epoch; null without any.</param>
/// <param name="HeldOutScore">The accuracy or R² on the held-out rows after the epoch; null without any.</param>
/// <param name="Seconds">The time of the epoch's steps, evaluation and callbacks left out; of an epoch that was resumed, of its steps since.</param>
public sealed record EpochReport(int Epoch, double TrainingLoss, double? HeldOutLoss, double? HeldOutScore, double Seconds)
{
    private static readonly Dictionary<string, double> None = [];

    /// <summary>The names that <see cref="Value"/> knows beside those of metrics.</summary>
    internal static readonly string[] Names = ["trainingLoss", "heldOutLoss", "heldOutScore"];

    /// <summary>The <see cref="FitOptions.Metrics"/> on the held-out rows after the epoch, by name; empty without any.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = None;

    /// <summary>A value by its name.</summary>
    /// <param name="name"><c>trainingLoss</c>, <c>heldOutLoss</c>, <c>heldOutScore</c>, or the name of a metric.</param>
    /// <returns>The value; null if it was not measured.</returns>
    public double? Value(string name) => name switch
    {
        "trainingLoss" => TrainingLoss,
        "heldOutLoss" => HeldOutLoss,
        "heldOutScore" => HeldOutScore,
        _ => Metrics.TryGetValue(name, out double value) ? value : null,
    };

    /// <summary>The members in the invariant culture, with points in numbers.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"EpochReport {{ Epoch = {Epoch}, TrainingLoss = {TrainingLoss}, HeldOutLoss = {HeldOutLoss}, HeldOutScore = {HeldOutScore}, Seconds = {Seconds}" +
        $"{string.Concat(Metrics.Select(static metric => string.Create(CultureInfo.InvariantCulture, $", {metric.Key} = {metric.Value}")))} }}");
}

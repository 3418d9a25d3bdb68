using System.Globalization;
using Hillock.Charts;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Reports;
using Hillock.Training;

namespace Hillock.Cli.Diagnoses;

/// <summary>Findings and proposals in words.</summary>
internal static class DiagnosisWords
{
    private static readonly (string Name, InitializationKind Kind)[] Kinds =
        [("fitting", InitializationKind.Fitting), ("he", InitializationKind.He), ("lecun", InitializationKind.LeCun), ("xavier", InitializationKind.Xavier)];

    /// <summary>The names of the initialisations; the first is the default.</summary>
    public static IReadOnlyList<string> Initializations { get; } = [.. Kinds.Select(kind => kind.Name)];

    public static InitializationKind Initialization(string name) => Kinds.First(kind => kind.Name == name).Kind;

    public static string Name(InitializationKind kind) => Kinds.First(pair => pair.Kind == kind).Name;

    /// <summary>The finding's name in the field.</summary>
    public static string Title(Finding finding, DiagnosisOptions options) => finding.Ailment switch
    {
        Ailment.Diverged => "Diverged",
        Ailment.ExplodingGradient => "Exploding gradient",
        Ailment.VanishingGradient => "Vanishing gradient",
        Ailment.DyingUnits => options.Activation.Name.StartsWith("relu", StringComparison.Ordinal) ? "Dying ReLU" : "Dying units",
        Ailment.Saturation => "Saturation",
        Ailment.BiasShift => "Bias shift",
        Ailment.ZigZag => "Zig-zag",
        Ailment.NoBetterThanGuess => "Score of a guess",
        Ailment.Overfitting => "Over-fitting",
        Ailment.Unfinished => "Unfinished training",
        Ailment.Imbalance => "Imbalanced classes",
        _ => "Built-in scale",
    };

    /// <summary>What was measured and why it matters.</summary>
    public static string Sentence(Finding finding, Diagnosis diagnosis, ScoreText text)
    {
        string? layer = finding.Layer;
        return finding.Ailment switch
        {
            Ailment.Diverged => $"the loss became infinite after {diagnosis.Epochs.Count} {(diagnosis.Epochs.Count == 1 ? "epoch" : "epochs")}.",
            Ailment.ExplodingGradient or Ailment.VanishingGradient when layer is not null =>
                $"before training, the outputs of {layer} are {Times(finding.Value)} those of layer 1, and gradients change by as much on the way back.",
            Ailment.ExplodingGradient =>
                $"before training, the first layer's gradient is {Significant(finding.Value)} times the last one's; above {Threshold(finding)}, no learning " +
                "rate suits both.",
            Ailment.VanishingGradient =>
                $"before training, the first layer's gradient is {Significant(finding.Value)} times the last one's; below {Threshold(finding)}, the first " +
                "layers hardly learn.",
            Ailment.DyingUnits =>
                $"{Label.Percent(finding.Value)} % of the units of {layer} have slope 0 on every row and cannot learn any more; {Born(finding, diagnosis)}.",
            Ailment.Saturation =>
                $"dead units aside, {Label.Percent(finding.Value + diagnosis.ExpectedSaturation)} % of the outputs of {layer} lie where the activation is " +
                $"flat; under standard normal inputs it would be {Label.Percent(diagnosis.ExpectedSaturation)} %.",
            Ailment.BiasShift =>
                $"the outputs of {layer} have a mean {Significant(finding.Value)} times their standard deviation; a constant that large moves the next " +
                "layer's inputs off their middle.",
            Ailment.ZigZag =>
                $"no output of {layer} is negative in {Label.Percent(finding.Value)} % of the rows: in such a row all weights of a unit behind it move in " +
                "one direction.",
            Ailment.NoBetterThanGuess =>
                $"without a look at the features a guess has {text.Full(diagnosis.GuessScore)}, and on {Plural.Of(diagnosis.HeldOutRows, "held-out row")} " +
                $"{text.Full(finding.Threshold)} can be chance.",
            Ailment.Overfitting =>
                $"the training rows score {text.Full(diagnosis.TrainingScore!.Value)}, others {text.Full(diagnosis.Score!.Value)}: what is " +
                $"learnt does not hold " +
                "for other rows. More rows, fewer columns, a smaller --width or fewer --epochs help.",
            Ailment.Unfinished =>
                $"{Label.Percent(finding.Value, 0)} % of the fall of the held-out loss came in the second half of the " +
                $"{diagnosis.Epochs.Count} epochs, although " +
                "the learning rate falls to 0 there; more --epochs may help.",
            Ailment.Imbalance =>
                $"{Label.Percent(finding.Value)} % of the rows are of one class, which an accuracy of as much takes no network for; " +
                $"hillock compare --balance " +
                "trains on and scores all classes equally.",
            _ =>
                $"inputs and biases times {Label.Plain(diagnosis.Scales.MaxBy(check => check.RelativeChange)!.Factor)} change the outputs by " +
                $"{Label.Percent(finding.Value, 0)} % beyond that factor" +
                 (diagnosis.Scales.MaxBy(check => check.RelativeChange)!.SameDecisions is { } same
                     ? $", and {Label.Percent(1 - same)} % of the decisions"
                     : "") + "; keep inputs standardised.",
        };
    }

    /// <summary>The verdict: the score and what was found.</summary>
    public static string Verdict(Diagnosis diagnosis, ScoreText text)
    {
        string[] faults = [.. diagnosis.Findings.Where(finding => !finding.IsNote).Select(finding => Lower(Title(finding, diagnosis.Options)))];
        string score = Score(diagnosis, text) + (diagnosis.Score is null ? "" : $" (a guess has {text.Number(diagnosis.GuessScore)})");
        return faults.Length == 0 ? $"Nothing keeps this network from learning; {score}."
            : Skill(diagnosis) >= Good ? $"This network learns: {score}. Found nonetheless: {Sequence.And(faults)}."
            : $"Found {Sequence.And(faults)}; {score}.";
    }

    /// <summary>How two sets of options differ.</summary>
    public static string Change(DiagnosisOptions own, DiagnosisOptions proposed)
    {
        List<string> changes = [];
        if (own.Activation.Name != proposed.Activation.Name)
        {
            changes.Add($"{proposed.Activation.Name} in place of {own.Activation.Name}");
        }

        if (own.Depth != proposed.Depth)
        {
            changes.Add($"{proposed.Depth} hidden {(proposed.Depth == 1 ? "layer" : "layers")} in place of {own.Depth}");
        }

        if (own.Initialization != proposed.Initialization)
        {
            changes.Add($"weights drawn to fit the activation in place of {Name(own.Initialization)}");
        }

        if (own.WeightScale != proposed.WeightScale)
        {
            changes.Add($"initial weights times {Label.Plain(proposed.WeightScale)} in place of {Label.Plain(own.WeightScale)}");
        }

        if (own.InputScale != proposed.InputScale)
        {
            changes.Add("standardised inputs");
        }

        if (own.Epochs != proposed.Epochs)
        {
            changes.Add($"{Plural.Of(proposed.Epochs!.Value, "epoch")} in place of {own.Epochs}");
        }

        if (own.LearningRate != proposed.LearningRate)
        {
            changes.Add($"a learning rate of {Label.Significant(proposed.LearningRate!.Value, 2)} in place of {Label.Significant(own.LearningRate!.Value, 2)}");
        }

        return Sequence.And(changes);
    }

    /// <summary>What became of the proposal.</summary>
    public static string Outcome(Diagnosis own, Diagnosis proposal, ScoreText text)
    {
        string[] left = [.. proposal.Findings.Where(finding => !finding.IsNote).Select(finding => Lower(Title(finding, proposal.Options)))];
        string found = left.Length == 0 ? "nothing is found any more" : $"still found: {Sequence.And(left)}";
        string before = own.Score is { } score ? text.Number(score) : "diverged";
        return !Helps(own, proposal)
            ? $"With it {Score(proposal, text)} (before: {before}); {found}. It does not help: keep the network as it is, what was found is not what limits it."
            : $"With it {Score(proposal, text)} (before: {before}); {found}.{(CanBeChance(own, proposal) ? " So small a difference can be chance." : "")}";
    }

    /// <summary>Whether a proposal is to be advised: its score is better.</summary>
    public static bool Helps(Diagnosis own, Diagnosis proposal) => (own.Score ?? double.NegativeInfinity) < (proposal.Score ?? double.NegativeInfinity);

    // On n rows the difference of two accuracies p and q has a variance of (p(1 − p) + q(1 − q))/n where the rows that they get right have nothing to do with
    // each other, and less where they are alike, as here; below two deviations it can be chance.
    private static bool CanBeChance(Diagnosis own, Diagnosis proposal)
    {
        if (own.GuessScore <= 0 || own.Score is not { } before || proposal.Score is not { } after)
        {
            return false;
        }

        double variance = ((before * (1 - before)) + (after * (1 - after))) / own.HeldOutRows;
        return (after - before) * (after - before) < 4 * variance;
    }

    private const double Good = 0.9;

    private static double Skill(Diagnosis diagnosis) =>
        diagnosis.Score is { } score && diagnosis.GuessScore < 1 ? (score - diagnosis.GuessScore) / (1 - diagnosis.GuessScore) : 0;

    private static string Score(Diagnosis diagnosis, ScoreText text) => diagnosis.Score is { } score
        ? $"the held-out {text.Name} is {text.Number(score)}{(text.Name == "R²" ? "" : " %")}"
        : "it has no score";

    private static string Born(Finding finding, Diagnosis diagnosis)
    {
        double before = diagnosis.Before.First(layer => layer.Name == finding.Layer).DeadShare ?? 0;
        return before >= finding.Threshold ? $"{Label.Percent(before)} % were so from the start" : $"before training it was {Label.Percent(before)} %";
    }

    private static string Times(double value) => double.IsFinite(value) ? $"{Significant(value)} times as large as" : "beyond all numbers beside";

    private static string Significant(double value) => Label.Significant(value, 2);

    private static string Threshold(Finding finding) => finding.Threshold.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Lower(string title) => char.ToLowerInvariant(title[0]) + title[1..];
}

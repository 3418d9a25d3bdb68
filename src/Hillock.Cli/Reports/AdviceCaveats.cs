using System.Globalization;
using Hillock.Charts;
using Hillock.Charts.CommandLine;

namespace Hillock.Cli.Reports;

/// <summary>What limits an advice: trainings that had not come to their end, networks that do not fit, scores no better than a guess.</summary>
internal static class AdviceCaveats
{
    // The share of what can be gained over a guess below which a network fits its own training rows poorly.
    private const double PoorSkill = 0.5;

    // The share of the gain on training rows from which on the gain on others is as good.
    private const double WellHeld = 0.75;

    // The share of the commonest class from which on an accuracy says little.
    private const double ManyOfOneClass = 0.8;

    private const int MostNames = 5;

    // What a row changes a score by, from which on it is worth a word.
    private const double ManyPoints = 0.05;

    /// <summary>The sentences behind an advice about finished folds; empty where there is nothing to say, otherwise with a space before it.</summary>
    public static string Sentences(IReadOnlyList<CandidateResult> ranked, DataDescription data, ComparisonSettings settings, ScoreText text)
    {
        string?[] sentences = [StillFalling(ranked, settings), PoorFit(ranked[0], data, text)];
        return string.Concat(sentences.OfType<string>().Select(static sentence => " " + sentence));
    }

    /// <summary>That nothing is clearly better than a guess, what may be the reason, and what to do.</summary>
    public static string NoBetterThanAGuess(
        IReadOnlyList<CandidateResult> ranked, DataDescription data, ComparisonSettings settings, ScoreText text, Subject subject)
    {
        string start = $"No {subject.Noun} is clearly better than a guess ({text.Full(data.Baseline)})";
        if (data.Metric == Metric.Accuracy && data.Baseline >= ManyOfOneClass)
        {
            return $"{start}, which always says {Commonest(data)}: an accuracy tells little about classes of such different frequencies; --balance trains on " +
                $"and scores all classes equally.{Then(StillFalling(ranked, settings))}";
        }

        if (ranked[0] is { } leader && leader.Runs.Count > 1 && leader.Runs.All(run => run.Score > data.Baseline))
        {
            double low = leader.Runs.Min(static run => run.Score!.Value), high = leader.Runs.Max(static run => run.Score!.Value);
            return $"{start}, as far as so few folds can tell: {leader.Name} is better in each ({text.Range(low, high)}), but the interval is wide" +
                $"{Rarest(data, settings)}; more --folds or --repeats, or more rows, narrow it.{Then(StillFalling(ranked, settings))}";
        }

        // Held out nearly as good as in training: it holds for other rows, and the folds are too few or too small to say it.
        if (ranked[0] is { MeanScore: { } heldOut, TrainingScore: { } own } first
            && Skill(heldOut, data) >= Math.Max(PoorSkill / 2, WellHeld * Skill(own, data)))
        {
            return $"{start}, as far as so few folds can tell: {first.Name} reaches {text.Full(heldOut)} on rows it has not seen and {text.Full(own)} on " +
                "those it was trained on, but the intervals are wide; more --folds or --repeats, or more rows, narrow them.";
        }

        double? training = ranked.Select(static result => result.TrainingScore).Max();
        string reason = training is not { } best ? "change the data, the learning rate or the number of epochs"
            : Skill(best, data) >= PoorSkill
                ? $"on its training rows {text.Name} is up to {text.Full(best)}, but what is learnt there does not hold for other rows; more " +
                  $"rows, fewer columns " +
                  "or a --weight-decay come"
                : $"not even its training rows are fitted ({text.Name} at most {text.Full(best)}); other columns, wider layers (--hidden) or more epochs come";
        return $"{start}: {reason} before the {subject.Noun}.{Then(StillFalling(ranked, settings))}";
    }

    // Of a mean over classes, a row of the rarest counts most.
    private static string Rarest(DataDescription data, ComparisonSettings settings)
    {
        double each = data.Unit(settings.Options.Folds);
        ClassCount? rarest = data.Classes.Where(static one => one.Rows > 0).MinBy(static one => one.Rows);
        return data.Metric == Metric.BalancedAccuracy && each >= ManyPoints && rarest is not null
            ? $", because “{rarest.Name}” has {rarest.Rows} {(rarest.Rows == 1 ? "row" : "rows")}, of which each counts {Label.Percent(each, 0)} points in a " +
              "fold (--rare-classes leave-out goes without them)"
            : "";
    }

    /// <summary>What a guess has, beside a score that nothing is compared with; said as a fault where it is as good.</summary>
    public static string Guess(CandidateResult result, DataDescription data, ScoreText text) =>
        (result.LowScore ?? result.MeanScore) <= data.Baseline
            ? $", which is not clearly better than the {text.Full(data.Baseline)} of a guess"
            : $", where a guess has {text.Full(data.Baseline)}";

    /// <summary>That some fold holds out classes that it cannot learn; null where none does.</summary>
    public static string? Untaught(DataDescription data)
    {
        if (data.UntaughtClasses is not { Count: > 0 } names)
        {
            return null;
        }

        string more = names.Count > MostNames ? $" and {names.Count - MostNames} more" : "";
        return $"{Sequence.And(names.Take(MostNames).Select(static name => $"“{name}”"))}{more}: in some folds " +
            $"{(names.Count == 1 ? "this class is" : "these classes are")} only among the held-out rows, which nothing there can be learnt from; fewer " +
            "--folds, or other groups, leave some to learn from.";
    }

    /// <summary>That scores are not defined in some folds; null where they all are.</summary>
    public static string? Undefined(IReadOnlyList<CandidateResult> ranked)
    {
        CandidateResult most = ranked.MaxBy(static result => result.UndefinedRuns)!;
        return most.UndefinedRuns == 0 ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"R² is not defined in {most.UndefinedRuns} of {most.Runs.Count} folds, whose held-out targets are all equal or a single one: these " +
            $"folds are left out; " +
            $"use fewer --folds.");
    }

    private static string? StillFalling(IReadOnlyList<CandidateResult> ranked, ComparisonSettings settings)
    {
        CandidateResult[] falling = [.. ranked.Where(static result => result.IsStillFalling)];
        if (falling.Length == 0)
        {
            return null;
        }

        int epochs = falling.Max(static result => result.Runs.Max(static run => run.Epochs.Count));
        string names = falling.Length == ranked.Count && falling.Length > 2 ? "every one" : Sequence.And(falling.Select(static result => result.Name));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"The loss of {names} was still falling after {epochs} {(epochs == 1 ? "epoch" : "epochs")}: the order may change with more; try --epochs " +
            $"{3 * epochs}{(settings.Options.LearningRate is null ? "" : " or another --learning-rate")}.");
    }

    private static string? PoorFit(CandidateResult best, DataDescription data, ScoreText text) =>
        best.TrainingScore is { } score && Skill(score, data) < PoorSkill
            ? $"Even on the rows it was trained on, {best.Name} reaches {text.Full(score)} ({text.Name}): the target is noisy, or the columns and the " +
              "network (--hidden) do not suffice."
            : null;

    private static double Skill(double score, DataDescription data) => data.Baseline >= 1 ? 1 : (score - data.Baseline) / (1 - data.Baseline);

    private static string Commonest(DataDescription data) => data.Classes.MaxBy(static one => one.Rows) is { } most ? $"“{most.Name}”" : "the same";

    private static string Then(string? sentence) => sentence is null ? "" : " " + sentence;
}

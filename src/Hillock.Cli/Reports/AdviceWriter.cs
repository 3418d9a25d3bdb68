using Hillock.Charts;
using Hillock.Charts.CommandLine;

namespace Hillock.Cli.Reports;

/// <summary>Says in words which activation or loss to use and why; without a significant difference, that is the usual one.</summary>
/// <remarks>
/// Times decide nothing here: they are noisy, and the same seed is to give the same advice. They are only mentioned.
/// </remarks>
internal static class AdviceWriter
{
    // Thresholds of the notes. They select what is worth a sentence; no decision hangs on them. A healthy ReLU has a slope of 0
    // half of the time and a mean output of 0.4 or more, so these are no faults yet.
    internal const double ManyDead = 0.1, MuchSaturation = 0.75, LargeShift = 1, SteepGradient = 20, ClearlyFaster = 1.25;

    /// <summary>Writes the advice.</summary>
    /// <param name="ranked">The activations, the best first.</param>
    /// <param name="data">The data.</param>
    /// <param name="settings">What was asked for.</param>
    /// <param name="interrupted">Whether it was ended early.</param>
    public static Advice Write(IReadOnlyList<CandidateResult> ranked, DataDescription data, ComparisonSettings settings, bool interrupted)
    {
        Subject subject = Subject.Of(settings, data);
        ScoreText text = new(data);
        string[] notes = Notes(ranked, data, text).ToArray();
        CandidateResult best = ranked[0];
        if (best.MeanScore is null)
        {
            return new Advice(null, Unscored(ranked, subject, interrupted), notes);
        }

        if (ranked.Count == 1)
        {
            return new Advice(
                best.Name,
                $"Only {best.Name} was tried: {text.Name} {Score(best, text)}{AdviceCaveats.Guess(best, data, text)}; name more with " +
                $"{subject.Option} to compare." +
                AdviceCaveats.Sentences(ranked, data, settings, text), notes);
        }

        CandidateResult[] tested = ranked.Where(result => result.DifferenceFromBest is not null).ToArray();
        if (tested.Length == 0)
        {
            Advice untested = Untested(best, ranked, data, text, notes, subject, interrupted);
            return untested with { Sentence = untested.Sentence + AdviceCaveats.Sentences(ranked, data, settings, text) };
        }

        if (best.LowScore <= data.Baseline)
        {
            return new Advice(null, AdviceCaveats.NoBetterThanAGuess(ranked, data, settings, text, subject), notes);
        }

        // Runs that diverge scatter so far that no test finds a difference; that does not make an activation as good as the best.
        CandidateResult[] equals = tested.Where(result => !result.DifferenceFromBest!.IsSignificant && result.DivergedRuns <= best.DivergedRuns).ToArray();
        CandidateResult? usual = ranked.FirstOrDefault(result => result.Name == subject.Default);
        Advice advice = usual switch
        {
            { Rank: 1 } => KeepTheBest(usual, tested, equals, text, notes, subject),
            { DifferenceFromBest: not null } when equals.Contains(usual) => KeepTheUsual(usual, best, tested, text, notes, subject),
            { DifferenceFromBest: not null } or { DivergedRuns: > 0 } => ReplaceTheUsual(usual, best, tested, equals, text, notes, subject),
            _ => WithoutTheUsual(best, tested, equals, text, notes),
        };
        return advice with { Sentence = advice.Sentence + AdviceCaveats.Sentences(ranked, data, settings, text) };
    }

    private static string Unscored(IReadOnlyList<CandidateResult> ranked, Subject subject, bool interrupted) =>
        ranked.All(static result => result.DivergedRuns > 0) ? $"Every {subject.Noun} diverged: choose a smaller --learning-rate first."
        : ranked.Any(static result => result.UndefinedRuns > 0)
            ? "No score is defined: in every fold the held-out targets are all equal, or a single one, so that R² has nothing to explain; " +
              "use fewer --folds, or " +
              "another --target."
        : interrupted ? $"No fold is finished by all {subject.Plural}, so there is nothing to compare yet."
        : $"No {subject.Noun} has a score.";

    // One score tells nothing about chance, and two carry no test; but where the others diverged, that decides.
    private static Advice Untested(
        CandidateResult best, IReadOnlyList<CandidateResult> ranked, DataDescription data, ScoreText text, string[] notes, Subject subject,
        bool interrupted)
    {
        if (ranked.Skip(1).All(static result => result.MeanScore is null && result.DivergedRuns > 0))
        {
            return new Advice(
                best.Name,
                $"Use {best.Name} ({Score(best, text)}{AdviceCaveats.Guess(best, data, text)}), the only {subject.Noun} that did not diverge; a smaller " +
                "--learning-rate may bring " +
                $"the others to their " +
                "end.", notes);
        }

        return new Advice(
            null,
            $"{best.Name} has the highest {text.Name}{(interrupted ? " so far" : "")} ({text.Full(best.MeanScore!.Value)}" +
            $"{AdviceCaveats.Guess(best, data, text)}), but " +
            $"{(best.ScoredFolds == 1 ? "a single fold" : "two folds")} cannot tell whether that is more than chance; use --folds 5" +
            $"{(data.HasTimes ? "" : " or --repeats 5")}.", notes);
    }

    private static Advice KeepTheBest(
        CandidateResult usual, CandidateResult[] tested, CandidateResult[] equals, ScoreText text, string[] notes, Subject subject) =>
        new(usual.Name, equals.Length == tested.Length
            ? $"No significant difference, keep {subject.DefaultTitle}: it has the highest {text.Name} itself ({Score(usual, text)})."
            : $"Keep {subject.DefaultTitle}: it has the highest {text.Name} ({Score(usual, text)}) and is significantly better than " +
                $"{Names(tested.Except(equals))}.", notes);

    private static Advice KeepTheUsual(CandidateResult usual, CandidateResult best, CandidateResult[] tested, ScoreText text, string[] notes, Subject subject)
    {
        Difference difference = usual.DifferenceFromBest!;
        if (text.Full(best.MeanScore!.Value) == text.Full(usual.MeanScore!.Value))
        {
            return new Advice(
                usual.Name,
                $"No significant difference, keep {subject.DefaultTitle}: its {text.Name} of {Score(usual, text)} is no lower than that of the best.", notes);
        }

        string faster = Faster(usual, best) is { } factor ? $", and an epoch of {subject.DefaultTitle} takes {factor} of the time" : "";
        return new Advice(
            usual.Name,
            $"No significant difference, keep {subject.DefaultTitle}: {best.Name} scores {text.Points(difference.Mean)} more " +
            $"({text.Full(best.MeanScore!.Value)} against {text.Full(usual.MeanScore!.Value)}), which can be chance ({P(difference, tested)}){faster}.", notes);
    }

    private static Advice ReplaceTheUsual(
        CandidateResult usual, CandidateResult best, CandidateResult[] tested, CandidateResult[] equals, ScoreText text, string[] notes, Subject subject)
    {
        string others = equals.Length > 0 ? $" {Names(equals)} {(equals.Length == 1 ? "is" : "are")} not significantly worse than it." : "";
        if (usual.DifferenceFromBest is not { IsSignificant: true } difference)
        {
            return new Advice(
                best.Name,
                $"Use {best.Name} ({Score(best, text)}) instead of {subject.DefaultTitle}, which diverged in {usual.DivergedRuns} of {usual.Runs.Count} " +
                $"runs.{others}", notes);
        }

        string reason = Reason(usual, best, subject.DefaultTitle) is { } why ? $"; {why}" : "";
        return new Advice(
            best.Name,
            $"Use {best.Name} instead of {subject.DefaultTitle}: {text.Full(best.MeanScore!.Value)} against {text.Full(usual.MeanScore!.Value)}, a " +
            "significant difference " +
            $"({P(difference, tested)}){reason}.{others}", notes);
    }

    private static Advice WithoutTheUsual(CandidateResult best, CandidateResult[] tested, CandidateResult[] equals, ScoreText text, string[] notes) =>
        new(best.Name, equals.Length == 0
            ? $"Use {best.Name}: its {text.Name} of {Score(best, text)} is significantly better than that of {Names(tested)}."
            : $"Use {best.Name}, or any of {Names(equals)}: {best.Name} has the highest {text.Name} ({Score(best, text)}), but the difference from these is " +
                "not significant.", notes);

    private static IEnumerable<string> Notes(IReadOnlyList<CandidateResult> ranked, DataDescription data, ScoreText text)
    {
        string?[] notes =
        [
            AdviceCaveats.Undefined(ranked),
            AdviceCaveats.Untaught(data),
            Note(
                ranked, result => result.DivergedRuns > 0, result => $"in {result.DivergedRuns} of {result.Runs.Count} runs",
                "Diverged, where a smaller --learning-rate may help"),
            Note(
                ranked, result => result.DeadShare >= ManyDead, result => $"{Label.Percent(result.DeadShare!.Value)} %",
                "Dead units, whose derivative is 0 for every row"),
            Note(
                ranked, result => result.Saturation >= MuchSaturation && !(result.DeadShare >= ManyDead),
                result => $"{Label.Percent(result.Saturation!.Value, 0)} %", "Saturated most of the time, so that little gradient passes"),
            Note(
                ranked, result => Math.Abs(result.MeanActivation ?? 0) >= LargeShift, result => Label.Significant(result.MeanActivation!.Value),
                "Mean output far from 0, which shifts the next layer's bias"),
            Note(
                ranked, result => result.GradientRatio <= 1 / SteepGradient, result => Label.Significant(result.GradientRatio!.Value, 2),
                "Gradient vanishing on its way back (first layer's over last layer's)"),
            Note(
                ranked, result => result.GradientRatio >= SteepGradient, result => Label.Significant(result.GradientRatio!.Value, 2),
                "Gradient growing on its way back (first layer's over last layer's)"),
            ranked[0].LowScore > data.Baseline
                ? Note(
                    ranked, result => result.MeanScore <= data.Baseline, result => text.Full(result.MeanScore!.Value),
                    $"Nothing learnt, no better than a guess of {text.Full(data.Baseline)}")
                : null,
        ];
        return notes.OfType<string>();
    }

    private static string? Note(IReadOnlyList<CandidateResult> ranked, Func<CandidateResult, bool> applies, Func<CandidateResult, string> value, string finding)
    {
        string[] found = ranked.Where(applies).Select(result => $"{result.Name} ({value(result)})").ToArray();
        return found.Length == 0 ? null : $"{finding}: {Sequence.And(found)}.";
    }

    // The measured weakness of the one that the other does not have.
    private static string? Reason(CandidateResult worse, CandidateResult better, string title)
    {
        if (worse.DivergedRuns > better.DivergedRuns)
        {
            return $"{title} diverged in {worse.DivergedRuns} runs";
        }

        if (worse.DeadShare >= ManyDead && worse.DeadShare >= 2 * better.DeadShare)
        {
            return $"{Label.Percent(worse.DeadShare.Value)} % of {title}'s units were dead, {Label.Percent(better.DeadShare!.Value)} % of {better.Name}'s";
        }

        if (worse.GradientRatio <= 1 / SteepGradient && better.GradientRatio >= 2 * worse.GradientRatio)
        {
            return $"with {title} the first layer received {Label.Significant(worse.GradientRatio.Value)} of the last layer's gradient, with {better.Name} " +
                $"{Label.Significant(better.GradientRatio.Value)}";
        }

        if (Math.Abs(worse.MeanActivation ?? 0) >= LargeShift && Math.Abs(better.MeanActivation ?? 0) <= Math.Abs(worse.MeanActivation!.Value) / 2)
        {
            return $"{title}'s mean output of {Label.Significant(worse.MeanActivation.Value)} shifts the biases, {better.Name}'s is " +
                $"{Label.Significant(better.MeanActivation!.Value)}";
        }

        return null;
    }

    private static string? Faster(CandidateResult one, CandidateResult other) =>
        one.SecondsPerEpoch is { } mine && other.SecondsPerEpoch is { } theirs && theirs >= ClearlyFaster * mine
            ? $"{Label.Percent(mine / theirs, 0)} %"
            : null;

    private static string Score(CandidateResult result, ScoreText text) =>
        text.Full(result.MeanScore!.Value) + (result.LowScore is { } low ? $", interval {text.Range(low, result.HighScore!.Value)}" : "");

    private static string P(Difference difference, CandidateResult[] tested) =>
        tested.Length == 1
            ? Probability(difference.Probability)
            : $"{Probability(difference.AdjustedProbability)} after Holm's correction for {tested.Length} comparisons";

    private static string Probability(double value) => Label.Probability(value) is var text && text[0] == '<' ? $"p {text}" : $"p = {text}";

    private static string Names(IEnumerable<CandidateResult> results) => Sequence.And(results.Select(result => result.Name));
}

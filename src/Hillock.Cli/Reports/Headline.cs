namespace Hillock.Cli.Reports;

/// <summary>How firm the advice is, which the headline shows at a glance.</summary>
internal enum Headline
{
    /// <summary>The one to use has the best score, and others are significantly worse or diverged.</summary>
    Decided,

    /// <summary>There is one to use, but the scores do not tell it from the others.</summary>
    Undecided,

    /// <summary>Nothing can be said.</summary>
    NoAnswer,
}

/// <summary>Tells how firm an advice is.</summary>
internal static class Headlines
{
    /// <summary>How firm the advice of a report is.</summary>
    public static Headline Of(ComparisonReport report)
    {
        CandidateResult? recommended = report.Candidates.FirstOrDefault(result => result.Name == report.Advice.Recommended);
        return recommended is null ? Headline.NoAnswer
            : recommended.Rank == 1 && report.Candidates.Any(result => result.DifferenceFromBest is { IsSignificant: true } || result.MeanScore is null)
                ? Headline.Decided
            : Headline.Undecided;
    }

    /// <summary>A word above the sentence.</summary>
    public static string Title(Headline headline) =>
        headline switch { Headline.Decided => "✓ Decided", Headline.Undecided => "≈ Undecided", _ => "? No answer" };

    /// <summary>The class of the page's style sheet.</summary>
    public static string CssClass(Headline headline) => headline switch { Headline.Decided => "decided", Headline.Undecided => "undecided", _ => "no-answer" };
}

namespace Hillock.Cli.Reports;

/// <summary>How firm the advice is, which the headline shows at a glance.</summary>
internal enum Headline
{
    /// <summary>The one to use has the best score, and all others are significantly worse or diverged.</summary>
    Decided,

    /// <summary>The one to use has the best score; some of the others are significantly worse or diverged, some are not told from it.</summary>
    PartlyDecided,

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
        if (recommended is null)
        {
            return Headline.NoAnswer;
        }

        int worse = report.Candidates.Count(result => result.DifferenceFromBest is { IsSignificant: true } || result.MeanScore is null);
        return recommended.Rank != 1 || worse == 0 ? Headline.Undecided
            : worse == report.Candidates.Count - 1 ? Headline.Decided
            : Headline.PartlyDecided;
    }

    /// <summary>A word above the sentence.</summary>
    public static string Title(Headline headline) =>
        headline switch
        {
            Headline.Decided => "✓ Decided",
            Headline.PartlyDecided => "◐ Partly decided",
            Headline.Undecided => "≈ Undecided",
            _ => "? No answer",
        };

    /// <summary>The class of the page's style sheet.</summary>
    public static string CssClass(Headline headline) => headline switch
    {
        Headline.Decided => "decided",
        Headline.PartlyDecided => "partly",
        Headline.Undecided => "undecided",
        _ => "no-answer",
    };
}

namespace Hillock.Cli.Statistics;

/// <summary>The variance that scores of so few rows are given at least, whatever the folds say.</summary>
/// <remarks>
/// Two accuracies on the same n rows differ by the mean of n numbers −1, 0 or 1 (a row that only one of the two gets right counts). With discordant shares
/// π₁₂ and π₂₁ its variance is <c>((π₁₂ + π₂₁) − (π₁₂ − π₂₁)²)/n</c> (A. Agresti, "Categorical Data Analysis", 3rd ed., 2013, section 11.1), and since
/// π₁₂ + π₂₁ is at least |π₁₂ − π₂₁|, no difference d has a variance below <c>|d|·(1 − |d|)/n</c>. 1/n is what one row changes the score by. For a mean over
/// classes no such bound holds (two networks may differ on one class alone, and on all its rows); there the floor is the same formula with the most that a
/// row changes the score by, that of the rarest class: a choice that is on the side of caution.
/// </remarks>
internal static class RowFloor
{
    /// <summary>The least variance of a fold's difference of two scores.</summary>
    /// <param name="difference">The difference, from −1 to 1.</param>
    /// <param name="unit">The most that one row changes a score by: 1/n for n held-out rows; 0 for no floor.</param>
    public static double OfDifference(double difference, double unit) => Math.Max(0, Math.Abs(difference) * (1 - Math.Abs(difference)) * unit);
}

namespace Hillock.Cli.Reports;

/// <summary>How far an activation is from the best, and whether that is more than chance.</summary>
/// <param name="Mean">Its score minus the best's, over paired folds.</param>
/// <param name="Low">The lower end of the confidence interval of 95 % of this one difference.</param>
/// <param name="High">The upper end.</param>
/// <param name="Probability">Of the corrected resampled t-test, for this one comparison.</param>
/// <param name="AdjustedProbability">By Holm's correction for all comparisons with the best.</param>
/// <param name="IsSignificant">Whether the adjusted probability is below 0.05.</param>
internal sealed record Difference(double Mean, double Low, double High, double Probability, double AdjustedProbability, bool IsSignificant);

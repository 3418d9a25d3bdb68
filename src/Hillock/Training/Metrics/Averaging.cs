namespace Hillock.Training;

/// <summary>How one number is made of the scores of several classes.</summary>
public enum Averaging
{
    /// <summary>The mean of the classes' scores: a rare class counts as much as a common one.</summary>
    Macro,

    /// <summary>The mean of the classes' scores, each weighted by its rows among the targets.</summary>
    Weighted,

    /// <summary>One score of the counts of all classes together: every row counts as much.</summary>
    Micro,
}

namespace Hillock.Training;

/// <summary>How well a class is recognised, or classes on average.</summary>
/// <param name="Precision">Of the rows predicted to be of the class, the share that is.</param>
/// <param name="Recall">Of the rows of the class, the share predicted to be.</param>
/// <param name="F1">The harmonic mean of both, <c>2·right / (predicted + rows of the class)</c>.</param>
/// <param name="Support">The rows of the class; of an average, all rows.</param>
public readonly record struct ClassScores(double Precision, double Recall, double F1, long Support);

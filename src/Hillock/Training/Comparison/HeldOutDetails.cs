using Hillock.Data;

namespace Hillock.Training;

/// <summary>What a run predicts on its held-out rows, in a size that does not grow with their number.</summary>
internal sealed record HeldOutDetails
{
    /// <summary>
    /// How many rows of a class (first) were taken for a class (second); empty for a real target, and beyond <see cref="HeldOutExamination.MostClasses"/>.
    /// </summary>
    public required IReadOnlyList<int[]> Confusion { get; init; }

    /// <summary>The rows by the probability of the predicted class, in bins of equal width; empty for a real target.</summary>
    public required IReadOnlyList<CalibrationBin> Calibration { get; init; }

    /// <summary>The rows of the greatest loss, the greatest first.</summary>
    public required IReadOnlyList<HeldOutRow> Worst { get; init; }

    /// <summary>Some of the rows, at equal steps; empty for classes.</summary>
    public required IReadOnlyList<HeldOutRow> Sample { get; init; }

    /// <summary>What the network predicts over the plane of its two features; null for any other number, and for all folds but the first.</summary>
    public required DecisionMap? Map { get; init; }
}

/// <summary>The held-out rows whose predicted class had a probability within a bin.</summary>
/// <param name="Rows">How many there are.</param>
/// <param name="Right">How many were of the predicted class.</param>
/// <param name="ProbabilitySum">The sum of the predicted classes' probabilities.</param>
internal sealed record CalibrationBin(int Rows, int Right, double ProbabilitySum);

/// <summary>A held-out row and what was predicted.</summary>
/// <param name="Row">The row of the data as it was read, from 0 (<see cref="TabularData.SourceRow"/>).</param>
/// <param name="Target">The number, or the class's index.</param>
/// <param name="Prediction">The number in the target's unit, or the class's index.</param>
/// <param name="Probability">What the target's class was given; NaN for a number.</param>
/// <param name="Features">The first features with their names.</param>
internal sealed record HeldOutRow(int Row, double Target, double Prediction, double Probability, string Features)
{
    /// <summary>How bad it is: the distance from the target, or 1 minus its probability.</summary>
    public double Error => double.IsNaN(Probability) ? Math.Abs(Target - Prediction) : 1 - Probability;
}

/// <summary>Predictions over a grid of two features.</summary>
/// <param name="XName">The first feature.</param>
/// <param name="YName">The second feature.</param>
/// <param name="Low">The least values of both.</param>
/// <param name="High">The greatest values of both.</param>
/// <param name="Size">How many points a side has.</param>
/// <param name="Values">Size × Size predictions, as <see cref="HeldOutRow.Prediction"/>, row after row from the lowest.</param>
/// <param name="Points">Some of the held-out rows: their features, their target and their prediction.</param>
internal sealed record DecisionMap(
    string XName, string YName, (double X, double Y) Low, (double X, double Y) High, int Size, IReadOnlyList<double> Values,
    IReadOnlyList<(double X, double Y, double Target, double Prediction)> Points);

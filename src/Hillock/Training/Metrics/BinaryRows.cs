using System.Globalization;
using Hillock.Tensors;

namespace Hillock.Training;

/// <summary>A number for each row, and whether what it speaks of is so.</summary>
/// <param name="Scores">The numbers.</param>
/// <param name="AreTrue">Whether the targets are 1.</param>
internal sealed record BinaryRows(double[] Scores, bool[] AreTrue)
{
    /// <summary>Checks and brings into this form.</summary>
    /// <param name="scores">The numbers, of any shape.</param>
    /// <param name="targets">0 or 1, of any type, as many.</param>
    /// <param name="name">The metric.</param>
    /// <param name="what">What the numbers are called.</param>
    internal static BinaryRows Of(Tensor scores, Tensor targets, string name, string what = "scores")
    {
        ArgumentNullException.ThrowIfNull(scores, what);
        ArgumentNullException.ThrowIfNull(targets);
        if (!scores.DataType.IsFloatingPoint() || !scores.Shape.Equals(targets.Shape))
        {
            throw new ArgumentException(
                $"{name} expects floating-point {what} of [rows] and targets of [rows] that are 0 or 1, or {what} of [rows, classes] and whole-number " +
                "targets " +
                $"of [rows], but got {scores.DataType.Name()} {scores.Shape} and {targets.DataType.Name()} {targets.Shape}.", nameof(targets));
        }

        double[] values = targets.ToArray<double>();
        int wrong = Array.FindIndex(values, value => value is not (0 or 1));
        return wrong < 0
            ? new BinaryRows(scores.ToArray<double>(), Array.ConvertAll(values, value => value == 1))
            : throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name} expects targets that are 0 or 1 but targets{targets.Shape.PlaceOf(wrong)} is {values[wrong]}; of more than two classes " +
                    $"give {what} " +
                    $"of [rows, classes]."), nameof(targets));
    }
}

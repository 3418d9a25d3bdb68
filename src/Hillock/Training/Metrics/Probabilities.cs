using System.Globalization;
using Hillock.Tensors;

namespace Hillock.Training;

/// <summary>Probabilities that were predicted: their checks, which tell them from logits, and what came true.</summary>
internal static class Probabilities
{
    // In float16 probabilities of 10⁻⁶ are whole numbers of 6·10⁻⁸: a softmax over a million classes adds up to 1 within some hundredths.
    private const double Tolerance = 0.05;

    /// <summary>Shows of each row the probability of what is predicted, and whether it is so. None may be NaN.</summary>
    internal static void Visit(Tensor probabilities, Tensor targets, long? ignored, string name, Action<double, bool> visitor)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(targets);
        if (probabilities.Shape.Equals(targets.Shape))
        {
            BinaryRows events = Events(probabilities, targets, name, refusesNaN: true);
            for (int i = 0; i < events.Scores.Length; i++)
            {
                visitor(events.Scores[i], events.AreTrue[i]);
            }

            return;
        }

        Rows(probabilities, targets, ignored, name, refusesNaN: true).Visit((row, target, _) =>
        {
            int best = PredictedClasses.Largest(row);
            visitor(row[best], best == target);
        });
    }

    /// <summary>Probabilities of an event, from 0 to 1, or NaN unless that is refused.</summary>
    internal static BinaryRows Events(Tensor probabilities, Tensor targets, string name, bool refusesNaN = false)
    {
        BinaryRows rows = BinaryRows.Of(probabilities, targets, name, "probabilities");
        for (int i = 0; i < rows.Scores.Length; i++)
        {
            if (Wrong(rows.Scores[i], 1, "F.Sigmoid", refusesNaN) is { } wrong)
            {
                throw new ArgumentException(Message(name, wrong, targets.Shape, i, rows.Scores[i]), nameof(probabilities));
            }
        }

        return rows;
    }

    /// <summary>Probabilities of classes, from 0 to 1, which add up to 1 in each row; or NaN unless that is refused.</summary>
    internal static ClassRows Rows(Tensor probabilities, Tensor targets, long? ignored, string name, bool refusesNaN = false)
    {
        ClassRows rows = ClassRows.Of(probabilities, targets, ignored, name, "probabilities");
        rows.Visit((row, _, index) =>
        {
            double sum = 0;
            foreach (double value in row)
            {
                if (Wrong(value, 1 + Tolerance, "F.Softmax", refusesNaN) is { } wrong)
                {
                    throw new ArgumentException(Message(name, wrong, targets.Shape, index, value), nameof(probabilities));
                }

                sum += value;
            }

            if (Math.Abs(sum - 1) > Tolerance)
            {
                throw new ArgumentException(
                    Message(name, ("that add up to 1 in each row", "make them of logits by F.Softmax"), targets.Shape, index, sum), nameof(probabilities));
            }
        });
        return rows;
    }

    /// <summary>What was expected of a value, and what helps; null if it is a probability.</summary>
    private static (string Expected, string Remedy)? Wrong(double value, double most, string remedy, bool refusesNaN) =>
        value < 0 || value > most ? ("from 0 to 1", $"make them of logits by {remedy}")
        : refusesNaN && double.IsNaN(value) ? ("that are numbers", "leave out rows that have none")
        : null;

    private static string Message(string name, (string Expected, string Remedy) wrong, Shape rows, int row, double value) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name} expects probabilities {wrong.Expected} but the row of targets{rows.PlaceOf(row)} has {value}; {wrong.Remedy}.");
}

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
            BinaryRows events = Events(probabilities, targets, name);
            for (int i = 0; i < events.Scores.Length; i++)
            {
                CheckNumber(events.Scores[i], targets.Shape.PlaceOf(i), name);
                visitor(events.Scores[i], events.AreTrue[i]);
            }

            return;
        }

        ClassRows rows = Rows(probabilities, targets, ignored, name);
        rows.Visit((row, target, index) =>
        {
            int best = 0;
            CheckNumber(row[0], targets.Shape.PlaceOf(index), name);
            for (int j = 1; j < row.Length; j++)
            {
                CheckNumber(row[j], targets.Shape.PlaceOf(index), name);
                best = row[j] > row[best] ? j : best;
            }

            visitor(row[best], best == target);
        });
    }

    /// <summary>Probabilities of an event, from 0 to 1 or NaN.</summary>
    internal static BinaryRows Events(Tensor probabilities, Tensor targets, string name)
    {
        BinaryRows rows = BinaryRows.Of(probabilities, targets, name, "probabilities");
        int wrong = Array.FindIndex(rows.Scores, value => value is < 0 or > 1);
        return wrong < 0 ? rows : throw Fault(name, "from 0 to 1", targets.Shape.PlaceOf(wrong), rows.Scores[wrong], "make them of logits by F.Sigmoid");
    }

    /// <summary>Probabilities of classes, from 0 to 1, which add up to 1 in each row; or NaN.</summary>
    internal static ClassRows Rows(Tensor probabilities, Tensor targets, long? ignored, string name)
    {
        ClassRows rows = ClassRows.Of(probabilities, targets, ignored, name, "probabilities");
        rows.Visit((row, _, index) =>
        {
            double sum = 0;
            foreach (double value in row)
            {
                if (value is < 0 or > 1 + Tolerance)
                {
                    throw Fault(name, "from 0 to 1", targets.Shape.PlaceOf(index), value, "make them of logits by F.Softmax");
                }

                sum += value;
            }

            if (Math.Abs(sum - 1) > Tolerance)
            {
                throw Fault(name, "that add up to 1 in each row", targets.Shape.PlaceOf(index), sum, "make them of logits by F.Softmax");
            }
        });
        return rows;
    }

    private static void CheckNumber(double value, string place, string name)
    {
        if (double.IsNaN(value))
        {
            throw Fault(name, "that are numbers", place, value, "leave out rows that have none");
        }
    }

    private static ArgumentException Fault(string name, string expected, string place, double value, string remedy) => new(
        string.Create(CultureInfo.InvariantCulture, $"{name} expects probabilities {expected} but the row of targets{place} has {value}; {remedy}."),
        "probabilities");
}

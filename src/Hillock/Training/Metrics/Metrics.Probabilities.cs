using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Training;

/// <content>Scores of predicted probabilities.</content>
public static partial class Metrics
{
    /// <summary>The mean negative log-likelihood of the targets, in nats: of classes under the softmax of logits, of events under the sigmoid.</summary>
    /// <param name="logits">The logits, <c>[rows, classes]</c>, <c>[rows, classes, ...]</c>, or one a row in the targets' shape.</param>
    /// <param name="targets">The classes, <c>[rows]</c> or <c>[rows, ...]</c>, whole numbers; of one logit a row 0 or 1.</param>
    /// <param name="ignored">A target that stands for rows not to be scored; null for none. Of classes alone.</param>
    /// <returns>From 0; no probability is rounded to 0 or 1 on the way. NaN without rows and with a NaN.</returns>
    /// <exception cref="ArgumentException">The shapes or types do not fit, or a target is not a class; the message names its place and value.</exception>
    public static double LogLoss(Tensor logits, Tensor targets, long? ignored = null)
    {
        RunningLogLoss running = new RunningLogLoss { IgnoredTarget = ignored };
        running.Add(logits, targets, nameof(LogLoss));
        return running.Value;
    }

    /// <summary>e to the mean negative log-likelihood over the tokens that count: among how many equally likely ones a language model hesitates.</summary>
    /// <param name="logits">The logits, <c>[tokens, classes]</c>, or <c>[rows, classes, ...]</c> with the places of a text behind.</param>
    /// <param name="targets">The tokens, <c>[tokens]</c> or <c>[rows, ...]</c>, whole numbers.</param>
    /// <param name="ignored">A target that does not count, such as padding; null for none.</param>
    /// <returns>From 1; NaN without tokens and with a NaN.</returns>
    /// <exception cref="ArgumentException">The shapes or types do not fit, or a target is not a class; the message names its place and value.</exception>
    public static double Perplexity(Tensor logits, Tensor targets, long? ignored = null)
    {
        RunningLogLoss running = new RunningLogLoss { IgnoredTarget = ignored };
        running.Add(logits, targets, nameof(Perplexity));
        return running.Perplexity;
    }

    /// <summary>The mean of <c>−ln p</c> of what came true, in nats, where there are probabilities and no logits.</summary>
    /// <param name="probabilities">The probabilities of classes, <c>[rows, classes]</c> or <c>[rows, classes, ...]</c>, or of an event, <c>[rows]</c>.</param>
    /// <param name="targets">The classes, whole numbers; or 0 or 1 for each row, of any type.</param>
    /// <param name="least">What a probability counts as at least, from 0 to 1: with 0 a single row that was held impossible makes the mean infinite.</param>
    /// <returns>From 0, up to ∞; NaN without rows or with a NaN.</returns>
    /// <exception cref="ArgumentException">
    /// The shapes or types do not fit, a target is not a class, or the probabilities are none; the message names place and value.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="least"/> is out of range.</exception>
    public static double LogLossOfProbabilities(Tensor probabilities, Tensor targets, double least = 0)
    {
        if (least is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(least), least, "LogLossOfProbabilities expects a least probability from 0 to 1.");
        }

        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(targets);
        Tensor losses;
        if (probabilities.Shape.Equals(targets.Shape))
        {
            BinaryRows rows = Probabilities.Events(probabilities, targets, nameof(LogLossOfProbabilities));
            double[] certain = [.. rows.Scores.Where((_, i) => rows.AreTrue[i]).Select(p => Math.Max(p, least))];
            double[] others = [.. rows.Scores.Where((_, i) => !rows.AreTrue[i]).Select(p => -Math.Min(p, 1 - least))];
            losses = F.Concat([F.Log(Tensor.From(certain)), F.Log1p(Tensor.From(others))], 0);
        }
        else
        {
            List<double> certain = [];
            Probabilities.Rows(probabilities, targets, null, nameof(LogLossOfProbabilities))
                .Visit((row, target, _) => certain.Add(Math.Min(Math.Max(row[target], least), 1)));
            losses = F.Log(Tensor.From([.. certain]));
        }

        ExactTotal total = new ExactTotal();
        foreach (double loss in losses.ToArray<double>())
        {
            total.Add(-loss);
        }

        return total.Mean(losses.Length);
    }

    /// <summary>The mean squared distance of probabilities from what came true: of an event <c>(p − t)²</c>, of classes <c>Σ (p_c − [c = t])²</c>.</summary>
    /// <param name="probabilities">The probabilities of classes, <c>[rows, classes]</c> or <c>[rows, classes, ...]</c>, or of an event, <c>[rows]</c>.</param>
    /// <param name="targets">The classes, whole numbers; or 0 or 1 for each row, of any type.</param>
    /// <returns>Of events from 0 to 1; of classes from 0 to 2, with two of them twice what the event has. NaN without rows or with a NaN.</returns>
    /// <exception cref="ArgumentException">
    /// The shapes or types do not fit, a target is not a class, or the probabilities are none; the message names place and value.
    /// </exception>
    /// <remarks>Brier, "Verification of forecasts expressed in terms of probability" (1950).</remarks>
    public static double BrierScore(Tensor probabilities, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(targets);
        ExactTotal total = new ExactTotal();
        long count = 0;
        if (probabilities.Shape.Equals(targets.Shape))
        {
            BinaryRows rows = Probabilities.Events(probabilities, targets, nameof(BrierScore));
            for (int i = 0; i < rows.Scores.Length; i++, count++)
            {
                double distance = rows.AreTrue[i] ? 1 - rows.Scores[i] : rows.Scores[i];
                total.AddProduct(distance, distance);
            }

            return total.Mean(count);
        }

        Probabilities.Rows(probabilities, targets, null, nameof(BrierScore)).Visit((row, target, _) =>
        {
            for (int j = 0; j < row.Length; j++)
            {
                double distance = j == target ? 1 - row[j] : row[j];
                total.AddProduct(distance, distance);
            }

            count++;
        });
        return total.Mean(count);
    }

    /// <summary>
    /// The expected calibration error: by how much, on average, predicted probabilities miss the frequency with which they come true. See
    /// <see cref="ReliabilityDiagram"/>, which has the bins.
    /// </summary>
    /// <param name="probabilities">The probabilities of classes, <c>[rows, classes]</c> or <c>[rows, classes, ...]</c>, or of an event, <c>[rows]</c>.</param>
    /// <param name="targets">The classes, whole numbers; or 0 or 1 for each row, of any type.</param>
    /// <param name="bins">How many bins, from 1 to a million.</param>
    /// <param name="binning">How they are divided.</param>
    /// <returns>From 0 to 1; NaN without rows or with a NaN.</returns>
    /// <exception cref="ArgumentException">
    /// The shapes or types do not fit, a target is not a class, or the probabilities are none; the message names place and value.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bins"/> is out of range.</exception>
    public static double ExpectedCalibrationError(
        Tensor probabilities, Tensor targets, int bins = 10, ReliabilityBinning binning = ReliabilityBinning.EqualWidth) =>
        probabilities is not null && Array.Exists(probabilities.ToArray<double>(), double.IsNaN) ? double.NaN
            : ReliabilityDiagram.Of(probabilities!, targets, bins, binning).ExpectedError;
}

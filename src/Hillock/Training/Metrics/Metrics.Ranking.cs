using Hillock.Tensors;

namespace Hillock.Training;

/// <content>Scores of an order of rows.</content>
public static partial class Metrics
{
    /// <summary>
    /// The area below the ROC curve: how probable it is that a positive row has a larger score than a negative one, of equal scores half. ½ is what a constant
    /// score has.
    /// </summary>
    /// <param name="scores">
    /// A score for each row, <c>[rows]</c>, such as a logit or a probability; or probabilities of classes, <c>[rows, classes]</c>. Of two or more classes
    /// logits give another area than probabilities, because a softmax changes the order of rows.
    /// </param>
    /// <param name="targets">0 or 1 for each row, of any type; or classes, whole numbers, <c>[rows]</c>.</param>
    /// <param name="scheme">Which rows are compared where there are classes.</param>
    /// <param name="averaging">
    /// How the areas of classes, or of pairs of them, are averaged; weighted by the rows of the class or of the pair. <see cref="Averaging.Micro"/> is one area
    /// of all scores, each positive for its row's class alone.
    /// </param>
    /// <returns>
    /// From 0 to 1; NaN where a score is NaN, and where positive or negative rows are missing. Of classes those that do not occur are left out.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// The shapes or types do not fit, a target is not a class, or micro-averaging is asked for of pairs of classes.
    /// </exception>
    /// <remarks>One versus one: Hand and Till, "A simple generalisation of the area under the ROC curve for multiple class problems" (2001).</remarks>
    public static double RocAuc(
        Tensor scores, Tensor targets, MultiClassRoc scheme = MultiClassRoc.OneVersusRest, Averaging averaging = Averaging.Macro)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(targets);
        if (scheme == MultiClassRoc.OneVersusOne && averaging == Averaging.Micro)
        {
            throw new ArgumentException(
                "RocAuc expects a macro or weighted average of pairs of classes but got Micro; compare OneVersusRest.", nameof(averaging));
        }

        return scores.Rank < 2 || scores.Shape.Equals(targets.Shape) ? Ranked(BinaryRows.Of(scores, targets, nameof(RocAuc))).RocArea
            : scheme == MultiClassRoc.OneVersusRest ? AgainstRest(scores, targets, averaging, nameof(RocAuc), ranked => ranked.RocArea)
            : AgainstEach(scores, targets, averaging);
    }

    /// <summary>
    /// The area below the curve of precision over recall, as the mean of the precision at each positive row: <c>Σ (R_n − R_{n−1})·P_n</c> over falling
    /// thresholds, without interpolation. The share of positive rows is what a constant score has.
    /// </summary>
    /// <param name="scores">A score for each row, <c>[rows]</c>; or probabilities of classes, <c>[rows, classes]</c>, each against the rest.</param>
    /// <param name="targets">0 or 1 for each row, of any type; or classes, whole numbers, <c>[rows]</c>.</param>
    /// <param name="averaging">How classes are averaged, as in <see cref="RocAuc"/>.</param>
    /// <returns>From 0 to 1; NaN where a score is NaN and without positive rows. Classes that do not occur are left out.</returns>
    /// <exception cref="ArgumentException">The shapes or types do not fit, or a target is not a class.</exception>
    public static double AveragePrecision(Tensor scores, Tensor targets, Averaging averaging = Averaging.Macro)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(targets);
        return scores.Rank < 2 || scores.Shape.Equals(targets.Shape)
            ? Ranked(BinaryRows.Of(scores, targets, nameof(AveragePrecision))).AveragePrecision
            : AgainstRest(scores, targets, averaging, nameof(AveragePrecision), ranked => ranked.AveragePrecision);
    }

    /// <summary>The rows of a curve, which has no place for NaN.</summary>
    internal static RankedScores Rank(Tensor scores, Tensor targets, string name)
    {
        BinaryRows rows = BinaryRows.Of(scores, targets, name);
        int wrong = Array.FindIndex(rows.Scores, double.IsNaN);
        return wrong < 0 ? Ranked(rows) : throw new ArgumentException(
            $"{name} expects scores that are numbers but scores{scores.Shape.PlaceOf(wrong)} is NaN; leave out rows that have none.", nameof(scores));
    }

    private static RankedScores Ranked(BinaryRows rows) => new(rows.Scores, i => rows.AreTrue[i]);

    private static double AgainstRest(Tensor scores, Tensor targets, Averaging averaging, string name, Func<RankedScores, double> area)
    {
        ClassRows rows = ClassRows.Of(scores, targets, null, name, "scores");
        double[] values = rows.Predictions.ToArray<double>();
        int classes = rows.Classes;
        if (averaging == Averaging.Micro)
        {
            return area(new RankedScores(values, i => rows.Targets[i / classes] == i % classes));
        }

        if (Array.Exists(values, double.IsNaN))
        {
            return double.NaN;
        }

        long[] support = Support(rows);
        int[] present = [.. Enumerable.Range(0, classes).Where(c => support[c] > 0)];
        return Mean(
            present.Select(c => area(new RankedScores(Column(values, c, classes), i => rows.Targets[i] == c))),
            present.Select(c => averaging == Averaging.Macro ? 1.0 : support[c]));
    }

    private static double AgainstEach(Tensor scores, Tensor targets, Averaging averaging)
    {
        ClassRows rows = ClassRows.Of(scores, targets, null, nameof(RocAuc), "scores");
        double[] values = rows.Predictions.ToArray<double>();
        if (Array.Exists(values, double.IsNaN))
        {
            return double.NaN;
        }

        long[] support = Support(rows);
        List<double> areas = [], weights = [];
        for (int a = 0; a < support.Length; a++)
        {
            for (int b = a + 1; b < support.Length; b++)
            {
                if (support[a] > 0 && support[b] > 0)
                {
                    areas.Add((Area(a, b) + Area(b, a)) / 2);
                    weights.Add(averaging == Averaging.Macro ? 1 : support[a] + support[b]);
                }
            }
        }

        return Mean(areas, weights);

        double Area(int positive, int negative)
        {
            int[] of = [.. Enumerable.Range(0, rows.Targets.Length).Where(i => rows.Targets[i] == positive || rows.Targets[i] == negative)];
            double[] column = Array.ConvertAll(of, i => values[(i * rows.Classes) + positive]);
            return new RankedScores(column, i => rows.Targets[of[i]] == positive).RocArea;
        }
    }

    private static double[] Column(double[] values, int column, int width) =>
        [.. Enumerable.Range(0, values.Length / width).Select(i => values[(i * width) + column])];

    private static long[] Support(ClassRows rows)
    {
        long[] support = new long[rows.Classes];
        foreach (int target in rows.Targets)
        {
            support[target]++;
        }

        return support;
    }
}

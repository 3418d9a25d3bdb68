using System.Globalization;
using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Training;

/// <summary>
/// How often each class was taken for each, counted over any number of batches, and the scores that follow from it: accuracies, precision, recall, F1,
/// Matthews' correlation, Cohen's kappa. Rows whose logits have a NaN predict nothing: they are wrong for their class, and count for no other.
/// </summary>
/// <example>
/// <code>
/// ConfusionMatrix matrix = new(2) { ClassNames = ["cat", "dog"] };
/// matrix.Add(Tensor.From([0L, 0, 1, 1]), Tensor.From([0L, 0, 0, 1]));
/// matrix.Add(Tensor.From([1L]), Tensor.From([1L]));
/// Console.WriteLine(matrix.Accuracy); // 0.8
/// Console.WriteLine(matrix[0, 1]); // 1
/// </code>
/// </example>
public sealed partial class ConfusionMatrix
{
    /// <summary>The most classes: their counts then take two gigabytes.</summary>
    public const int MostClasses = 16384;

    // A row for each target, and behind the predicted classes a column for none.
    private readonly long[] _counts;
    private readonly int _width;

    /// <summary>Creates an empty matrix.</summary>
    /// <param name="classes">How many classes there are, from 1 to <see cref="MostClasses"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are none, or too many.</exception>
    public ConfusionMatrix(int classes)
    {
        if (classes is < 1 or > MostClasses)
        {
            throw new ArgumentOutOfRangeException(
                nameof(classes), classes,
                $"ConfusionMatrix expects from 1 to {MostClasses} classes; of more take RunningAccuracy, which counts what is right alone.");
        }

        (Classes, _width) = (classes, classes + 1);
        _counts = new long[classes * _width];
    }

    /// <summary>How many classes there are.</summary>
    public int Classes { get; }

    /// <summary>What the classes are called in <see cref="ToString"/>; their numbers where there are no names.</summary>
    /// <exception cref="ArgumentException">There are more or fewer names than classes.</exception>
    public IReadOnlyList<string>? ClassNames
    {
        get;
        init
        {
            if (value is not null && value.Count != Classes)
            {
                throw new ArgumentException($"ConfusionMatrix expects a name for each of its {Classes} classes but got {value.Count}.", nameof(value));
            }

            field = value;
        }
    }

    /// <summary>A target that stands for rows not to be counted, such as −100; null for none.</summary>
    public long? IgnoredTarget { get; init; }

    /// <summary>The rows counted.</summary>
    public long Rows => Sum(_counts);

    /// <summary>How many rows of a class were taken for a class.</summary>
    /// <param name="target">The class of the target.</param>
    /// <param name="predicted">The predicted class.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public long this[int target, int predicted] => _counts[(Place(target, nameof(target)) * _width) + Place(predicted, nameof(predicted))];

    /// <summary>Counts the rows of some predictions.</summary>
    /// <param name="logits">The logits, <c>[rows, classes]</c> or <c>[rows, classes, ...]</c>, or the predicted classes in the targets' shape.</param>
    /// <param name="targets">The classes, <c>[rows]</c> or <c>[rows, ...]</c>, whole numbers.</param>
    /// <param name="ignored">A target that stands for rows not to be counted; null for none.</param>
    /// <returns>The matrix, with as many classes as logits, or as the largest class says.</returns>
    /// <exception cref="ArgumentException">The shapes or types do not fit, or a target is not a class; the message names its place and value.</exception>
    public static ConfusionMatrix Of(Tensor logits, Tensor targets, long? ignored = null)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(targets);
        long classes = logits.Rank >= 2 && logits.DataType.IsFloatingPoint() ? logits.Shape[1]
            : 1 + logits.ToArray<long>().Concat(targets.ToArray<long>().Where(target => target != ignored)).DefaultIfEmpty(0).Max();
        ConfusionMatrix matrix = new ConfusionMatrix((int)Math.Clamp(classes, 1, MostClasses)) { IgnoredTarget = ignored };
        matrix.Add(logits, targets);
        return matrix;
    }

    /// <summary>Counts rows.</summary>
    /// <param name="logits">
    /// The logits, <c>[rows, classes]</c> or <c>[rows, classes, ...]</c>, of which the largest is predicted, the first of equal ones; or the predicted classes
    /// in the targets' shape.
    /// </param>
    /// <param name="targets">The classes, <c>[rows]</c> or <c>[rows, ...]</c>, whole numbers; of two classes also truth values.</param>
    /// <exception cref="ArgumentException">
    /// The shapes or types do not fit, or a target or prediction is not a class; the message names its place and value. Nothing is counted then.
    /// </exception>
    public void Add(Tensor logits, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(targets);
        Tensor classes = targets.DataType == DataType.Bool ? targets.To(DataType.UInt8) : targets;
        int[] predicted, expected;
        if (logits.DataType.IsFloatingPoint())
        {
            ClassRows rows = ClassRows.Of(logits, classes, IgnoredTarget, nameof(ConfusionMatrix));
            if (rows.Classes != Classes)
            {
                throw new ArgumentException(
                    $"ConfusionMatrix expects logits of [rows, {Classes}], as it has {Classes} classes, but got {logits.Shape}; " +
                    "create it with as many classes.",
                    nameof(logits));
            }

            (predicted, expected) = (PredictedClasses.Of(rows.Predictions), rows.Targets);
        }
        else
        {
            (predicted, expected) = (Predictions(logits, classes), ClassRows.Check(classes, Classes, IgnoredTarget, nameof(ConfusionMatrix), "this matrix"));
        }

        for (int i = 0; i < expected.Length; i++)
        {
            if (expected[i] != ClassRows.Ignored)
            {
                _counts[(expected[i] * _width) + (predicted[i] == PredictedClasses.None ? Classes : predicted[i])]++;
            }
        }
    }

    /// <summary>Adds the counts of another matrix, such as that of another part of the data.</summary>
    /// <param name="other">The other one.</param>
    /// <exception cref="ArgumentException">It has another number of classes.</exception>
    public void Add(ConfusionMatrix other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Classes != Classes)
        {
            throw new ArgumentException($"ConfusionMatrix expects another one of {Classes} classes but got one of {other.Classes}.", nameof(other));
        }

        for (int i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }
    }

    /// <summary>Forgets all rows.</summary>
    public void Clear() => Array.Clear(_counts);

    /// <summary>The rows of a class whose logits had a NaN.</summary>
    /// <param name="target">The class of the target.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public long Unpredicted(int target) => _counts[(Place(target, nameof(target)) * _width) + Classes];

    /// <summary>The counts, <c>[target, predicted]</c>, without rows that predicted nothing.</summary>
    public long[,] ToArray()
    {
        long[,] result = new long[Classes, Classes];
        for (int i = 0; i < Classes; i++)
        {
            for (int j = 0; j < Classes; j++)
            {
                result[i, j] = _counts[(i * _width) + j];
            }
        }

        return result;
    }

    /// <summary>The counts as shares, <c>[target, predicted]</c>.</summary>
    /// <param name="by">What they are shares of. Rows that predicted nothing belong to their target's, and to all.</param>
    /// <returns>Shares from 0 to 1; 0 where there are no rows to have a share of, as in scikit-learn.</returns>
    public double[,] Normalize(MatrixNormalization by)
    {
        double[,] result = new double[Classes, Classes];
        long rows = Rows;
        long[] targets = TargetRows(), predictions = PredictedRows();
        for (int i = 0; i < Classes; i++)
        {
            for (int j = 0; j < Classes; j++)
            {
                long whole = by switch
                {
                    MatrixNormalization.Targets => targets[i],
                    MatrixNormalization.Predictions => predictions[j],
                    _ => rows,
                };
                result[i, j] = whole == 0 ? 0 : (double)_counts[(i * _width) + j] / whole;
            }
        }

        return result;
    }

    private static long Sum(ReadOnlySpan<long> counts)
    {
        long sum = 0;
        foreach (long count in counts)
        {
            sum += count;
        }

        return sum;
    }

    private int[] Predictions(Tensor predicted, Tensor targets)
    {
        if (!predicted.Shape.Equals(targets.Shape) || !ClassRows.IsWhole(targets.DataType))
        {
            throw new ArgumentException(
                $"ConfusionMatrix expects predicted classes of the targets' shape, both whole numbers, or logits of [rows, {Classes}], but got " +
                $"{predicted.DataType.Name()} {predicted.Shape} and {targets.DataType.Name()} {targets.Shape}.", nameof(predicted));
        }

        long[] classes = predicted.ToArray<long>();
        int wrong = Array.FindIndex(classes, value => (ulong)value >= (ulong)Classes);
        return wrong < 0 ? Array.ConvertAll(classes, value => (int)value) : throw new ArgumentException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"ConfusionMatrix expects {IndexRange.Text("predicted classes", Classes, "classes")} but predicted{predicted.Shape.PlaceOf(wrong)} is " +
                $"{classes[wrong]}; create it with more classes, or give logits."), nameof(predicted));
    }

    private int Place(int index, string name) => (uint)index < (uint)Classes ? index
        : throw new ArgumentOutOfRangeException(name, index, $"ConfusionMatrix expects {IndexRange.Text("classes", Classes, "classes")}.");

    private long[] TargetRows() => [.. Enumerable.Range(0, Classes).Select(i => Sum(_counts.AsSpan(i * _width, _width)))];

    // With a last one for rows that predicted nothing.
    private long[] PredictedRows()
    {
        long[] sums = new long[_width];
        for (int i = 0; i < _counts.Length; i++)
        {
            sums[i % _width] += _counts[i];
        }

        return sums;
    }
}

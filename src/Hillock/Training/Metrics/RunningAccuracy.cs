using Hillock.Tensors;

namespace Hillock.Training;

/// <summary>The share of rows whose target is among the largest logits, over any number of batches.</summary>
public sealed class RunningAccuracy
{
    /// <summary>Creates an empty count.</summary>
    /// <param name="k">Among how many of the largest logits the target must be, from 1; of equal logits those of the first classes are the larger ones.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is less than 1.</exception>
    public RunningAccuracy(int k = 1)
    {
        if (k < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(k), k, "An accuracy of the k largest logits expects k from 1.");
        }

        K = k;
    }

    /// <summary>Among how many of the largest logits the target must be.</summary>
    public int K { get; }

    /// <summary>A target that stands for rows not to be scored, such as −100; null for none.</summary>
    public long? IgnoredTarget { get; init; }

    /// <summary>The rows scored.</summary>
    public long Rows { get; private set; }

    /// <summary>The rows that were right.</summary>
    public long Right { get; private set; }

    /// <summary>The share that is right; NaN without rows.</summary>
    public double Value => (double)Right / Rows;

    /// <summary>Scores rows.</summary>
    /// <param name="logits">The logits, <c>[rows, classes]</c>, or <c>[rows, classes, ...]</c> with further axes. A row with a NaN is wrong.</param>
    /// <param name="targets">The classes, <c>[rows]</c> or <c>[rows, ...]</c>, whole numbers.</param>
    /// <exception cref="ArgumentException">
    /// The shapes or types do not fit, or a target is not a class; the message names its place and value. Nothing is counted then.
    /// </exception>
    public void Add(Tensor logits, Tensor targets) =>
        ClassRows.Of(logits, targets, IgnoredTarget, K == 1 ? "Accuracy" : "TopKAccuracy").Visit((row, target, _) =>
        {
            Rows++;
            Right += IsAmongLargest(row, target) ? 1 : 0;
        });

    /// <summary>Forgets all rows.</summary>
    public void Clear() => (Rows, Right) = (0, 0);

    private bool IsAmongLargest(ReadOnlySpan<double> row, int target)
    {
        int larger = 0;
        for (int j = 0; j < row.Length; j++)
        {
            if (double.IsNaN(row[j]))
            {
                return false;
            }

            larger += row[j] > row[target] || (row[j] == row[target] && j < target) ? 1 : 0;
        }

        return larger < K;
    }
}

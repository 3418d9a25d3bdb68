namespace Hillock.Data;

/// <summary>One split of a cross-validation: the rows to train on and the rows held out, each in ascending order.</summary>
public sealed class Fold
{
    private readonly int[] _training;
    private readonly int[] _heldOut;

    private Fold(int[] training, int[] heldOut)
    {
        _training = training;
        _heldOut = heldOut;
    }

    /// <summary>The rows to train on.</summary>
    public ReadOnlySpan<int> Training => _training;

    /// <summary>The rows to test on; in folds that are drawn, every row is held out in exactly one.</summary>
    public ReadOnlySpan<int> HeldOut => _heldOut;

    /// <summary>A split of your own, such as one into two files.</summary>
    /// <param name="training">The rows to train on, at least one.</param>
    /// <param name="heldOut">The rows to test on, at least one, none of them trained on.</param>
    /// <returns>The split, its rows in ascending order.</returns>
    /// <exception cref="ArgumentException">No rows, a negative one, or one that is in both.</exception>
    public static Fold Of(ReadOnlySpan<int> training, ReadOnlySpan<int> heldOut)
    {
        int[] first = training.ToArray(), second = heldOut.ToArray();
        Array.Sort(first);
        Array.Sort(second);
        if (first.Length == 0 || second.Length == 0)
        {
            throw new ArgumentException(
                $"A fold needs rows to train on and rows to test on but got {first.Length} and {second.Length}.", first.Length == 0 ? nameof(training)
                    : nameof(heldOut));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(first[0], nameof(training));
        ArgumentOutOfRangeException.ThrowIfNegative(second[0], nameof(heldOut));
        HashSet<int> trained = [.. first];
        int both = Array.FindIndex(second, trained.Contains);
        return both < 0
            ? new Fold(first, second)
            : throw new ArgumentException($"Row {second[both]} is trained on and held out; leave it out of one.", nameof(heldOut));
    }

    /// <summary>The folds, given the fold in which each row is held out.</summary>
    internal static Fold[] FromAssignment(int[] foldOfRow, int folds)
    {
        int[][] heldOut = Shares.RowsOf(foldOfRow, folds);
        Fold[] result = new Fold[folds];
        for (int fold = 0; fold < folds; fold++)
        {
            int[] training = new int[foldOfRow.Length - heldOut[fold].Length];
            for (int row = 0, i = 0; row < foldOfRow.Length; row++)
            {
                if (foldOfRow[row] != fold)
                {
                    training[i++] = row;
                }
            }

            result[fold] = new Fold(training, heldOut[fold]);
        }

        return result;
    }
}

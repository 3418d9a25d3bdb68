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

    /// <summary>The rows to test on; every row is held out in exactly one fold.</summary>
    public ReadOnlySpan<int> HeldOut => _heldOut;

    /// <summary>The folds, given the fold in which each row is held out.</summary>
    internal static Fold[] FromAssignment(int[] foldOfRow, int folds)
    {
        List<int>[] heldOut = new List<int>[folds];
        for (int fold = 0; fold < folds; fold++)
        {
            heldOut[fold] = [];
        }

        for (int row = 0; row < foldOfRow.Length; row++)
        {
            heldOut[foldOfRow[row]].Add(row);
        }

        Fold[] result = new Fold[folds];
        for (int fold = 0; fold < folds; fold++)
        {
            int[] training = new int[foldOfRow.Length - heldOut[fold].Count];
            for (int row = 0, i = 0; row < foldOfRow.Length; row++)
            {
                if (foldOfRow[row] != fold)
                {
                    training[i++] = row;
                }
            }

            result[fold] = new Fold(training, [.. heldOut[fold]]);
        }

        return result;
    }
}

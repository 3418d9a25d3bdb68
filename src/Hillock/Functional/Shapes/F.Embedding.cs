using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>Rows of a table: <c>y[i…] = W[index[i…]]</c>.</summary>
    /// <param name="index">Which rows, Int64 or Int32, of any shape.</param>
    /// <param name="weight">The table <c>W</c>, <c>[numEmbeddings, embeddingDim]</c>.</param>
    /// <param name="paddingIndex">A row that gets no gradient, though it is read like any other; negatives count from the last. Null for none.</param>
    /// <returns><c>[…, embeddingDim]</c>: the index's shape and one axis more.</returns>
    /// <remarks>
    /// The gradient of the table is a whole table: zeros, and of each row the sum of its gradients, added in the order in which the index names the row, on
    /// any number of threads.
    /// </remarks>
    /// <exception cref="ArgumentException">The index is not of whole numbers, or the table is not a matrix.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index or <paramref name="paddingIndex"/> names no row; the message says where and which.</exception>
    public static Tensor Embedding(Tensor index, Tensor weight, int? paddingIndex = null)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Rank != 2)
        {
            throw new ArgumentException($"Embedding expects a weight of [numEmbeddings, embeddingDim] but got {weight.Shape}.", nameof(weight));
        }

        Tensor rows = CheckWhole(index, nameof(Embedding)).Reshape(index.Length);
        CheckEmbedded(rows, index.Shape, weight.Shape[0]);
        Tensor y = IndexSelect(weight, 0, rows, zero: -1, PaddingRow(paddingIndex, weight.Shape[0]));
        if (index.Rank == 1)
        {
            return y;
        }

        int[] dimensions = [.. index.Shape.Dimensions, weight.Shape[1]];
        return Reshape(y, Shape.Adopt(dimensions));
    }

    /// <summary>The row that a padding index names; −1 for none.</summary>
    internal static int PaddingRow(int? paddingIndex, int rows, string function = nameof(Embedding))
    {
        if (paddingIndex is not { } padding)
        {
            return -1;
        }

        return padding >= -rows && padding < rows
            ? padding < 0 ? padding + rows : padding
            : throw new ArgumentOutOfRangeException(
                nameof(paddingIndex), padding, rows == 0
                    ? $"{function} expects no padding index, as there are no rows, but got {padding}."
                    : $"{function} expects a padding index from {-rows} to {rows - 1}, for one of its {rows} rows, but got {padding}.");
    }

    private static void CheckEmbedded(Tensor index, Shape shape, int count, string function = nameof(Embedding))
    {
        ReadOnlySpan<long> values = index.Span<long>();
        for (int i = 0; i < values.Length; i++)
        {
            if ((ulong)values[i] >= (ulong)count)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(index), values[i],
                    $"{function} expects {IndexRange.Text("indices", count, "rows")} but index{shape.PlaceOf(i)} is {values[i]}; use a table of more rows, " +
                    "or an index for what is unknown.");
            }
        }

        GC.KeepAlive(index);
    }
}

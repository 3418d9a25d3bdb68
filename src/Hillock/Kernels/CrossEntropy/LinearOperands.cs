namespace Hillock.Kernels;

/// <summary>What a projection <c>X·Wᵀ + b</c> is computed from.</summary>
/// <param name="x">The features.</param>
/// <param name="xLayout">Their layout, rows and features.</param>
/// <param name="weight">The weight.</param>
/// <param name="weightLayout">Its layout, classes and features.</param>
/// <param name="bias">The bias, or nothing.</param>
internal readonly ref struct LinearOperands<TElement>(
    ReadOnlySpan<TElement> x, MatrixLayout xLayout, ReadOnlySpan<TElement> weight, MatrixLayout weightLayout, ReadOnlySpan<TElement> bias)
    where TElement : unmanaged
{
    internal readonly ReadOnlySpan<TElement> X = x;
    internal readonly MatrixLayout XLayout = xLayout;
    internal readonly ReadOnlySpan<TElement> Weight = weight;
    internal readonly MatrixLayout WeightLayout = weightLayout;
    internal readonly ReadOnlySpan<TElement> Bias = bias;

    /// <summary>Computes a tile of the projection, densely.</summary>
    internal void Project(Range rows, Range classes, Span<TElement> tile)
    {
        (int row, int rowCount) = rows.GetOffsetAndLength(XLayout.Rows);
        (int first, int count) = classes.GetOffsetAndLength(WeightLayout.Rows);
        if (!Bias.IsEmpty)
        {
            for (int i = 0; i < rowCount; i++)
            {
                Bias.Slice(first, count).CopyTo(tile.Slice(i * count, count));
            }
        }

        MatMul.Multiply(
            Part(X, XLayout, row), XLayout with { Rows = rowCount }, Part(Weight, WeightLayout, first), (WeightLayout with { Rows = count }).Transposed,
            tile, MatrixLayout.RowMajor(rowCount, count), !Bias.IsEmpty);
    }

    /// <summary>The elements from a row on.</summary>
    internal static ReadOnlySpan<TElement> Part(ReadOnlySpan<TElement> matrix, MatrixLayout layout, int row) =>
        matrix.IsEmpty ? matrix : matrix[(row * layout.RowStride)..];
}

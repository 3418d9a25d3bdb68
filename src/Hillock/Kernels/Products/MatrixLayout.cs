namespace Hillock.Kernels;

/// <summary>Where a matrix lies in a span: element <c>(i, j)</c> is at <c>i · RowStride + j · ColumnStride</c>.</summary>
/// <param name="Rows">The number of rows, 0 or more.</param>
/// <param name="Columns">The number of columns, 0 or more.</param>
/// <param name="RowStride">The distance from a row to the next, in elements; not negative. 0 repeats one row.</param>
/// <param name="ColumnStride">The distance from a column to the next, in elements; not negative. 0 repeats one column.</param>
public readonly record struct MatrixLayout(int Rows, int Columns, int RowStride, int ColumnStride)
{
    /// <summary>Gets the layout of the same elements read as the transposed matrix.</summary>
    public MatrixLayout Transposed => new(Columns, Rows, ColumnStride, RowStride);

    /// <summary>Gets the number of elements a span must have: the largest offset plus 1, or 0 for an empty matrix.</summary>
    public long RequiredLength => Rows <= 0 || Columns <= 0
        ? 0
        : ((Rows - 1L) * RowStride) + ((Columns - 1L) * ColumnStride) + 1;

    /// <summary>The layout of a dense matrix stored row after row.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <returns>A layout with a row stride of <paramref name="columns"/> and a column stride of 1.</returns>
    public static MatrixLayout RowMajor(int rows, int columns) => new(rows, columns, columns, 1);

    /// <summary>The layout of a matrix stored row after row, each row at a given distance from the last.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="rowStride">The leading dimension: the distance between rows in elements.</param>
    /// <returns>A layout with a column stride of 1.</returns>
    public static MatrixLayout RowMajor(int rows, int columns, int rowStride) => new(rows, columns, rowStride, 1);
}

namespace Hillock.Data;

/// <summary>The features of a table as they are kept: rows of float32, or columns of float64.</summary>
internal abstract class FeatureTable
{
    private float[]? _rows;

    protected FeatureTable(int rowCount, int columnCount) => (RowCount, ColumnCount) = (rowCount, columnCount);

    public int RowCount { get; }

    public int ColumnCount { get; }

    /// <summary>All features as float32, row after row; made once where they are kept otherwise.</summary>
    public float[] Rows => _rows ??= ToRows();

    /// <summary>One feature, without rounding.</summary>
    public abstract double this[int row, int column] { get; }

    /// <summary>Copies the features of one row.</summary>
    public abstract void CopyRow(int row, Span<double> destination);

    /// <summary>The features of some rows, in that order.</summary>
    public abstract FeatureTable Select(ReadOnlySpan<int> rows);

    /// <summary>The features of some columns, in that order.</summary>
    public abstract FeatureTable Pick(ReadOnlySpan<int> columns);

    protected abstract float[] ToRows();
}

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

    /// <summary>
    /// Whether all features of a column are NaN or finite, and where it is one of categories, whole numbers from 0 to one below how many there are.
    /// </summary>
    /// <param name="column">The column.</param>
    /// <param name="categories">How many categories there are; 0 for a column of numbers.</param>
    public virtual bool IsSound(int column, int categories)
    {
        for (int row = 0; row < RowCount; row++)
        {
            if (!IsSound(this[row, column], categories))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The same of one feature.</summary>
    protected static bool IsSound(double value, int categories) =>
        categories == 0 ? !double.IsInfinity(value) : double.IsNaN(value) || (value >= 0 && value < categories && value == Math.Floor(value));

    protected abstract float[] ToRows();
}

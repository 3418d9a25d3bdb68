namespace Hillock.Data;

/// <summary>
/// Features as float64, a column an array: of files, whose numbers may be large beside what they differ by, as seconds since 1970 are.
/// </summary>
internal sealed class FeatureColumns : FeatureTable
{
    private readonly double[][] _columns;

    /// <summary>Takes the columns; an array may be longer than there are rows.</summary>
    public FeatureColumns(double[][] columns, int rowCount)
        : base(rowCount, columns.Length) => _columns = columns;

    public override double this[int row, int column] => _columns[column][row];

    public override void CopyRow(int row, Span<double> destination)
    {
        for (int column = 0; column < _columns.Length; column++)
        {
            destination[column] = _columns[column][row];
        }
    }

    public override bool IsSound(int column, int categories)
    {
        foreach (double value in _columns[column].AsSpan(0, RowCount))
        {
            if (!IsSound(value, categories))
            {
                return false;
            }
        }

        return true;
    }

    public override FeatureTable Select(ReadOnlySpan<int> rows)
    {
        double[][] picked = new double[_columns.Length][];
        for (int column = 0; column < picked.Length; column++)
        {
            double[] source = _columns[column];
            double[] values = picked[column] = new double[rows.Length];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = source[rows[i]];
            }
        }

        return new FeatureColumns(picked, rows.Length);
    }

    public override FeatureTable Pick(ReadOnlySpan<int> columns)
    {
        double[][] picked = new double[columns.Length][];
        for (int i = 0; i < picked.Length; i++)
        {
            picked[i] = _columns[columns[i]];
        }

        return new FeatureColumns(picked, RowCount);
    }

    protected override float[] ToRows()
    {
        float[] values = new float[checked(RowCount * _columns.Length)];
        for (int row = 0, i = 0; row < RowCount; row++)
        {
            foreach (double[] column in _columns)
            {
                values[i++] = (float)column[row];
            }
        }

        return values;
    }
}

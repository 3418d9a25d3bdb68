namespace Hillock.Data;

/// <summary>Features as float32, row after row: pictures, generated data, the inputs of a network.</summary>
internal sealed class FeatureRows : FeatureTable
{
    private readonly float[] _values;

    public FeatureRows(float[] values, int rowCount, int columnCount)
        : base(rowCount, columnCount) => _values = values;

    public override double this[int row, int column] => _values[((long)row * ColumnCount) + column];

    public override void CopyRow(int row, Span<double> destination)
    {
        ReadOnlySpan<float> source = _values.AsSpan(row * ColumnCount, ColumnCount);
        for (int column = 0; column < source.Length; column++)
        {
            destination[column] = source[column];
        }
    }

    public override FeatureTable Select(ReadOnlySpan<int> rows)
    {
        float[] values = new float[checked(rows.Length * ColumnCount)];
        for (int i = 0; i < rows.Length; i++)
        {
            _values.AsSpan(rows[i] * ColumnCount, ColumnCount).CopyTo(values.AsSpan(i * ColumnCount));
        }

        return new FeatureRows(values, rows.Length, ColumnCount);
    }

    public override FeatureTable Pick(ReadOnlySpan<int> columns)
    {
        float[] values = new float[checked(RowCount * columns.Length)];
        for (int row = 0; row < RowCount; row++)
        {
            for (int i = 0; i < columns.Length; i++)
            {
                values[(row * columns.Length) + i] = _values[(row * ColumnCount) + columns[i]];
            }
        }

        return new FeatureRows(values, RowCount, columns.Length);
    }

    protected override float[] ToRows() => _values;
}

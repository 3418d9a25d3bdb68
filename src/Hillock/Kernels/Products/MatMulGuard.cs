namespace Hillock.Kernels;

/// <summary>Checks the arguments of a matrix product once, so that the kernels can work with pointers.</summary>
internal static class MatMulGuard
{
    public static void Check(int length, MatrixLayout layout, string name)
    {
        if ((layout.Rows | layout.Columns | layout.RowStride | layout.ColumnStride) < 0)
        {
            throw new ArgumentException($"MatMul expects sizes and strides of 0 or more but {name} has {Describe(layout)}.", name);
        }

        if (length < layout.RequiredLength)
        {
            throw new ArgumentException(
                $"MatMul expects {name} to hold {layout.RequiredLength} elements for {Describe(layout)} but got {length}; pass a longer span or a smaller " +
                "layout.", name);
        }
    }

    public static void CheckShapes(MatrixLayout a, MatrixLayout b, MatrixLayout c)
    {
        if (a.Columns != b.Rows)
        {
            throw new ArgumentException(
                $"MatMul expects as many columns of A as rows of B but got [{a.Rows}, {a.Columns}] · [{b.Rows}, {b.Columns}]; use MatrixLayout.Transposed " +
                "where a transpose is meant.", nameof(b));
        }

        if (c.Rows != a.Rows || c.Columns != b.Columns)
        {
            throw new ArgumentException(
                $"MatMul expects C to be [{a.Rows}, {b.Columns}] for [{a.Rows}, {a.Columns}] · [{b.Rows}, {b.Columns}] but got [{c.Rows}, {c.Columns}].",
                nameof(c));
        }

        // One of the two orders must nest: the inner axis within one step of the outer one.
        bool rowsOutside = (c.Columns <= 1 || c.ColumnStride > 0) && (c.Rows <= 1 || c.RowStride > (c.Columns - 1L) * c.ColumnStride);
        bool columnsOutside = (c.Rows <= 1 || c.RowStride > 0) && (c.Columns <= 1 || c.ColumnStride > (c.Rows - 1L) * c.RowStride);
        if (!rowsOutside && !columnsOutside)
        {
            throw new ArgumentException(
                $"MatMul expects a place of its own for each element of C but C has {Describe(c)}; make the row stride at least the number of columns.",
                nameof(c));
        }
    }

    private static string Describe(MatrixLayout layout) =>
        $"shape [{layout.Rows}, {layout.Columns}] and strides [{layout.RowStride}, {layout.ColumnStride}]";
}

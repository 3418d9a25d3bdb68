using Hillock.Csv;
using Hillock.Data;
using Hillock.Tables;
using Xunit;

namespace Hillock.Tests.Tables;

/// <summary>The files of <c>tools/oracle/tables.py</c>, <c>tables.sql</c> and <c>tables.mjs</c>: one table, as other programs write it.</summary>
internal static class TableSamples
{
    private static readonly string[] Others = ["mixed.csv", "nested.parquet", "rare.parquet", "rare.arrow", "empty.parquet"];

    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Data", "tables");

    /// <summary>The files that hold the table of <c>mixed.csv</c>.</summary>
    public static string[] Names { get; } =
        [.. Directory.GetFiles(Folder).Select(path => Path.GetFileName(path)).Where(name => !Others.Contains(name)).Order(StringComparer.Ordinal)];

    public static string PathOf(string name) => Path.Combine(Folder, name);

    public static byte[] Bytes(string name) => File.ReadAllBytes(PathOf(name));

    public static CsvTable Read(byte[] bytes, TableReadOptions? options = null) =>
        TableFile.Read(new MemoryStream(bytes), "file", options, cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>Two tables for learning are the same to the last bit.</summary>
    public static void Same(TabularData expected, TabularData actual)
    {
        Assert.Equal(expected.Columns.Select(Name), actual.Columns.Select(Name));
        Assert.Equal(expected.RowCount, actual.RowCount);
        Assert.Equal(expected.ClassNames, actual.ClassNames);
        Assert.Equal(expected.Classes.ToArray(), actual.Classes.ToArray());
        Assert.Equal(Bits(expected.Targets.ToArray()), Bits(actual.Targets.ToArray()));
        for (int column = 0; column < expected.ColumnCount; column++)
        {
            Assert.Equal(Column(expected, column), Column(actual, column));
        }

        static string Name(TabularColumn column) => $"{column.Name}: {string.Join(", ", column.Categories)}";
        static long[] Bits(double[] values) => Array.ConvertAll(values, BitConverter.DoubleToInt64Bits);
        static long[] Column(TabularData data, int column) =>
            Bits([.. Enumerable.Range(0, data.RowCount).Select(row => data.Value(row, column))]);
    }
}

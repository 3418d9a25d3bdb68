using System.Numerics;
using Hillock.Data;

namespace Hillock.Cli.Comparisons;

/// <summary>Finds rows of one table that another one has, too.</summary>
internal static class EqualRows
{
    // 2⁶⁴ divided by the golden ratio, odd.
    private const ulong Factor = 0x9E3779B97F4A7C15;

    /// <summary>How many rows of a second table, target included, are equal to some row of the first; both have the same columns and classes.</summary>
    /// <remarks>By hashes of 64 bits: of a million rows and a million others, one in 10⁷ such pairs of tables has a row taken for another.</remarks>
    public static int Count(TabularData first, TabularData second)
    {
        HashSet<ulong> known = new(first.RowCount);
        for (int row = 0; row < first.RowCount; row++)
        {
            known.Add(Hash(first, first, row));
        }

        int count = 0;
        for (int row = 0; row < second.RowCount; row++)
        {
            count += known.Contains(Hash(second, first, row)) ? 1 : 0;
        }

        return count;
    }

    // Categories are numbered by each table for itself.
    private static ulong Hash(TabularData data, TabularData numbering, int row)
    {
        ulong hash = data.IsClassification ? (ulong)data.Classes[row] : BitConverter.DoubleToUInt64Bits(data.Targets[row]);
        for (int column = 0; column < data.ColumnCount; column++)
        {
            double value = data.Value(row, column);
            TabularColumn own = data.Columns[column], other = numbering.Columns[column];
            if (own.IsCategorical && !ReferenceEquals(own, other) && !double.IsNaN(value))
            {
                value = Place(own, other, (int)value);
            }

            hash = BitOperations.RotateLeft((hash ^ BitConverter.DoubleToUInt64Bits(value + 0.0)) * Factor, 29);
        }

        return hash * Factor;
    }

    private static int Place(TabularColumn own, TabularColumn other, int category)
    {
        string name = own.Categories[category];
        for (int i = 0; i < other.Categories.Count; i++)
        {
            if (other.Categories[i] == name)
            {
                return i;
            }
        }

        return -1;
    }
}

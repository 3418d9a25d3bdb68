using System.Numerics;
using Hillock.Data;

namespace Hillock.Cli.Comparisons;

/// <summary>Finds rows that stand among the first ones of a table already.</summary>
internal static class EqualRows
{
    // 2⁶⁴ divided by the golden ratio, odd.
    private const ulong Factor = 0x9E3779B97F4A7C15;

    /// <summary>How many of the rows from some row on are equal, target included, to one before that row.</summary>
    /// <remarks>By hashes of 64 bits: of a million rows and a million others, one in 10⁷ such tables has a row taken for another.</remarks>
    public static int Count(TabularData data, int first)
    {
        HashSet<ulong> known = new(first);
        for (int row = 0; row < first; row++)
        {
            known.Add(Hash(data, row));
        }

        int count = 0;
        for (int row = first; row < data.RowCount; row++)
        {
            count += known.Contains(Hash(data, row)) ? 1 : 0;
        }

        return count;
    }

    private static ulong Hash(TabularData data, int row)
    {
        ulong hash = data.IsClassification ? (ulong)data.Classes[row] : BitConverter.DoubleToUInt64Bits(data.Targets[row]);
        for (int column = 0; column < data.ColumnCount; column++)
        {
            hash = BitOperations.RotateLeft((hash ^ BitConverter.DoubleToUInt64Bits(data.Value(row, column) + 0.0)) * Factor, 29);
        }

        return hash * Factor;
    }
}

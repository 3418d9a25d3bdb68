using System.Globalization;
using System.Text;
using Hillock.Data;
using Hillock.Training;

namespace Hillock.Cli.Comparisons;

/// <summary>Which part held out each row, as a table.</summary>
internal static class FoldsFile
{
    /// <summary>
    /// A line a row in the order of the data: its number in the file, from 1 without the header, and for each repeat the part, from 1, that held it out; 0
    /// where none did, as for the earliest rows of parts in time.
    /// </summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="data">Its rows; those that were left out have no line.</param>
    public static string Of(TrainingComparison comparison, TabularData data)
    {
        int repeats = comparison.Splits.Count;
        int[,] parts = new int[data.RowCount, repeats];
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            for (int part = 0; part < comparison.Splits[repeat].Count; part++)
            {
                foreach (int row in comparison.Splits[repeat][part].HeldOut)
                {
                    parts[row, repeat] = part + 1;
                }
            }
        }

        StringBuilder text = new("row");
        for (int repeat = 1; repeat <= repeats; repeat++)
        {
            text.Append(CultureInfo.InvariantCulture, $",{(repeats == 1 ? "fold" : $"fold_{repeat}")}");
        }

        for (int row = 0; row < data.RowCount; row++)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{data.SourceRow(row) + 1}");
            for (int repeat = 0; repeat < repeats; repeat++)
            {
                text.Append(CultureInfo.InvariantCulture, $",{parts[row, repeat]}");
            }
        }

        return text.Append('\n').ToString();
    }
}

using System.Globalization;
using System.Text;

namespace Hillock.Training;

/// <content>The table.</content>
public sealed partial class ConfusionMatrix
{
    private const int MostShown = 30;

    /// <summary>
    /// The counts as a table: a line for each target, a column for each predicted class, the recall at the right; of more than thirty classes the size and the
    /// accuracy alone.
    /// </summary>
    public override string ToString()
    {
        if (Classes > MostShown)
        {
            return string.Create(CultureInfo.InvariantCulture, $"ConfusionMatrix of {Classes} classes: {Rows} rows, accuracy {Accuracy:0.0000}");
        }

        long[] targets = TargetRows();
        bool hasNone = PredictedRows()[Classes] > 0;
        string[] names = [.. Enumerable.Range(0, Classes).Select(i => ClassNames?[i] ?? i.ToString(CultureInfo.InvariantCulture))];
        List<string[]> lines = [["true \\ predicted", .. names, .. hasNone ? ["none"] : Array.Empty<string>(), "recall"]];
        for (int i = 0; i < Classes; i++)
        {
            IEnumerable<string> counts =
                _counts.Skip(i * _width).Take(hasNone ? _width : Classes).Select(count => count.ToString(CultureInfo.InvariantCulture));
            double recall = (double)_counts[(i * _width) + i] / targets[i];
            lines.Add([names[i], .. counts, targets[i] == 0 ? "–" : recall.ToString("0.0000", CultureInfo.InvariantCulture)]);
        }

        int[] widths = [.. Enumerable.Range(0, lines[0].Length).Select(column => lines.Max(line => line[column].Length))];
        StringBuilder text = new StringBuilder();
        foreach (string[] line in lines)
        {
            text.Append(text.Length > 0 ? "\n" : "").Append(line[0].PadRight(widths[0]));
            for (int column = 1; column < line.Length; column++)
            {
                text.Append("  ").Append(line[column].PadLeft(widths[column]));
            }
        }

        return text.ToString();
    }
}

using System.Globalization;
using Hillock.Charts;
using Hillock.Data;

namespace Hillock.Cli.RunFolders;

/// <summary>The first values of a row, by the names that its file's columns have.</summary>
internal static class WorstValues
{
    private const int Most = 8, LongestName = 40;

    /// <summary>The values in words; the parts of a date are one value.</summary>
    public static string Of(RunData data, TabularData table, int row)
    {
        HashSet<string> dates = [.. data.Formats.Where(static format => format.DateFormats.Count > 0).Select(static format => format.Column)];
        List<string> words = [];
        string? last = null;
        for (int i = 0; i < table.ColumnCount; i++)
        {
            string name = table.Columns[i].Name, whole = name[..Math.Max(0, name.LastIndexOf('.'))];
            bool isPart = dates.Contains(whole);
            if (!isPart || whole != last)
            {
                double value = table.Value(row, i);
                words.Add(isPart ? $"{Short(whole)} {Date(name[(whole.Length + 1)..], value)}" : $"{Short(name)} {Value(table.Columns[i], value)}");
            }

            last = isPart ? whole : null;
        }

        int more = words.Count - Most;
        return string.Join(", ", words.Take(Most)) + (more > 0 ? string.Create(CultureInfo.InvariantCulture, $" and {more} more") : "");
    }

    // The first part of a date has its days since 1970, that of a time or duration its hours.
    private static string Date(string part, double value) => double.IsNaN(value) ? "missing"
        : part != "days" || Math.Abs(value) > 700_000 ? $"{Label.Significant(value)} {part}"
        : DateTime.UnixEpoch.AddDays(value).ToString(value == Math.Floor(value) ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Value(TabularColumn column, double value) =>
        double.IsNaN(value) ? "missing" : column.IsCategorical ? Short(column.Categories[(int)value]) : Label.Significant(value);

    private static string Short(string name) => Label.Cut(name, LongestName);
}

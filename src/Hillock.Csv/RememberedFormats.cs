using System.Runtime.CompilerServices;
using Hillock.Data;

namespace Hillock.Csv;

/// <summary>How the cells were written of which columns for learning were made: what a file that follows is read with.</summary>
/// <remarks>A column that is made anew, such as one of rarer categories, is not known; its file is read as any other.</remarks>
internal static class RememberedFormats
{
    private static readonly ConditionalWeakTable<TabularColumn, Origin> Origins = [];

    /// <summary>Keeps the formats of a column's cells and of the target's.</summary>
    public static void Remember(TabularColumn made, CsvColumn column, CsvColumn target) =>
        Origins.AddOrUpdate(made, new Origin(column.Name, column.Format, target.Name, target.Format));

    /// <summary>The format of a column by its name, or null.</summary>
    public static ColumnFormat? Find(CsvReadOptions options, string name) =>
        options.Formats.FirstOrDefault(format => format.Column == name)?.ToFormat() ?? Find(options.Like, name);

    /// <summary>The format of a column by its name, or null.</summary>
    public static ColumnFormat? Find(TabularData? like, string name)
    {
        foreach (TabularColumn column in like?.Columns ?? [])
        {
            if (Origins.TryGetValue(column, out Origin? origin) && (origin.Name == name || origin.Target == name))
            {
                ColumnFormat format = origin.Name == name ? origin.Format : origin.TargetFormat;

                // What was read one way there is not read the other way here, whatever the cells would allow.
                return format.Date is { } date ? format with { Date = date.Decided } : format;
            }
        }

        return null;
    }

    private sealed record Origin(string Name, ColumnFormat Format, string Target, ColumnFormat TargetFormat);
}

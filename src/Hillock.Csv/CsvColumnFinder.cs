using System.Globalization;
using Hillock.Data;

namespace Hillock.Csv;

/// <summary>Finds columns by name or number, and words faults in a table.</summary>
internal sealed class CsvColumnFinder(CsvTable table, CsvColumn[] columns)
{
    private const int NamedColumns = 20; // so many column names are listed in an error message
    /// <summary>What a column is to a table that follows another one.</summary>
    public const string FollowedRole = "column";

    private const int LongestText = 60; // of a cell or a name in a message

    /// <summary>The index of a column.</summary>
    /// <param name="name">Its name, or its number: 0 is the first, −1 the last.</param>
    /// <param name="role">What it was to be, for the message.</param>
    /// <exception cref="DataFormatException">There is none.</exception>
    public int IndexOf(string name, string role)
    {
        RequireOne(name, role);
        int place = Array.FindIndex(columns, column => column.Name == name);
        if (place >= 0)
        {
            return place;
        }

        if (int.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int index)
            && index >= -columns.Length && index < columns.Length)
        {
            return index < 0 ? index + columns.Length : index;
        }

        int[] similar = [.. Enumerable.Range(0, columns.Length).Where(i => string.Equals(columns[i].Name, name, StringComparison.OrdinalIgnoreCase))];
        if (similar.Length == 1)
        {
            return similar[0];
        }

        string names = string.Join(", ", columns.Take(NamedColumns).Select(static column => Short(column.Name)));
        string more = columns.Length > NamedColumns ? $" and {columns.Length - NamedColumns} more, the last {Short(columns[^1].Name)}" : "";
        throw Fault(
            null, $"there is no {role} \"{Short(name)}\"", $"the columns are {names}{more}, or their indices {-columns.Length} to {columns.Length - 1}");
    }

    /// <summary>Refuses a name that stands over several columns: the first of them would be a guess.</summary>
    /// <exception cref="DataFormatException">It does.</exception>
    public void RequireOne(string name, string role)
    {
        if (table.RepeatedNames.TryGetValue(name, out string[]? same))
        {
            int[] places = [.. same.Select(one => Array.FindIndex(columns, column => column.Name == one)).Where(static i => i >= 0)];
            throw Fault(
                null, $"the {role} \"{Short(name)}\" is one of {same.Length} columns of that name",
                "rename the others" + (role == FollowedRole ? "" : $", or say which by its number: {string.Join(", ", places)}"));
        }
    }

    /// <summary>A cell as a message shows it.</summary>
    public string Show(int column, int row) => columns[column].IsText(row) ? $"\"{Text(column, row)}\"" : Short(columns[column].Show(row));

    /// <summary>A text as a message shows it, cut where it is very long.</summary>
    public string Text(int column, int row) => Short(columns[column].Text(row));

    /// <summary>Where a cell is.</summary>
    public string Place(int column, int row) => $"{table.PlaceOf(row)}, {Name(column)}";

    /// <summary>A column as a place.</summary>
    public string Name(int column) => $"column \"{Short(columns[column].Name)}\"";

    /// <summary>A fault of the table.</summary>
    public DataFormatException Fault(string? place, string problem, string remedy) => new(table.Source, place, problem, remedy);

    /// <summary>The way out where the first lines are titles.</summary>
    public static string SkipLines(int lines) =>
        lines == 1 ? "skip the first line" : string.Create(CultureInfo.InvariantCulture, $"skip the first {lines} lines");

    /// <summary>A text that may be very long, for a message of one line.</summary>
    public static string Short(string text) => text.Length <= LongestText ? text : string.Concat(text.AsSpan(0, LongestText), "…");
}

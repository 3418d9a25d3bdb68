namespace Hillock.Csv;

/// <summary>Rows below the others that sum them up, such as one that begins with Total: spreadsheets have them, and they are no data.</summary>
internal static class TotalRows
{
    private const int MostRows = 6; // pandas describes a column in so many lines
    private const int FewestOthers = 2;

    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "total", "totals", "grand total", "subtotal", "sub-total", "sum", "sums", "overall", "average", "averages", "avg", "avg.", "mean", "means", "median",
        "minimum", "maximum", "std. dev.", "standard deviation", "summe", "summen", "gesamt", "gesamtsumme", "insgesamt", "zwischensumme", "endsumme",
        "mittelwert", "mittel", "durchschnitt", "somme", "moyenne", "total général", "suma", "promedio", "media", "totale", "somma", "soma", "média",
        "totaal", "som", "gemiddelde",
    };

    /// <summary>Whether a text names a sum or a mean of rows.</summary>
    public static bool IsName(string text) => Words.Contains(text.TrimEnd(':', ' ').TrimStart('Σ', ' ')) || text is "Σ" or "∑";

    /// <summary>What is to be said of such rows at the end; null where there are none.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="lines">The line of each row.</param>
    public static string? Note(CsvColumn[] columns, List<int> lines)
    {
        int first = lines.Count;
        while (first > Math.Max(FewestOthers, lines.Count - MostRows) && NameOf(columns, first - 1) is not null)
        {
            first--;
        }

        if (first == lines.Count)
        {
            return null;
        }

        string name = CsvColumnFinder.Short(NameOf(columns, first)!);
        return first == lines.Count - 1
            ? FormattableString.Invariant($"line {lines[first]}, the last row, begins with \"{name}\": where it sums up the others, remove it from the file")
            : FormattableString.Invariant($"lines {lines[first]} to {lines[^1]}, the last rows, begin with \"{name}\" and the like: ") +
                "where they sum up the others, remove them from the file";
    }

    /// <summary>The text with which a row begins, where it is a name of a sum that no other row has; otherwise null.</summary>
    public static string? NameOf(CsvColumn[] columns, int row)
    {
        CsvColumn? column = Array.Find(columns, column => !column.IsMissing(row));
        if (column?.IsText(row) != true || column.Text(row) is not { } text || !IsName(text))
        {
            return null;
        }

        for (int other = 0; other < column.Values.Length; other++)
        {
            if (other != row && column.IsText(other) && column.Text(other) == text)
            {
                return null;
            }
        }

        return text;
    }
}

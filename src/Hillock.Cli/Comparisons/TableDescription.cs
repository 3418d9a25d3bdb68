using System.Globalization;
using System.Numerics;
using Hillock.Charts.CommandLine;
using Hillock.Csv;
using Hillock.Data;

namespace Hillock.Cli.Comparisons;

/// <summary>What was understood of a table, in words.</summary>
internal static class TableDescription
{
    private const int NamedValues = 4;
    private const int LongestValue = 14;
    private const int LongestName = 24;
    private const int LongestWhole = 40;
    private const double MostExact = 1L << 53;
    private const double LargestWhole = 1e21; // a larger number has more digits than anyone counts

    /// <summary>How a file was divided.</summary>
    public static string Of(CsvTable table)
    {
        CsvReadOptions options = table.Options;
        if (table.Delimiter == '\0')
        {
            return FormattableString.Invariant($"{table.Source}: {table.RowCount:N0} rows, {table.Columns.Count} columns; {TableSource.KindOf(table.Source)}.");
        }

        string skipped = options.SkipLines is > 0 and var lines
            ? FormattableString.Invariant($"{lines:N0} {(lines == 1 ? "line" : "lines")} passed over; ") : "";
        string header = table.HasHeader ? "the first row names the columns" : table.ClassNames.Count > 0 ? "the first line names the classes" : "no header";
        string quote = options.Quote is null or '"' ? "" : options.Quote == '\0' ? ", no quotes" : $", quotes {options.Quote}";
        string comment = options.Comment is { } c ? $", comments after {c}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{table.Source}: {Plural.Of(table.RowCount, "row")}, {Plural.Of(table.Columns.Count, "column")}, divided at {Delimiter(table.Delimiter)}; " +
            $"{skipped}{header}; ") +
            $"{options.Encoding!.WebName.ToUpperInvariant()}{quote}{comment}.";
    }

    /// <summary>What a network is given.</summary>
    /// <param name="data">The data.</param>
    /// <param name="isOpen">Whether something is to be answered before.</param>
    public static string Of(TabularData data, bool isOpen = false)
    {
        string target = data.IsClassification
            ? $"{data.TargetName}, {data.ClassNames.Count} classes: {Counts(data)}"
            : FormattableString.Invariant(
                $"{data.TargetName}, a number from {Shortest(data.Targets.ToArray().Min())} to {Shortest(data.Targets.ToArray().Max())}");
        return FormattableString.Invariant(
            $"{(isOpen ? "Read" : "For training")}: {Plural.Of(data.RowCount, "row")}, {Plural.Of(data.ColumnCount, "feature")}. Target: {target}.");
    }

    /// <summary>A line for each column, below a header.</summary>
    public static IReadOnlyList<string> Lines(IReadOnlyList<CsvColumnUse> uses, int width)
    {
        List<string[]> rows = [["column", "use", "kind", "missing", "values"]];
        int longestName = Math.Min(LongestName, uses.Max(static use => ErrorLine.OneLine(use.Column.Name).Length));
        foreach (CsvColumnUse use in uses)
        {
            rows.Add([Cut(use.Column.Name, longestName), Role(use), Kind(use), Missing(use), ""]);
        }

        int left = width - Enumerable.Range(0, 4).Sum(column => rows.Max(row => row[column].Length) + 2);
        for (int i = 0; i < uses.Count; i++)
        {
            rows[i + 1][4] = Cut(Values(uses[i]), Math.Max(10, left));
        }

        int[] widths = [.. Enumerable.Range(0, 4).Select(column => rows.Max(row => row[column].Length))];
        return
        [
            .. rows.Select(row =>
                $"{row[0].PadRight(widths[0])}  {row[1].PadRight(widths[1])}  {row[2].PadRight(widths[2])}  {row[3].PadLeft(widths[3])}  {row[4]}"),
        ];
    }

    private static string Role(CsvColumnUse use) => use.Role switch
    {
        CsvColumnRole.LeftOut => "left out",
        CsvColumnRole.Target => "target",
        CsvColumnRole.Group => "group",
        CsvColumnRole.Time => "time",
        _ => "feature",
    };

    private static string Kind(CsvColumnUse use) => use.Kind switch
    {
        CsvColumnKind.Categorical => "words",
        CsvColumnKind.Date => "date",
        _ => use.Column.Unit.Length > 0 ? $"number, {use.Column.Unit}" : "number",
    };

    private static string Missing(CsvColumnUse use) => use.Missing == 0 ? "0" : use.Missing.ToString("N0", CultureInfo.InvariantCulture);

    private static string Values(CsvColumnUse use)
    {
        CsvColumn column = use.Column;
        if (use.Kind == CsvColumnKind.Categorical)
        {
            IReadOnlyList<string> values = use.DistinctValues(NamedValues);
            int count = use.DistinctCount;
            string more = count > values.Count ? FormattableString.Invariant($" and {count - values.Count:N0} more") : "";
            return string.Join(", ", values.Select(static value => Cut(value, LongestValue))) + more;
        }

        (double least, double most) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (double value in column.Values)
        {
            (least, most) = value < least ? (value, Math.Max(value, most)) : value > most ? (least, value) : (least, most);
        }

        return least > most ? "none"
            : column.Kind == CsvColumnKind.Date ? $"{Date(column, least)} to {Date(column, most)}"
            : $"{Exactly(column, least, static (text, best) => text < best)} to {Exactly(column, most, static (text, best) => text > best)}";
    }

    // Beyond 2^53 a double stands for several whole numbers; the column knows which.
    private static string Exactly(CsvColumn column, double value, Func<BigInteger, BigInteger, bool> isBetter)
    {
        BigInteger? best = null;
        foreach (string text in Math.Abs(value) < MostExact ? [] : column.DistinctValues(int.MaxValue))
        {
            if (BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger whole)
                && (double)whole == value && (best is null || isBetter(whole, best.Value)))
            {
                best = whole;
            }
        }

        return best is { } exact && exact.ToString(CultureInfo.InvariantCulture) is { Length: <= LongestWhole } digits ? digits : Shortest(value);
    }

    private static string Date(CsvColumn column, double days) => column.Show(days);

    private static string Counts(TabularData data)
    {
        int[] counts = new int[data.ClassNames.Count];
        foreach (int label in data.Classes)
        {
            counts[label]++;
        }

        const int Named = 8;
        string names = string.Join(", ",
            counts.Take(Named).Select((count, i) => FormattableString.Invariant($"{Cut(data.ClassNames[i], LongestName)} {count:N0}")));
        return counts.Length > Named ? $"{names} and {counts.Length - Named} more" : names;
    }

    private static string Shortest(double value) =>
        Math.Abs(value) < LargestWhole && value == Math.Floor(value) ? value.ToString("F0", CultureInfo.InvariantCulture)
            : value.ToString("G10", CultureInfo.InvariantCulture);

    private static string Delimiter(char delimiter) => delimiter switch
    {
        ',' => "commas",
        ';' => "semicolons",
        '\t' => "tabs",
        ' ' => "spaces",
        '|' => "bars",
        _ => $"'{delimiter}'",
    };

    private static string Cut(string text, int length)
    {
        text = ErrorLine.OneLine(text);
        return text.Length <= length ? text : string.Concat(text.AsSpan(0, length - 1), "…");
    }
}

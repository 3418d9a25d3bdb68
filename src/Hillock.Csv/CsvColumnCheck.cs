namespace Hillock.Csv;

/// <summary>Refuses columns whose cells contradict each other, are missing or are no numbers.</summary>
internal sealed class CsvColumnCheck(CsvTable table, CsvColumn[] columns, CsvTabularOptions options, CsvColumnPlan plan, CsvColumnFinder find)
{
    private const double MostlyNumeric = 0.9;
    private const double HalfNumeric = 0.5;
    private const int ManyNumbers = 20;

    /// <summary>One stray text must not silently turn a column of numbers into categories.</summary>
    public void RequirePlausible(int index)
    {
        CsvColumn column = columns[index];
        bool isTarget = index == plan.Target;
        if (column.TextCount == 0 || plan.IsDeclaredCategorical(index) || (isTarget && options.TargetKind == CsvTargetKind.Class))
        {
            return;
        }

        int present = table.RowCount - column.MissingCount;
        int numbers = present - column.TextCount;
        int row = column.FirstTextRow();
        bool isMixed = numbers >= HalfNumeric * present && column.CountDistinct(ManyNumbers + 1 + column.WordCount) > ManyNumbers + column.WordCount;
        if (numbers >= MostlyNumeric * present || (column.TextCount == 1 && numbers >= 2) || isMixed || plan.IsDeclaredNumeric(index))
        {
            string title = TitleAbove(row) is { } lines ? $"if line {lines} is a title, {CsvColumnFinder.SkipLines(lines)}; otherwise " : "";
            bool isOther = column.Unit.Length > 0 && column.MixedUnits.Count > 1;
            string what = isOther ? $"in {column.Unit}" : column.Format.Date is null ? "a number" : "a date";
            throw find.Fault(
                find.Place(index, row),
                $"\"{find.Text(index, row)}\" is not {what}, but {numbers} of the column's {present} cells are",
                TitleLines.TotalName(columns, row) is not null ? "where the row sums up the others, remove it from the file"
                : isOther ? "write all of them in one unit, or read the numbers as they are"
                : title + (isTarget
                    ? "correct the cell or remove the row, name the word as a missing value, or take the target as a class"
                    : "correct the cell, leave it empty if the value is missing, name the word as a missing value, or declare the column categorical"));
        }

        if (column.Words.All(IsCommaNumber))
        {
            throw find.Fault(
                find.Place(index, row), $"\"{find.Text(index, row)}\" has a comma in a number",
                    "say what the decimal mark is, or declare the column categorical");
        }
    }

    // How many lines stand above the header, where the first row of words is not the first row and a cell at or above it is what disturbs.
    private int? TitleAbove(int row)
    {
        int header = table.HasHeader ? 0 : 1;
        bool areNames = table.IsText && row <= header && header < table.RowCount && columns.Length > 1 && Array.Exists(columns, column => column.IsText(header))
            && Array.TrueForAll(columns, column => double.IsNaN(column.Values[header]));
        return areNames ? table.LineOf(header) - 1 : null;
    }

    /// <summary>Refuses missing values.</summary>
    /// <param name="features">The columns.</param>
    /// <param name="foldsNeedIt">Whether the columns divide the rows, and no value can stand for a missing one.</param>
    public void RequireComplete(int[] features, bool foldsNeedIt = false)
    {
        int first = -1, firstColumn = -1;
        foreach (int column in features)
        {
            bool words = !plan.IsDeclaredCategorical(column) && columns[column].HasWordsForMissing;
            if (columns[column].FirstMissingRow(words) is >= 0 and var row && (first < 0 || row < first))
            {
                (first, firstColumn) = (row, column);
            }
        }

        if (first < 0)
        {
            return;
        }

        string what = columns[firstColumn].IsText(first) ? $"the value is missing (\"{find.Text(firstColumn, first)}\")" : "the value is missing";
        throw find.Fault(
            find.Place(firstColumn, first), what,
            foldsNeedIt
                ? "fill it in or remove the row: it says where the row belongs"
                : "fill it in, remove the row, ignore the column, or allow missing values, " +
                    "where numbers become the mean of the training part and words a value of their own");
    }

    /// <summary>Refuses numbers that a network cannot take.</summary>
    public void RequireFinite(int index)
    {
        (double least, double most) = columns[index].Range;
        if (least > most || (double.IsFinite((float)least) && double.IsFinite((float)most)))
        {
            return;
        }

        ReadOnlySpan<double> values = columns[index].Values;
        for (int row = 0; row < values.Length; row++)
        {
            if (double.IsInfinity((float)values[row]))
            {
                throw find.Fault(
                    find.Place(index, row), $"{find.Show(index, row)} is not a finite float32 number",
                    "correct or remove the row, name the word as a missing value, or rescale the column");
            }
        }
    }

    private static bool IsCommaNumber(string text) =>
        text.Contains(',') && text.Any(char.IsAsciiDigit) && text.All(static c => char.IsAsciiDigit(c) || c is ',' or '.' or '-');
}

using System.Globalization;
using System.Text;
using Hillock.Csv.Cells;

namespace Hillock.Csv;

/// <summary>What the first row of a table is: a header, data, or the counts and class names with which scikit-learn's files begin.</summary>
internal static class CsvHeader
{
    private static readonly MissingWords UsualWords = new(new());

    private const int FewRows = 5; // fewer rows below do not say that a number above them is a name

    /// <summary>Whether the first row names the columns, given the rows below.</summary>
    /// <remarks>
    /// A row of numbers, dates and missing cells alone is data. A row without any is a header. A mixed row is a header when a
    /// text stands above a number and its own numbers are different non-negative integers, as in <c>label,0,1,2</c>;
    /// otherwise it is data with a text column, as in <c>5.1,3.5,setosa</c>. Numbers in equal steps, as in <c>country,1990,2000,2010</c> or <c>0,1,2,3</c>, are
    /// names where five rows or more below hold other things: fractions under every one, and other texts under the text.
    /// </remarks>
    public static bool IsHeader(IReadOnlyList<string[]> rows)
    {
        string[] first = rows[0];
        string[]? second = rows.Count > 1 ? rows[1] : null;
        string[] numbers = first.Where(IsNumber).ToArray();
        if (numbers.Length == 0 && !first.Any(IsWrittenNumber))
        {
            return !first.All(IsMissing) && !OccursBelow(rows);
        }

        bool areNames = numbers.All(static cell => cell.All(char.IsAsciiDigit)) && numbers.Distinct().Count() == numbers.Length;
        bool textAboveNumber = second is not null
            && Enumerable.Range(0, Math.Min(first.Length, second.Length)).Any(i => IsText(first[i]) && !IsAmount(first[i]) && IsNumber(second[i]));
        return areNames && (textAboveNumber || IsRowOfSteps(rows, numbers));
    }

    // Words of which each stands in its own column again are data, as in a,u,yes over b,v,no and a,v,yes.
    private static bool OccursBelow(IReadOnlyList<string[]> rows) =>
        rows.Count > FewRows && rows[0].Length > 1 && Enumerable.Range(0, rows[0].Length).All(
            column => rows.Skip(1).Any(row => column < row.Length && row[column] == rows[0][column]));

    // Whole numbers in equal steps over fractions or words, and no text that occurs below.
    private static bool IsRowOfSteps(IReadOnlyList<string[]> rows, string[] numbers)
    {
        if (rows.Count <= FewRows || numbers.Length < 2 || numbers.Any(static number => number.Length > 15))
        {
            return false;
        }

        long[] steps = [.. numbers.Select(static number => long.Parse(number, CultureInfo.InvariantCulture))];
        if (steps[1] <= steps[0] || Enumerable.Range(1, steps.Length - 1).Any(i => steps[i] - steps[i - 1] != steps[1] - steps[0]))
        {
            return false;
        }

        for (int column = 0; column < rows[0].Length; column++)
        {
            string name = rows[0][column];
            string[] below = [.. rows.Skip(1).Where(row => column < row.Length).Select(row => row[column]).Where(static cell => !IsMissing(cell))];
            bool isLast = column == rows[0].Length - 1;
            if (IsNumber(name) ? below.Length == 0 || (below.All(IsWholeNumber) && !(isLast && numbers.Length > 2)) : below.Contains(name))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsWholeNumber(string cell) =>
        CellParser.TryParse(Encoding.UTF8.GetBytes(cell), out double value) && value == Math.Floor(value) && !cell.Contains('.');

    private static bool IsWrittenNumber(string cell) =>
        IsAmount(cell) || (!IsMissing(cell) && cell.Any(char.IsAsciiDigit) && DateFormat.Detect([cell], 1) is not null);

    // A date above a number is a name, as in region,2024-01,2024-02; an amount is one of the numbers.
    private static bool IsAmount(string cell) =>
        !IsMissing(cell) && cell.Any(char.IsAsciiDigit)
        && (FormattedNumber.TryParse(cell, NumberFormat.Point, out _, out _) || FormattedNumber.TryParse(cell, NumberFormat.Comma, out _, out _));

    /// <summary>
    /// Reads scikit-learn's first line <c>rows,features,class,class...</c>, recognised by a following row of exactly
    /// <c>features + 1</c> numbers.
    /// </summary>
    public static bool TryReadCounts(string[] first, string[]? second, out int rows, out string[] classNames)
    {
        rows = 0;
        classNames = [];
        if (second is null || first.Length < 4 || !TryCount(first[0], out rows) || !TryCount(first[1], out int features)
            || second.Length != features + 1 || !second.All(IsNumber) || first.Skip(2).Any(static cell => !IsText(cell)))
        {
            return false;
        }

        classNames = first[2..];
        return true;
    }

    /// <summary>Names for the columns: an empty name becomes <c>x</c> with the index, a repeated one gets a number.</summary>
    public static string[] Name(string[] header)
    {
        HashSet<string> taken = new(header, StringComparer.Ordinal);
        HashSet<string> used = new(StringComparer.Ordinal);
        string[] names = new string[header.Length];
        for (int i = 0; i < names.Length; i++)
        {
            string name = Plain(header[i], isFirst: i == 0) is { Length: > 0 } given ? given : "x" + i.ToString(CultureInfo.InvariantCulture);
            string unique = name;
            for (int n = 1; used.Contains(unique) || (n > 1 && taken.Contains(unique)); n++)
            {
                unique = name + "." + n.ToString(CultureInfo.InvariantCulture);
            }

            used.Add(unique);
            names[i] = unique;
        }

        return names;
    }

    /// <summary>The names that stand above several columns, with the columns that have them as they are called by <see cref="Name"/>.</summary>
    public static IReadOnlyDictionary<string, string[]> Repeated(string[] header, string[] names) =>
        header.Select(static (name, i) => Plain(name, isFirst: i == 0)).Zip(names).Where(static pair => pair.First.Length > 0)
            .GroupBy(static pair => pair.First, static pair => pair.Second, StringComparer.Ordinal).Where(static group => group.Count() > 1)
            .ToDictionary(static group => group.Key, static group => group.ToArray(), StringComparer.Ordinal);

    // numpy writes "# a,b": the mark of a comment before the first name.
    private static string Plain(string name, bool isFirst) => isFirst && name.StartsWith("# ", StringComparison.Ordinal) ? name[2..].Trim() : name;

    /// <summary>The names <c>x0</c>, <c>x1</c> ... of columns without a header.</summary>
    public static string[] Number(int count)
    {
        string[] names = new string[count];
        for (int i = 0; i < count; i++)
        {
            names[i] = "x" + i.ToString(CultureInfo.InvariantCulture);
        }

        return names;
    }

    private static bool IsMissing(string cell) => UsualWords.IsMissing(Encoding.UTF8.GetBytes(cell)) || UsualWords.IsUsuallyMissing(cell);

    private static bool IsNumber(string cell) => !IsMissing(cell) && CellParser.TryParse(Encoding.UTF8.GetBytes(cell), out _);

    private static bool IsText(string cell) => !IsMissing(cell) && !IsNumber(cell);

    private static bool TryCount(string cell, out int count) =>
        int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count > 0;
}

using System.Globalization;
using System.Text;

namespace Hillock.Csv;

/// <summary>What the first row of a table is: a header, data, or the counts and class names with which scikit-learn's files begin.</summary>
internal static class CsvHeader
{
    /// <summary>Whether the first row names the columns, given the second.</summary>
    /// <remarks>
    /// A row of numbers and missing cells alone is data. A row without any number is a header. A mixed row is a header when a
    /// text stands above a number and its own numbers are different non-negative integers, as in <c>label,0,1,2</c>;
    /// otherwise it is data with a text column, as in <c>5.1,3.5,setosa</c>.
    /// </remarks>
    public static bool IsHeader(string[] first, string[]? second)
    {
        string[] numbers = first.Where(IsNumber).ToArray();
        if (first.All(static cell => IsNumber(cell) || IsMissing(cell)))
        {
            return false;
        }

        if (numbers.Length == 0)
        {
            return true;
        }

        bool textAboveNumber = second is not null
            && Enumerable.Range(0, Math.Min(first.Length, second.Length)).Any(i => IsText(first[i]) && IsNumber(second[i]));
        return textAboveNumber && numbers.All(static cell => cell.All(char.IsAsciiDigit)) && numbers.Distinct().Count() == numbers.Length;
    }

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
            string name = header[i].Length > 0 ? header[i] : "x" + i.ToString(CultureInfo.InvariantCulture);
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

    private static bool IsMissing(string cell) => CellParser.IsMissing(Encoding.UTF8.GetBytes(cell));

    private static bool IsNumber(string cell) => !IsMissing(cell) && CellParser.TryParse(Encoding.UTF8.GetBytes(cell), out _);

    private static bool IsText(string cell) => !IsMissing(cell) && !IsNumber(cell);

    private static bool TryCount(string cell, out int count) =>
        int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count > 0;
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Hillock.Csv;

/// <summary>What should be known of a column's values, although it is used as it is.</summary>
internal static partial class CsvColumnNotes
{
    private const int MostSentinels = 3;
    private const int FewestTimes = 3;
    private const int FewestRows = 10;
    private const double UnlikelyInFewRows = 999;
    private const double MostExact = 1L << 53;
    private const double FewestSteps = 1e6; // of what a double can tell apart, from the least number to the greatest
    private const double MostlyShares = 0.8;
    private const double Huge = 1e30; // no measurement, but what programs fill gaps with

    private static readonly DateTime Epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly double[] Extremes =
        [short.MinValue, short.MaxValue, int.MinValue, int.MaxValue, long.MinValue, long.MaxValue, 1e20, -1e20];

    private static readonly double[] Days =
    [
        .. new DateTime[] { new(1, 1, 1), new(1900, 1, 1), new(1970, 1, 1), new(2099, 12, 31), new(2999, 12, 31), new(3000, 1, 1), new(9999, 12, 31) }
            .Select(static day => (day - Epoch).TotalDays),
    ];

    private static readonly (string Name, double PerDay, bool IsNamed)[] Units =
    [
        ("seconds", 86_400, true), ("milliseconds", 86_400e3, false), ("microseconds", 86_400e6, false), ("nanoseconds", 86_400e9, false),
    ];

    /// <summary>The notes on a column; null for none.</summary>
    public static string? Of(CsvColumn column)
    {
        if (column.Kind == CsvColumnKind.Categorical)
        {
            return null;
        }

        return Join([Limits(column), Dashes(column), Thousands(column), Beyond(column), Shares(column), .. Sentinels(column), Since1970(column), Code(column)]);
    }

    /// <summary>Notes as one; null where there is none.</summary>
    public static string? Join(IEnumerable<string?> notes) => string.Join("; ", notes.OfType<string>()) is { Length: > 0 } all ? all : null;

    private static string? Limits(CsvColumn column) => column.LimitCount == 0 ? null
        : FormattableString.Invariant($"{Cells(column.LimitCount)} such as {CsvColumnFinder.Short(column.FirstLimit!)} ") +
            $"{(column.LimitCount == 1 ? "is a limit and is" : "are limits and are")} read as the number in {(column.LimitCount == 1 ? "it" : "them")}; " +
            "where that is too little, name the word as a missing value";

    private static string? Dashes(CsvColumn column) => column.DashCount == 0 ? null
        : FormattableString.Invariant($"{Cells(column.DashCount)} with a dash beside the currency {(column.DashCount == 1 ? "is" : "are")} read as 0, ") +
            "as spreadsheets show it; where it means nothing is known, name the word as a missing value";

    // 12.500 in a file with semicolons is 12.5 as often as 12500.
    private static string? Thousands(CsvColumn column)
    {
        double? example = null;
        foreach (double value in column.Format.MayBeThousands ? column.Values : [])
        {
            double size = Math.Abs(value);
            if (size is > 0 and < 1 or >= 1000 || Math.Abs((size * 1000) - Math.Round(size * 1000)) > 1e-6)
            {
                return null; // no group of three digits
            }

            example ??= size > 0 && size != Math.Floor(size) ? value : null;
        }

        (string name, string other) = column.Format.Number?.Decimal == ',' ? ("comma", "point") : ("point", "comma");
        return example is not { } number ? null
            : string.Create(CultureInfo.InvariantCulture, $"its numbers are read as {number:0.000} and not as {number * 1000:F0}, although ") +
                $"three digits follow each {name}, as in thousands; where they are such, say that the {other} is the decimal mark";
    }

    // Of 2⁶³ and its neighbours a double keeps every 2048th.
    private static string? Beyond(CsvColumn column)
    {
        (double least, double most) = column.Range;
        double largest = Math.Max(Math.Abs(least), Math.Abs(most));
        return column.Kind == CsvColumnKind.Numeric && largest is >= MostExact and < double.PositiveInfinity
            && most - least < FewestSteps * (Math.BitIncrement(largest) - largest)
            ? "its numbers lie so close together, for their size, that they are rounded to a few different ones; subtract what they have in common, or say " +
                "that it is categorical"
            : null;
    }

    // 50% among shares of one is 50 beside 0.5.
    private static string? Shares(CsvColumn column)
    {
        if (column.Format.Number?.Unit != "%")
        {
            return null;
        }

        int small = 0, large = 0;
        foreach (double value in column.Values)
        {
            small += Math.Abs(value) <= 1 ? 1 : 0;
            large += Math.Abs(value) > 1 ? 1 : 0;
        }

        return large > 0 && small >= MostlyShares * (small + large)
            ? "its unit is %, but most of its numbers are at most 1: where shares stand beside per cent, write them alike"
            : null;
    }

    private static string Cells(int count) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? "cell" : "cells")}");

    // A number of nines, or another that programs fill gaps with, further from the others than they are from each other.
    private static IEnumerable<string> Sentinels(CsvColumn column)
    {
        HashSet<double> found = [];
        while (found.Count < MostSentinels && Sentinel(column, found) is { } sentinel)
        {
            found.Add(sentinel.Value);
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{column.Show(sentinel.Value)} stands in {sentinel.Rows:N0} {(sentinel.Rows == 1 ? "row" : "rows")}, far from the others (") +
                $"{column.Show(sentinel.Least)} to {column.Show(sentinel.Most)}); if it stands for nothing measured, name it as a missing value";
        }
    }

    private static (double Value, int Rows, double Least, double Most)? Sentinel(CsvColumn column, HashSet<double> known)
    {
        (double least, double most) = known.Count == 0 ? column.Range : Range(column.Values, known);
        foreach (double value in (double[])[most, least])
        {
            if (!(column.Kind == CsvColumnKind.Date ? column.Format.Date!.HasDate && Days.Contains(value) : IsSentinel(value)))
            {
                continue;
            }

            (double low, double high) = Range(column.Values, [.. known, value]);
            double gap = value > high ? value - high : low - value;
            bool isRare = column.Values.Length - column.MissingCount >= FewestRows || Math.Abs(value) >= UnlikelyInFewRows;
            if (high > low && gap > high - low && isRare)
            {
                int rows = 0;
                foreach (double other in column.Values)
                {
                    rows += other == value ? 1 : 0;
                }

                return (value, rows, low, high);
            }
        }

        return null;
    }

    private static bool IsSentinel(double value) =>
        Math.Abs(value) >= Huge || Extremes.Contains(value) || AreNines(Math.Abs(value)) || AreNines(10 * Math.Abs(value));

    private static bool AreNines(double value) => value is >= 99 and < 1e15 && Math.Log10(value + 1) is var digits && digits == Math.Floor(digits);

    private static (double Least, double Most) Range(ReadOnlySpan<double> values, HashSet<double> without)
    {
        (double least, double most) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (double value in values)
        {
            if ((value < least || value > most) && !without.Contains(value))
            {
                (least, most) = (Math.Min(least, value), Math.Max(most, value));
            }
        }

        return (least, most);
    }

    private static string? Since1970(CsvColumn column)
    {
        if (column.Kind != CsvColumnKind.Numeric || column.Unit.Length > 0 || column.Values.Length - column.MissingCount < FewestTimes)
        {
            return null;
        }

        (double least, double most) = column.Range;
        foreach ((string unit, double perDay, bool isNamed) in Units)
        {
            (double first, double last) = (least / perDay, most / perDay);
            bool isPlausible = first > (new DateTime(1990, 1, 1) - Epoch).TotalDays && last < (new DateTime(2040, 1, 1) - Epoch).TotalDays;
            if (isPlausible && (!isNamed || NameOfTime().IsMatch(column.Name)))
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"its numbers look like {unit} since 1970, {Epoch.AddDays(first):yyyy-MM-dd} to {Epoch.AddDays(last):yyyy-MM-dd}; it stays a number, ") +
                    "and written as dates it would have places in the year, the week and the day";
            }
        }

        return null;
    }

    private static string? Code(CsvColumn column) => column.Kind == CsvColumnKind.Numeric && column.Unit.Length == 0 && NameOfCode().IsMatch(column.Name)
        && !column.HoldsCodes ? "it is named like a code and taken as a number; if its numbers only name places, declare the column categorical" : null;

    [GeneratedRegex(
        "(^|[_\\-. ])(zip|postal|(zip|postal)[_ ]?code|postcode|plz|postleitzahl|fips)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex NameOfCode();

    [GeneratedRegex("time|date|stamp|epoch|created|updated|seconds|(^|_)(ts|at|when)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex NameOfTime();
}

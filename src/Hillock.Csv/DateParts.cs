namespace Hillock.Csv;

/// <summary>What a network can use of a date: the days that have passed, and where in the year, the month, the week and the day it is.</summary>
internal static class DateParts
{
    private const int DaysOfYear = 366;

    private static readonly DateTime Epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly (string Name, Func<double, double> Of)[] All =
    [
        ("days", static days => days),
        ("month", static days => Epoch.AddDays(days).Month),
        ("day", static days => Epoch.AddDays(days).Day),
        ("weekday", static days => (((int)Epoch.AddDays(days).DayOfWeek + 6) % 7) + 1), // Monday is 1
        ("hour", static days => 24 * (days - Math.Floor(days))),
    ];

    /// <summary>The parts that differ between rows, at least one: their names behind the column's, and their numbers.</summary>
    public static IEnumerable<(string Name, double[] Values)> Of(CsvColumn column, int rows)
    {
        bool hasDate = column.Format.Date!.HasDate;
        bool any = false;
        foreach ((string name, Func<double, double> of) in hasDate ? All : All[^1..])
        {
            if (name == "month" && Span(column) <= DaysOfYear)
            {
                continue; // within a year, the days say it
            }

            double[] values = Take(column, rows, of);
            if (!any || Differ(values))
            {
                any = true;
                yield return ($"{column.Name}.{name}", values);
            }
        }
    }

    /// <summary>One part by the name that <see cref="Of"/> gives it; null where there is none.</summary>
    public static double[]? Named(CsvColumn column, int rows, string part)
    {
        Func<double, double>? of = Array.Find(All, entry => entry.Name == part).Of;
        return of is null ? null : Take(column, rows, of);
    }

    private static double[] Take(CsvColumn column, int rows, Func<double, double> of)
    {
        double[] values = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            double days = column.Values[row];
            values[row] = double.IsNaN(days) ? double.NaN : of(days);
        }

        return values;
    }

    private static double Span(CsvColumn column)
    {
        (double least, double most) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (double days in column.Values)
        {
            least = days < least ? days : least;
            most = days > most ? days : most;
        }

        return most - least;
    }

    private static bool Differ(double[] values)
    {
        double first = Array.Find(values, static value => !double.IsNaN(value));
        return Array.Exists(values, value => !double.IsNaN(value) && value != first);
    }
}

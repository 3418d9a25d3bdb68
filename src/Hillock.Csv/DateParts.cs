namespace Hillock.Csv;

/// <summary>What a network can use of a date: the days that have passed, and where in the year, the month, the week and the day it is.</summary>
/// <remarks>
/// A place in a cycle is a point on a circle, sine and cosine, on which Sunday lies beside Monday and December beside January. Every further feature is noise
/// where the date says nothing, and a network of few rows learns noise by heart: a cycle is taken only where there are ten rows for each of its steps (of the
/// month, whose days seldom matter, thirty).
/// </remarks>
internal static class DateParts
{
    private const int DaysOfYear = 366;
    private const int MostKnown = 1 << 10; // of places: two years' days
    private const string DaysName = "days", HourName = "hour", HoursName = "hours", SineEnding = "_sin", CosineEnding = "_cos";

    private static readonly DateTime Epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly Cycle[] Cycles =
    [
        new("year", 10 * 12, static days => (Epoch.AddDays(days).DayOfYear - 1.0) / (DateTime.IsLeapYear(Epoch.AddDays(days).Year) ? 366 : 365)),
        new("month", 30 * 31, static days => (Epoch.AddDays(days).Day - 1.0) / DateTime.DaysInMonth(Epoch.AddDays(days).Year, Epoch.AddDays(days).Month)),
        new("weekday", 10 * 7, static days => (((int)Epoch.AddDays(days).DayOfWeek + 6) % 7) / 7.0), // Monday is at 0
        new("hour", 10 * 24, static days => days - Math.Floor(days)),
    ];

    /// <summary>The parts of a column, at least one: their names behind the column's, and their numbers.</summary>
    public static IEnumerable<(string Name, double[] Values)> Of(CsvColumn column, int rows)
    {
        if (column.Format.Date!.IsDuration)
        {
            yield return ($"{column.Name}.{HoursName}", Take(column, rows, static days => 24 * days));
            yield break;
        }

        if (!column.Format.Date!.HasDate)
        {
            yield return ($"{column.Name}.{HourName}", Take(column, rows, Hour));
            yield break;
        }

        yield return ($"{column.Name}.{DaysName}", Take(column, rows, static days => days));
        foreach (Cycle cycle in Taken(column, rows))
        {
            (double[] sines, double[] cosines) = cycle.Places(column, rows);
            yield return ($"{column.Name}.{cycle.Name}{SineEnding}", sines);
            yield return ($"{column.Name}.{cycle.Name}{CosineEnding}", cosines);
        }
    }

    /// <summary>What becomes of a column, in words.</summary>
    public static string Describe(CsvColumn column, int rows)
    {
        if (!column.Format.Date!.HasDate)
        {
            return column.Format.Date.IsDuration ? "its durations become hours" : "its times become hours";
        }

        string[] taken = [.. Taken(column, rows).Select(static cycle => cycle.Name)];
        string[] needed =
        [
            .. Cycles.Where(cycle => cycle.FewestRows > rows && Varies(cycle, column))
                .Select(static cycle => FormattableString.Invariant($"{cycle.Name} {cycle.FewestRows}")),
        ];
        string places = taken.Length == 0 ? "" : $" and their place in the {string.Join(", ", taken.Select(Noun))}";
        return $"its dates become days{places}" + (needed.Length == 0 ? "" : $" (rows that more parts need: {string.Join(", ", needed)})");
    }

    /// <summary>One part by the name that <see cref="Of"/> gives it; null where there is none.</summary>
    public static double[]? Named(CsvColumn column, int rows, string part) => part switch
    {
        DaysName => Take(column, rows, static days => days),
        HourName => Take(column, rows, Hour),
        HoursName => Take(column, rows, static days => 24 * days),
        _ when part.EndsWith(SineEnding, StringComparison.Ordinal) && Find(part[..^SineEnding.Length]) is { } cycle => Take(column, rows, cycle.SineOf),
        _ when part.EndsWith(CosineEnding, StringComparison.Ordinal) && Find(part[..^CosineEnding.Length]) is { } cycle => Take(column, rows, cycle.CosineOf),
        _ => null,
    };

    private static double Hour(double days) => 24 * (days - Math.Floor(days));

    private static string Noun(string cycle) => cycle switch { "weekday" => "week", "hour" => "day", _ => cycle };

    private static Cycle? Find(string name) => Array.Find(Cycles, cycle => cycle.Name == name);

    private static IEnumerable<Cycle> Taken(CsvColumn column, int rows) => Cycles.Where(cycle => cycle.FewestRows <= rows && Varies(cycle, column));

    // Within a year, the days say it.
    private static bool Varies(Cycle cycle, CsvColumn column) => (cycle.Name != "year" || Span(column) > DaysOfYear) && Differ(column, cycle.Phase);

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
        (double least, double most) = column.Range;
        return most - least;
    }

    private static bool Differ(CsvColumn column, Func<double, double> of)
    {
        double first = double.NaN;
        foreach (double days in column.Values)
        {
            double value = double.IsNaN(days) ? double.NaN : of(days);
            if (double.IsNaN(value) || value == first)
            {
                continue;
            }

            if (!double.IsNaN(first))
            {
                return true;
            }

            first = value;
        }

        return false;
    }

    /// <summary>Something that comes again.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="FewestRows">The rows from which it is taken.</param>
    /// <param name="Phase">The place in it, from 0 to 1, of days since 1970.</param>
    private sealed record Cycle(string Name, int FewestRows, Func<double, double> Phase)
    {
        public double SineOf(double days) => Math.Sin(2 * Math.PI * Phase(days));

        public double CosineOf(double days) => Math.Cos(2 * Math.PI * Phase(days));

        /// <summary>Both of every row: what two rows with one place have in common is computed once.</summary>
        public (double[] Sines, double[] Cosines) Places(CsvColumn column, int rows)
        {
            (double[] sines, double[] cosines) = (new double[rows], new double[rows]);
            Dictionary<double, (double Sin, double Cos)> known = [];
            for (int row = 0; row < rows; row++)
            {
                double days = column.Values[row];
                if (double.IsNaN(days))
                {
                    (sines[row], cosines[row]) = (double.NaN, double.NaN);
                    continue;
                }

                double angle = 2 * Math.PI * Phase(days);
                if (!known.TryGetValue(angle, out (double Sin, double Cos) place))
                {
                    place = (Math.Sin(angle), Math.Cos(angle));
                    if (known.Count < MostKnown)
                    {
                        known.Add(angle, place);
                    }
                }

                (sines[row], cosines[row]) = place;
            }

            return (sines, cosines);
        }
    }
}

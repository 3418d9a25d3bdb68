using System.Buffers;
using System.Globalization;

namespace Hillock.Csv.Cells;

/// <summary>How the dates and times of a column are written.</summary>
/// <param name="name">The format in words, such as <c>day.month.year</c>.</param>
/// <param name="formats">The formats that occur, as .NET writes them.</param>
/// <param name="hasDate">Whether there is a date, or a time of day alone.</param>
internal sealed class DateFormat(string name, string[] formats, bool hasDate)
{
    private const int ShortestYears = 6; // of M/d/yy

    private static readonly SearchValues<char> OfDates = SearchValues.Create("-/.: QqWPhms");

    private readonly string[] _formats = formats;

    private static readonly DateTime Epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly (string Name, string[] Dates)[] Dates =
    [
        ("year-month-day", ["yyyy-M-d"]), ("year/month/day", ["yyyy/M/d"]), ("year.month.day", ["yyyy.M.d"]), ("day.month.year", ["d.M.yyyy"]),
        ("day.month.year", ["d.M.yy"]), ("month/day/year", ["M/d/yyyy"]), ("day/month/year", ["d/M/yyyy"]), ("month/day/year", ["M/d/yy"]),
            ("day/month/year", ["d/M/yy"]),
        ("day-month-year", ["d-M-yyyy"]), ("month-day-year", ["M-d-yyyy"]), ("day month year", ["d MMM yyyy", "d MMMM yyyy", "d. MMM yyyy", "d. MMMM yyyy"]),
        ("day-month-year", ["d-MMM-yyyy", "d-MMM-yy"]), ("month day, year", ["MMM d, yyyy", "MMMM d, yyyy", "MMM d yyyy", "MMMM d yyyy"]),
            ("year-month", ["yyyy-MM"]),
        ("year/month", ["yyyy/MM"]), ("month/year", ["M/yyyy"]), ("year month day", ["yyyyMMdd"]), ("day month year", ["ddd, d MMM yyyy", "dddd, d MMMM yyyy"]),
        ("month day, year", ["ddd, MMM d, yyyy", "dddd, MMMM d, yyyy"]), ("month year", ["MMM yyyy", "MMMM yyyy", "MMM-yyyy", "MMM-yy"]),
    ];

    private static readonly string[] Times = ["H:mm", "H:mm:ss", "H:mm:ss.FFFFFFF", "h:mm tt", "h:mm:ss tt", "h:mmtt", "h:mm:sstt", "h tt", "htt"];

    // With the time in the middle, or the offset behind a space: ctime, web servers, e-mail.
    private static readonly (string Name, string[] Formats)[] Stamps =
    [
        ("weekday month day time year", ["ddd MMM d H:mm:ss yyyy"]), ("day/month/year:time", ["d/MMM/yyyy:H:mm:ss zzz", "d/MMM/yyyy:H:mm:ss"]),
        ("day month year", ["ddd, d MMM yyyy H:mm:ss 'GMT'", "ddd, d MMM yyyy H:mm:ss zzz"]),
        ("year-month-day", ["yyyy-M-d H:mm:ss 'UTC'", "yyyy-M-d H:mm:ss zz", "yyyy-M-d H:mm:ss zzz", "yyyy-M-d H:mm:sszz", "yyyy-M-d H:mm:ss.FFFFFFFzz",
            "yyyy-M-d H:mm:ss.FFFFFFF 'UTC'"]),
        ("year month day time", ["yyyyMMddHHmmss", "yyyyMMdd'T'HHmmss", "yyyyMMdd'T'HHmmssK"]),
        ("year and week", [WrittenTime.Week]), ("year and quarter", [WrittenTime.Quarter]),
    ];

    // Read only where the order is given: 24/01/31 may be the day of another year.
    private static readonly (string Name, string[] Formats)[] ShortYears =
        [("year-month-day", ["yy-M-d"]), ("year/month/day", ["yy/M/d"]), ("year.month.day", ["yy.M.d"])];

    /// <summary>The format in words.</summary>
    public string Name { get; } = name;

    /// <summary>The formats that occur, as .NET writes them.</summary>
    public IReadOnlyList<string> Formats => _formats;

    /// <summary>Whether there is a date.</summary>
    public bool HasDate { get; } = hasDate;

    /// <summary>Whether a time is how long something lasts, not one of a day.</summary>
    public bool IsDuration => _formats is [WrittenTime.Duration];

    /// <summary>Durations.</summary>
    public static DateFormat Durations { get; } = new("duration", [WrittenTime.Duration], hasDate: false);

    /// <summary>Dates, with a time or without, of a column that holds them as such and not as text.</summary>
    public static DateFormat Typed { get; } = new("year-month-day", [.. WithTimes("yyyy-M-d")], hasDate: true);

    /// <summary>Times of day of such a column.</summary>
    public static DateFormat TypedTimes { get; } = new("time of day", Times, hasDate: false);

    /// <summary>The format that understands the same cells with day and month exchanged; null where none does.</summary>
    public DateFormat? Exchanged { get; private init; }

    /// <summary>Where else the year might stand, first or last, where it has two digits and both may be; null otherwise.</summary>
    public string? OtherYear { get; private init; }

    /// <summary>Whether another format would have understood the same cells, day and month exchanged.</summary>
    public bool IsAmbiguous => Exchanged is not null;

    /// <summary>Whether dates of numbers with the year behind showed which of the others is the month.</summary>
    public bool TellsDayFromMonth => Exchanged is null && OtherYear is null
        && Name is ("day/month/year" or "month/day/year" or "day-month-year" or "month-day-year")
        && !_formats[0].Contains("MMM", StringComparison.Ordinal);

    /// <summary>The format once a cell has told day from month.</summary>
    public DateFormat Decided => new(Name, _formats, HasDate);

    /// <summary>The days since the beginning of 1970, or of the day where there is a time alone.</summary>
    public bool TryParse(ReadOnlySpan<char> cell, out double days)
    {
        days = 0;
        cell = cell.Trim();
        foreach (string format in _formats)
        {
            if (TryParse(format, cell, HasDate, out days))
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryParse(string format, ReadOnlySpan<char> cell, bool hasDate, out double days)
    {
        if (format[0] == '{')
        {
            return WrittenTime.TryParse(format, cell.ToString(), out days);
        }

        if (hasDate && TryPlain(format, cell, out days))
        {
            return true;
        }

        const DateTimeStyles Universal = DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal;
        bool isDate = DateTime.TryParseExact(cell, format, CultureInfo.InvariantCulture, Universal, out DateTime time)
            || (format.Contains("MMM", StringComparison.Ordinal) && MonthWords.InEnglish(cell.ToString()) is { } english
                && DateTime.TryParseExact(english, format, CultureInfo.InvariantCulture, Universal, out time));
        days = hasDate ? (time - Epoch).TotalDays : time.TimeOfDay.TotalDays;
        return isDate;
    }

    // 2024-01-31 and 2024-01-31 23:59:59, which are what most files have: as the parser of the runtime reads them, several times faster.
    private static bool TryPlain(string format, ReadOnlySpan<char> cell, out double days)
    {
        days = 0;
        bool hasTime = cell.Length == 19 && format == "yyyy-M-d H:mm:ss";
        if ((!hasTime && (cell.Length != 10 || format != "yyyy-M-d")) || cell[4] != '-' || cell[7] != '-')
        {
            return false;
        }

        int year = (100 * TwoDigits(cell)) + TwoDigits(cell[2..]), month = TwoDigits(cell[5..]), day = TwoDigits(cell[8..]);
        if (TwoDigits(cell) < 0 || TwoDigits(cell[2..]) < 0 || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        TimeSpan time = TimeSpan.Zero;
        if (hasTime)
        {
            int hour = TwoDigits(cell[11..]), minute = TwoDigits(cell[14..]), second = TwoDigits(cell[17..]);
            if (cell[10] != ' ' || cell[13] != ':' || cell[16] != ':' || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59)
            {
                return false;
            }

            time = new TimeSpan(hour, minute, second);
        }

        days = (new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc) + time - Epoch).TotalDays;
        return true;
    }

    // Negative where one of the first two characters is no digit.
    private static int TwoDigits(ReadOnlySpan<char> text) =>
        char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[1]) ? (10 * (text[0] - '0')) + text[1] - '0' : -1;

    /// <summary>The format that understands most of some cells, or null.</summary>
    /// <param name="cells">Cells that are not missing.</param>
    /// <param name="least">How many of them are to be understood.</param>
    /// <param name="order">The order of day, month and year where it is known.</param>
    public static DateFormat? Detect(IReadOnlyList<string> cells, int least, CsvDateOrder order = CsvDateOrder.Auto)
    {
        if (cells.Count == 0 || cells.Count(MayBeDate) < least)
        {
            return null;
        }

        List<DateFormat> found = [];
        foreach ((string name, string[] dates) in order == CsvDateOrder.YearMonthDay ? [.. ShortYears, .. Dates] : Dates)
        {
            string[] all = [.. dates.SelectMany(WithTimes)];
            if (Occurring(cells, all, least) is { } formats)
            {
                found.Add(new DateFormat(name, formats, hasDate: true));
            }
        }

        foreach ((string name, string[] all) in found.Count > 0 ? [] : Stamps)
        {
            if (Occurring(cells, all, least) is { } formats)
            {
                found.Add(new DateFormat(name, formats, hasDate: true));
            }
        }

        if (found.Count == 0)
        {
            return Occurring(cells, Times, least) is { } times ? new DateFormat("time of day", times, hasDate: false)
                : Occurring(cells, [WrittenTime.Duration], least) is not null && cells.Any(static cell => cell.Contains(':') || cell.Contains('P')
                    || WrittenTime.IsOfUnits(cell)) ? Durations : null;
        }

        if (order != CsvDateOrder.Auto && found.Find(format => format.Name.StartsWith(FirstOf(order), StringComparison.Ordinal)) is { } ordered)
        {
            return ordered;
        }

        DateFormat best = found.Count == 1 || found[0].Name == found[1].Name ? found[0]
            : new DateFormat(found[0].Name, found[0]._formats, hasDate: true) { Exchanged = found[1] };
        return best._formats[0].Length <= ShortestYears && FirstYear(cells, least) is { } other ? Closer(best, other, cells) : best;
    }

    private static DateFormat? FirstYear(IReadOnlyList<string> cells, int least) => ShortYears
        .Select(candidate => Occurring(cells, candidate.Formats, least) is { } formats ? new DateFormat(candidate.Name, formats, hasDate: true) : null)
        .FirstOrDefault(static format => format is not null);

    // 24/01/31: the days of a file are closer together the right way round.
    private static DateFormat Closer(DateFormat last, DateFormat first, IReadOnlyList<string> cells)
    {
        bool isFirst = first.Span(cells) < last.Span(cells);
        DateFormat best = isFirst ? first : last;
        return new DateFormat(best.Name, best._formats, hasDate: true) { Exchanged = best.Exchanged, OtherYear = isFirst ? "last" : "first" };
    }

    private double Span(IReadOnlyList<string> cells)
    {
        double[] days = [.. cells.Select(cell => TryParse(cell, out double day) ? day : double.NaN).Where(static day => !double.IsNaN(day))];
        return days.Length == 0 ? double.PositiveInfinity : days.Max() - days.Min();
    }

    /// <summary>A number of days as a date or a time.</summary>
    public string Text(double days)
    {
        if (IsDuration)
        {
            return WrittenTime.Text(days);
        }

        DateTime time = Epoch.AddTicks((long)Math.Round(days * TimeSpan.TicksPerDay / TimeSpan.TicksPerMillisecond) * TimeSpan.TicksPerMillisecond);
        return time.ToString(!HasDate ? "HH:mm:ss" : time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    /// <summary>A number of days with day and month the other way round.</summary>
    public static double Exchange(double days)
    {
        DateTime time = Epoch.AddTicks((long)Math.Round(days * TimeSpan.TicksPerDay));
        return time.Day > 12 ? days : days + (new DateTime(time.Year, time.Day, time.Month) - time.Date).TotalDays;
    }

    private static IEnumerable<string> WithTimes(string date) =>
    [
        date, .. Times.Select(time => $"{date} {time}"),
            .. Times.Take(3).SelectMany(time => (string[])[$"{date} {time}K", $"{date}'T'{time}", $"{date}'T'{time}K"]),
        .. Times.Take(2).Select(time => $"{date}, {time}"),
    ];

    private static string FirstOf(CsvDateOrder order) => order switch
    {
        CsvDateOrder.DayMonthYear => "day",
        CsvDateOrder.MonthDayYear => "month",
        _ => "year",
    };

    private static bool MayBeDate(string cell) =>
        cell.Length is >= 2 and <= 40 && cell.Any(char.IsAsciiDigit) && (cell.AsSpan().IndexOfAny(OfDates) >= 0 || IsCompact(cell));

    /// <summary>Whether a cell may be a date of digits alone, from 1900 to 2099: a number, too, so the whole column is to be such.</summary>
    internal static bool IsCompact(string cell) =>
        (cell.Length is 8 or 14 or 15 or 16) && (cell.StartsWith("19", StringComparison.Ordinal) || cell.StartsWith("20", StringComparison.Ordinal))
        && char.IsAsciiDigit(cell[7]) && DateTime.TryParseExact(cell.AsSpan(0, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static string[]? Occurring(IReadOnlyList<string> cells, string[] candidates, int least)
    {
        HashSet<string> used = [];
        int understood = 0, failed = 0;
        string? last = null;
        foreach (string cell in cells)
        {
            string? format = last is not null && Understands(last, cell) ? last : candidates.FirstOrDefault(candidate => Understands(candidate, cell));
            if (format is not null)
            {
                used.Add(format);
                last = format;
                understood++;
            }
            else if (++failed > cells.Count - least)
            {
                return null;
            }
        }

        return understood > 0 ? [.. used] : null;
    }

    private static bool Understands(string format, string cell) => TryParse(format, cell.AsSpan().Trim(), hasDate: true, out _);
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Hillock.Csv.Cells;

/// <summary>Times that no format of .NET describes: weeks (2024-W05), quarters (2024-Q1, Q1 2024) and durations (37:15:02, 1h 20m).</summary>
internal static partial class WrittenTime
{
    /// <summary>Stands for a week in a list of formats.</summary>
    public const string Week = "{week}";

    /// <summary>Stands for a quarter in a list of formats.</summary>
    public const string Quarter = "{quarter}";

    /// <summary>Stands for a duration in a list of formats.</summary>
    public const string Duration = "{duration}";

    private static readonly DateTime Epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly Dictionary<string, double> Hours = new(StringComparer.OrdinalIgnoreCase)
    {
        ["y"] = 8765.82, // of the Gregorian calendar: 365.2425 days
        ["yr"] = 8765.82,
        ["year"] = 8765.82,
        ["mo"] = 730.485,
        ["month"] = 730.485,
        ["w"] = 168,
        ["week"] = 168,
        ["d"] = 24,
        ["day"] = 24,
        ["tag"] = 24,
        ["h"] = 1,
        ["hr"] = 1,
        ["hour"] = 1,
        ["std"] = 1,
        ["m"] = 1.0 / 60,
        ["min"] = 1.0 / 60,
        ["minute"] = 1.0 / 60,
        ["s"] = 1.0 / 3600,
        ["sec"] = 1.0 / 3600,
        ["second"] = 1.0 / 3600,
        ["ms"] = 1.0 / 3_600_000,
    };

    /// <summary>The days of a cell: since the beginning of 1970, of the Monday of a week and the first day of a quarter; or as long as it lasts.</summary>
    public static bool TryParse(string format, string cell, out double days) => format switch
    {
        Week => TryWeek(cell, out days),
        Quarter => TryQuarter(cell, out days),
        _ => TryDuration(cell, out days),
    };

    /// <summary>Whether a cell is a duration in two units or more, such as 1h 20m: one alone may be any number with a unit.</summary>
    public static bool IsOfUnits(string cell) => Units().Match(cell) is { Success: true } match && match.Groups[2].Captures.Count > 1;

    /// <summary>A duration as hours, minutes and seconds.</summary>
    public static string Text(double days)
    {
        long milliseconds = (long)Math.Round(Math.Abs(days) * 86_400_000);
        string fraction = milliseconds % 1000 == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $".{milliseconds % 1000:000}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(days < 0 ? "-" : "")}{milliseconds / 3_600_000}:{milliseconds / 60_000 % 60:00}:{milliseconds / 1000 % 60:00}{fraction}");
    }

    private static bool TryWeek(string cell, out double days)
    {
        days = 0;
        Match match = Weeks().Match(cell);
        if (!match.Success)
        {
            return false;
        }

        (int year, int week) = (Whole(match.Groups["year"]), Whole(match.Groups["week"]));
        if (year == 0 || week == 0 || week > ISOWeek.GetWeeksInYear(year))
        {
            return false;
        }

        int day = match.Groups["day"].Success ? Whole(match.Groups["day"]) : 1;
        days = (ISOWeek.ToDateTime(year, week, DayOfWeek.Monday) - Epoch).TotalDays + day - 1;
        return true;
    }

    private static bool TryQuarter(string cell, out double days)
    {
        days = 0;
        Match match = Quarters().Match(cell);
        if (!match.Success || Whole(match.Groups["year"]) == 0)
        {
            return false;
        }

        days = (new DateTime(Whole(match.Groups["year"]), (3 * Whole(match.Groups["quarter"])) - 2, 1) - Epoch).TotalDays;
        return true;
    }

    private static bool TryDuration(string cell, out double days)
    {
        days = 0;
        Match clock = Clock().Match(cell);
        Match match = clock.Success ? clock : Iso().Match(cell) is { Success: true } iso ? iso : MinutesClock().Match(cell);
        if (match.Success)
        {
            double whole = Number(match.Groups["d"]);
            double hours = Number(match.Groups["h"]) + (Number(match.Groups["m"]) / 60) + (Number(match.Groups["s"]) / 3600);
            int sign = match.Groups["sign"].Value == "-" ? -1 : 1;

            // pandas writes minus ten minutes as -1 days +23:50:00.
            days = match.Groups["plus"].Success ? (sign * whole) + (hours / 24) : sign * (whole + (hours / 24));
            return cell.Length > 2;
        }

        match = Units().Match(cell);
        for (int i = 0; i < match.Groups[2].Captures.Count; i++)
        {
            string unit = match.Groups[3].Captures[i].Value;
            if (!Hours.TryGetValue(unit, out double hours) && !Hours.TryGetValue(Singular(unit), out hours))
            {
                return false;
            }

            days += hours * Number(match.Groups[2].Captures[i]) / 24;
        }

        return match.Success;
    }

    private static string Singular(string unit) =>
        unit.EndsWith("en", StringComparison.Ordinal) ? unit[..^2] : unit.Length > 2 && unit[^1] is 's' or 'e' or 'n' ? unit[..^1] : unit;

    private static int Whole(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    private static double Number(Capture capture) =>
        capture.Length == 0 ? 0 : double.Parse(capture.Value.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    [GeneratedRegex("^((?<year>[12]\\d{3})-?W(?<week>\\d{1,2})(-?(?<day>[1-7]))?|W(?<week>\\d{1,2})[-/ ](?<year>[12]\\d{3}))$", RegexOptions.CultureInvariant)]
    private static partial Regex Weeks();

    [GeneratedRegex(
        "^((?<year>[12]\\d{3})[-/ ]?[Qq](?<quarter>[1-4])|[Qq](?<quarter>[1-4])[-/ ]?(?<year>[12]\\d{3})|(?<quarter>[1-4])[Qq][-/ ]?(?<year>[12]\\d{3}))$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Quarters();

    [GeneratedRegex(
        "^(?<sign>-?)((?<d>\\d{1,7}) days?,? (?<plus>\\+)?)?(?<h>\\d{1,7}):(?<m>[0-5]?\\d)(:(?<s>[0-5]?\\d(\\.\\d{1,9})?))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Clock();

    [GeneratedRegex("^(?<sign>-?)(?<m>\\d{1,7}):(?<s>[0-5]\\d[.,]\\d{1,9})$", RegexOptions.CultureInvariant)]
    private static partial Regex MinutesClock(); // of races: 12:07.1

    [GeneratedRegex("^(?<sign>-?)P((?<d>\\d+)D)?(T((?<h>\\d+)H)?((?<m>\\d+)M)?((?<s>\\d+(\\.\\d+)?)S)?)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Iso();

    [GeneratedRegex("^((\\d+(?:[.,]\\d+)?)\\s*([a-zA-Z]+)\\.?,?\\s*)+$", RegexOptions.CultureInvariant)]
    private static partial Regex Units();
}

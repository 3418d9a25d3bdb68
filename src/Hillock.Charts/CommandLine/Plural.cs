using System.Globalization;

namespace Hillock.Charts.CommandLine;

/// <summary>A number with what it counts.</summary>
internal static class Plural
{
    /// <summary><c>1 row</c>, <c>0 rows</c> or <c>1,234 rows</c>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="one">The word for one.</param>
    /// <param name="many">The word for any other number; that for one with an s when null.</param>
    public static string Of(long count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {Word(count, one, many)}");

    /// <summary>The word without the number.</summary>
    public static string Word(long count, string one, string? many = null) => count == 1 ? one : many ?? one + "s";
}

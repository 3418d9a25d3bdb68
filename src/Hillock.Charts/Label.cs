using System.Globalization;

namespace Hillock.Charts;

/// <summary>Numbers as people read them: a true minus sign, no exponent where none is needed.</summary>
public static class Label
{
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <summary>A number with the given decimals.</summary>
    public static string Number(double value, int decimals) =>
        Minus(value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    /// <summary>A number with a few significant digits: 0.0123, 1.23, 123, 1.2e+7.</summary>
    public static string Significant(double value, int digits = 3)
    {
        if (value == 0 || !double.IsFinite(value))
        {
            return value == 0 ? "0" : double.IsNaN(value) ? "–" : value > 0 ? "∞" : "−∞";
        }

        int magnitude = (int)Math.Floor(Math.Log10(Math.Abs(value)));
        if (magnitude is < -4 or > 5)
        {
            return Minus(value.ToString("0.0e+0", CultureInfo.InvariantCulture));
        }

        return Number(value, Math.Clamp(digits - 1 - magnitude, 0, 6));
    }

    /// <summary>A number with no more digits than it has: 17, 0.5.</summary>
    public static string Plain(double value) => double.IsInteger(value) && Math.Abs(value) < 1e9 ? Number(value, 0) : Significant(value);

    /// <summary>A share of 1 in per cent, without the sign: 12.5.</summary>
    public static string Percent(double share, int decimals = 1) => Number(100 * share, decimals);

    /// <summary>A time: 1.2 ms, 3.45 s, 2 min 5 s.</summary>
    public static string Seconds(double seconds) => seconds switch
    {
        < 1e-3 => Significant(seconds * 1e6) + " µs",
        < 1 => Significant(seconds * 1e3) + " ms",
        < 100 => Significant(seconds) + " s",
        _ => FormattableString.Invariant($"{(int)(seconds / 60)} min {(int)(seconds % 60)} s"),
    };

    /// <summary>A probability with at most the given decimals: 0.42, 0.042, 0.0012, &lt; 0.0001.</summary>
    public static string Probability(double value, int decimals = 4)
    {
        double least = Math.Pow(10, -decimals);
        return value < least ? "< " + Number(least, decimals) : Number(value, Math.Min(decimals, value < 0.01 ? 4 : value < 0.1 ? 3 : 2));
    }

    /// <summary>A factor times a power of ten: 0.1, 20, 5·10⁻⁷.</summary>
    public static string Power(double factor, int exponent)
    {
        if (exponent is >= -3 and <= 3)
        {
            return Number(factor * Math.Pow(10, exponent), Math.Max(0, -exponent));
        }

        string power = "10" + string.Concat(exponent.ToString(CultureInfo.InvariantCulture).Select(static c => c == '-' ? '⁻' : Superscripts[c - '0']));
        return factor == 1 ? power : Number(factor, 0) + "·" + power;
    }

    /// <summary>The beginning of a text that is too long, with an ellipsis.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">The most characters, the ellipsis included.</param>
    public static string Cut(string text, int length)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        int end = length - 1;
        return text.Length <= length ? text : text[..(end > 0 && char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + "…";
    }

    private static string Minus(string text)
    {
        bool isZero = text.AsSpan().IndexOfAnyInRange('1', '9') < 0;
        return isZero ? text.TrimStart('-') : text.Replace('-', '−');
    }
}

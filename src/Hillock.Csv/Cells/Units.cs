using System.Buffers;
using System.Globalization;

namespace Hillock.Csv.Cells;

/// <summary>What may stand at a number without making it a word: currencies, per cent, units.</summary>
internal static class Units
{
    private const int FewestLetters = 3;
    private const int LongestWord = 12;

    private static readonly SearchValues<char> LettersOfMagnitudes = SearchValues.Create("BkKMTabcdehilmnorstu.");

    private static readonly HashSet<string> Currencies = new(StringComparer.Ordinal)
    {
        "USD", "EUR", "GBP", "JPY", "CHF", "CNY", "INR", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "AUD", "CAD", "NZD", "BRL", "RUB", "TRY", "ZAR", "KRW",
        "MXN", "SGD",
        "HKD", "kr", "kr.", "zł", "Kč", "Ft", "Fr", "Fr.", "Rs", "Rs.", "US$", "A$", "C$", "R$", "S$", "HK$", "NZ$", "Euro", "euro", "Dollar", "dollars", "ct",
    };

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "%", "‰", "°", "°C", "°F", "K", "k", "M", "\"", "″", "inch", "inches", "miles", "feet", "pcs", "pc", "MP", "Mpx", "Mbps",
        "µm", "μm", "mm", "cm", "dm", "m", "km", "in", "ft", "yd", "mi", "nm", "m²", "m2", "km²", "sqm", "sqft", "ha", "m³", "m3", "ml", "mL", "cl", "dl",
        "l", "L", "cc", "CC",
        "µg", "mg", "g", "kg", "t", "lb", "lbs", "oz", "ms", "s", "sec", "min", "mins", "h", "hr", "hrs", "hours", "minutes", "seconds", "d", "day", "days",
        "weeks", "month",
        "months", "year", "years", "yr", "yrs", "Hz", "kHz", "MHz", "GHz", "W", "kW", "MW", "Wh", "kWh", "MWh", "V", "mV", "kV", "A", "mA", "Pa", "hPa",
        "kPa", "bar", "mbar", "psi",
        "N", "J", "kJ", "cal", "kcal", "B", "kB", "KB", "MB", "GB", "TB", "mph", "km/h", "kmh", "m/s", "kmpl", "km/l", "mpg", "hp", "bhp", "PS", "rpm", "dB",
        "ppm", "px", "pts",
        "mg/dl", "mg/dL", "mg/l", "mg/L", "g/l", "g/dl", "mmol/l", "mmol/L", "mmHg", "bpm",
    };

    private static readonly Dictionary<string, double> Magnitudes = new(StringComparer.Ordinal)
    {
        ["k"] = 1e3,
        ["K"] = 1e3,
        ["M"] = 1e6,
        ["B"] = 1e9,
        ["T"] = 1e12,
        ["Tsd"] = 1e3,
        ["Tsd."] = 1e3,
        ["thousand"] = 1e3,
        ["lakh"] = 1e5,
        ["crore"] = 1e7,
        ["mn"] = 1e6,
        ["mln"] = 1e6,
        ["Mio"] = 1e6,
        ["Mio."] = 1e6,
        ["mio"] = 1e6,
        ["million"] = 1e6,
        ["bn"] = 1e9,
        ["Mrd"] = 1e9,
        ["Mrd."] = 1e9,
        ["billion"] = 1e9,
    };

    /// <summary>Whether what stands behind a number multiplies it: <c>$1.2k</c>, <c>3.5M</c>, <c>2 Mio €</c>, but not <c>300 K</c> and <c>5 B</c>.</summary>
    /// <param name="suffix">What stands behind.</param>
    /// <param name="prefix">The currency in front; empty for none.</param>
    /// <param name="isGlued">Whether nothing stands between.</param>
    /// <param name="scale">By how much.</param>
    /// <param name="currency">The currency in front or behind; empty for none.</param>
    public static bool TryMagnitude(string suffix, string prefix, bool isGlued, out double scale, out string currency)
    {
        (scale, currency) = (1, prefix);
        if (suffix.Length == 0)
        {
            return false;
        }

        if (Magnitudes.TryGetValue(suffix, out scale))
        {
            return suffix.Length > 1 || prefix.Length > 0 || (isGlued && suffix is "k" or "K" or "M");
        }

        if (prefix.Length > 0 || IsKnown(suffix))
        {
            return false;
        }

        int end = suffix.AsSpan().IndexOfAnyExcept(LettersOfMagnitudes);
        string word = end > 0 ? suffix[..end].Trim() : suffix;
        currency = end > 0 ? suffix[end..].Trim() : "";
        return end > 0 && IsCurrency(currency) && Magnitudes.TryGetValue(word, out scale);
    }

    /// <summary>Whether two units are one, as <c>month</c> and <c>months</c> are, but not <c>m</c> and <c>ms</c>.</summary>
    public static bool AreAlike(string a, string b) =>
        a == b || (Math.Min(a.Length, b.Length) >= FewestLetters && (a == b + "s" || b == a + "s"));

    /// <summary>Whether a text may be a unit that nobody has listed: a word of letters.</summary>
    public static bool IsWord(string text) => text.Length is >= 2 and <= LongestWord && text.All(char.IsLetter);

    /// <summary>Whether a text behind a number is one.</summary>
    public static bool IsKnown(string text) => Known.Contains(text) || IsCurrency(text);

    /// <summary>Whether a text in front of a number is nothing or a currency: A1 and k7 are words.</summary>
    public static bool IsCurrency(string text) =>
        text.Length == 0 || Currencies.Contains(text) || (text.Length == 1 && char.GetUnicodeCategory(text[0]) == UnicodeCategory.CurrencySymbol);
}

using System.Globalization;

namespace Hillock.Csv;

/// <summary>What may stand at a number without making it a word: currencies, per cent, units.</summary>
internal static class Units
{
    private static readonly HashSet<string> Currencies = new(StringComparer.Ordinal)
    {
        "USD", "EUR", "GBP", "JPY", "CHF", "CNY", "INR", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "AUD", "CAD", "NZD", "BRL", "RUB", "TRY", "ZAR", "KRW",
        "MXN", "SGD",
        "HKD", "kr", "kr.", "zł", "Kč", "Ft", "Fr", "Fr.", "Rs", "Rs.", "US$", "A$", "C$", "R$", "S$", "HK$", "NZ$", "Euro", "euro", "Dollar", "dollars", "ct",
    };

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "%", "‰", "°", "°C", "°F", "K", "k", "M", "bn", "Mio", "mio", "Mrd",
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

    /// <summary>Whether a text behind a number is one.</summary>
    public static bool IsKnown(string text) => Known.Contains(text) || IsCurrency(text);

    /// <summary>Whether a text in front of a number is nothing or a currency: A1 and k7 are words.</summary>
    public static bool IsCurrency(string text) =>
        text.Length == 0 || Currencies.Contains(text) || (text.Length == 1 && char.GetUnicodeCategory(text[0]) == UnicodeCategory.CurrencySymbol);
}

using System.Globalization;
using System.Runtime.CompilerServices;

namespace Hillock.Numbers;

/// <summary>Checks of arguments: each returns its argument, or throws and says what was expected and what came.</summary>
internal static class Check
{
    internal static double NonZero(double value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        double.IsFinite(value) && value != 0 ? value : throw Error(value, name, "a finite number other than 0");

    internal static double Magnitude(double value, double smallest, double largest, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        Math.Abs(value) >= smallest && Math.Abs(value) <= largest
            ? value
            : throw Error(value, name, string.Create(CultureInfo.InvariantCulture, $"a number whose magnitude is from {smallest} to {largest}"));

    internal static double NonNegative(double value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        double.IsFinite(value) && value >= 0 ? value : throw Error(value, name, "a finite number, 0 or more");

    internal static double Fraction(double value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value is >= 0 and < 1 ? value : throw Error(value, name, "a number from 0 to below 1");

    internal static double Positive(double value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        double.IsFinite(value) && value > 0 ? value : throw Error(value, name, "a finite number above 0");

    internal static double Below(double lower, double upper, [CallerArgumentExpression(nameof(lower))] string? name = null) =>
        lower < upper
            ? lower
            : throw Error(lower, name, $"a number below {upper.ToString(CultureInfo.InvariantCulture)}");

    internal static double Finite(double value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        double.IsFinite(value) ? value : throw Error(value, name, "a finite number");

    internal static double Number(double value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        double.IsNaN(value) ? throw Error(value, name, "a number") : value;

    internal static double AtMost(double lower, double upper, [CallerArgumentExpression(nameof(lower))] string? name = null) =>
        double.IsFinite(lower) && lower <= upper
            ? lower
            : throw Error(lower, name, $"a finite number, at most {upper.ToString(CultureInfo.InvariantCulture)},");

    private static ArgumentOutOfRangeException Error(double value, string? name, string expected) =>
        new(name, value, $"{name} must be {expected} but is {value.ToString(CultureInfo.InvariantCulture)}.");
}

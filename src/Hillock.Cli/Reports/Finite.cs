namespace Hillock.Cli.Reports;

/// <summary>Numbers that may not be there.</summary>
internal static class Finite
{
    /// <summary>The number, or null where it is infinite or NaN.</summary>
    public static double? OrNull(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}

using System.Globalization;
using Hillock.Tensors;
using Hillock.Tests.Oracle;

namespace Hillock.Tests.Laws;

/// <summary>A true value to 50 digits, or one that nobody decided.</summary>
/// <param name="Text">The decimal.</param>
/// <param name="Error">
/// The error of a plain evaluation of the formula in units of its precision's rounding, where it is more than a few times the value: of a difference of
/// large terms no more digits can be asked.
/// </param>
internal readonly record struct ExpectedNumber(string Text, double Error)
{
    private double Nearest { get; } = Text is "?" ? double.NaN : Ulp.NearestDouble(Text);

    private bool HasSign => Text == "-0";

    /// <summary>Whether every result is right.</summary>
    public bool IsOpen => Text == "?";

    public static ExpectedNumber Parse(string text)
    {
        int tilde = text.IndexOf('~', StringComparison.Ordinal);
        return tilde < 0
            ? new(text, 0)
            : new(text[..tilde], double.Parse(text[(tilde + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture));
    }

    /// <summary>By how many ulps a result is off; 0 where only what cancellation takes away is missing.</summary>
    /// <param name="type">The element type.</param>
    /// <param name="actual">The result.</param>
    /// <param name="bound">How many ulps are allowed.</param>
    /// <param name="unit">The rounding error of the precision in which the function is said to be computed.</param>
    public double Fault(DataType type, double actual, double bound, double unit)
    {
        if (IsOpen)
        {
            return 0;
        }

        // In doubles where that is exact enough for a narrower type; it decides nearly all.
        if (type != DataType.Float64 && bound > 0 && !HasSign && Math.Abs(actual - Nearest) <= 0.999 * bound * NearestUlp(type))
        {
            return 0;
        }

        // 50 digits of a number of the type are a little off.
        double distance = Ulp.Distance(actual, Text, type);
        if (distance <= bound + 1e-20)
        {
            return Ulp.HasDecidedSign(actual, Text) ? 0 : double.PositiveInfinity;
        }

        bool excused = double.IsFinite(actual) && distance * Ulp.Size(type, Text) <= (bound * Ulp.Size(type, Text)) + (Error * unit);
        return excused ? 0 : distance;
    }

    private double NearestUlp(DataType type)
    {
        (int digits, int least) = type switch { DataType.Float32 => (23, -126), DataType.Float16 => (10, -14), _ => (7, -126) };
        return double.IsFinite(Nearest) ? Math.ScaleB(1, Math.Max(Nearest == 0 ? least : Math.ILogB(Nearest), least) - digits) : double.NaN;
    }
}

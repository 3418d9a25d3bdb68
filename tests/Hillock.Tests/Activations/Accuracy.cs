using System.Globalization;
using Hillock.Tests.Oracle;

namespace Hillock.Tests.Activations;

/// <summary>Compares computed values with the oracle's, and keeps the worst of them for the message.</summary>
/// <param name="bound">How many ulps an error may be.</param>
/// <param name="single">Whether the values are float32.</param>
internal sealed class Accuracy(double bound, bool single)
{
    private readonly List<(double Error, string Text)> _faults = [];

    /// <summary>Compares one value.</summary>
    /// <param name="actual">The computed value.</param>
    /// <param name="expected">The oracle's.</param>
    /// <param name="place">Where, for the message.</param>
    /// <param name="scale">Errors are measured in ulps of this magnitude where it is larger than the value itself.</param>
    public void Add(double actual, string expected, object place, double scale = 0)
    {
        double error = single ? Ulp.Distance((float)actual, expected) : Ulp.Distance(actual, expected);
        if (scale > 0 && error > bound && double.IsFinite(actual))
        {
            double own = UlpOf(Ulp.NearestDouble(expected)), allowed = UlpOf(scale);
            error = own < allowed ? error * (own / allowed) : error;
        }

        if (!(error <= bound))
        {
            Fault(error, string.Create(CultureInfo.InvariantCulture, $"{actual:R} for {expected[..Math.Min(expected.Length, 24)]}, {error:0.##} ulp"), place);
        }
        else if (!Ulp.HasDecidedSign(actual, expected))
        {
            Fault(0, "0 for -0, the sign", place);
        }
    }

    /// <summary>The worst faults, or null if there are none.</summary>
    public string? Faults(string what)
    {
        string worst = string.Join("\n  ", _faults.OrderByDescending(fault => fault.Error).Take(5).Select(fault => fault.Text));
        return _faults.Count == 0 ? null : $"{what}: {_faults.Count} points beyond {bound} ulp; the worst:\n  {worst}";
    }

    private void Fault(double error, string text, object place) => _faults.Add((error, $"{place}: {text}"));

    private double UlpOf(double value) => single ? Math.Max(MathF.BitIncrement(MathF.Abs((float)value)) - MathF.Abs((float)value), float.Epsilon)
        : Math.BitIncrement(Math.Abs(value)) - Math.Abs(value);
}

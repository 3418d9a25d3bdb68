using System.Globalization;
using Hillock.Tests.Oracle;
using Xunit;

namespace Hillock.Tests.Activations;

/// <summary>Collects the errors of computed values, and the worst of them for the message.</summary>
internal sealed class Accuracy(double bound)
{
    private readonly List<(double Error, string Text)> _faults = [];

    /// <summary>The largest error of all.</summary>
    public double Worst { get; private set; }

    /// <summary>Notes an error in ulps, of which the bound says how many are allowed.</summary>
    public void Add(double error, double actual, string expected, string place, double? ownBound = null)
    {
        Worst = Math.Max(Worst, error);
        if (!(error <= (ownBound ?? bound)))
        {
            _faults.Add((error, string.Create(
                CultureInfo.InvariantCulture, $"{place}: {actual:R} for {expected[..Math.Min(expected.Length, 24)]}, {error:0.###} ulp")));
        }
        else if (!Ulp.HasDecidedSign(actual, expected))
        {
            _faults.Add((0, string.Create(CultureInfo.InvariantCulture, $"{place}: {actual:R} for -0, the sign of zero")));
        }
    }

    /// <summary>Fails with the worst faults, if there are any.</summary>
    public void Verify(string what)
    {
        if (_faults.Count > 0)
        {
            string worst = string.Join("\n  ", _faults.OrderByDescending(fault => fault.Error).Take(6).Select(fault => fault.Text));
            Assert.Fail($"{what}: {_faults.Count} points beyond {bound} ulp; the worst:\n  {worst}");
        }
    }
}

using System.Globalization;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Functional;

/// <summary>Compares results of 16-bit types with those of float64.</summary>
internal static class RoundedOnce
{
    /// <summary>Within half a unit in the last place and a little for the wider type's own rounding, or the noise of float64 where terms cancel.</summary>
    public static void Check(DataType type, Tensor expected, Tensor actual, string what, double bound = 0.51)
    {
        double[] wide = expected.ToArray<double>(), narrow = actual.ToArray<double>();
        Assert.Equal(wide.Length, narrow.Length);
        double largest = wide.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
        for (int i = 0; i < wide.Length; i++)
        {
            double error = Math.Abs(narrow[i] - wide[i]);
            bool isRight = narrow[i].Equals(wide[i]) || Math.Abs(wide[i]) >= Limit(type)
                ? narrow[i].Equals(wide[i]) || (double.IsInfinity(narrow[i]) && Math.Sign(narrow[i]) == Math.Sign(wide[i]))
                : error <= (bound * Unit(type, wide[i])) + (largest * Math.ScaleB(1, -48));
            if (!isRight)
            {
                Assert.Fail(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{what} [{i}] in {type} is {narrow[i]:R} but {wide[i]:R} in float64: {error / Unit(type, wide[i]):F3} ULP, largest {largest:R}."));
            }
        }
    }

    /// <summary>From here on numbers round to infinity.</summary>
    private static double Limit(DataType type) => type == DataType.Float16 ? 65520 : Math.ScaleB(1.99609375, 127);

    private static double Unit(DataType type, double value) => type == DataType.Float16
        ? Math.ScaleB(1, Math.Max(value == 0 ? -14 : Math.ILogB(value), -14) - 10)
        : Math.ScaleB(1, Math.Max(value == 0 ? -126 : Math.ILogB(value), -126) - 7);
}

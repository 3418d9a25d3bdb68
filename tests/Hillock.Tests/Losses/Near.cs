using System.Globalization;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Losses;

/// <summary>Compares tensors with a tolerance relative to the largest element.</summary>
internal static class Near
{
    public static void Assert(Tensor expected, Tensor? actual, double tolerance, string what)
    {
        Xunit.Assert.NotNull(actual);
        Xunit.Assert.Equal(expected.Shape, actual.Shape);
        Assert(expected.ToArray<double>(), actual.ToArray<double>(), tolerance, what);
    }

    public static void Assert(double[] expected, double[] actual, double tolerance, string what)
    {
        double scale = expected.Select(Math.Abs).DefaultIfEmpty(0).Max();
        for (int i = 0; i < expected.Length; i++)
        {
            Xunit.Assert.True(
                Math.Abs(expected[i] - actual[i]) <= tolerance * Math.Max(scale, 1e-3),
                string.Create(CultureInfo.InvariantCulture, $"{what}[{i}]: expected {expected[i]:R} but got {actual[i]:R}"));
        }
    }
}

using MathNet.Numerics.Distributions;

namespace Hillock.Cli.Statistics;

/// <summary>Student's t distribution.</summary>
internal static class Student
{
    /// <summary>The probability that <c>|T| &gt; |t|</c>; accurate for small results too, because it is the lower tail that is computed.</summary>
    public static double TwoSidedProbability(double t, double degreesOfFreedom) =>
        Math.Min(1, 2 * StudentT.CDF(0, 1, degreesOfFreedom, -Math.Abs(t)));

    /// <summary>The <c>t</c> with <c>P(|T| ≤ t) = level</c>.</summary>
    public static double CriticalValue(double level, double degreesOfFreedom) =>
        StudentT.InvCDF(0, 1, degreesOfFreedom, (1 + level) / 2);
}

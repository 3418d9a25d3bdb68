using Hillock.Numbers;

namespace Hillock.Data.Transforms;

/// <summary>Numbers of the symmetric beta distribution, the same bits on every machine.</summary>
/// <remarks>
/// <c>X/(X + Y)</c> with <c>X, Y</c> of the gamma distribution: Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26 (2000), for
/// <c>α + 1</c>, times <c>U^(1/α)</c>. All in logarithms, because for a small α both numbers are below the range of doubles.
/// </remarks>
internal static class BetaSampler
{
    /// <summary>A number of Beta(α, α), from 0 to 1.</summary>
    internal static double Draw(double alpha, Philox random)
    {
        double difference = LogGamma(alpha, TransformKey.Part(random, 1)) - LogGamma(alpha, TransformKey.Part(random, 0));
        return 1 / (1 + PortableMath.Exp(difference));
    }

    /// <summary>The logarithm of a number of Gamma(α, 1).</summary>
    private static double LogGamma(double alpha, Philox random)
    {
        // A shape of 1 or more: d = α + 1 − 1/3.
        double d = alpha + (2.0 / 3), c = 1 / Math.Sqrt(9 * d);
        for (ulong i = 1; ; i += 2)
        {
            double x = random.Normal(i), t = 1 + (c * x);
            double v = t * t * t;
            double u = random.UniformDoubleWithin(i + 1);
            if (v > 0 && PortableMath.Log(u) < (0.5 * x * x) + d - (d * v) + (d * PortableMath.Log(v)))
            {
                double power = random.UniformDoubleWithin(0);
                return PortableMath.Log(d) + PortableMath.Log(v) + (PortableMath.Log(power) / alpha);
            }
        }
    }
}

namespace Hillock.Numbers;

/// <summary>The quantile (inverse distribution function) of the standard normal distribution, the same bits everywhere.</summary>
/// <remarks>
/// Three rational approximations: M. J. Wichura, "Algorithm AS 241: The percentage points of the normal distribution",
/// Applied Statistics 37 (1988), routine PPND16, with <see cref="PortableMath.Log"/> for the tails.
/// </remarks>
internal static class NormalQuantile
{
    /// <summary>The <c>z</c> with <c>Φ(z) = p</c>, with a relative error below 1e-15.</summary>
    /// <param name="p">A probability; 0 gives −∞, 1 gives +∞, anything outside [0, 1] gives NaN.</param>
    public static double At(double p)
    {
        if (!(p > 0 && p < 1))
        {
            return p == 0 ? double.NegativeInfinity : p == 1 ? double.PositiveInfinity : double.NaN;
        }

        double q = p - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            return q * Central(0.180625 - q * q);
        }

        double r = Math.Sqrt(-PortableMath.Log(q < 0 ? p : 1 - p));
        double tail = r <= 5 ? NearTail(r - 1.6) : FarTail(r - 5);
        return q < 0 ? -tail : tail;
    }

    private static double Central(double r)
    {
        double numerator = 2.5090809287301226727e3;
        numerator = numerator * r + 3.3430575583588128105e4;
        numerator = numerator * r + 6.7265770927008700853e4;
        numerator = numerator * r + 4.5921953931549871457e4;
        numerator = numerator * r + 1.3731693765509461125e4;
        numerator = numerator * r + 1.9715909503065514427e3;
        numerator = numerator * r + 1.3314166789178437745e2;
        numerator = numerator * r + 3.3871328727963666080e0;
        double denominator = 5.2264952788528545610e3;
        denominator = denominator * r + 2.8729085735721942674e4;
        denominator = denominator * r + 3.9307895800092710610e4;
        denominator = denominator * r + 2.1213794301586595867e4;
        denominator = denominator * r + 5.3941960214247511077e3;
        denominator = denominator * r + 6.8718700749205790830e2;
        denominator = denominator * r + 4.2313330701600911252e1;
        denominator = denominator * r + 1;
        return numerator / denominator;
    }

    private static double NearTail(double r)
    {
        double numerator = 7.74545014278341407640e-4;
        numerator = numerator * r + 2.27238449892691845833e-2;
        numerator = numerator * r + 2.41780725177450611770e-1;
        numerator = numerator * r + 1.27045825245236838258e0;
        numerator = numerator * r + 3.64784832476320460504e0;
        numerator = numerator * r + 5.76949722146069140550e0;
        numerator = numerator * r + 4.63033784615654529590e0;
        numerator = numerator * r + 1.42343711074968357734e0;
        double denominator = 1.05075007164441684324e-9;
        denominator = denominator * r + 5.47593808499534494600e-4;
        denominator = denominator * r + 1.51986665636164571966e-2;
        denominator = denominator * r + 1.48103976427480074590e-1;
        denominator = denominator * r + 6.89767334985100004550e-1;
        denominator = denominator * r + 1.67638483018380384940e0;
        denominator = denominator * r + 2.05319162663775882187e0;
        denominator = denominator * r + 1;
        return numerator / denominator;
    }

    private static double FarTail(double r)
    {
        double numerator = 2.01033439929228813265e-7;
        numerator = numerator * r + 2.71155556874348757815e-5;
        numerator = numerator * r + 1.24266094738807843860e-3;
        numerator = numerator * r + 2.65321895265761230930e-2;
        numerator = numerator * r + 2.96560571828504891230e-1;
        numerator = numerator * r + 1.78482653991729133580e0;
        numerator = numerator * r + 5.46378491116411436990e0;
        numerator = numerator * r + 6.65790464350110377720e0;
        double denominator = 2.04426310338993978564e-15;
        denominator = denominator * r + 1.42151175831644588870e-7;
        denominator = denominator * r + 1.84631831751005468180e-5;
        denominator = denominator * r + 7.86869131145613259100e-4;
        denominator = denominator * r + 1.48753612908506148525e-2;
        denominator = denominator * r + 1.36929880922735805310e-1;
        denominator = denominator * r + 5.99832206555887937690e-1;
        denominator = denominator * r + 1;
        return numerator / denominator;
    }
}

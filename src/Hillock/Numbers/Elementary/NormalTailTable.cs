namespace Hillock.Numbers.Elementary;

/// <summary>
/// The normal tail's factor <c>Q(a) = Φ(−a)·e^(a²/2)</c> in sixteen intervals, as polynomials of degree 7 in the distance from the interval's
/// centre, for <see cref="float"/>.
/// </summary>
/// <remarks>
/// Interval j holds the <c>a</c> for which <c>a + 2</c> has the two exponent bits and the two leading mantissa bits j: four intervals to
/// each of [2, 4), [4, 8), [8, 16), [16, 32). Chebyshev interpolation; the relative error is at most 7.5e-9.
/// </remarks>
internal static class NormalTailTable
{
    /// <summary>Q at the centre, rounded.</summary>
    internal static ReadOnlySpan<float> Value =>
    [
        4.140321e-01f, 3.0023247e-01f, 2.3076032e-01f, 1.8523167e-01f,
        1.4133133e-01f, 1.06345154e-01f, 8.4803395e-02f, 7.03427e-02f,
        5.589348e-02f, 4.379879e-02f, 3.597489e-02f, 3.0509414e-02f,
        2.4837615e-02f, 1.9897616e-02f, 1.6593885e-02f, 1.4229834e-02f,
    ];

    /// <summary>What <see cref="Value"/> leaves.</summary>
    internal static ReadOnlySpan<float> Rest =>
    [
        1.2396113e-09f, -7.715648e-09f, 2.7874672e-10f, -6.060878e-09f,
        1.33681e-09f, -7.278073e-10f, -2.8688643e-09f, -3.178877e-09f,
        1.6258974e-09f, -5.161233e-10f, -3.734857e-10f, 3.4371492e-10f,
        -7.917434e-10f, 1.0985284e-10f, 6.843034e-10f, 2.1634836e-10f,
    ];

    /// <summary>The coefficient of the distance to the power 1.</summary>
    internal static ReadOnlySpan<float> Coefficient1 =>
    [
        -2.9543427e-01f, -1.7376794e-01f, -1.1049188e-01f, -7.4786864e-02f,
        -4.5613952e-02f, -2.6734242e-02f, -1.7327016e-02f, -1.2057464e-02f,
        -7.6879035e-03f, -4.753181e-03f, -3.2184946e-03f, -2.319892e-03f,
        -1.5404534e-03f, -9.899675e-04f, -6.8903173e-04f, -5.069201e-04f,
    ];

    /// <summary>The coefficient of the distance to the power 2.</summary>
    internal static ReadOnlySpan<float> Coefficient2 =>
    [
        1.7008682e-01f, 8.495326e-02f, 4.632274e-02f, 2.7177325e-02f,
        1.3648239e-02f, 6.387654e-03f, 3.4159108e-03f, 2.0133231e-03f,
        1.0390808e-03f, 5.1008206e-04f, 2.857247e-04f, 1.754095e-04f,
        9.517987e-05f, 4.9133487e-05f, 2.8561915e-05f, 1.8035624e-05f,
    ];

    /// <summary>The coefficient of the distance to the power 3.</summary>
    internal static ReadOnlySpan<float> Coefficient3 =>
    [
        -8.430421e-02f, -3.6684334e-02f, -1.7529488e-02f, -9.075518e-03f,
        -3.8311344e-03f, -1.4591542e-03f, -6.5180677e-04f, -3.2806222e-04f,
        -1.3811562e-04f, -5.4147855e-05f, -2.5174362e-05f, -1.3189543e-05f,
        -5.858916e-06f, -2.4326444e-06f, -1.1819419e-06f, -6.408802e-07f,
    ];

    /// <summary>The coefficient of the distance to the power 4.</summary>
    internal static ReadOnlySpan<float> Coefficient4 =>
    [
        3.7249535e-02f, 1.4359183e-02f, 6.1024823e-03f, 2.8237165e-03f,
        1.0173407e-03f, 3.2011175e-04f, 1.20686476e-04f, 5.2243096e-05f,
        1.8062163e-05f, 5.6870726e-06f, 2.2015333e-06f, 9.863245e-07f,
        3.592196e-07f, 1.2013787e-07f, 4.8825203e-08f, 2.2743896e-08f,
    ];

    /// <summary>The coefficient of the distance to the power 5.</summary>
    internal static ReadOnlySpan<float> Coefficient5 =>
    [
        -1.49968825e-02f, -5.182549e-03f, -1.9801327e-03f, -8.2675123e-04f,
        -2.5734922e-04f, -6.7712375e-05f, -2.1733795e-05f, -8.142232e-06f,
        -2.3268537e-06f, -5.912891e-07f, -1.9114644e-07f, -7.336483e-08f,
        -2.1948017e-08f, -5.9193606e-09f, -2.0136164e-09f, -8.0615764e-10f,
    ];

    /// <summary>The coefficient of the distance to the power 6.</summary>
    internal static ReadOnlySpan<float> Coefficient6 =>
    [
        5.664162e-03f, 1.7664076e-03f, 6.106403e-04f, 2.3142368e-04f,
        6.3994885e-05f, 1.4121876e-05f, 3.8692497e-06f, 1.2572368e-06f,
        3.0487777e-07f, 6.215443e-08f, 1.6723e-08f, 5.487531e-09f,
        1.3768159e-09f, 2.9668137e-10f, 8.404266e-11f, 2.8827381e-11f,
    ];

    /// <summary>The coefficient of the distance to the power 7.</summary>
    internal static ReadOnlySpan<float> Coefficient7 =>
    [
        -1.9712753e-03f, -5.601385e-04f, -1.7673017e-04f, -6.12693e-05f,
        -1.4915503e-05f, -2.8043848e-06f, -6.633695e-07f, -1.8848762e-07f,
        -3.8279975e-08f, -6.3507595e-09f, -1.4340289e-09f, -4.044113e-10f,
        -8.381511e-11f, -1.4582925e-11f, -3.4601955e-12f, -1.0205127e-12f,
    ];
}

namespace Hillock.Numbers.Elementary;

/// <summary>The sixteen powers 2^(j/16), each as the sum of two elements. With them an exponential's reduced argument is at most ln 2/32.</summary>
internal static class RootsOfTwo
{
    /// <summary>2^(j/16), rounded to float.</summary>
    internal static ReadOnlySpan<float> SingleHi =>
    [
        1.0e+00f, 1.0442737e+00f, 1.0905077e+00f, 1.1387886e+00f,
        1.1892071e+00f, 1.2418578e+00f, 1.2968396e+00f, 1.3542556e+00f,
        1.4142135e+00f, 1.4768262e+00f, 1.5422108e+00f, 1.6104903e+00f,
        1.6817929e+00f, 1.7562522e+00f, 1.8340081e+00f, 1.9152066e+00f,
    ];

    /// <summary>What <see cref="SingleHi"/> leaves.</summary>
    internal static ReadOnlySpan<float> SingleLo =>
    [
        0f, 4.83347e-08f, -1.307754e-08f, 5.3862223e-08f,
        3.7976353e-08f, 4.496838e-08f, -4.0189995e-08f, -1.0123349e-08f,
        2.4203235e-08f, -4.500899e-08f, 8.070905e-09f, 9.836217e-09f,
        -2.4755327e-08f, -9.23577e-09f, -1.1239278e-08f, 9.845328e-09f,
    ];

    /// <summary>2^(j/16), rounded to double.</summary>
    internal static ReadOnlySpan<double> DoubleHi =>
    [
        1.0, 1.0442737824274138, 1.0905077326652577, 1.1387886347566916,
        1.189207115002721, 1.241857812073484, 1.2968395546510096, 1.3542555469368927,
        1.4142135623730951, 1.4768261459394993, 1.5422108254079407, 1.6104903319492543,
        1.681792830507429, 1.7562521603732995, 1.8340080864093424, 1.9152065613971474,
    ];

    /// <summary>What <see cref="DoubleHi"/> leaves.</summary>
    internal static ReadOnlySpan<double> DoubleLo =>
    [
        0, 8.551889705537965e-17, -3.046782079812471e-17, 8.912812676025408e-17,
        3.982015231465646e-17, 4.658027591836937e-17, 2.5382502794888315e-17, 7.70094837980299e-17,
        -9.667293313452913e-17, -3.483994556892796e-17, 7.949834809697621e-17, 2.4707192569797888e-17,
        8.199010020581497e-17, 2.960140695448873e-17, 3.283107224245627e-17, -1.0619946056195963e-16,
    ];
}

using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>A norm of differences, as <see cref="PairDistances"/> and <see cref="PairGradients"/> evaluate it.</summary>
internal interface IPairNorm
{
    /// <summary>Whether differences are divided by the largest before they are added up.</summary>
    static abstract bool IsScaled { get; }

    /// <summary>Whether a distance that was computed without dividing by the largest may have lost digits to overflow or underflow.</summary>
    static abstract bool IsDoubtful(double distance);

    /// <summary>The sum with another difference counted in.</summary>
    TReal Add<TReal>(TReal sum, TReal difference)
        where TReal : struct, IReal<TReal>;

    /// <summary>The distance, or its quotient with the largest difference, from the sum.</summary>
    TReal Root<TReal>(TReal sum)
        where TReal : struct, IReal<TReal>;

    /// <summary>What <see cref="Slope"/> needs to know of a pair, given its distance and how many differences are as large as the distance.</summary>
    (double First, double Second) Factors(double distance, int largest);

    /// <summary>The derivative of the distance by one of the differences: 0 where the distance is 0.</summary>
    TReal Slope<TReal>(TReal difference, TReal first, TReal second)
        where TReal : struct, IReal<TReal>;
}

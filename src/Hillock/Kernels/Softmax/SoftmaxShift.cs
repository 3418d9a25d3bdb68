using System.Numerics;

namespace Hillock.Kernels;

/// <summary>How the exponentials of a row are kept in range: each is <c>exp(|β|·(±x)) · 2⁻ᴺ</c>, or of the difference from the largest.</summary>
/// <remarks>
/// A power of two costs no rounding, where a difference costs <c>|x − max|</c> units in the last place. Only where the terms themselves are
/// too large for the exponential is the difference taken, to twice the precision.
/// </remarks>
internal readonly struct SoftmaxShift<TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    // The exponential takes arguments up to ±2000; terms down to 746 below the largest count.
    internal const double NearLimit = 1200;

    private SoftmaxShift(TElement largest, double scaled)
    {
        Largest = largest;
        IsNear = Math.Abs(scaled) <= NearLimit;
        double center = IsNear ? scaled : 0;
        Exponent = TElement.CreateTruncating(Math.Round(center * 1.4426950408889634) - Lift);
        Floor = TElement.CreateTruncating(center - Range);
    }

    /// <summary>The shift of a row whose terms are not too large.</summary>
    /// <param name="largest">The largest ±x.</param>
    /// <param name="exponent">N.</param>
    internal SoftmaxShift(TElement largest, TElement exponent)
    {
        Largest = largest;
        IsNear = true;
        Exponent = exponent;
        Floor = largest - TElement.CreateTruncating(Range);
    }

    /// <summary>How far below the largest an exponential is taken for 0: where it rounds to 0 as a part of the sum.</summary>
    internal static double Range => typeof(TElement) == typeof(float) ? 105 : 747;

    /// <summary>
    /// Exponentials are computed times 2 to this power, so that none that counts is subnormal: subnormal numbers lose bits, and take a
    /// processor a hundred times as long; and, of float32, so that they are whole numbers up to a rounding that does not matter in a sum.
    /// </summary>
    internal static int Lift => typeof(TElement) == typeof(float) ? 50 : 500;

    /// <summary>2 to the power of −<see cref="Lift"/>.</summary>
    internal static double Lowering => typeof(TElement) == typeof(float) ? 8.881784197001252e-16 : 3.0549363634996047e-151;

    /// <summary>A power of two above every exponential: 2 to the power of <see cref="Lift"/> + 1.</summary>
    internal static double Bound => 2 / Lowering;

    /// <summary>The largest ±x.</summary>
    internal TElement Largest { get; }

    /// <summary>N.</summary>
    internal TElement Exponent { get; }

    /// <summary>The argument up to which an exponential is 0.</summary>
    internal TElement Floor { get; }

    /// <summary>Whether the power of two serves.</summary>
    internal bool IsNear { get; }

    internal static SoftmaxShift<TElement> Of<TTemperature>(TTemperature temperature, TElement largest)
        where TTemperature : struct, ITemperature => new(largest, temperature.Magnitude * Chunk16.Widen(largest));

    /// <summary>The argument, near 0, whose exponential is the computed exponential of the largest term (before <see cref="Lift"/>).</summary>
    internal double OfLargest(double magnitude)
    {
        // N·ln 2 in two parts, the first exact; it nearly cancels the largest.
        double n = Chunk16.Widen(Exponent) + Lift;
        return IsNear ? ((magnitude * Chunk16.Widen(Largest)) - (n * 0.69314718036912381649)) - (n * 1.9082149292705877e-10) : 0;
    }
}

using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>The Euclidean norm <c>√Σd²</c>.</summary>
internal readonly struct EuclideanNorm : IPairNorm
{
    // Outside, the square of the distance or of differences that matter may overflow or be subnormal.
    private const double Least = 1e-140;
    private const double Most = 1e150;

    public static bool IsScaled => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsDoubtful(double distance) => !(distance > Least && distance < Most);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Add<TReal>(TReal sum, TReal difference)
        where TReal : struct, IReal<TReal> => TReal.FusedMultiplyAdd(difference, difference, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Root<TReal>(TReal sum)
        where TReal : struct, IReal<TReal> => TReal.Sqrt(sum);

    public (double First, double Second) Factors(double distance, int largest) => PairScale.Of(distance);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Slope<TReal>(TReal difference, TReal first, TReal second)
        where TReal : struct, IReal<TReal> => difference * first * second;
}

/// <summary>The sum <c>Σ|d|</c> of magnitudes.</summary>
internal readonly struct AbsoluteNorm : IPairNorm
{
    public static bool IsScaled => false;

    public static bool IsDoubtful(double distance) => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Add<TReal>(TReal sum, TReal difference)
        where TReal : struct, IReal<TReal> => sum + TReal.Abs(difference);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Root<TReal>(TReal sum)
        where TReal : struct, IReal<TReal> => sum;

    public (double First, double Second) Factors(double distance, int largest) => (0, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Slope<TReal>(TReal difference, TReal first, TReal second)
        where TReal : struct, IReal<TReal> => PairScale.Sign(difference);
}

/// <summary>The largest magnitude <c>max|d|</c>; equal ones share the slope.</summary>
internal readonly struct LargestNorm : IPairNorm
{
    public static bool IsScaled => false;

    public static bool IsDoubtful(double distance) => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Add<TReal>(TReal sum, TReal difference)
        where TReal : struct, IReal<TReal> => Larger(sum, difference);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Root<TReal>(TReal sum)
        where TReal : struct, IReal<TReal> => sum;

    public (double First, double Second) Factors(double distance, int largest) => (distance, 1.0 / Math.Max(1, largest));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Slope<TReal>(TReal difference, TReal first, TReal second)
        where TReal : struct, IReal<TReal> => TReal.Select(TReal.Abs(difference) >= first, PairScale.Sign(difference) * second, TReal.Zero);

    /// <summary>The larger of a magnitude so far and that of a number; a NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TReal Larger<TReal>(TReal largest, TReal number)
        where TReal : struct, IReal<TReal>
    {
        TReal magnitude = TReal.Abs(number);
        return TReal.Select(magnitude > largest, magnitude, TReal.Select(magnitude >= TReal.Zero, largest, magnitude));
    }
}

/// <summary>The number of differences that are not 0 (the norm of order 0); NaN if one is NaN. It has no slope.</summary>
internal readonly struct CountNorm : IPairNorm
{
    public static bool IsScaled => false;

    public static bool IsDoubtful(double distance) => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Add<TReal>(TReal sum, TReal difference)
        where TReal : struct, IReal<TReal>
    {
        TReal magnitude = TReal.Abs(difference);
        return sum + TReal.Select(magnitude > TReal.Zero, TReal.One, TReal.Select(magnitude >= TReal.Zero, TReal.Zero, magnitude));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Root<TReal>(TReal sum)
        where TReal : struct, IReal<TReal> => sum;

    public (double First, double Second) Factors(double distance, int largest) => (0, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Slope<TReal>(TReal difference, TReal first, TReal second)
        where TReal : struct, IReal<TReal> => TReal.Zero;
}

/// <summary>What the slopes of several norms need.</summary>
internal static class PairScale
{
    /// <summary>Two factors whose product is the reciprocal of a distance, neither of which overflows or is subnormal; both 0 for a distance of 0.</summary>
    internal static (double First, double Second) Of(double distance)
    {
        const double Up = 18446744073709551616.0; // 2^64: above every distance from 2^-1074 on it makes a normal number with a finite reciprocal
        return distance == 0 ? (0, 0)
            : distance < 1e-290 ? (Up, 1 / (distance * Up))
            : distance > 1e290 ? (1 / Up, 1 / (distance / Up))
            : (1, 1 / distance);
    }

    /// <summary>The largest magnitude of some numbers; NaN with a NaN.</summary>
    internal static double Largest(ReadOnlySpan<double> x) => x.IsEmpty ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TReal Sign<TReal>(TReal x)
        where TReal : struct, IReal<TReal> =>
        TReal.Select(x > TReal.Zero, TReal.One, TReal.Select(x < TReal.Zero, -TReal.One, x));
}

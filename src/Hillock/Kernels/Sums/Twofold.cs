using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hillock.Kernels;

/// <summary>The unevaluated sum of two doubles, some 106 bits: what long sums of doubles are folded and finished in, so that they are rounded once.</summary>
/// <remarks>Dekker, "A floating-point technique for extending the available precision" (1971). A number that is not finite has no second part.</remarks>
internal readonly struct Twofold(double high, double low = 0) : IAdditionOperators<Twofold, Twofold, Twofold>
{
    internal readonly double High = high;
    internal readonly double Low = low;

    /// <summary>The rounded sum; of an infinite or undefined one, whose error is undefined too, the first part.</summary>
    internal double Rounded
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => double.IsFinite(High) ? High + Low : High;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twofold operator +(Twofold a, Twofold b)
    {
        double high = a.High + b.High;
        double fromA = high - b.High;
        double low = (a.High - fromA) + (b.High - (high - fromA));
        return Normal(high, low + (a.Low + b.Low));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twofold operator -(Twofold a, Twofold b) => a + new Twofold(-b.High, -b.Low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twofold operator *(Twofold a, Twofold b)
    {
        double high = a.High * b.High;
        double low = Math.FusedMultiplyAdd(a.High, b.High, -high);
        return Normal(high, low + Math.FusedMultiplyAdd(a.High, b.Low, a.Low * b.High));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twofold operator /(Twofold a, Twofold b)
    {
        double high = a.High / b.High;
        double rest = Math.FusedMultiplyAdd(-high, b.High, a.High) + Math.FusedMultiplyAdd(-high, b.Low, a.Low);
        return Normal(high, rest / b.High);
    }

    /// <summary>The square root of a number of 0 or more.</summary>
    internal static Twofold Sqrt(Twofold x)
    {
        double high = Math.Sqrt(x.High);
        return high > 0 ? Normal(high, (Math.FusedMultiplyAdd(-high, high, x.High) + x.Low) / (2 * high)) : new(high);
    }

    // The parts of a sum that overflowed, or met a NaN, are infinite and NaN: what is not finite stands in the first.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Twofold Normal(double high, double low)
    {
        double sum = high + low;
        return double.IsFinite(sum) ? new(sum, low - (sum - high)) : new(high);
    }
}

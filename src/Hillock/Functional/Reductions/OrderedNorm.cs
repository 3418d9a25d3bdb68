using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Numbers.Functions;

namespace Hillock.Functional;

/// <summary>The norm <c>(Σ|d|ᵖ)^(1/p)</c> of any order above 0.</summary>
internal readonly struct OrderedNorm(double p) : IPairNorm
{
    public static bool IsScaled => true;

    public static bool IsDoubtful(double distance) => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Add<TReal>(TReal sum, TReal difference)
        where TReal : struct, IReal<TReal> => sum + default(PowerFunction).Apply(TReal.Abs(difference), TReal.Const(p));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Root<TReal>(TReal sum)
        where TReal : struct, IReal<TReal> => default(PowerFunction).Apply(sum, TReal.Const(1 / p));

    public (double First, double Second) Factors(double distance, int largest) => PairScale.Of(distance);

    /// <summary><c>sign(d)·(|d|/distance)^(p−1)</c>, 0 where d is 0; a ratio that is too small for the type counts as 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Slope<TReal>(TReal difference, TReal first, TReal second)
        where TReal : struct, IReal<TReal>
    {
        TReal ratio = difference * first * second;
        TReal isZero = TReal.Select(TReal.Abs(difference) <= TReal.Zero, TReal.One, TReal.Zero);
        TReal power = default(PowerFunction).Apply(TReal.Select(isZero > TReal.Zero, TReal.One, TReal.Abs(ratio)), TReal.Const(p - 1));
        return TReal.Select(isZero > TReal.Zero, TReal.Zero, TReal.FlipSign(power, ratio));
    }
}

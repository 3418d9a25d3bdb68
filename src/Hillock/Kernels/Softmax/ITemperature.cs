using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>The inverse temperature of a softmax, split into a sign for the search of the largest term and a magnitude.</summary>
internal interface ITemperature
{
    /// <summary>Whether β is other than ±1, so that products are wide.</summary>
    static abstract bool IsWide { get; }

    /// <summary>|β|.</summary>
    double Magnitude { get; }

    /// <summary>±x.</summary>
    T Signed<T>(T x)
        where T : struct, IReal<T>;

    /// <summary>±x times |β|, unrounded.</summary>
    Wide<T> Scaled<T>(T signed)
        where T : struct, IReal<T>;

    /// <summary>A difference times |β|, to twice the precision.</summary>
    Wide<T> Scaled<T>(Wide<T> difference)
        where T : struct, IReal<T>;
}

/// <summary>β = 1.</summary>
internal readonly struct Unscaled : ITemperature
{
    public static bool IsWide => false;

    public double Magnitude => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Signed<T>(T x)
        where T : struct, IReal<T> => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Wide<T> Scaled<T>(T signed)
        where T : struct, IReal<T> => signed;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Wide<T> Scaled<T>(Wide<T> difference)
        where T : struct, IReal<T> => difference;
}

/// <summary>Any other β.</summary>
internal readonly struct Scaled(double beta) : ITemperature
{
    private readonly double _sign = beta < 0 ? -1 : 1;

    public static bool IsWide => true;

    public double Magnitude { get; } = Math.Abs(beta);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Signed<T>(T x)
        where T : struct, IReal<T> => T.Const(_sign) * x;

    // −∞ stays so at every temperature: it stands for a term that is left out.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Wide<T> ITemperature.Scaled<T>(T signed)
    {
        Wide<T> product = Wide<T>.Product(signed, T.Const(Magnitude));
        return new(T.Select(signed <= T.Const(double.NegativeInfinity), signed, product.Hi), product.Lo);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Wide<T> ITemperature.Scaled<T>(Wide<T> difference)
    {
        T magnitude = T.Const(Magnitude);
        T hi = difference.Hi * magnitude;
        T lo = T.FusedMultiplyAdd(difference.Lo, magnitude, T.FusedMultiplyAdd(difference.Hi, magnitude, -hi));
        return new(T.Select(difference.Hi <= T.Const(double.NegativeInfinity), difference.Hi, hi), lo);
    }
}

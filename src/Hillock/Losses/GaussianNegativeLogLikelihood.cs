using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Losses;

/// <summary>The negative log-likelihood of a normal distribution: <c>½(ln v + d²/v)</c> of a deviation <c>d = x − t</c> and a variance <c>v</c>.</summary>
/// <remarks>
/// Gradient <c>d/v</c>, with respect to the variance <c>½(1/v − d²/v²)</c>.
/// Source: Nix, Weigend, "Estimating the mean and variance of the target probability distribution" (1994).
/// </remarks>
/// <param name="Full">Whether to add the constant <c>½·ln 2π</c>.</param>
public readonly record struct GaussianNegativeLogLikelihood(bool Full) : IElementwiseLoss
{
    /// <inheritdoc/>
    public static bool HasSlopes => true;

    /// <summary>Evaluates the loss.</summary>
    /// <param name="d">The deviation.</param>
    /// <param name="v">The variance, above 0.</param>
    /// <typeparam name="T">The kind of number.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T d, T v) where T : struct, IReal<T>
    {
        T half = T.Const(0.5);
        Wide<T> logarithm = T.Log(v);
        T ratio = d * (d / v);
        Wide<T> sum = Wide<T>.Sum(logarithm.Hi, ratio);
        T loss = T.Select(ratio <= T.Const(float.MaxValue, double.MaxValue), sum.Hi + (sum.Lo + logarithm.Lo), ratio) * half;
        return Full ? loss + T.Const(0.91893853320467274) : loss;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T SlopeX<TSelf, T>(TSelf function, T d, T v)
        where TSelf : struct, IBinaryFunction
        where T : struct, IReal<T> => d / v;

    /// <inheritdoc/>
    /// <remarks>
    /// One quotient, whose numerator decides the sign also where it is infinite; a large <c>d²/v</c>, which could be infinite before it is divided, has no use
    /// for the 1.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T SlopeY<TSelf, T>(TSelf function, T d, T v)
        where TSelf : struct, IBinaryFunction
        where T : struct, IReal<T>
    {
        T half = T.Const(0.5), ratio = d / v;
        T slope = half * T.NegatedMultiplyAdd(d, ratio, T.One) / v;
        return T.Select(T.Abs(d * ratio) <= T.Const(1e16, 1e32), slope, -(half * ratio * ratio));
    }
}

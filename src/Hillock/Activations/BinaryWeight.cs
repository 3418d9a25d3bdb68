using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>The sign that a real weight stands for: 1 from 0 upwards, otherwise −1.</summary>
/// <remarks>
/// As a function of two numbers it is drawn: 1 with the probability <c>min(max((w + 1)/2, 0), 1)</c>, a hard sigmoid, so that its mean is the weight itself
/// within ±1. <c>f(±0) = 1</c>, NaN stays NaN.
/// Source: Courbariaux, Bengio, David, "BinaryConnect: training deep neural networks with binary weights during propagations" (2015).
/// </remarks>
internal readonly struct BinaryWeight : IUnaryFunction, IBinaryFunction
{
    static Cost IUnaryFunction.Cost => Cost.Light;

    static Cost IBinaryFunction.Cost => Cost.Light;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T w) where T : struct, IReal<T> =>
        T.Select(w >= T.Zero, T.One, T.Select(w < T.Zero, -T.One, w));

    /// <summary>Draws the sign with a uniform random number in [0, 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T w, T uniform) where T : struct, IReal<T>
    {
        // u < (w + 1)/2, for all w: at −1 and below never, at 1 and above always.
        T probability = T.FusedMultiplyAdd(w, T.Const(0.5), T.Const(0.5));
        return T.Select(uniform < probability, T.One, T.Select(uniform >= probability, -T.One, w));
    }
}

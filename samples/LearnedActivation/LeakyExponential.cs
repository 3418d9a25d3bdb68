using System.Runtime.CompilerServices;
using Hillock.Activations;
using Hillock.Numbers;

namespace LearnedActivation;

/// <summary>An activation of this program's own, with a learned slope: <c>x</c> for <c>x &gt; 0</c>, otherwise <c>slope·x + eˣ − 1</c>.</summary>
/// <remarks>
/// The formula is all there is: vectors, the derivatives with respect to <c>x</c> and to the slope, and the module follow from it. Both sides of
/// a <c>Select</c> are evaluated, so the exponential's argument is kept at or below 0.
/// </remarks>
public readonly record struct LeakyExponential : ILearnableActivation
{
    /// <inheritdoc/>
    public static double Initial => 0.1;

    /// <summary>Evaluates the function.</summary>
    /// <param name="x">The argument.</param>
    /// <param name="slope">The slope far below 0.</param>
    /// <typeparam name="T">The kind of number.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T slope) where T : struct, IReal<T>
    {
        T below = T.FusedMultiplyAdd(slope, x, T.Expm1(T.Min(T.Zero, x)).Rounded);
        return T.Select(x > T.Zero, x, below);
    }
}

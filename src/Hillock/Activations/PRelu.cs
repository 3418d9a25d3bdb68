using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>The parametric rectified linear unit: <c>x</c> for <c>x &gt; 0</c>, otherwise <c>slope·x</c> with a learned slope.</summary>
/// <remarks>
/// The slope at 0 is the learned one. Its own derivative is <c>min(x, 0)</c>. With a slope of 0 infinite arguments below 0 give NaN, as 0·∞ does.
/// Source: He, Zhang, Ren, Sun, "Delving deep into rectifiers" (2015).
/// </remarks>
[KnownAs("p-relu")]
public readonly record struct PRelu : ILearnableActivation
{
    /// <inheritdoc/>
    public static double Initial => 0.25;

    /// <inheritdoc/>
    public static Cost Cost => Cost.Light;

    /// <summary>Evaluates the function.</summary>
    /// <param name="x">The argument.</param>
    /// <param name="slope">The slope below 0.</param>
    /// <typeparam name="T">The kind of number.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T slope) where T : struct, IReal<T> =>
        T.Select(x > T.Zero, x, T.Line(slope, x));
}

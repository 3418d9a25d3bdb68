using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>What GeGLU does with the two halves of its argument: <c>a·bΦ(b)</c>, Φ the normal distribution function.</summary>
/// <remarks>Source: Shazeer, "GLU variants improve transformer" (2020).</remarks>
public readonly record struct GaussianGatedLinear : IBinaryFunction
{
    /// <summary>Evaluates the function.</summary>
    /// <param name="a">The half that passes.</param>
    /// <param name="b">The half that gates.</param>
    /// <typeparam name="T">The kind of number.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T a, T b) where T : struct, IReal<T> => a * T.SelfNormalGate(b);
}

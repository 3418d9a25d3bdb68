using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>What ReGLU does with the two halves of its argument: <c>a·max(0, b)</c>.</summary>
/// <remarks>The slope of the gate at 0 is 0. Source: Shazeer, "GLU variants improve transformer" (2020).</remarks>
public readonly record struct RectifiedGatedLinear : IBinaryFunction
{
    /// <inheritdoc/>
    public static Cost Cost => Cost.Light;

    /// <summary>Evaluates the function.</summary>
    /// <param name="a">The half that passes.</param>
    /// <param name="b">The half that gates.</param>
    /// <typeparam name="T">The kind of number.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T a, T b) where T : struct, IReal<T> => a * T.Max(T.Zero, b);
}

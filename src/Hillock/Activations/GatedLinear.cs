using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>What a gated linear unit does with the two halves of its argument: <c>a·σ(b)</c>.</summary>
/// <remarks>
/// Source: Dauphin, Fan, Auli, Grangier, "Language modeling with gated convolutional networks" (2017).
/// </remarks>
public readonly record struct GatedLinear : IBinaryFunction
{
    /// <summary>Evaluates the function.</summary>
    /// <param name="a">The half that passes.</param>
    /// <param name="b">The half that gates.</param>
    /// <typeparam name="T">The kind of number.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T a, T b) where T : struct, IReal<T>
    {
        // Past ±2000 the gate is 0 or 1 for every a; the slope there is 0.
        T limit = T.Const(2000);
        return T.Gate(a, T.Min(limit, T.Max(-limit, b)));
    }
}

using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Extending;

/// <summary>An activation: <c>x·tanh(x)</c>. Source: Roy et al., "LiSHT: non-parametric linearly scaled hyperbolic tangent" (2019).</summary>
public readonly record struct Lisht : IUnaryFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x)
        where T : struct, IReal<T> => T.Tanh(x) * x;
}

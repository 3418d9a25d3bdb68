using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Losses;

/// <summary>The squared error <c>(x − t)²</c>.</summary>
/// <remarks>Gradient <c>2(x − t)</c> with respect to the prediction. NaN where an operand is NaN, or both are the same infinity.</remarks>
public readonly record struct SquaredError : IElementwiseLoss
{
    /// <inheritdoc/>
    public static Cost Cost => Cost.Light;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T y) where T : struct, IReal<T>
    {
        T difference = x - y;
        return difference * difference;
    }
}

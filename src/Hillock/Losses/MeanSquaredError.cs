using System.Runtime.CompilerServices;
using Hillock.Activations;
using Hillock.Numbers;

namespace Hillock.Losses;

/// <summary>The mean squared error: <c>(x − t)²</c>.</summary>
/// <remarks>Gradient <c>2(x − t)</c>. NaN where both are the same infinity.</remarks>
[KnownAs("mse")]
public readonly record struct MeanSquaredError : IElementwiseLoss
{
    /// <inheritdoc/>
    public static Cost Cost => Cost.Light;

    /// <inheritdoc/>
    public static bool ComparesNumbers => true;

    /// <inheritdoc/>
    public static double OtherClass => 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T t) where T : struct, IReal<T>
    {
        return T.Square(x - t);
    }
}

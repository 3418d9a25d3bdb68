using System.Runtime.CompilerServices;
using Hillock.Activations;
using Hillock.Numbers;

namespace Hillock.Losses;

/// <summary>The absolute error: <c>|x − t|</c>.</summary>
/// <remarks>Gradient <c>sign(x − t)</c>, 0 where both are equal.</remarks>
[KnownAs("mean-absolute-error", "mae")]
public readonly record struct L1 : IElementwiseLoss
{
    /// <inheritdoc/>
    public static Cost Cost => Cost.Light;

    /// <inheritdoc/>
    public static bool ComparesNumbers => true;

    /// <inheritdoc/>
    public static double OtherClass => 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T t) where T : struct, IReal<T> => T.Abs(x - t);
}

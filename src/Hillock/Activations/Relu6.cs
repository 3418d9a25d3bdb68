using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>The rectified linear unit that saturates at 6: <c>min(max(x, 0), 6)</c>.</summary>
/// <remarks>
/// Slope 0 at 0 and at 6. <c>f(−0) = −0</c>, NaN stays NaN.
/// Source: Krizhevsky, "Convolutional deep belief networks on CIFAR-10" (2010).
/// </remarks>
public readonly record struct Relu6 : IActivation
{
    /// <inheritdoc/>
    public static Cost Cost => Cost.Light;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> =>
        T.Min(T.Const(6), T.Max(T.Zero, x));
}

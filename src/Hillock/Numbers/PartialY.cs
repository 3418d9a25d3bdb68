using System.Runtime.CompilerServices;

namespace Hillock.Numbers;

/// <summary>The derivative <c>∂f/∂y</c> of a function of two numbers with respect to the second.</summary>
/// <param name="Function">The function to differentiate.</param>
/// <typeparam name="TFunction">The function's type.</typeparam>
internal readonly record struct PartialY<TFunction>(TFunction Function) : IBinaryFunction
    where TFunction : struct, IBinaryFunction
{
    /// <inheritdoc/>
    public static Cost Cost => TFunction.Cost.OfDerivative();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T y) where T : struct, IReal<T> =>
        TFunction.SlopeY(Function, x, y);
}

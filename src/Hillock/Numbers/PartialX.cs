using System.Runtime.CompilerServices;

namespace Hillock.Numbers;

/// <summary>The derivative <c>∂f/∂x</c> of a function of two numbers with respect to the first.</summary>
/// <param name="Function">The function to differentiate.</param>
/// <typeparam name="TFunction">The function's type.</typeparam>
internal readonly record struct PartialX<TFunction>(TFunction Function) : IBinaryFunction
    where TFunction : struct, IBinaryFunction
{
    /// <inheritdoc/>
    public static Cost Cost => TFunction.Cost.OfDerivative();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T y) where T : struct, IReal<T>
    {
        // As in Derivative: the slope of a linear piece does not depend on x, but the gradient at NaN is NaN.
        T slope = TFunction.SlopeX(Function, x, y);
        return T.Select(T.Abs(x) >= T.Zero, slope, x);
    }
}

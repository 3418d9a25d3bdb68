using System.Runtime.CompilerServices;

namespace Hillock.Numbers;

/// <summary>The derivative <c>f′(x)</c> of a function, itself a function: its derivative is the second, and so on.</summary>
/// <param name="Function">The function to differentiate.</param>
/// <typeparam name="TFunction">The function's type.</typeparam>
public readonly record struct Derivative<TFunction>(TFunction Function) : IUnaryFunction
    where TFunction : struct, IUnaryFunction
{
    /// <inheritdoc/>
    public static Cost Cost => TFunction.Cost.OfDerivative();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T>
    {
        // The slope of a linear piece does not depend on x, but the gradient at NaN is NaN.
        T slope = TFunction.Slope(Function, x);
        return T.Select(T.Abs(x) >= T.Zero, slope, x);
    }
}

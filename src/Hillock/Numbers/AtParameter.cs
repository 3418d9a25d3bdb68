using System.Runtime.CompilerServices;

namespace Hillock.Numbers;

/// <summary>A function of two numbers with the second one fixed: a function of one number.</summary>
/// <param name="Function">The function of two numbers.</param>
/// <param name="Value">The second argument, rounded to the precision that the function is evaluated in.</param>
/// <typeparam name="TFunction">The function's type.</typeparam>
internal readonly record struct AtParameter<TFunction>(TFunction Function, double Value) : IUnaryFunction
    where TFunction : struct, IBinaryFunction
{
    private readonly Constant _value = new(Value);

    /// <inheritdoc/>
    public static Cost Cost => TFunction.Cost;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => Function.Apply(x, T.Const(_value));
}

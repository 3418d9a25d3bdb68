using System.Runtime.CompilerServices;

namespace Hillock.Numbers;

/// <summary>A function of one number, defined once for every kind of number.</summary>
public interface IUnaryFunction
{
    /// <summary>How long the formula is, which tells kernels how to run it. By default that is unknown.</summary>
    static virtual Cost Cost => Cost.Unknown;

    /// <summary>Evaluates the function at <paramref name="x"/>.</summary>
    /// <typeparam name="T">The kind of number: scalar, vector, or dual.</typeparam>
    T Apply<T>(T x) where T : struct, IReal<T>;

    /// <summary>
    /// The slope at <paramref name="x"/>: a formula of its own, as in <see cref="IBinaryFunction.HasSlopes"/>, or the derivative of the definition.
    /// </summary>
    /// <param name="function">The function itself.</param>
    /// <param name="x">The number.</param>
    /// <typeparam name="TSelf">The function's type.</typeparam>
    /// <typeparam name="T">The kind of number.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual T Slope<TSelf, T>(TSelf function, T x)
        where TSelf : struct, IUnaryFunction
        where T : struct, IReal<T> => function.Apply(new Dual<T>(x, T.One)).Tangent;
}

using System.Runtime.CompilerServices;

namespace Hillock.Numbers;

/// <summary>A function of two numbers, defined once for every kind of number: an input and a parameter, or an input and a target.</summary>
public interface IBinaryFunction
{
    /// <summary>How long the formula is, which tells kernels how to run it. By default that is unknown.</summary>
    static virtual Cost Cost => Cost.Unknown;

    /// <summary>Whether the function has formulas of its own for its slopes; otherwise they follow from its definition.</summary>
    /// <remarks>
    /// A product such as <c>t·ln x</c> needs them: by the chain rule its slope is <c>t</c> times a reciprocal that may overflow, and <c>0·∞</c> is NaN, where
    /// the quotient <c>t/x</c> is an ordinary number. Derivatives of higher order follow from these formulas.
    /// </remarks>
    static virtual bool HasSlopes => false;

    /// <summary>Evaluates the function at (<paramref name="x"/>, <paramref name="y"/>).</summary>
    /// <typeparam name="T">The kind of number: scalar, vector, or dual.</typeparam>
    T Apply<T>(T x, T y) where T : struct, IReal<T>;

    /// <summary>The slope <c>∂f/∂x</c> at (<paramref name="x"/>, <paramref name="y"/>): a formula of its own, or the derivative of the definition.</summary>
    /// <param name="function">The function itself.</param>
    /// <param name="x">The first number.</param>
    /// <param name="y">The second number.</param>
    /// <typeparam name="TSelf">The function's type.</typeparam>
    /// <typeparam name="T">The kind of number.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual T SlopeX<TSelf, T>(TSelf function, T x, T y)
        where TSelf : struct, IBinaryFunction
        where T : struct, IReal<T> => function.Apply(new Dual<T>(x, T.One), new Dual<T>(y, T.Zero)).Tangent;

    /// <summary>The slope <c>∂f/∂y</c> at (<paramref name="x"/>, <paramref name="y"/>): a formula of its own, or the derivative of the definition.</summary>
    /// <param name="function">The function itself.</param>
    /// <param name="x">The first number.</param>
    /// <param name="y">The second number.</param>
    /// <typeparam name="TSelf">The function's type.</typeparam>
    /// <typeparam name="T">The kind of number.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual T SlopeY<TSelf, T>(TSelf function, T x, T y)
        where TSelf : struct, IBinaryFunction
        where T : struct, IReal<T> => function.Apply(new Dual<T>(x, T.Zero), new Dual<T>(y, T.One)).Tangent;
}

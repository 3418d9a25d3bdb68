namespace Hillock.Numbers;

/// <summary>A function of one number, defined once for every kind of number.</summary>
public interface IUnaryFunction
{
    /// <summary>How long the formula is, which tells kernels how to run it. By default that is unknown.</summary>
    static virtual Cost Cost => Cost.Unknown;

    /// <summary>Whether the function has a formula of its own for its slope, as in <see cref="IBinaryFunction.HasSlopes"/>.</summary>
    static virtual bool HasSlope => false;

    /// <summary>Evaluates the function at <paramref name="x"/>.</summary>
    /// <typeparam name="T">The kind of number: scalar, vector, or dual.</typeparam>
    T Apply<T>(T x) where T : struct, IReal<T>;

    /// <summary>The slope at <paramref name="x"/>, where the function <see cref="HasSlope"/>.</summary>
    /// <typeparam name="T">The kind of number.</typeparam>
    /// <exception cref="NotSupportedException">The function has no formula for it.</exception>
    T Slope<T>(T x) where T : struct, IReal<T> => throw new NotSupportedException();
}

namespace Hillock.Numbers;

/// <summary>A function of two numbers, defined once for every kind of number: an input and a parameter, or an input and a target.</summary>
public interface IBinaryFunction
{
    /// <summary>How long the formula is, which tells kernels how to run it. By default that is unknown.</summary>
    static virtual Cost Cost => Cost.Unknown;

    /// <summary>Evaluates the function at (<paramref name="x"/>, <paramref name="y"/>).</summary>
    /// <typeparam name="T">The kind of number: scalar, vector, or dual.</typeparam>
    T Apply<T>(T x, T y) where T : struct, IReal<T>;
}

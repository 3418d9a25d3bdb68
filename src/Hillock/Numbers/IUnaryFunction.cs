namespace Hillock.Numbers;

/// <summary>A function of one number, defined once for every kind of number.</summary>
public interface IUnaryFunction
{
    /// <summary>How long the formula is, which tells kernels how to run it. By default that is unknown.</summary>
    static virtual Cost Cost => Cost.Unknown;

    /// <summary>Evaluates the function at <paramref name="x"/>.</summary>
    /// <typeparam name="T">The kind of number: scalar, vector, or dual.</typeparam>
    T Apply<T>(T x) where T : struct, IReal<T>;
}

namespace Hillock.Numbers;

/// <summary>A function of one number, defined once for every kind of number.</summary>
public interface IUnaryFunction
{
    /// <summary>Evaluates the function at <paramref name="x"/>.</summary>
    /// <typeparam name="T">The kind of number: scalar, vector, or dual.</typeparam>
    T Apply<T>(T x) where T : struct, IReal<T>;
}

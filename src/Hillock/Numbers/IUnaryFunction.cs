namespace Hillock.Numbers;

/// <summary>A function of one number, defined once for every kind of number.</summary>
public interface IUnaryFunction
{
    /// <summary>
    /// True where the formula is short (up to some 40 operations): kernels then compute two vectors side by side, which keeps the processor busier.
    /// A longer formula would run out of registers. The default is false.
    /// </summary>
    static virtual bool IsShort => false;

    /// <summary>Evaluates the function at <paramref name="x"/>.</summary>
    /// <typeparam name="T">The kind of number: scalar, vector, or dual.</typeparam>
    T Apply<T>(T x) where T : struct, IReal<T>;
}

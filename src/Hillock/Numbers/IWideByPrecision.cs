namespace Hillock.Numbers;

/// <summary>A formula with a body for each precision, whose result is not rounded.</summary>
public interface IWideByPrecision
{
    /// <summary>The body for the 24 bits of <see cref="float"/>.</summary>
    static abstract Wide<T> InSingle<T>(T x) where T : struct, IReal<T>;

    /// <summary>The body for the 53 bits of <see cref="double"/>.</summary>
    static abstract Wide<T> InDouble<T>(T x) where T : struct, IReal<T>;
}

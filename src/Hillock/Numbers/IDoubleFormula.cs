namespace Hillock.Numbers;

/// <summary>A formula of two numbers that is evaluated in double precision, for floats too.</summary>
/// <remarks>
/// What is as simple in double precision as it is intricate with pairs of floats, and then rounds to float once, into the subnormals and to infinity too.
/// </remarks>
public interface IDoubleFormula
{
    /// <summary>The body for floats, held in <see cref="double"/> numbers; the result is rounded to float.</summary>
    T OfSingles<T>(T x, T y) where T : struct, IReal<T>;

    /// <summary>The body for doubles.</summary>
    T OfDoubles<T>(T x, T y) where T : struct, IReal<T>;
}

namespace Hillock.Numbers;

/// <summary>A formula, such as a polynomial, with a body for each precision.</summary>
/// <remarks>
/// The number chooses, because its element type is known where the formula is compiled: a condition in the formula itself would have both bodies
/// compiled first.
/// </remarks>
public interface IByPrecision
{
    /// <summary>The body for the 24 bits of <see cref="float"/>.</summary>
    static abstract T InSingle<T>(T x) where T : struct, IReal<T>;

    /// <summary>The body for the 53 bits of <see cref="double"/>.</summary>
    static abstract T InDouble<T>(T x) where T : struct, IReal<T>;
}

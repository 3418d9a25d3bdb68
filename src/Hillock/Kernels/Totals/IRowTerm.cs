namespace Hillock.Kernels;

/// <summary>What is added up over a row of one or two operands.</summary>
/// <remarks>
/// With a value <c>v</c> of each element of the first operand and <c>w</c> of the second: one sum, of <c>v</c> or <c>v²</c>; two, of <c>v</c> and <c>v²</c>; or
/// three, of <c>v²</c>, <c>w²</c> and <c>v·w</c>.
/// </remarks>
internal interface IRowTerm
{
    /// <summary>The number of sums, 1 to 3.</summary>
    static abstract int Count { get; }

    /// <summary>Whether the first sum is of <c>v</c>.</summary>
    static abstract bool IsLinear { get; }

    /// <summary>The values of sixteen elements.</summary>
    TDoubles Value<TDoubles>(TDoubles x)
        where TDoubles : struct, ISixteenDoubles<TDoubles>;

    /// <summary>What those lost by rounding.</summary>
    TDoubles Lost<TDoubles>(TDoubles x, TDoubles value)
        where TDoubles : struct, ISixteenDoubles<TDoubles>;

    /// <summary>The values of sixteen elements of the second operand.</summary>
    TDoubles Other<TDoubles>(TDoubles y)
        where TDoubles : struct, ISixteenDoubles<TDoubles>;
}

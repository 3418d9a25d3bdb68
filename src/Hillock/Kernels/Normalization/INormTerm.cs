namespace Hillock.Kernels;

/// <summary>What a normalisation adds up over a row: two terms of each element.</summary>
internal interface INormTerm
{
    /// <summary>The terms of sixteen elements.</summary>
    /// <param name="x">The elements.</param>
    /// <param name="dy">The gradient of the result.</param>
    /// <param name="weight">The weights.</param>
    /// <param name="second">The second terms.</param>
    /// <returns>The first terms.</returns>
    TDoubles Of<TDoubles>(TDoubles x, TDoubles dy, TDoubles weight, out TDoubles second)
        where TDoubles : struct, ISixteenDoubles<TDoubles>;
}

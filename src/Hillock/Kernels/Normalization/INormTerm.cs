namespace Hillock.Kernels;

/// <summary>What a normalisation adds up over a row: two terms of each element.</summary>
internal interface INormTerm
{
    /// <summary>Whether the gradient of the result is needed.</summary>
    static abstract bool TakesGradient { get; }

    /// <summary>Whether the weights are needed.</summary>
    static abstract bool TakesWeight { get; }

    /// <summary>Adds the terms of sixteen elements.</summary>
    /// <param name="x">The elements.</param>
    /// <param name="dy">The gradient of the result; anything where it is not needed.</param>
    /// <param name="weight">The weights; anything where they are not needed.</param>
    /// <param name="first">The sums of the first terms.</param>
    /// <param name="second">The sums of the second terms.</param>
    void Add<TDoubles>(TDoubles x, TDoubles dy, TDoubles weight, ref TDoubles first, ref TDoubles second)
        where TDoubles : struct, ISixteenDoubles<TDoubles>;
}

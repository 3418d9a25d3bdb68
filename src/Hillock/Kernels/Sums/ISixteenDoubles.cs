namespace Hillock.Kernels;

/// <summary>Sixteen numbers of double precision, held in vectors of some width and computed each on its own.</summary>
/// <remarks>Kernels whose sums cancel compute in it whatever the elements are, and round once when they store.</remarks>
/// <typeparam name="TSelf">The implementing type.</typeparam>
internal interface ISixteenDoubles<TSelf>
    where TSelf : struct, ISixteenDoubles<TSelf>
{
    /// <summary>Sixteen times one value.</summary>
    static abstract TSelf Create(double value);

    /// <summary>Sixteen elements from <paramref name="index"/> on; the caller has checked the bounds.</summary>
    static abstract TSelf Load(ref float source, nuint index);

    /// <inheritdoc cref="Load(ref float, nuint)"/>
    static abstract TSelf Load(ref double source, nuint index);

    /// <summary>Stores sixteen elements from <paramref name="index"/> on, each rounded to nearest; the caller has checked the bounds.</summary>
    void Store(ref float target, nuint index);

    /// <summary>Stores sixteen elements from <paramref name="index"/> on; the caller has checked the bounds.</summary>
    void Store(ref double target, nuint index);

    /// <summary>The sums.</summary>
    static abstract TSelf operator +(TSelf x, TSelf y);

    /// <summary>The differences.</summary>
    static abstract TSelf operator -(TSelf x, TSelf y);

    /// <summary>The products.</summary>
    static abstract TSelf operator *(TSelf x, TSelf y);

    /// <summary>The quotients.</summary>
    static abstract TSelf operator /(TSelf x, TSelf y);

    /// <summary>The magnitudes.</summary>
    static abstract TSelf Abs(TSelf x);

    /// <summary>The lesser ones; of NaN and a number either, as the processor has it.</summary>
    static abstract TSelf Lesser(TSelf x, TSelf y);

    /// <summary><c>x·y + z</c>, rounded once.</summary>
    static abstract TSelf FusedMultiplyAdd(TSelf x, TSelf y, TSelf z);
}

using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Sixteen running sums in double precision, held in vectors of some width: element <c>i</c> goes to sum <c>i mod 16</c>.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
internal interface ISixteenSums<TSelf>
    where TSelf : struct, ISixteenSums<TSelf>
{
    /// <summary>All sums 0.</summary>
    static abstract TSelf Zero { get; }

    /// <summary>Adds <c>f(x)</c> of the sixteen elements from <paramref name="index"/> on, computed in float.</summary>
    TSelf Add<TFunction>(TFunction function, ref float x, nuint index)
        where TFunction : struct, IUnaryFunction;

    /// <summary>Adds <c>f(x)</c> of the sixteen elements from <paramref name="index"/> on.</summary>
    TSelf Add<TFunction>(TFunction function, ref double x, nuint index)
        where TFunction : struct, IUnaryFunction;

    /// <summary>Adds the exact products of sixteen pairs of elements from <paramref name="index"/> on.</summary>
    TSelf AddProduct(ref float x, ref float y, nuint index);

    /// <summary>Adds the products of sixteen pairs of elements from <paramref name="index"/> on, each rounded.</summary>
    TSelf AddProduct(ref double x, ref double y, nuint index);

    /// <summary>Writes the sums in order.</summary>
    void Store(ref double sums);
}

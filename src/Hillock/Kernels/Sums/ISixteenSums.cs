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

    /// <summary>The sum of the sums by halves, as <see cref="Reduce"/> says.</summary>
    double Fold();

    /// <summary>The sum of numbers rounded to whole ones, as <see cref="WholeSums"/> needs it.</summary>
    /// <param name="x">The numbers, from 0 to 2⁵¹.</param>
    /// <param name="length">How many: a multiple of sixteen, and at most 4096.</param>
    /// <param name="areNumbers">Whether there is no NaN among them.</param>
    static abstract long Whole(ref float x, nuint length, out bool areNumbers);

    /// <summary>The sum of <c>x</c>, or of <c>x·y</c>, rounded to multiples of the last bit of <paramref name="shifter"/>, in such multiples.</summary>
    /// <param name="x">The numbers.</param>
    /// <param name="y">The second factors.</param>
    /// <param name="length">How many: a multiple of sixteen, and at most 4096.</param>
    /// <param name="shifter">1.5 times a power of two, at least four times each term's magnitude.</param>
    /// <param name="product">Whether it is the products that are added.</param>
    /// <param name="areNumbers">Whether there is no NaN among them, nor anything too large.</param>
    static abstract long Whole(ref float x, ref float y, nuint length, double shifter, bool product, out bool areNumbers);
}

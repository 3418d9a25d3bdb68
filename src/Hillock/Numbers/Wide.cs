using System.Runtime.CompilerServices;

namespace Hillock.Numbers;

/// <summary>
/// The unevaluated sum <c>Hi + Lo</c> of two numbers, about twice as precise as one: what an elementary function returns, so that
/// a formula rounds once, where it uses the result.
/// </summary>
/// <remarks>
/// <c>|Lo|</c> is at most a few units in the last place of <c>Hi</c>. Converting to the number rounds the sum. Error-free
/// transformations after Dekker (1971) and Ogita, Rump, Oishi (2005); on duals they hold for value and tangent alike.
/// </remarks>
/// <typeparam name="T">The number.</typeparam>
public readonly struct Wide<T>
    where T : struct, IReal<T>
{
    internal readonly T Hi;
    internal readonly T Lo;

    /// <summary>Makes the number from its parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Wide(T hi, T lo)
    {
        Hi = hi;
        Lo = lo;
    }

    /// <summary>The rounded sum.</summary>
    public T Rounded
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Hi + Lo;
    }

    /// <summary>The real constant <c>high + low</c>, to twice the number's precision where <paramref name="low"/> gives it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<T> Const(double high, double low = 0) =>
        new(T.Const(high), T.Const(high - (float)high, low));

    /// <summary>One constant for each precision: <paramref name="inSingle"/>, or the sum <c>high + low</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<T> Const(double inSingle, double high, double low) =>
        new(T.Const(inSingle, high), T.Const(inSingle - (float)inSingle, low));

    /// <summary>Rounds to the number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator T(Wide<T> x) => x.Hi + x.Lo;

    /// <summary>Widens the number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Wide<T>(T x) => new(x, T.Zero);

    /// <summary>The exact sum of two numbers where <c>|a| ≥ |b|</c> (or <c>a = 0</c>).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<T> OrderedSum(T a, T b)
    {
        T hi = a + b;
        return new(hi, b - (hi - a));
    }

    /// <summary>The sum of a number and a smaller sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<T> OrderedSum(T a, Wide<T> b)
    {
        Wide<T> sum = OrderedSum(a, b.Hi);
        return new(sum.Hi, sum.Lo + b.Lo);
    }

    /// <summary>The exact sum of two numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<T> Sum(T a, T b)
    {
        T hi = a + b;
        T fromA = hi - b;
        return new(hi, (a - fromA) + (b - (hi - fromA)));
    }

    /// <summary>The exact product of two finite numbers (unless the remainder underflows).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<T> Product(T a, T b)
    {
        T hi = a * b;
        return new(hi, T.MultiplySubtract(a, b, hi));
    }

    /// <summary>
    /// The product <c>a·b</c> of a number and a sum, rounded once; at infinities, and beyond the largest number, that of the rounded numbers.
    /// </summary>
    /// <remarks>An infinite factor adds nothing to the slope where the other factor's slope is 0: of <c>x·tanh x</c> it is 1 at infinity.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T operator *(T a, Wide<T> b) => T.Select(IsFinite(a * b.Hi), FiniteProduct(a, b), T.LimitProduct(a, b.Hi));

    /// <summary>The negation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<T> operator -(Wide<T> x) => new(-x.Hi, -x.Lo);

    /// <summary>The product of two sums; at infinities, and beyond the largest number, that of the rounded numbers.</summary>
    /// <remarks>An infinite factor adds nothing to the slope where the other factor's slope is 0: of <c>x·tanh x</c> it is 1 at infinity.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<T> operator *(Wide<T> a, Wide<T> b)
    {
        Wide<T> product = FiniteProduct(a, b);
        return Select(IsFinite(product.Hi), product, new(T.LimitProduct(a.Hi, b.Hi), T.Zero));
    }

    /// <summary>The product of a number and a sum, rounded once, without the care for infinities: what formulas of bounded factors use.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T FiniteProduct(T a, Wide<T> b) => T.FusedMultiplyAdd(a, b.Hi, a * b.Lo);

    /// <summary>The product of two sums, without the care for infinities: what formulas of bounded factors use.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> FiniteProduct(Wide<T> a, Wide<T> b)
    {
        Wide<T> product = Product(a.Hi, b.Hi);
        return new(product.Hi, product.Lo + T.FusedMultiplyAdd(a.Hi, b.Lo, a.Lo * b.Hi));
    }

    /// <summary>The quotient of two finite sums: one division, corrected by its residual.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<T> Quotient(Wide<T> a, Wide<T> b)
    {
        T inverse = T.FiniteQuotient(T.One, b.Hi);
        T hi = a.Hi * inverse;
        T residual = T.NegatedMultiplyAdd(hi, b.Hi, a.Hi) + T.NegatedMultiplyAdd(hi, b.Lo, a.Lo);
        return new(hi, residual * inverse);
    }

    /// <summary>The product of a finite sum and a finite number, not rounded; <c>*</c> cares for infinities too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Wide<T> Times(T factor)
    {
        Wide<T> product = Product(Hi, factor);
        return new(product.Hi, T.FusedMultiplyAdd(Lo, factor, product.Lo));
    }

    /// <summary>The product of two finite sums, rounded once; <c>*</c> cares for infinities too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T RoundedProduct(Wide<T> a, Wide<T> b) =>
        T.FusedMultiplyAdd(a.Hi, b.Hi, T.FusedMultiplyAdd(a.Hi, b.Lo, a.Lo * b.Hi));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T IsFinite(T x) => T.Abs(x) <= T.Const(float.MaxValue, double.MaxValue);

    /// <summary><paramref name="a"/> where the mask is true, otherwise <paramref name="b"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<T> Select(T mask, Wide<T> a, Wide<T> b) => new(T.Select(mask, a.Hi, b.Hi), T.Select(mask, a.Lo, b.Lo));
}

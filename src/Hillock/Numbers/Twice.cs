using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hillock.Numbers;

/// <summary>
/// Two numbers computed side by side. Their operations alternate, so that a processor's scheduler finds independent work: one long
/// chain of dependent operations after another leaves half of its ports idle.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
/// <typeparam name="TElement">The element.</typeparam>
internal readonly struct Twice<T, TElement> : ILanes<Twice<T, TElement>, TElement>
    where T : struct, ILanes<T, TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    internal readonly T First;
    internal readonly T Second;

    /// <summary>Makes the number from its parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Twice(T first, T second)
    {
        First = first;
        Second = second;
    }

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2 * T.Count;
    }

    /// <inheritdoc/>
    public static Twice<T, TElement> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(T.Zero, T.Zero);
    }

    /// <inheritdoc/>
    public static Twice<T, TElement> One
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(T.One, T.One);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T, TElement> Create(TElement value) => new(T.Create(value), T.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T, TElement> Load(ref TElement source, nuint index) =>
        new(T.Load(ref source, index), T.Load(ref source, index + (nuint)T.Count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref TElement target, nuint index)
    {
        First.Store(ref target, index);
        Second.Store(ref target, index + (nuint)T.Count);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T, TElement> Const(double value) => new(T.Const(value), T.Const(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T, TElement> Const(Constant constant) => new(T.Const(constant), T.Const(constant));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T, TElement> Const(double inSingle, double inDouble) => new(T.Const(inSingle, inDouble), T.Const(inSingle, inDouble));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T, TElement> ByPrecision<TFormula>(Twice<T, TElement> x)
        where TFormula : struct, IByPrecision => typeof(TElement) == typeof(float) ? TFormula.InSingle(x) : TFormula.InDouble(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Twice<T, TElement>> WideByPrecision<TFormula>(Twice<T, TElement> x)
        where TFormula : struct, IWideByPrecision => typeof(TElement) == typeof(float) ? TFormula.InSingle(x) : TFormula.InDouble(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T, TElement> InDouble<TFormula>(TFormula formula, Twice<T, TElement> x, Twice<T, TElement> y)
        where TFormula : struct, IDoubleFormula => new(T.InDouble(formula, x.First, y.First), T.InDouble(formula, x.Second, y.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T, TElement> operator +(Twice<T, TElement> a, Twice<T, TElement> b) => new(a.First + b.First, a.Second + b.Second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T, TElement> operator -(Twice<T, TElement> a, Twice<T, TElement> b) => new(a.First - b.First, a.Second - b.Second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T, TElement> operator *(Twice<T, TElement> a, Twice<T, TElement> b) => new(a.First * b.First, a.Second * b.Second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T, TElement> operator /(Twice<T, TElement> a, Twice<T, TElement> b) => new(a.First / b.First, a.Second / b.Second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T, TElement> operator -(Twice<T, TElement> a) => new(-a.First, -a.Second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T, TElement> operator >(Twice<T, TElement> a, Twice<T, TElement> b) => new(a.First > b.First, a.Second > b.Second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T, TElement> operator <(Twice<T, TElement> a, Twice<T, TElement> b) => new(a.First < b.First, a.Second < b.Second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T, TElement> operator >=(Twice<T, TElement> a, Twice<T, TElement> b) => new(a.First >= b.First, a.Second >= b.Second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T, TElement> operator <=(Twice<T, TElement> a, Twice<T, TElement> b) => new(a.First <= b.First, a.Second <= b.Second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T, TElement> Select(Twice<T, TElement> mask, Twice<T, TElement> a, Twice<T, TElement> b) => new(T.Select(mask.First, a.First, b.First), T.Select(mask.Second, a.Second, b.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T, TElement> Max(Twice<T, TElement> a, Twice<T, TElement> b) => new(T.Max(a.First, b.First), T.Max(a.Second, b.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T, TElement> Min(Twice<T, TElement> a, Twice<T, TElement> b) => new(T.Min(a.First, b.First), T.Min(a.Second, b.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T, TElement> Abs(Twice<T, TElement> x) => new(T.Abs(x.First), T.Abs(x.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T, TElement> NegativeAbs(Twice<T, TElement> x) => new(T.NegativeAbs(x.First), T.NegativeAbs(x.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T, TElement> WithSignOfZero(Twice<T, TElement> x, Twice<T, TElement> zero) =>
        new(T.WithSignOfZero(x.First, zero.First), T.WithSignOfZero(x.Second, zero.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T, TElement> FlipSign(Twice<T, TElement> x, Twice<T, TElement> sign) =>
        new(T.FlipSign(x.First, sign.First), T.FlipSign(x.Second, sign.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T, TElement> IsNegative(Twice<T, TElement> x) => new(T.IsNegative(x.First), T.IsNegative(x.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T, TElement> Sqrt(Twice<T, TElement> x) => new(T.Sqrt(x.First), T.Sqrt(x.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T, TElement> FusedMultiplyAdd(Twice<T, TElement> a, Twice<T, TElement> b, Twice<T, TElement> c) => new(T.FusedMultiplyAdd(a.First, b.First, c.First), T.FusedMultiplyAdd(a.Second, b.Second, c.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T, TElement> MultiplySubtract(Twice<T, TElement> a, Twice<T, TElement> b, Twice<T, TElement> c) =>
        new(T.MultiplySubtract(a.First, b.First, c.First), T.MultiplySubtract(a.Second, b.Second, c.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T, TElement> NegatedMultiplyAdd(Twice<T, TElement> a, Twice<T, TElement> b, Twice<T, TElement> c) =>
        new(T.NegatedMultiplyAdd(a.First, b.First, c.First), T.NegatedMultiplyAdd(a.Second, b.Second, c.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Twice<T, TElement>> RootOfTwo(Twice<T, TElement> index)
    {
        Wide<T> first = T.RootOfTwo(index.First), second = T.RootOfTwo(index.Second);
        return new(new(first.Hi, second.Hi), new(first.Lo, second.Lo));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T, TElement> Lookup(ReadOnlySpan<float> table, Twice<T, TElement> index) =>
        new(T.Lookup(table, index.First), T.Lookup(table, index.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T, TElement> QuarterOctave(Twice<T, TElement> x, out Twice<T, TElement> index)
    {
        T first = T.QuarterOctave(x.First, out T firstIndex), second = T.QuarterOctave(x.Second, out T secondIndex);
        index = new(firstIndex, secondIndex);
        return new(first, second);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T, TElement> Lookup(ReadOnlySpan<double> table, Twice<T, TElement> index) =>
        new(T.Lookup(table, index.First), T.Lookup(table, index.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T, TElement> Mantissa(Twice<T, TElement> x, out Twice<T, TElement> exponent)
    {
        T first = T.Mantissa(x.First, out T firstExponent), second = T.Mantissa(x.Second, out T secondExponent);
        exponent = new(firstExponent, secondExponent);
        return new(first, second);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T, TElement> AddToExponent(Twice<T, TElement> x, Twice<T, TElement> index) =>
        new(T.AddToExponent(x.First, index.First), T.AddToExponent(x.Second, index.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T, TElement> Exponent(Twice<T, TElement> x) => new(T.Exponent(x.First), T.Exponent(x.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyNegative(Twice<T, TElement> x) => T.AnyNegative(x.First) || T.AnyNegative(x.Second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T, TElement> BitAsSign(Twice<T, TElement> index, int bit) => new(T.BitAsSign(index.First, bit), T.BitAsSign(index.Second, bit));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Angle<Twice<T, TElement>> ReduceLarge(Angle<Twice<T, TElement>> near, Twice<T, TElement> product, Twice<T, TElement> factor, Twice<T, TElement> x)
    {
        Wide<Twice<T, TElement>> rest = near.Rest;
        Angle<T> first = T.ReduceLarge(new(new(rest.Hi.First, rest.Lo.First), near.Index.First), product.First, factor.First, x.First);
        Angle<T> second = T.ReduceLarge(new(new(rest.Hi.Second, rest.Lo.Second), near.Index.Second), product.Second, factor.Second, x.Second);
        return new(
            new(new(first.Rest.Hi, second.Rest.Hi), new(first.Rest.Lo, second.Rest.Lo)),
            new(first.Index, second.Index));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T, TElement> Scale(Twice<T, TElement> x, Twice<T, TElement> n) => new(T.Scale(x.First, n.First), T.Scale(x.Second, n.Second));
}

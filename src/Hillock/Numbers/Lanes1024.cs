using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hillock.Numbers;

/// <summary>
/// Two 512-bit vectors computed side by side, for processors with AVX-512. Their operations alternate, so that the scheduler finds independent
/// work: one long chain of dependent operations after another leaves half of the ports idle.
/// </summary>
/// <remarks>
/// It does what <see cref="Twice{T, TElement}"/> does with <see cref="Lanes512{TElement}"/>, but holds the vectors themselves: with every wrapper fewer
/// the compiler makes some four temporaries fewer for each operation, and beyond 1024 of them in a loop it keeps the rest in memory.
/// </remarks>
/// <typeparam name="TElement">The element: <see cref="float"/> or <see cref="double"/>.</typeparam>
internal readonly struct Lanes1024<TElement> : ILanes<Lanes1024<TElement>, TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    internal readonly Vector512<TElement> First;
    internal readonly Vector512<TElement> Second;

    /// <summary>Makes the number from its parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes1024(Vector512<TElement> first, Vector512<TElement> second)
    {
        First = first;
        Second = second;
    }

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2 * Vector512<TElement>.Count;
    }

    /// <inheritdoc/>
    public static Lanes1024<TElement> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector512<TElement>.Zero, Vector512<TElement>.Zero);
    }

    /// <inheritdoc/>
    public static Lanes1024<TElement> One
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector512<TElement>.One, Vector512<TElement>.One);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1024<TElement> Create(TElement value) => new(Vector512.Create(value), Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1024<TElement> Load(ref TElement source, nuint index) =>
        new(Vector512.LoadUnsafe(ref source, index), Vector512.LoadUnsafe(ref source, index + (nuint)Vector512<TElement>.Count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref TElement target, nuint index)
    {
        First.StoreUnsafe(ref target, index);
        Second.StoreUnsafe(ref target, index + (nuint)Vector512<TElement>.Count);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1024<TElement> Const(double value) => typeof(TElement) == typeof(float)
        ? new(Vector512.Create((float)value).As<float, TElement>(), Vector512.Create((float)value).As<float, TElement>())
        : new(Vector512.Create(value).As<double, TElement>(), Vector512.Create(value).As<double, TElement>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1024<TElement> Const(Constant constant) => typeof(TElement) == typeof(float)
        ? new(Vector512.Create(constant.InSingle).As<float, TElement>(), Vector512.Create(constant.InSingle).As<float, TElement>())
        : new(Vector512.Create(constant.InDouble).As<double, TElement>(), Vector512.Create(constant.InDouble).As<double, TElement>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1024<TElement> Const(double inSingle, double inDouble) => typeof(TElement) == typeof(float)
        ? new(Vector512.Create((float)inSingle).As<float, TElement>(), Vector512.Create((float)inSingle).As<float, TElement>())
        : new(Vector512.Create(inDouble).As<double, TElement>(), Vector512.Create(inDouble).As<double, TElement>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1024<TElement> ByPrecision<TFormula>(Lanes1024<TElement> x)
        where TFormula : struct, IByPrecision => typeof(TElement) == typeof(float) ? TFormula.InSingle(x) : TFormula.InDouble(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Lanes1024<TElement>> WideByPrecision<TFormula>(Lanes1024<TElement> x)
        where TFormula : struct, IWideByPrecision => typeof(TElement) == typeof(float) ? TFormula.InSingle(x) : TFormula.InDouble(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1024<TElement> InDouble<TFormula>(TFormula formula, Lanes1024<TElement> x, Lanes1024<TElement> y)
        where TFormula : struct, IDoubleFormula =>
        new(Lanes512<TElement>.InDouble(formula, new(x.First), new(y.First)).Value, Lanes512<TElement>.InDouble(formula, new(x.Second), new(y.Second)).Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1024<TElement> operator +(Lanes1024<TElement> a, Lanes1024<TElement> b) =>
        new(a.First + b.First, a.Second + b.Second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1024<TElement> operator -(Lanes1024<TElement> a, Lanes1024<TElement> b) =>
        new(a.First - b.First, a.Second - b.Second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1024<TElement> operator *(Lanes1024<TElement> a, Lanes1024<TElement> b) =>
        new(a.First * b.First, a.Second * b.Second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1024<TElement> operator /(Lanes1024<TElement> a, Lanes1024<TElement> b) =>
        new(a.First / b.First, a.Second / b.Second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1024<TElement> operator -(Lanes1024<TElement> a) =>
        new(-a.First, -a.Second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1024<TElement> operator >(Lanes1024<TElement> a, Lanes1024<TElement> b) =>
        new(Vector512.GreaterThan(a.First, b.First), Vector512.GreaterThan(a.Second, b.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1024<TElement> operator <(Lanes1024<TElement> a, Lanes1024<TElement> b) =>
        new(Vector512.LessThan(a.First, b.First), Vector512.LessThan(a.Second, b.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1024<TElement> operator >=(Lanes1024<TElement> a, Lanes1024<TElement> b) =>
        new(Vector512.GreaterThanOrEqual(a.First, b.First), Vector512.GreaterThanOrEqual(a.Second, b.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1024<TElement> operator <=(Lanes1024<TElement> a, Lanes1024<TElement> b) =>
        new(Vector512.LessThanOrEqual(a.First, b.First), Vector512.LessThanOrEqual(a.Second, b.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1024<TElement> Select(Lanes1024<TElement> mask, Lanes1024<TElement> a, Lanes1024<TElement> b) =>
        new(Vector512.ConditionalSelect(mask.First, a.First, b.First), Vector512.ConditionalSelect(mask.Second, a.Second, b.Second));

    /// <inheritdoc/>
    // x86's maxps is exactly "a > b ? a : b", NaN and zeros included.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1024<TElement> Max(Lanes1024<TElement> a, Lanes1024<TElement> b) =>
        new(Vector512.MaxNative(a.First, b.First), Vector512.MaxNative(a.Second, b.Second));

    /// <inheritdoc/>
    // x86's minps is exactly "a < b ? a : b", NaN and zeros included.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1024<TElement> Min(Lanes1024<TElement> a, Lanes1024<TElement> b) =>
        new(Vector512.MinNative(a.First, b.First), Vector512.MinNative(a.Second, b.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1024<TElement> Abs(Lanes1024<TElement> x) =>
        new(Vector512.Abs(x.First), Vector512.Abs(x.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1024<TElement> NegativeAbs(Lanes1024<TElement> x) =>
        new(x.First | Vector512.Create(TElement.NegativeZero), x.Second | Vector512.Create(TElement.NegativeZero));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1024<TElement> WithSignOfZero(Lanes1024<TElement> x, Lanes1024<TElement> zero) =>
        new(x.First | (zero.First & Vector512.Create(TElement.NegativeZero)), x.Second | (zero.Second & Vector512.Create(TElement.NegativeZero)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1024<TElement> FlipSign(Lanes1024<TElement> x, Lanes1024<TElement> sign) =>
        new(x.First ^ (sign.First & Vector512.Create(TElement.NegativeZero)), x.Second ^ (sign.Second & Vector512.Create(TElement.NegativeZero)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1024<TElement> IsNegative(Lanes1024<TElement> x) => typeof(TElement) == typeof(float)
        ? new((x.First.AsInt32() >> 31).As<int, TElement>(), (x.Second.AsInt32() >> 31).As<int, TElement>())
        : new(Vector512.LessThan(x.First.AsInt64(), Vector512<long>.Zero).As<long, TElement>(), Vector512.LessThan(x.Second.AsInt64(), Vector512<long>.Zero).As<long, TElement>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1024<TElement> Sqrt(Lanes1024<TElement> x) =>
        new(Vector512.Sqrt(x.First), Vector512.Sqrt(x.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1024<TElement> FusedMultiplyAdd(Lanes1024<TElement> a, Lanes1024<TElement> b, Lanes1024<TElement> c) => typeof(TElement) == typeof(float)
        ? new(Avx512F.FusedMultiplyAdd(a.First.AsSingle(), b.First.AsSingle(), c.First.AsSingle()).As<float, TElement>(), Avx512F.FusedMultiplyAdd(a.Second.AsSingle(), b.Second.AsSingle(), c.Second.AsSingle()).As<float, TElement>())
        : new(Avx512F.FusedMultiplyAdd(a.First.AsDouble(), b.First.AsDouble(), c.First.AsDouble()).As<double, TElement>(), Avx512F.FusedMultiplyAdd(a.Second.AsDouble(), b.Second.AsDouble(), c.Second.AsDouble()).As<double, TElement>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1024<TElement> MultiplySubtract(Lanes1024<TElement> a, Lanes1024<TElement> b, Lanes1024<TElement> c) => typeof(TElement) == typeof(float)
        ? new(Avx512F.FusedMultiplySubtract(a.First.AsSingle(), b.First.AsSingle(), c.First.AsSingle()).As<float, TElement>(), Avx512F.FusedMultiplySubtract(a.Second.AsSingle(), b.Second.AsSingle(), c.Second.AsSingle()).As<float, TElement>())
        : new(Avx512F.FusedMultiplySubtract(a.First.AsDouble(), b.First.AsDouble(), c.First.AsDouble()).As<double, TElement>(), Avx512F.FusedMultiplySubtract(a.Second.AsDouble(), b.Second.AsDouble(), c.Second.AsDouble()).As<double, TElement>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1024<TElement> NegatedMultiplyAdd(Lanes1024<TElement> a, Lanes1024<TElement> b, Lanes1024<TElement> c) => typeof(TElement) == typeof(float)
        ? new(Avx512F.FusedMultiplyAddNegated(a.First.AsSingle(), b.First.AsSingle(), c.First.AsSingle()).As<float, TElement>(), Avx512F.FusedMultiplyAddNegated(a.Second.AsSingle(), b.Second.AsSingle(), c.Second.AsSingle()).As<float, TElement>())
        : new(Avx512F.FusedMultiplyAddNegated(a.First.AsDouble(), b.First.AsDouble(), c.First.AsDouble()).As<double, TElement>(), Avx512F.FusedMultiplyAddNegated(a.Second.AsDouble(), b.Second.AsDouble(), c.Second.AsDouble()).As<double, TElement>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Lanes1024<TElement>> RootOfTwo(Lanes1024<TElement> index)
    {
        Wide<Lanes512<TElement>> first = Lanes512<TElement>.RootOfTwo(new(index.First)), second = Lanes512<TElement>.RootOfTwo(new(index.Second));
        return new(new(first.Hi.Value, second.Hi.Value), new(first.Lo.Value, second.Lo.Value));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1024<TElement> Lookup(ReadOnlySpan<float> table, Lanes1024<TElement> index) =>
        new(Lanes512<TElement>.Lookup(table, new(index.First)).Value, Lanes512<TElement>.Lookup(table, new(index.Second)).Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1024<TElement> QuarterOctave(Lanes1024<TElement> x, out Lanes1024<TElement> index)
    {
        Lanes512<TElement> first = Lanes512<TElement>.QuarterOctave(new(x.First), out Lanes512<TElement> firstIndex);
        Lanes512<TElement> second = Lanes512<TElement>.QuarterOctave(new(x.Second), out Lanes512<TElement> secondIndex);
        index = new(firstIndex.Value, secondIndex.Value);
        return new(first.Value, second.Value);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1024<TElement> Lookup(ReadOnlySpan<double> table, Lanes1024<TElement> index) =>
        new(Lanes512<TElement>.Lookup(table, new(index.First)).Value, Lanes512<TElement>.Lookup(table, new(index.Second)).Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1024<TElement> Mantissa(Lanes1024<TElement> x, out Lanes1024<TElement> exponent)
    {
        Lanes512<TElement> first = Lanes512<TElement>.Mantissa(new(x.First), out Lanes512<TElement> firstExponent);
        Lanes512<TElement> second = Lanes512<TElement>.Mantissa(new(x.Second), out Lanes512<TElement> secondExponent);
        exponent = new(firstExponent.Value, secondExponent.Value);
        return new(first.Value, second.Value);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1024<TElement> AddToExponent(Lanes1024<TElement> x, Lanes1024<TElement> index) =>
        new(Lanes512<TElement>.AddToExponent(new(x.First), new(index.First)).Value, Lanes512<TElement>.AddToExponent(new(x.Second), new(index.Second)).Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1024<TElement> Exponent(Lanes1024<TElement> x) =>
        new(Lanes512<TElement>.Exponent(new(x.First)).Value, Lanes512<TElement>.Exponent(new(x.Second)).Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyNegative(Lanes1024<TElement> x) =>
        Vector512.LessThanAny(x.First, Vector512<TElement>.Zero) || Vector512.LessThanAny(x.Second, Vector512<TElement>.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1024<TElement> BitAsSign(Lanes1024<TElement> index, int bit) => typeof(TElement) == typeof(float)
        ? new((index.First.AsInt32() << (31 - bit)).As<int, TElement>(), (index.Second.AsInt32() << (31 - bit)).As<int, TElement>())
        : new((index.First.AsInt64() << (63 - bit)).As<long, TElement>(), (index.Second.AsInt64() << (63 - bit)).As<long, TElement>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Angle<Lanes1024<TElement>> ReduceLarge(Angle<Lanes1024<TElement>> near, Lanes1024<TElement> product, Lanes1024<TElement> factor, Lanes1024<TElement> x)
    {
        Vector512<TElement> limit = Const(LargeAngle.SingleLimit, LargeAngle.DoubleLimit).First;
        return Vector512.GreaterThanAny(Vector512.Abs(product.First), limit) || Vector512.GreaterThanAny(Vector512.Abs(product.Second), limit)
            ? LargeAngle.Reduce<Lanes1024<TElement>, TElement>(near, product, factor, x)
            : near;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1024<TElement> Scale(Lanes1024<TElement> x, Lanes1024<TElement> n) => typeof(TElement) == typeof(float)
        ? new(Avx512F.Scale(x.First.AsSingle(), n.First.AsSingle()).As<float, TElement>(), Avx512F.Scale(x.Second.AsSingle(), n.Second.AsSingle()).As<float, TElement>())
        : new(Avx512F.Scale(x.First.AsDouble(), n.First.AsDouble()).As<double, TElement>(), Avx512F.Scale(x.Second.AsDouble(), n.Second.AsDouble()).As<double, TElement>());
}

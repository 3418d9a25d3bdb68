using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Hillock.Numbers.Elementary;

namespace Hillock.Numbers;

/// <summary>A 128-bit vector of <see cref="float"/> or <see cref="double"/> lanes, each computed on its own.</summary>
/// <typeparam name="TElement">The element: <see cref="float"/> or <see cref="double"/>.</typeparam>
internal readonly struct Lanes128<TElement> : ILanes<Lanes128<TElement>, TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    internal readonly Vector128<TElement> Value;

    /// <summary>Makes the number from its parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes128(Vector128<TElement> value) => Value = value;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128<TElement>.Count;
    }

    /// <inheritdoc/>
    public static Lanes128<TElement> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Unsafe.BitCast<Vector128<TElement>, Lanes128<TElement>>(Vector128<TElement>.Zero);
    }

    /// <inheritdoc/>
    public static Lanes128<TElement> One
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Unsafe.BitCast<Vector128<TElement>, Lanes128<TElement>>(Vector128<TElement>.One);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TElement> Create(TElement value) => Unsafe.BitCast<Vector128<TElement>, Lanes128<TElement>>(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TElement> Load(ref TElement source, nuint index) => Unsafe.BitCast<Vector128<TElement>, Lanes128<TElement>>(Vector128.LoadUnsafe(ref source, index));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref TElement target, nuint index) => Value.StoreUnsafe(ref target, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TElement> Const(double value) =>
        typeof(TElement) == typeof(float) ? Unsafe.BitCast<Vector128<float>, Lanes128<TElement>>(Vector128.Create((float)value)) : Unsafe.BitCast<Vector128<double>, Lanes128<TElement>>(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TElement> Const(Constant constant) => typeof(TElement) == typeof(float)
            ? Unsafe.BitCast<Vector128<float>, Lanes128<TElement>>(Vector128.Create(constant.InSingle))
            : Unsafe.BitCast<Vector128<double>, Lanes128<TElement>>(Vector128.Create(constant.InDouble));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TElement> Const(double inSingle, double inDouble) => typeof(TElement) == typeof(float)
            ? Unsafe.BitCast<Vector128<float>, Lanes128<TElement>>(Vector128.Create((float)inSingle))
            : Unsafe.BitCast<Vector128<double>, Lanes128<TElement>>(Vector128.Create(inDouble));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TElement> ByPrecision<TFormula>(Lanes128<TElement> x)
        where TFormula : struct, IByPrecision => typeof(TElement) == typeof(float) ? TFormula.InSingle(x) : TFormula.InDouble(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Lanes128<TElement>> WideByPrecision<TFormula>(Lanes128<TElement> x)
        where TFormula : struct, IWideByPrecision => typeof(TElement) == typeof(float) ? TFormula.InSingle(x) : TFormula.InDouble(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TElement> InDouble<TFormula>(TFormula formula, Lanes128<TElement> x, Lanes128<TElement> y)
        where TFormula : struct, IDoubleFormula
    {
        if (typeof(TElement) != typeof(float))
        {
            return formula.OfDoubles(x, y);
        }

        (Vector128<double> xLower, Vector128<double> xUpper) = Vector128.Widen(x.Value.As<TElement, float>());
        (Vector128<double> yLower, Vector128<double> yUpper) = Vector128.Widen(y.Value.As<TElement, float>());
        return new(Vector128.Narrow(
            formula.OfSingles(new Lanes128<double>(xLower), new Lanes128<double>(yLower)).Value,
            formula.OfSingles(new Lanes128<double>(xUpper), new Lanes128<double>(yUpper)).Value).As<float, TElement>());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TElement> operator +(Lanes128<TElement> a, Lanes128<TElement> b) => Unsafe.BitCast<Vector128<TElement>, Lanes128<TElement>>(a.Value + b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TElement> operator -(Lanes128<TElement> a, Lanes128<TElement> b) => Unsafe.BitCast<Vector128<TElement>, Lanes128<TElement>>(a.Value - b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TElement> operator *(Lanes128<TElement> a, Lanes128<TElement> b) => Unsafe.BitCast<Vector128<TElement>, Lanes128<TElement>>(a.Value * b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TElement> operator /(Lanes128<TElement> a, Lanes128<TElement> b) => Unsafe.BitCast<Vector128<TElement>, Lanes128<TElement>>(a.Value / b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TElement> operator -(Lanes128<TElement> a) => Unsafe.BitCast<Vector128<TElement>, Lanes128<TElement>>(-a.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TElement> operator >(Lanes128<TElement> a, Lanes128<TElement> b) => Unsafe.BitCast<Vector128<TElement>, Lanes128<TElement>>(Vector128.GreaterThan(a.Value, b.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TElement> operator <(Lanes128<TElement> a, Lanes128<TElement> b) => Unsafe.BitCast<Vector128<TElement>, Lanes128<TElement>>(Vector128.LessThan(a.Value, b.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TElement> operator >=(Lanes128<TElement> a, Lanes128<TElement> b) => Unsafe.BitCast<Vector128<TElement>, Lanes128<TElement>>(Vector128.GreaterThanOrEqual(a.Value, b.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TElement> operator <=(Lanes128<TElement> a, Lanes128<TElement> b) => Unsafe.BitCast<Vector128<TElement>, Lanes128<TElement>>(Vector128.LessThanOrEqual(a.Value, b.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TElement> Select(Lanes128<TElement> mask, Lanes128<TElement> a, Lanes128<TElement> b) =>
        Unsafe.BitCast<Vector128<TElement>, Lanes128<TElement>>(Vector128.ConditionalSelect(mask.Value, a.Value, b.Value));

    /// <inheritdoc/>
    // x86's maxps is exactly "a > b ? a : b", NaN and zeros included.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TElement> Max(Lanes128<TElement> a, Lanes128<TElement> b) =>
        Sse2.IsSupported
            ? typeof(TElement) == typeof(float)
                ? Unsafe.BitCast<Vector128<float>, Lanes128<TElement>>(Sse.Max(a.Value.As<TElement, float>(), b.Value.As<TElement, float>()))
                : new(Sse2.Max(a.Value.As<TElement, double>(), b.Value.As<TElement, double>()).As<double, TElement>())
            : new(Vector128.ConditionalSelect(Vector128.GreaterThan(a.Value, b.Value), a.Value, b.Value));

    /// <inheritdoc/>
    // x86's minps is exactly "a < b ? a : b", NaN and zeros included.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TElement> Min(Lanes128<TElement> a, Lanes128<TElement> b) =>
        Sse2.IsSupported
            ? typeof(TElement) == typeof(float)
                ? Unsafe.BitCast<Vector128<float>, Lanes128<TElement>>(Sse.Min(a.Value.As<TElement, float>(), b.Value.As<TElement, float>()))
                : new(Sse2.Min(a.Value.As<TElement, double>(), b.Value.As<TElement, double>()).As<double, TElement>())
            : new(Vector128.ConditionalSelect(Vector128.LessThan(a.Value, b.Value), a.Value, b.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TElement> Abs(Lanes128<TElement> x) => Unsafe.BitCast<Vector128<TElement>, Lanes128<TElement>>(Vector128.Abs(x.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TElement> NegativeAbs(Lanes128<TElement> x) => Unsafe.BitCast<Vector128<TElement>, Lanes128<TElement>>(x.Value | Vector128.Create(TElement.NegativeZero));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TElement> WithSignOfZero(Lanes128<TElement> x, Lanes128<TElement> zero) =>
        Unsafe.BitCast<Vector128<TElement>, Lanes128<TElement>>(x.Value | (zero.Value & Vector128.Create(TElement.NegativeZero)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TElement> FlipSign(Lanes128<TElement> x, Lanes128<TElement> sign) =>
        Unsafe.BitCast<Vector128<TElement>, Lanes128<TElement>>(x.Value ^ (sign.Value & Vector128.Create(TElement.NegativeZero)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TElement> IsNegative(Lanes128<TElement> x) => typeof(TElement) == typeof(float)
        ? Unsafe.BitCast<Vector128<int>, Lanes128<TElement>>(x.Value.As<TElement, int>() >> 31)
        : Unsafe.BitCast<Vector128<long>, Lanes128<TElement>>(Vector128.LessThan(x.Value.As<TElement, long>(), Vector128<long>.Zero));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TElement> Sqrt(Lanes128<TElement> x) => Unsafe.BitCast<Vector128<TElement>, Lanes128<TElement>>(Vector128.Sqrt(x.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TElement> FusedMultiplyAdd(Lanes128<TElement> a, Lanes128<TElement> b, Lanes128<TElement> c) =>
        typeof(TElement) == typeof(float)
            ? Unsafe.BitCast<Vector128<float>, Lanes128<TElement>>(Vector128.FusedMultiplyAdd(a.Value.As<TElement, float>(), b.Value.As<TElement, float>(), c.Value.As<TElement, float>()))
            : Unsafe.BitCast<Vector128<double>, Lanes128<TElement>>(Vector128.FusedMultiplyAdd(a.Value.As<TElement, double>(), b.Value.As<TElement, double>(), c.Value.As<TElement, double>()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TElement> MultiplySubtract(Lanes128<TElement> a, Lanes128<TElement> b, Lanes128<TElement> c)
    {
        if (Fma.IsSupported)
        {
            return typeof(TElement) == typeof(float)
                ? Unsafe.BitCast<Vector128<float>, Lanes128<TElement>>(Fma.MultiplySubtract(a.Value.As<TElement, float>(), b.Value.As<TElement, float>(), c.Value.As<TElement, float>()))
                : Unsafe.BitCast<Vector128<double>, Lanes128<TElement>>(Fma.MultiplySubtract(a.Value.As<TElement, double>(), b.Value.As<TElement, double>(), c.Value.As<TElement, double>()));
        }

        return FusedMultiplyAdd(a, b, -c);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TElement> NegatedMultiplyAdd(Lanes128<TElement> a, Lanes128<TElement> b, Lanes128<TElement> c)
    {
        if (Fma.IsSupported)
        {
            return typeof(TElement) == typeof(float)
                ? Unsafe.BitCast<Vector128<float>, Lanes128<TElement>>(Fma.MultiplyAddNegated(a.Value.As<TElement, float>(), b.Value.As<TElement, float>(), c.Value.As<TElement, float>()))
                : Unsafe.BitCast<Vector128<double>, Lanes128<TElement>>(Fma.MultiplyAddNegated(a.Value.As<TElement, double>(), b.Value.As<TElement, double>(), c.Value.As<TElement, double>()));
        }

        return FusedMultiplyAdd(-a, b, c);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Lanes128<TElement>> RootOfTwo(Lanes128<TElement> index)
    {
        if (typeof(TElement) == typeof(float))
        {
            Vector128<int> j = index.Value.As<TElement, int>() & Vector128.Create(15);
            ReadOnlySpan<float> hi = RootsOfTwo.SingleHi, lo = RootsOfTwo.SingleLo;
            return new(
                new(Vector128.Create(hi[j[0]], hi[j[1]], hi[j[2]], hi[j[3]]).As<float, TElement>()),
                new(Vector128.Create(lo[j[0]], lo[j[1]], lo[j[2]], lo[j[3]]).As<float, TElement>()));
        }

        Vector128<long> k = index.Value.As<TElement, long>() & Vector128.Create(15L);
        return new(
            new(Vector128.Create(RootsOfTwo.DoubleHi[(int)k[0]], RootsOfTwo.DoubleHi[(int)k[1]]).As<double, TElement>()),
            new(Vector128.Create(RootsOfTwo.DoubleLo[(int)k[0]], RootsOfTwo.DoubleLo[(int)k[1]]).As<double, TElement>()));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TElement> Lookup(ReadOnlySpan<float> table, Lanes128<TElement> index)
    {
        Vector128<int> j = index.Value.As<TElement, int>() & Vector128.Create(15);
        return new(Vector128.Create(table[j[0]], table[j[1]], table[j[2]], table[j[3]]).As<float, TElement>());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TElement> QuarterOctave(Lanes128<TElement> x, out Lanes128<TElement> index)
    {
        Vector128<int> bits = x.Value.As<TElement, int>();
        index = new((bits >>> 21).As<int, TElement>());
        return new(((bits & Vector128.Create(-0x200000)) | Vector128.Create(0x100000)).As<int, TElement>());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TElement> Lookup(ReadOnlySpan<double> table, Lanes128<TElement> index)
    {
        Vector128<long> j = index.Value.As<TElement, long>() & Vector128.Create(15L);
        return new(Vector128.Create(table[(int)j[0]], table[(int)j[1]]).As<double, TElement>());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TElement> Mantissa(Lanes128<TElement> x, out Lanes128<TElement> exponent)
    {
        // The biased exponent, carried by a mantissa of 45/32 or more, becomes a double by the bits of 2⁵².
        Vector128<long> bits = x.Value.As<TElement, long>(), shifted = bits + Vector128.Create(BinaryLogarithm.Carry);
        exponent = new((((shifted >>> 52) | Vector128.Create(0x4330000000000000L)).AsDouble() - Vector128.Create(4503599627370496.0 + 1023)).As<double, TElement>());
        return new((bits - (shifted & Vector128.Create(-1L << 52)) + Vector128.Create(1023L << 52)).As<long, TElement>());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TElement> AddToExponent(Lanes128<TElement> x, Lanes128<TElement> index) =>
        new((x.Value.As<TElement, long>() + (index.Value.As<TElement, long>() << 52)).As<long, TElement>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TElement> Exponent(Lanes128<TElement> x)
    {
        if (typeof(TElement) == typeof(float))
        {
            Vector128<int> bits = (x.Value.As<TElement, int>() >>> 23) & Vector128.Create(0xFF);
            return new(Vector128.ConvertToSingle(bits - Vector128.Create(127)).As<float, TElement>());
        }
        else
        {
            Vector128<long> bits = (x.Value.As<TElement, long>() >>> 52) & Vector128.Create(0x7FFL);
            return new(Vector128.ConvertToDouble(bits - Vector128.Create(1023L)).As<double, TElement>());
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyNegative(Lanes128<TElement> x) => Vector128.LessThanAny(x.Value, Vector128<TElement>.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TElement> BitAsSign(Lanes128<TElement> index, int bit) => typeof(TElement) == typeof(float)
        ? Unsafe.BitCast<Vector128<int>, Lanes128<TElement>>(index.Value.As<TElement, int>() << (31 - bit))
        : Unsafe.BitCast<Vector128<long>, Lanes128<TElement>>(index.Value.As<TElement, long>() << (63 - bit));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Angle<Lanes128<TElement>> ReduceLarge(Angle<Lanes128<TElement>> near, Lanes128<TElement> product, Lanes128<TElement> factor, Lanes128<TElement> x) =>
        Vector128.GreaterThanAny(Vector128.Abs(product.Value), Const(LargeAngle.SingleLimit, LargeAngle.DoubleLimit).Value)
            ? LargeAngle.Reduce<Lanes128<TElement>, TElement>(near, product, factor, x)
            : near;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<TElement> Scale(Lanes128<TElement> x, Lanes128<TElement> n)
    {
        // Three exact powers of two, none of them out of range, so that only the last product can round, also into the subnormals. Few locals:
        // past 512 of them in a loop, those of inlined methods included, the compiler inlines no more.
        if (typeof(TElement) == typeof(float))
        {
            Vector128<float> exponent = Vector128.Floor(n.Value.As<TElement, float>());
            Vector128<int> third = Vector128.ConvertToInt32(Vector128.Floor(exponent * (1f / 3)));
            Vector128<float> power = ((third + Vector128.Create(127)) << 23).AsSingle();
            return Unsafe.BitCast<Vector128<float>, Lanes128<TElement>>(
                x.Value.As<TElement, float>() * power * power * ((Vector128.ConvertToInt32(exponent) - third - third + Vector128.Create(127)) << 23).AsSingle());
        }
        else
        {
            Vector128<double> exponent = Vector128.Floor(n.Value.As<TElement, double>());
            Vector128<long> third = Vector128.ConvertToInt64(Vector128.Floor(exponent * (1.0 / 3)));
            Vector128<double> power = ((third + Vector128.Create(1023L)) << 52).AsDouble();
            return Unsafe.BitCast<Vector128<double>, Lanes128<TElement>>(
                x.Value.As<TElement, double>() * power * power * ((Vector128.ConvertToInt64(exponent) - third - third + Vector128.Create(1023L)) << 52).AsDouble());
        }
    }
}

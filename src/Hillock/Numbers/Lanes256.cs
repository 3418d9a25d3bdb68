using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Hillock.Numbers.Elementary;

namespace Hillock.Numbers;

/// <summary>A 256-bit vector of <see cref="float"/> or <see cref="double"/> lanes, each computed on its own.</summary>
/// <typeparam name="TElement">The element: <see cref="float"/> or <see cref="double"/>.</typeparam>
internal readonly struct Lanes256<TElement> : ILanes<Lanes256<TElement>, TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    internal readonly Vector256<TElement> Value;

    /// <summary>Makes the number from its parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes256(Vector256<TElement> value) => Value = value;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256<TElement>.Count;
    }

    /// <inheritdoc/>
    public static Lanes256<TElement> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Unsafe.BitCast<Vector256<TElement>, Lanes256<TElement>>(Vector256<TElement>.Zero);
    }

    /// <inheritdoc/>
    public static Lanes256<TElement> One
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Unsafe.BitCast<Vector256<TElement>, Lanes256<TElement>>(Vector256<TElement>.One);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TElement> Create(TElement value) => Unsafe.BitCast<Vector256<TElement>, Lanes256<TElement>>(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TElement> Load(ref TElement source, nuint index) => Unsafe.BitCast<Vector256<TElement>, Lanes256<TElement>>(Vector256.LoadUnsafe(ref source, index));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref TElement target, nuint index) => Value.StoreUnsafe(ref target, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TElement> Const(double value) =>
        typeof(TElement) == typeof(float) ? Unsafe.BitCast<Vector256<float>, Lanes256<TElement>>(Vector256.Create((float)value)) : Unsafe.BitCast<Vector256<double>, Lanes256<TElement>>(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TElement> Const(Constant constant) => typeof(TElement) == typeof(float)
            ? Unsafe.BitCast<Vector256<float>, Lanes256<TElement>>(Vector256.Create(constant.InSingle))
            : Unsafe.BitCast<Vector256<double>, Lanes256<TElement>>(Vector256.Create(constant.InDouble));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TElement> Const(double inSingle, double inDouble) => typeof(TElement) == typeof(float)
            ? Unsafe.BitCast<Vector256<float>, Lanes256<TElement>>(Vector256.Create((float)inSingle))
            : Unsafe.BitCast<Vector256<double>, Lanes256<TElement>>(Vector256.Create(inDouble));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TElement> ByPrecision<TFormula>(Lanes256<TElement> x)
        where TFormula : struct, IByPrecision => typeof(TElement) == typeof(float) ? TFormula.InSingle(x) : TFormula.InDouble(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Lanes256<TElement>> WideByPrecision<TFormula>(Lanes256<TElement> x)
        where TFormula : struct, IWideByPrecision => typeof(TElement) == typeof(float) ? TFormula.InSingle(x) : TFormula.InDouble(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TElement> InDouble<TFormula>(TFormula formula, Lanes256<TElement> x, Lanes256<TElement> y)
        where TFormula : struct, IDoubleFormula
    {
        if (typeof(TElement) != typeof(float))
        {
            return formula.OfDoubles(x, y);
        }

        (Vector256<double> xLower, Vector256<double> xUpper) = Vector256.Widen(x.Value.As<TElement, float>());
        (Vector256<double> yLower, Vector256<double> yUpper) = Vector256.Widen(y.Value.As<TElement, float>());
        return new(Vector256.Narrow(
            formula.OfSingles(new Lanes256<double>(xLower), new Lanes256<double>(yLower)).Value,
            formula.OfSingles(new Lanes256<double>(xUpper), new Lanes256<double>(yUpper)).Value).As<float, TElement>());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TElement> operator +(Lanes256<TElement> a, Lanes256<TElement> b) => Unsafe.BitCast<Vector256<TElement>, Lanes256<TElement>>(a.Value + b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TElement> operator -(Lanes256<TElement> a, Lanes256<TElement> b) => Unsafe.BitCast<Vector256<TElement>, Lanes256<TElement>>(a.Value - b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TElement> operator *(Lanes256<TElement> a, Lanes256<TElement> b) => Unsafe.BitCast<Vector256<TElement>, Lanes256<TElement>>(a.Value * b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TElement> operator /(Lanes256<TElement> a, Lanes256<TElement> b) => Unsafe.BitCast<Vector256<TElement>, Lanes256<TElement>>(a.Value / b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TElement> operator -(Lanes256<TElement> a) => Unsafe.BitCast<Vector256<TElement>, Lanes256<TElement>>(-a.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TElement> operator >(Lanes256<TElement> a, Lanes256<TElement> b) => Unsafe.BitCast<Vector256<TElement>, Lanes256<TElement>>(Vector256.GreaterThan(a.Value, b.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TElement> operator <(Lanes256<TElement> a, Lanes256<TElement> b) => Unsafe.BitCast<Vector256<TElement>, Lanes256<TElement>>(Vector256.LessThan(a.Value, b.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TElement> operator >=(Lanes256<TElement> a, Lanes256<TElement> b) => Unsafe.BitCast<Vector256<TElement>, Lanes256<TElement>>(Vector256.GreaterThanOrEqual(a.Value, b.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TElement> operator <=(Lanes256<TElement> a, Lanes256<TElement> b) => Unsafe.BitCast<Vector256<TElement>, Lanes256<TElement>>(Vector256.LessThanOrEqual(a.Value, b.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TElement> Select(Lanes256<TElement> mask, Lanes256<TElement> a, Lanes256<TElement> b) =>
        Unsafe.BitCast<Vector256<TElement>, Lanes256<TElement>>(Vector256.ConditionalSelect(mask.Value, a.Value, b.Value));

    /// <inheritdoc/>
    // x86's maxps is exactly "a > b ? a : b", NaN and zeros included.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TElement> Max(Lanes256<TElement> a, Lanes256<TElement> b) =>
        Avx.IsSupported
            ? typeof(TElement) == typeof(float)
                ? Unsafe.BitCast<Vector256<float>, Lanes256<TElement>>(Avx.Max(a.Value.As<TElement, float>(), b.Value.As<TElement, float>()))
                : new(Avx.Max(a.Value.As<TElement, double>(), b.Value.As<TElement, double>()).As<double, TElement>())
            : new(Vector256.ConditionalSelect(Vector256.GreaterThan(a.Value, b.Value), a.Value, b.Value));

    /// <inheritdoc/>
    // x86's minps is exactly "a < b ? a : b", NaN and zeros included.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TElement> Min(Lanes256<TElement> a, Lanes256<TElement> b) =>
        Avx.IsSupported
            ? typeof(TElement) == typeof(float)
                ? Unsafe.BitCast<Vector256<float>, Lanes256<TElement>>(Avx.Min(a.Value.As<TElement, float>(), b.Value.As<TElement, float>()))
                : new(Avx.Min(a.Value.As<TElement, double>(), b.Value.As<TElement, double>()).As<double, TElement>())
            : new(Vector256.ConditionalSelect(Vector256.LessThan(a.Value, b.Value), a.Value, b.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TElement> Abs(Lanes256<TElement> x) => Unsafe.BitCast<Vector256<TElement>, Lanes256<TElement>>(Vector256.Abs(x.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TElement> NegativeAbs(Lanes256<TElement> x) => Unsafe.BitCast<Vector256<TElement>, Lanes256<TElement>>(x.Value | Vector256.Create(TElement.NegativeZero));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TElement> WithSignOfZero(Lanes256<TElement> x, Lanes256<TElement> zero) =>
        Unsafe.BitCast<Vector256<TElement>, Lanes256<TElement>>(x.Value | (zero.Value & Vector256.Create(TElement.NegativeZero)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TElement> FlipSign(Lanes256<TElement> x, Lanes256<TElement> sign) =>
        Unsafe.BitCast<Vector256<TElement>, Lanes256<TElement>>(x.Value ^ (sign.Value & Vector256.Create(TElement.NegativeZero)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TElement> IsNegative(Lanes256<TElement> x) => typeof(TElement) == typeof(float)
        ? Unsafe.BitCast<Vector256<int>, Lanes256<TElement>>(x.Value.As<TElement, int>() >> 31)
        : Unsafe.BitCast<Vector256<long>, Lanes256<TElement>>(Vector256.LessThan(x.Value.As<TElement, long>(), Vector256<long>.Zero));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TElement> Sqrt(Lanes256<TElement> x) => Unsafe.BitCast<Vector256<TElement>, Lanes256<TElement>>(Vector256.Sqrt(x.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TElement> FusedMultiplyAdd(Lanes256<TElement> a, Lanes256<TElement> b, Lanes256<TElement> c) =>
        typeof(TElement) == typeof(float)
            ? Unsafe.BitCast<Vector256<float>, Lanes256<TElement>>(Vector256.FusedMultiplyAdd(a.Value.As<TElement, float>(), b.Value.As<TElement, float>(), c.Value.As<TElement, float>()))
            : Unsafe.BitCast<Vector256<double>, Lanes256<TElement>>(Vector256.FusedMultiplyAdd(a.Value.As<TElement, double>(), b.Value.As<TElement, double>(), c.Value.As<TElement, double>()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TElement> MultiplySubtract(Lanes256<TElement> a, Lanes256<TElement> b, Lanes256<TElement> c)
    {
        if (Fma.IsSupported)
        {
            return typeof(TElement) == typeof(float)
                ? Unsafe.BitCast<Vector256<float>, Lanes256<TElement>>(Fma.MultiplySubtract(a.Value.As<TElement, float>(), b.Value.As<TElement, float>(), c.Value.As<TElement, float>()))
                : Unsafe.BitCast<Vector256<double>, Lanes256<TElement>>(Fma.MultiplySubtract(a.Value.As<TElement, double>(), b.Value.As<TElement, double>(), c.Value.As<TElement, double>()));
        }

        return FusedMultiplyAdd(a, b, -c);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TElement> NegatedMultiplyAdd(Lanes256<TElement> a, Lanes256<TElement> b, Lanes256<TElement> c)
    {
        if (Fma.IsSupported)
        {
            return typeof(TElement) == typeof(float)
                ? Unsafe.BitCast<Vector256<float>, Lanes256<TElement>>(Fma.MultiplyAddNegated(a.Value.As<TElement, float>(), b.Value.As<TElement, float>(), c.Value.As<TElement, float>()))
                : Unsafe.BitCast<Vector256<double>, Lanes256<TElement>>(Fma.MultiplyAddNegated(a.Value.As<TElement, double>(), b.Value.As<TElement, double>(), c.Value.As<TElement, double>()));
        }

        return FusedMultiplyAdd(-a, b, c);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Lanes256<TElement>> RootOfTwo(Lanes256<TElement> index)
    {
        if (Avx2.IsSupported && typeof(TElement) == typeof(float))
        {
            // Two permutations of eight; bit 3 of the index, moved to the sign, chooses between them.
            Vector256<int> j = index.Value.As<TElement, int>();
            Vector256<float> upper = (j << 28).AsSingle();
            Vector256<float> hi = Avx.BlendVariable(
                Avx2.PermuteVar8x32(Vector256.LoadUnsafe(in MemoryMarshal.GetReference(RootsOfTwo.SingleHi)), j),
                Avx2.PermuteVar8x32(Vector256.LoadUnsafe(in MemoryMarshal.GetReference(RootsOfTwo.SingleHi), 8), j),
                upper);
            Vector256<float> lo = Avx.BlendVariable(
                Avx2.PermuteVar8x32(Vector256.LoadUnsafe(in MemoryMarshal.GetReference(RootsOfTwo.SingleLo)), j),
                Avx2.PermuteVar8x32(Vector256.LoadUnsafe(in MemoryMarshal.GetReference(RootsOfTwo.SingleLo), 8), j),
                upper);
            return new(new(hi.As<float, TElement>()), new(lo.As<float, TElement>()));
        }

        Wide<Lanes128<TElement>> lower = Lanes128<TElement>.RootOfTwo(new(index.Value.GetLower()));
        Wide<Lanes128<TElement>> upperHalf = Lanes128<TElement>.RootOfTwo(new(index.Value.GetUpper()));
        return new(
            new(Vector256.Create(lower.Hi.Value, upperHalf.Hi.Value)),
            new(Vector256.Create(lower.Lo.Value, upperHalf.Lo.Value)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TElement> Lookup(ReadOnlySpan<float> table, Lanes256<TElement> index)
    {
        if (Avx2.IsSupported)
        {
            // Two permutations of eight; bit 3 of the index, moved to the sign, chooses between them.
            Vector256<int> j = index.Value.As<TElement, int>();
            Vector256<float> values = Avx.BlendVariable(
                Avx2.PermuteVar8x32(Vector256.LoadUnsafe(in MemoryMarshal.GetReference(table)), j),
                Avx2.PermuteVar8x32(Vector256.LoadUnsafe(in MemoryMarshal.GetReference(table), 8), j),
                (j << 28).AsSingle());
            return Unsafe.BitCast<Vector256<float>, Lanes256<TElement>>(values);
        }

        return new(Vector256.Create(
            Lanes128<TElement>.Lookup(table, new(index.Value.GetLower())).Value,
            Lanes128<TElement>.Lookup(table, new(index.Value.GetUpper())).Value));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TElement> QuarterOctave(Lanes256<TElement> x, out Lanes256<TElement> index)
    {
        Vector256<int> bits = x.Value.As<TElement, int>();
        index = new((bits >>> 21).As<int, TElement>());
        return new(((bits & Vector256.Create(-0x200000)) | Vector256.Create(0x100000)).As<int, TElement>());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TElement> Lookup(ReadOnlySpan<double> table, Lanes256<TElement> index)
    {
        return new(Vector256.Create(
            Lanes128<TElement>.Lookup(table, new(index.Value.GetLower())).Value,
            Lanes128<TElement>.Lookup(table, new(index.Value.GetUpper())).Value));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TElement> Mantissa(Lanes256<TElement> x, out Lanes256<TElement> exponent)
    {
        // The biased exponent, carried by a mantissa of 45/32 or more, becomes a double by the bits of 2⁵².
        Vector256<long> bits = x.Value.As<TElement, long>(), shifted = bits + Vector256.Create(BinaryLogarithm.Carry);
        exponent = new((((shifted >>> 52) | Vector256.Create(0x4330000000000000L)).AsDouble() - Vector256.Create(4503599627370496.0 + 1023)).As<double, TElement>());
        return new((bits - (shifted & Vector256.Create(-1L << 52)) + Vector256.Create(1023L << 52)).As<long, TElement>());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TElement> AddToExponent(Lanes256<TElement> x, Lanes256<TElement> index) =>
        new((x.Value.As<TElement, long>() + (index.Value.As<TElement, long>() << 52)).As<long, TElement>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TElement> Exponent(Lanes256<TElement> x)
    {
        if (typeof(TElement) == typeof(float))
        {
            Vector256<int> bits = (x.Value.As<TElement, int>() >>> 23) & Vector256.Create(0xFF);
            return new(Vector256.ConvertToSingle(bits - Vector256.Create(127)).As<float, TElement>());
        }
        else
        {
            Vector256<long> bits = (x.Value.As<TElement, long>() >>> 52) & Vector256.Create(0x7FFL);
            return new(Vector256.ConvertToDouble(bits - Vector256.Create(1023L)).As<double, TElement>());
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyNegative(Lanes256<TElement> x) => Vector256.LessThanAny(x.Value, Vector256<TElement>.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TElement> BitAsSign(Lanes256<TElement> index, int bit) => typeof(TElement) == typeof(float)
        ? Unsafe.BitCast<Vector256<int>, Lanes256<TElement>>(index.Value.As<TElement, int>() << (31 - bit))
        : Unsafe.BitCast<Vector256<long>, Lanes256<TElement>>(index.Value.As<TElement, long>() << (63 - bit));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Angle<Lanes256<TElement>> ReduceLarge(Angle<Lanes256<TElement>> near, Lanes256<TElement> product, Lanes256<TElement> factor, Lanes256<TElement> x) =>
        Vector256.GreaterThanAny(Vector256.Abs(product.Value), Const(LargeAngle.SingleLimit, LargeAngle.DoubleLimit).Value)
            ? LargeAngle.Reduce<Lanes256<TElement>, TElement>(near, product, factor, x)
            : near;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<TElement> Scale(Lanes256<TElement> x, Lanes256<TElement> n)
    {
        // Three exact powers of two, none of them out of range, so that only the last product can round, also into the subnormals. Few locals:
        // past 512 of them in a loop, those of inlined methods included, the compiler inlines no more.
        if (typeof(TElement) == typeof(float))
        {
            Vector256<float> exponent = Vector256.Floor(n.Value.As<TElement, float>());
            Vector256<int> third = Vector256.ConvertToInt32(Vector256.Floor(exponent * (1f / 3)));
            Vector256<float> power = ((third + Vector256.Create(127)) << 23).AsSingle();
            return Unsafe.BitCast<Vector256<float>, Lanes256<TElement>>(
                x.Value.As<TElement, float>() * power * power * ((Vector256.ConvertToInt32(exponent) - third - third + Vector256.Create(127)) << 23).AsSingle());
        }
        else
        {
            Vector256<double> exponent = Vector256.Floor(n.Value.As<TElement, double>());
            Vector256<long> third = Vector256.ConvertToInt64(Vector256.Floor(exponent * (1.0 / 3)));
            Vector256<double> power = ((third + Vector256.Create(1023L)) << 52).AsDouble();
            return Unsafe.BitCast<Vector256<double>, Lanes256<TElement>>(
                x.Value.As<TElement, double>() * power * power * ((Vector256.ConvertToInt64(exponent) - third - third + Vector256.Create(1023L)) << 52).AsDouble());
        }
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Hillock.Numbers.Elementary;

namespace Hillock.Numbers;

/// <summary>A 512-bit vector of <see cref="float"/> or <see cref="double"/> lanes, each computed on its own.</summary>
/// <typeparam name="TElement">The element: <see cref="float"/> or <see cref="double"/>.</typeparam>
internal readonly struct Lanes512<TElement> : ILanes<Lanes512<TElement>, TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    internal readonly Vector512<TElement> Value;

    /// <summary>Makes the number from its parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes512(Vector512<TElement> value) => Value = value;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512<TElement>.Count;
    }

    /// <inheritdoc/>
    public static Lanes512<TElement> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Unsafe.BitCast<Vector512<TElement>, Lanes512<TElement>>(Vector512<TElement>.Zero);
    }

    /// <inheritdoc/>
    public static Lanes512<TElement> One
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Unsafe.BitCast<Vector512<TElement>, Lanes512<TElement>>(Vector512<TElement>.One);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TElement> Create(TElement value) => Unsafe.BitCast<Vector512<TElement>, Lanes512<TElement>>(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TElement> Load(ref TElement source, nuint index) => Unsafe.BitCast<Vector512<TElement>, Lanes512<TElement>>(Vector512.LoadUnsafe(ref source, index));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref TElement target, nuint index) => Value.StoreUnsafe(ref target, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TElement> Const(double value) =>
        typeof(TElement) == typeof(float) ? Unsafe.BitCast<Vector512<float>, Lanes512<TElement>>(Vector512.Create((float)value)) : Unsafe.BitCast<Vector512<double>, Lanes512<TElement>>(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TElement> Const(Constant constant) => typeof(TElement) == typeof(float)
            ? Unsafe.BitCast<Vector512<float>, Lanes512<TElement>>(Vector512.Create(constant.InSingle))
            : Unsafe.BitCast<Vector512<double>, Lanes512<TElement>>(Vector512.Create(constant.InDouble));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TElement> Const(double inSingle, double inDouble) => typeof(TElement) == typeof(float)
            ? Unsafe.BitCast<Vector512<float>, Lanes512<TElement>>(Vector512.Create((float)inSingle))
            : Unsafe.BitCast<Vector512<double>, Lanes512<TElement>>(Vector512.Create(inDouble));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TElement> ByPrecision<TFormula>(Lanes512<TElement> x)
        where TFormula : struct, IByPrecision => typeof(TElement) == typeof(float) ? TFormula.InSingle(x) : TFormula.InDouble(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Lanes512<TElement>> WideByPrecision<TFormula>(Lanes512<TElement> x)
        where TFormula : struct, IWideByPrecision => typeof(TElement) == typeof(float) ? TFormula.InSingle(x) : TFormula.InDouble(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TElement> InDouble<TFormula>(TFormula formula, Lanes512<TElement> x, Lanes512<TElement> y)
        where TFormula : struct, IDoubleFormula
    {
        if (typeof(TElement) != typeof(float))
        {
            return formula.OfDoubles(x, y);
        }

        (Vector512<double> xLower, Vector512<double> xUpper) = Vector512.Widen(x.Value.As<TElement, float>());
        (Vector512<double> yLower, Vector512<double> yUpper) = Vector512.Widen(y.Value.As<TElement, float>());
        return new(Vector512.Narrow(
            formula.OfSingles(new Lanes512<double>(xLower), new Lanes512<double>(yLower)).Value,
            formula.OfSingles(new Lanes512<double>(xUpper), new Lanes512<double>(yUpper)).Value).As<float, TElement>());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TElement> operator +(Lanes512<TElement> a, Lanes512<TElement> b) => Unsafe.BitCast<Vector512<TElement>, Lanes512<TElement>>(a.Value + b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TElement> operator -(Lanes512<TElement> a, Lanes512<TElement> b) => Unsafe.BitCast<Vector512<TElement>, Lanes512<TElement>>(a.Value - b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TElement> operator *(Lanes512<TElement> a, Lanes512<TElement> b) => Unsafe.BitCast<Vector512<TElement>, Lanes512<TElement>>(a.Value * b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TElement> operator /(Lanes512<TElement> a, Lanes512<TElement> b) => Unsafe.BitCast<Vector512<TElement>, Lanes512<TElement>>(a.Value / b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TElement> operator -(Lanes512<TElement> a) => Unsafe.BitCast<Vector512<TElement>, Lanes512<TElement>>(-a.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TElement> operator >(Lanes512<TElement> a, Lanes512<TElement> b) => Unsafe.BitCast<Vector512<TElement>, Lanes512<TElement>>(Vector512.GreaterThan(a.Value, b.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TElement> operator <(Lanes512<TElement> a, Lanes512<TElement> b) => Unsafe.BitCast<Vector512<TElement>, Lanes512<TElement>>(Vector512.LessThan(a.Value, b.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TElement> operator >=(Lanes512<TElement> a, Lanes512<TElement> b) => Unsafe.BitCast<Vector512<TElement>, Lanes512<TElement>>(Vector512.GreaterThanOrEqual(a.Value, b.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TElement> operator <=(Lanes512<TElement> a, Lanes512<TElement> b) => Unsafe.BitCast<Vector512<TElement>, Lanes512<TElement>>(Vector512.LessThanOrEqual(a.Value, b.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TElement> Select(Lanes512<TElement> mask, Lanes512<TElement> a, Lanes512<TElement> b) =>
        Unsafe.BitCast<Vector512<TElement>, Lanes512<TElement>>(Vector512.ConditionalSelect(mask.Value, a.Value, b.Value));

    /// <inheritdoc/>
    // x86's maxps is exactly "a > b ? a : b", NaN and zeros included.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TElement> Max(Lanes512<TElement> a, Lanes512<TElement> b) =>
        Avx512F.IsSupported
            ? typeof(TElement) == typeof(float)
                ? Unsafe.BitCast<Vector512<float>, Lanes512<TElement>>(Avx512F.Max(a.Value.As<TElement, float>(), b.Value.As<TElement, float>()))
                : new(Avx512F.Max(a.Value.As<TElement, double>(), b.Value.As<TElement, double>()).As<double, TElement>())
            : new(Vector512.ConditionalSelect(Vector512.GreaterThan(a.Value, b.Value), a.Value, b.Value));

    /// <inheritdoc/>
    // x86's minps is exactly "a < b ? a : b", NaN and zeros included.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TElement> Min(Lanes512<TElement> a, Lanes512<TElement> b) =>
        Avx512F.IsSupported
            ? typeof(TElement) == typeof(float)
                ? Unsafe.BitCast<Vector512<float>, Lanes512<TElement>>(Avx512F.Min(a.Value.As<TElement, float>(), b.Value.As<TElement, float>()))
                : new(Avx512F.Min(a.Value.As<TElement, double>(), b.Value.As<TElement, double>()).As<double, TElement>())
            : new(Vector512.ConditionalSelect(Vector512.LessThan(a.Value, b.Value), a.Value, b.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TElement> Abs(Lanes512<TElement> x) => Unsafe.BitCast<Vector512<TElement>, Lanes512<TElement>>(Vector512.Abs(x.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TElement> NegativeAbs(Lanes512<TElement> x) => Unsafe.BitCast<Vector512<TElement>, Lanes512<TElement>>(x.Value | Vector512.Create(TElement.NegativeZero));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TElement> WithSignOfZero(Lanes512<TElement> x, Lanes512<TElement> zero) =>
        Unsafe.BitCast<Vector512<TElement>, Lanes512<TElement>>(x.Value | (zero.Value & Vector512.Create(TElement.NegativeZero)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TElement> FlipSign(Lanes512<TElement> x, Lanes512<TElement> sign) =>
        Unsafe.BitCast<Vector512<TElement>, Lanes512<TElement>>(x.Value ^ (sign.Value & Vector512.Create(TElement.NegativeZero)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TElement> IsNegative(Lanes512<TElement> x) => typeof(TElement) == typeof(float)
        ? Unsafe.BitCast<Vector512<int>, Lanes512<TElement>>(x.Value.As<TElement, int>() >> 31)
        : Unsafe.BitCast<Vector512<long>, Lanes512<TElement>>(Vector512.LessThan(x.Value.As<TElement, long>(), Vector512<long>.Zero));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TElement> Sqrt(Lanes512<TElement> x) => Unsafe.BitCast<Vector512<TElement>, Lanes512<TElement>>(Vector512.Sqrt(x.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TElement> FusedMultiplyAdd(Lanes512<TElement> a, Lanes512<TElement> b, Lanes512<TElement> c) =>
        typeof(TElement) == typeof(float)
            ? Unsafe.BitCast<Vector512<float>, Lanes512<TElement>>(Vector512.FusedMultiplyAdd(a.Value.As<TElement, float>(), b.Value.As<TElement, float>(), c.Value.As<TElement, float>()))
            : Unsafe.BitCast<Vector512<double>, Lanes512<TElement>>(Vector512.FusedMultiplyAdd(a.Value.As<TElement, double>(), b.Value.As<TElement, double>(), c.Value.As<TElement, double>()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TElement> MultiplySubtract(Lanes512<TElement> a, Lanes512<TElement> b, Lanes512<TElement> c)
    {
        if (Avx512F.IsSupported)
        {
            return typeof(TElement) == typeof(float)
                ? Unsafe.BitCast<Vector512<float>, Lanes512<TElement>>(Avx512F.FusedMultiplySubtract(a.Value.As<TElement, float>(), b.Value.As<TElement, float>(), c.Value.As<TElement, float>()))
                : Unsafe.BitCast<Vector512<double>, Lanes512<TElement>>(Avx512F.FusedMultiplySubtract(a.Value.As<TElement, double>(), b.Value.As<TElement, double>(), c.Value.As<TElement, double>()));
        }

        return FusedMultiplyAdd(a, b, -c);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TElement> NegatedMultiplyAdd(Lanes512<TElement> a, Lanes512<TElement> b, Lanes512<TElement> c)
    {
        if (Avx512F.IsSupported)
        {
            return typeof(TElement) == typeof(float)
                ? Unsafe.BitCast<Vector512<float>, Lanes512<TElement>>(Avx512F.FusedMultiplyAddNegated(a.Value.As<TElement, float>(), b.Value.As<TElement, float>(), c.Value.As<TElement, float>()))
                : Unsafe.BitCast<Vector512<double>, Lanes512<TElement>>(Avx512F.FusedMultiplyAddNegated(a.Value.As<TElement, double>(), b.Value.As<TElement, double>(), c.Value.As<TElement, double>()));
        }

        return FusedMultiplyAdd(-a, b, c);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Lanes512<TElement>> RootOfTwo(Lanes512<TElement> index)
    {
        if (Avx512F.IsSupported)
        {
            if (typeof(TElement) == typeof(float))
            {
                Vector512<int> single = index.Value.As<TElement, int>();
                return new(
                    new(Avx512F.PermuteVar16x32(Vector512.LoadUnsafe(in MemoryMarshal.GetReference(RootsOfTwo.SingleHi)), single).As<float, TElement>()),
                    new(Avx512F.PermuteVar16x32(Vector512.LoadUnsafe(in MemoryMarshal.GetReference(RootsOfTwo.SingleLo)), single).As<float, TElement>()));
            }

            Vector512<long> j = index.Value.As<TElement, long>();
            return new(
                new(Avx512F.PermuteVar8x64x2(Vector512.LoadUnsafe(in MemoryMarshal.GetReference(RootsOfTwo.DoubleHi)), j, Vector512.LoadUnsafe(in MemoryMarshal.GetReference(RootsOfTwo.DoubleHi), 8)).As<double, TElement>()),
                new(Avx512F.PermuteVar8x64x2(Vector512.LoadUnsafe(in MemoryMarshal.GetReference(RootsOfTwo.DoubleLo)), j, Vector512.LoadUnsafe(in MemoryMarshal.GetReference(RootsOfTwo.DoubleLo), 8)).As<double, TElement>()));
        }

        Wide<Lanes256<TElement>> lower = Lanes256<TElement>.RootOfTwo(new(index.Value.GetLower()));
        Wide<Lanes256<TElement>> upperHalf = Lanes256<TElement>.RootOfTwo(new(index.Value.GetUpper()));
        return new(
            new(Vector512.Create(lower.Hi.Value, upperHalf.Hi.Value)),
            new(Vector512.Create(lower.Lo.Value, upperHalf.Lo.Value)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TElement> Lookup(ReadOnlySpan<float> table, Lanes512<TElement> index)
    {
        if (Avx512F.IsSupported)
        {
            Vector512<float> values = Vector512.LoadUnsafe(in MemoryMarshal.GetReference(table));
            return Unsafe.BitCast<Vector512<float>, Lanes512<TElement>>(Avx512F.PermuteVar16x32(values, index.Value.As<TElement, int>()));
        }

        return new(Vector512.Create(
            Lanes256<TElement>.Lookup(table, new(index.Value.GetLower())).Value,
            Lanes256<TElement>.Lookup(table, new(index.Value.GetUpper())).Value));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TElement> QuarterOctave(Lanes512<TElement> x, out Lanes512<TElement> index)
    {
        Vector512<int> bits = x.Value.As<TElement, int>();
        index = new((bits >>> 21).As<int, TElement>());
        return new(((bits & Vector512.Create(-0x200000)) | Vector512.Create(0x100000)).As<int, TElement>());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TElement> Lookup(ReadOnlySpan<double> table, Lanes512<TElement> index)
    {
        if (Avx512F.IsSupported)
        {
            return new(Avx512F.PermuteVar8x64x2(
                Vector512.LoadUnsafe(in MemoryMarshal.GetReference(table)),
                index.Value.As<TElement, long>(),
                Vector512.LoadUnsafe(in MemoryMarshal.GetReference(table), 8)).As<double, TElement>());
        }

        return new(Vector512.Create(
            Lanes256<TElement>.Lookup(table, new(index.Value.GetLower())).Value,
            Lanes256<TElement>.Lookup(table, new(index.Value.GetUpper())).Value));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TElement> Mantissa(Lanes512<TElement> x, out Lanes512<TElement> exponent)
    {
        // The biased exponent, carried by a mantissa of 45/32 or more, becomes a double by the bits of 2⁵².
        Vector512<long> bits = x.Value.As<TElement, long>(), shifted = bits + Vector512.Create(BinaryLogarithm.Carry);
        exponent = new((((shifted >>> 52) | Vector512.Create(0x4330000000000000L)).AsDouble() - Vector512.Create(4503599627370496.0 + 1023)).As<double, TElement>());
        return new((bits - (shifted & Vector512.Create(-1L << 52)) + Vector512.Create(1023L << 52)).As<long, TElement>());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TElement> AddToExponent(Lanes512<TElement> x, Lanes512<TElement> index) =>
        new((x.Value.As<TElement, long>() + (index.Value.As<TElement, long>() << 52)).As<long, TElement>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TElement> Exponent(Lanes512<TElement> x)
    {
        if (typeof(TElement) == typeof(float))
        {
            Vector512<int> bits = (x.Value.As<TElement, int>() >>> 23) & Vector512.Create(0xFF);
            return new(Vector512.ConvertToSingle(bits - Vector512.Create(127)).As<float, TElement>());
        }
        else
        {
            Vector512<long> bits = (x.Value.As<TElement, long>() >>> 52) & Vector512.Create(0x7FFL);
            return new(Vector512.ConvertToDouble(bits - Vector512.Create(1023L)).As<double, TElement>());
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyNegative(Lanes512<TElement> x) => Vector512.LessThanAny(x.Value, Vector512<TElement>.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TElement> BitAsSign(Lanes512<TElement> index, int bit) => typeof(TElement) == typeof(float)
        ? Unsafe.BitCast<Vector512<int>, Lanes512<TElement>>(index.Value.As<TElement, int>() << (31 - bit))
        : Unsafe.BitCast<Vector512<long>, Lanes512<TElement>>(index.Value.As<TElement, long>() << (63 - bit));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Angle<Lanes512<TElement>> ReduceLarge(Angle<Lanes512<TElement>> near, Lanes512<TElement> product, Lanes512<TElement> factor, Lanes512<TElement> x) =>
        Vector512.GreaterThanAny(Vector512.Abs(product.Value), Const(LargeAngle.SingleLimit, LargeAngle.DoubleLimit).Value)
            ? LargeAngle.Reduce<Lanes512<TElement>, TElement>(near, product, factor, x)
            : near;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<TElement> Scale(Lanes512<TElement> x, Lanes512<TElement> n)
    {
        if (Avx512F.IsSupported)
        {
            // vscalefps computes x·2ⁿ and rounds once, as the two products below do.
            return typeof(TElement) == typeof(float)
                ? Unsafe.BitCast<Vector512<float>, Lanes512<TElement>>(Avx512F.Scale(x.Value.As<TElement, float>(), n.Value.As<TElement, float>()))
                : Unsafe.BitCast<Vector512<double>, Lanes512<TElement>>(Avx512F.Scale(x.Value.As<TElement, double>(), n.Value.As<TElement, double>()));
        }

        // Three exact powers of two, none of them out of range, so that only the last product can round, also into the subnormals.
        if (typeof(TElement) == typeof(float))
        {
            Vector512<float> exponent = Vector512.Floor(n.Value.As<TElement, float>());
            Vector512<int> k = Vector512.ConvertToInt32(exponent);
            Vector512<int> third = Vector512.ConvertToInt32(Vector512.Floor(exponent * (1f / 3)));
            Vector512<float> power = Power(third);
            return new((x.Value.As<TElement, float>() * power * power * Power(k - third - third)).As<float, TElement>());
        }
        else
        {
            Vector512<double> exponent = Vector512.Floor(n.Value.As<TElement, double>());
            Vector512<long> k = Vector512.ConvertToInt64(exponent);
            Vector512<long> third = Vector512.ConvertToInt64(Vector512.Floor(exponent * (1.0 / 3)));
            Vector512<double> power = Power(third);
            return new((x.Value.As<TElement, double>() * power * power * Power(k - third - third)).As<double, TElement>());
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Power(Vector512<int> n) => ((n + Vector512.Create(127)) << 23).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Power(Vector512<long> n) => ((n + Vector512.Create(1023L)) << 52).AsDouble();
}

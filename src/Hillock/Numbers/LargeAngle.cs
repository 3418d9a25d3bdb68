using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Hillock.Numbers.Elementary;

namespace Hillock.Numbers;

/// <summary>
/// The reduction of a large product <c>factor·x</c> modulo π/2 in whole numbers: the 106 bits of the product times those of the 320 bits of 2/π that
/// make a difference. Source: Payne and Hanek, "Radian reduction for trigonometric functions" (1983).
/// </summary>
/// <remarks>
/// What is cut off of 2/π is worth less than 2⁻²¹² quarter turns. The rest is that small for no product of two doubles: of 2¹⁰⁶·2¹¹ products the nearest
/// to a multiple of π/2 is about 2⁻¹¹⁷ away.
/// </remarks>
internal static class LargeAngle
{
    /// <summary>A number with zeros in its lowest bits, to which quarter turns are added: 1.5·2^(precision − 1).</summary>
    internal const double MagicSingle = 12582912, MagicDouble = 6755399441055744;

    /// <summary>Up to these magnitudes <see cref="Trigonometric"/> subtracts multiples of π/2 in three parts.</summary>
    internal const double SingleLimit = 49152, DoubleLimit = 824633720832;

    /// <summary>Two 512-bit vectors of floats.</summary>
    private const int MostLanes = 32;

    /// <summary>128 zero bits and the first 1472 bits of 2/π after the point: enough for products below 2¹¹⁵².</summary>
    private static ReadOnlySpan<ulong> TwoOverPi =>
    [
        0, 0,
        0xA2F9836E4E441529, 0xFC2757D1F534DDC0, 0xDB6295993C439041, 0xFE5163ABDEBBC561, 0xB7246E3A424DD2E0, 0x06492EEA09D1921C,
        0xFE1DEB1CB129A73E, 0xE88235F52EBB4484, 0xE99C7026B45F7E41, 0x3991D639835339F4, 0x9C845F8BBDF9283B, 0x1FF897FFDE05980F,
        0xEF2F118B5A0A6D1F, 0x6D367ECF27CB09B7, 0x4F463F669E5FEA2D, 0x7527BAC7EBE5F17B, 0x3D0739F78A5292EA, 0x6BFB5FB11F8D5D08,
        0x56033046FC7B6BAB, 0xF0CFBC209AF4361D, 0xA9E391615EE61B08, 0x6599855F14A06840, 0x8DFFD8804D732731,
    ];

    /// <summary>
    /// <paramref name="near"/>, with the lanes replaced whose <paramref name="product"/> of <paramref name="factor"/> and <paramref name="x"/> is too large
    /// for it. The other lanes are not touched, so that an element's result depends on the element alone.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static Angle<TLanes> Reduce<TLanes, TElement>(Angle<TLanes> near, TLanes product, TLanes factor, TLanes x)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        // At least as many as the vectors of the float path take at a time.
        Span<TElement> memory = stackalloc TElement[6 * MostLanes];
        int count = Math.Max(TLanes.Count, Vector256<float>.Count);
        Span<TElement> high = memory[..count], low = memory.Slice(MostLanes, count), index = memory.Slice(2 * MostLanes, count);
        Span<TElement> products = memory.Slice(3 * MostLanes, count), factors = memory.Slice(4 * MostLanes, count),
            arguments = memory.Slice(5 * MostLanes, count);
        near.Rest.Hi.Store(ref high[0], 0);
        near.Rest.Lo.Store(ref low[0], 0);
        near.Index.Store(ref index[0], 0);
        product.Store(ref products[0], 0);
        factor.Store(ref factors[0], 0);
        x.Store(ref arguments[0], 0);
        if (typeof(TElement) == typeof(float))
        {
            OfSingles(Singles(products), Singles(factors), Singles(arguments), Singles(high), Singles(low), Singles(index));
        }
        else
        {
            OfDoubles(Doubles(products), Doubles(factors), Doubles(arguments), Doubles(high), Doubles(low), Doubles(index));
        }

        return new(new(TLanes.Load(ref high[0], 0), TLanes.Load(ref low[0], 0)), TLanes.Load(ref index[0], 0));

        static Span<float> Singles(Span<TElement> span) => MemoryMarshal.Cast<TElement, float>(span);
        static Span<double> Doubles(Span<TElement> span) => MemoryMarshal.Cast<TElement, double>(span);
    }

    private static void OfDoubles(
        ReadOnlySpan<double> products, ReadOnlySpan<double> factors, ReadOnlySpan<double> x, Span<double> high, Span<double> low, Span<double> index)
    {
        for (int i = 0; i < products.Length; i++)
        {
            if (Math.Abs(products[i]) > DoubleLimit)
            {
                index[i] = MagicDouble + Reduce(factors[i], x[i], out high[i], out low[i]);
            }
        }
    }

    /// <summary>
    /// Up to the limit of doubles the products are exact doubles, from which n·π/2 is subtracted in three parts: the rest has an error of 2⁻⁵³ of itself in
    /// each of two roundings.
    /// </summary>
    private static void OfSingles(
        ReadOnlySpan<float> products, ReadOnlySpan<float> factors, ReadOnlySpan<float> x, Span<float> high, Span<float> low, Span<float> index)
    {
        Vector256<float> larger = Vector256<float>.Zero;
        for (int i = 0; i < products.Length; i += Vector256<float>.Count)
        {
            Vector256<float> magnitude = Vector256.Abs(Vector256.Create(products[i..]));
            larger |= Vector256.GreaterThan(magnitude, Vector256.Create((float)DoubleLimit));
            (Vector256<double> lowerFactor, Vector256<double> upperFactor) = Vector256.Widen(Vector256.Create(factors[i..]));
            (Vector256<double> lowerX, Vector256<double> upperX) = Vector256.Widen(Vector256.Create(x[i..]));
            Vector256<double> lower = Rest(lowerFactor * lowerX, out Vector256<double> lowerTurns),
                upper = Rest(upperFactor * upperX, out Vector256<double> upperTurns);
            Vector256<float> hi = Vector256.Narrow(lower, upper);
            (Vector256<double> lowerHi, Vector256<double> upperHi) = Vector256.Widen(hi);
            Vector256<float> wanted = Vector256.GreaterThan(magnitude, Vector256.Create((float)SingleLimit));
            Set(high, i, wanted, hi);
            Set(low, i, wanted, Vector256.Narrow(lower - lowerHi, upper - upperHi));
            Set(index, i, wanted, Vector256.Narrow(lowerTurns, upperTurns) + Vector256.Create((float)MagicSingle));
        }

        for (int i = 0; larger != Vector256<float>.Zero && i < products.Length; i++)
        {
            if (Math.Abs(products[i]) > DoubleLimit)
            {
                index[i] = (float)MagicSingle + Reduce(factors[i], x[i], out double hi, out double lo);
                high[i] = (float)hi;
                low[i] = (float)(hi - high[i] + lo);
            }
        }

        static Vector256<double> Rest(Vector256<double> product, out Vector256<double> turns)
        {
            product = Vector256.Abs(product);
            Vector256<double> magic = Vector256.Create(MagicDouble);
            Vector256<double> n = Vector256.FusedMultiplyAdd(product, Vector256.Create(0.6366197723675814), magic) - magic;
            turns = n - (Vector256.Create(4.0) * Vector256.Floor(n * 0.25));
            Vector256<double> rest = Vector256.FusedMultiplyAdd(n, Vector256.Create(-1.5707963267948966), product);
            rest = Vector256.FusedMultiplyAdd(n, Vector256.Create(-6.123233995736766e-17), rest);
            return Vector256.FusedMultiplyAdd(n, Vector256.Create(1.4973849048591698e-33), rest);
        }

        static void Set(Span<float> target, int i, Vector256<float> wanted, Vector256<float> value) =>
            Vector256.ConditionalSelect(wanted, value, Vector256.Create<float>(target[i..])).CopyTo(target[i..]);
    }

    /// <summary>The quarter turns, modulo 4, in <c>|factor·x|</c>, and the rest <c>hi + lo</c> in radians; NaN of infinities.</summary>
    private static int Reduce(double factor, double x, out double hi, out double lo)
    {
        if (!double.IsFinite(factor) || !double.IsFinite(x))
        {
            (hi, lo) = (double.NaN, double.NaN);
            return 0;
        }

        // |factor·x| = M·2ᵉ with an odd M = upper·2⁶⁴ + lower. The bit j of 2/π, worth 2⁻ʲ, adds multiples of four quarter turns while e − j ≥ 2: the window
        // begins behind those. M times the window, less the whole numbers, is then a quarter of the quarter turns modulo 4.
        ulong upper = Math.BigMul(Mantissa(factor, out int factorExponent), Mantissa(x, out int exponent), out ulong lower);
        int start = factorExponent + exponent - 2 + 128, shift = start & 63;
        ReadOnlySpan<ulong> table = TwoOverPi.Slice(start >> 6, 6);
        ulong w4 = Word(table, 0, shift), w3 = Word(table, 1, shift), w2 = Word(table, 2, shift), w1 = Word(table, 3, shift), w0 = Word(table, 4, shift);

        // Words of the product from 0, the lowest: those above 4 are whole numbers, and of 0 only the carry counts.
        ulong carry = Math.BigMul(lower, w0, out _);
        ulong p1 = Add(Math.BigMul(lower, w1, out ulong low1), low1, ref carry);
        ulong p2 = Add(Math.BigMul(lower, w2, out ulong low2), low2, ref carry);
        ulong p3 = Add(Math.BigMul(lower, w3, out ulong low3), low3, ref carry);
        ulong p4 = (lower * w4) + carry;
        if (upper != 0)
        {
            carry = 0;
            p1 = Add(Math.BigMul(upper, w0, out low1), low1, p1, ref carry);
            p2 = Add(Math.BigMul(upper, w1, out low2), low2, p2, ref carry);
            p3 = Add(Math.BigMul(upper, w2, out low3), low3, p3, ref carry);
            p4 += (upper * w3) + carry;
        }

        return Split(p4, p3, p2, p1, out hi, out lo);
    }

    /// <summary>The magnitude as an odd whole number times <c>2^exponent</c>.</summary>
    private static ulong Mantissa(double x, out int exponent)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(x);
        int biased = (int)(bits >> 52) & 0x7FF;
        ulong mantissa = (bits & 0xFFFFFFFFFFFFF) | (biased == 0 ? 0 : 1UL << 52);
        int zeros = BitOperations.TrailingZeroCount(mantissa);
        exponent = Math.Max(biased, 1) - 1075 + zeros;
        return mantissa >> zeros;
    }

    /// <summary>The 64 bits that begin <paramref name="shift"/> bits into the word <paramref name="i"/>.</summary>
    private static ulong Word(ReadOnlySpan<ulong> table, int i, int shift) => (table[i] << shift) | (table[i + 1] >> 1 >> (63 - shift));

    /// <summary>The sum of a low word and what is carried; the high word and the overflow are carried on.</summary>
    private static ulong Add(ulong high, ulong low, ref ulong carry)
    {
        ulong sum = low + carry;
        carry = high + (sum < low ? 1UL : 0);
        return sum;
    }

    private static ulong Add(ulong high, ulong low, ulong word, ref ulong carry)
    {
        ulong sum = Add(high, low, ref carry);
        ulong total = sum + word;
        carry += total < sum ? 1UL : 0;
        return total;
    }

    /// <summary>The two highest bits, rounded, and the signed rest times π/2.</summary>
    private static int Split(ulong p4, ulong p3, ulong p2, ulong p1, out double hi, out double lo)
    {
        int quadrant = (int)((p4 + (1UL << 61)) >> 62) & 3;
        p4 -= (ulong)quadrant << 62;
        bool negative = (long)p4 < 0;
        if (negative)
        {
            // The complement is one unit of the lowest word less than the negation: nothing at this precision.
            (p4, p3, p2, p1) = (~p4, ~p3, ~p2, ~p1);
        }

        // The 106 leading bits, as two doubles below 1, times 2π, because the point lies before the two bits of the quarter turns.
        int zeros = 1023;
        if (p4 == 0)
        {
            (p4, p3, p2) = (p3, p2, p1);
            zeros -= 64;
        }

        int shift = BitOperations.LeadingZeroCount(p4);
        ulong first = (p4 << shift) | (p3 >> 1 >> (63 - shift)), second = (p3 << shift) | (p2 >> 1 >> (63 - shift));
        double scale = BitConverter.UInt64BitsToDouble((ulong)(zeros - 53 - shift) << 52);
        scale = negative ? -scale : scale;
        double a = (first >> 11) * scale, b = (((first & 0x7FF) << 42) | (second >> 22)) * (scale * 1.1102230246251565e-16); // 2⁻⁵³
        const double TwoPi = 6.283185307179586, TwoPiLow = 2.4492935982947064e-16;
        double product = a * TwoPi;
        double rest = Math.FusedMultiplyAdd(a, TwoPi, -product) + Math.FusedMultiplyAdd(b, TwoPi, a * TwoPiLow);
        hi = product + rest;
        lo = rest - (hi - product);
        return quadrant;
    }
}

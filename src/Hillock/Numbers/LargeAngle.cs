using System.Numerics;
using System.Runtime.CompilerServices;
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
    internal const double SingleLimit = 49152, DoubleLimit = 805306368;

    private const int Words = 5;

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
        Span<TElement> high = stackalloc TElement[TLanes.Count], low = stackalloc TElement[TLanes.Count], index = stackalloc TElement[TLanes.Count];
        Span<TElement> products = stackalloc TElement[TLanes.Count], factors = stackalloc TElement[TLanes.Count], arguments = stackalloc TElement[TLanes.Count];
        near.Rest.Hi.Store(ref high[0], 0);
        near.Rest.Lo.Store(ref low[0], 0);
        near.Index.Store(ref index[0], 0);
        product.Store(ref products[0], 0);
        factor.Store(ref factors[0], 0);
        x.Store(ref arguments[0], 0);
        for (int i = 0; i < products.Length; i++)
        {
            if (typeof(TElement) == typeof(float))
            {
                if (MathF.Abs((float)(object)products[i]) > (float)SingleLimit)
                {
                    int quadrant = Reduce((float)(object)factors[i], (float)(object)arguments[i], out double hi, out double lo);
                    float rounded = (float)hi;
                    high[i] = (TElement)(object)rounded;
                    low[i] = (TElement)(object)(float)(hi - rounded + lo);
                    index[i] = (TElement)(object)(float)(MagicSingle + quadrant);
                }
            }
            else if (Math.Abs((double)(object)products[i]) > DoubleLimit)
            {
                int quadrant = Reduce((double)(object)factors[i], (double)(object)arguments[i], out double hi, out double lo);
                high[i] = (TElement)(object)hi;
                low[i] = (TElement)(object)lo;
                index[i] = (TElement)(object)(MagicDouble + quadrant);
            }
        }

        return new(new(TLanes.Load(ref high[0], 0), TLanes.Load(ref low[0], 0)), TLanes.Load(ref index[0], 0));
    }

    /// <summary>The quarter turns, modulo 4, in <c>|factor·x|</c>, and the rest <c>hi + lo</c> in radians; NaN of infinities.</summary>
    internal static int Reduce(double factor, double x, out double hi, out double lo)
    {
        if (!double.IsFinite(factor) || !double.IsFinite(x))
        {
            (hi, lo) = (double.NaN, double.NaN);
            return 0;
        }

        ulong upper = Math.BigMul(Mantissa(factor, out int factorExponent), Mantissa(x, out int exponent), out ulong lower);

        // |factor·x| = M·2ᵉ with M = upper·2⁶⁴ + lower. The bit j of 2/π, worth 2⁻ʲ, adds multiples of four quarter turns while e − j ≥ 2: the window
        // begins behind those. M times the window, less the whole numbers, is then a quarter of the quarter turns modulo 4.
        Span<ulong> window = stackalloc ulong[Words], product = stackalloc ulong[Words];
        Read(factorExponent + exponent - 2 + 128, window);
        product.Clear();
        AddProduct(lower, window, 0, product);
        AddProduct(upper, window, 1, product);
        return Split(product, out hi, out lo);
    }

    /// <summary>The magnitude as a whole number of 53 bits times <c>2^exponent</c>.</summary>
    private static ulong Mantissa(double x, out int exponent)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(x);
        int biased = (int)(bits >> 52) & 0x7FF;
        exponent = Math.Max(biased, 1) - 1075;
        return (bits & 0xFFFFFFFFFFFFF) | (biased == 0 ? 0 : 1UL << 52);
    }

    /// <summary>The bits of the table from <paramref name="start"/> on, the lowest word first.</summary>
    private static void Read(int start, Span<ulong> window)
    {
        int word = start >> 6, shift = start & 63;
        for (int i = 0; i < Words; i++)
        {
            ulong next = shift == 0 ? 0 : TwoOverPi[word + i + 1] >> (64 - shift);
            window[Words - 1 - i] = (TwoOverPi[word + i] << shift) | next;
        }
    }

    /// <summary>Adds <c>m·window·2^(64·offset)</c>, less what lies above the last word.</summary>
    private static void AddProduct(ulong m, ReadOnlySpan<ulong> window, int offset, Span<ulong> product)
    {
        ulong carry = 0;
        for (int i = 0; i + offset < Words; i++)
        {
            UInt128 sum = ((UInt128)m * window[i]) + product[i + offset] + carry;
            product[i + offset] = (ulong)sum;
            carry = (ulong)(sum >> 64);
        }
    }

    /// <summary>The two highest bits, rounded, and the signed rest times π/2.</summary>
    private static int Split(Span<ulong> turns, out double hi, out double lo)
    {
        ulong top = turns[Words - 1];
        int quadrant = (int)((top + (1UL << 61)) >> 62) & 3;
        turns[Words - 1] = top - ((ulong)quadrant << 62);
        bool negative = (long)turns[Words - 1] < 0;
        if (negative)
        {
            Negate(turns);
        }

        // The 106 leading bits, as two doubles below 1, times 2π, because the point lies before the two bits of the quarter turns.
        int word = Words - 1, zeros = 0;
        while (word > 1 && turns[word] == 0)
        {
            word--;
            zeros += 64;
        }

        int shift = BitOperations.LeadingZeroCount(turns[word]);
        UInt128 leading = new UInt128(turns[word], turns[word - 1]) << shift;
        leading |= shift == 0 || word < 2 ? 0 : turns[word - 2] >> (64 - shift);
        double a = (double)(ulong)(leading >> 75), b = (double)((ulong)(leading >> 22) & 0x1FFFFFFFFFFFFF);
        double scale = BitConverter.UInt64BitsToDouble((ulong)(1023 - 53 - zeros - shift) << 52);
        a *= negative ? -scale : scale;
        b *= (negative ? -scale : scale) * 1.1102230246251565e-16; // 2⁻⁵³
        const double TwoPi = 6.283185307179586, TwoPiLow = 2.4492935982947064e-16;
        double product = a * TwoPi;
        double rest = Math.FusedMultiplyAdd(a, TwoPi, -product) + Math.FusedMultiplyAdd(b, TwoPi, a * TwoPiLow);
        hi = product + rest;
        lo = rest - (hi - product);
        return quadrant;
    }

    private static void Negate(Span<ulong> words)
    {
        bool carry = true;
        for (int i = 0; i < Words; i++)
        {
            words[i] = ~words[i] + (carry ? 1UL : 0);
            carry &= words[i] == 0;
        }
    }
}

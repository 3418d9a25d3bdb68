using System.Numerics;

namespace Hillock.Training;

/// <summary>
/// A sum of doubles and of products of two, kept as a whole number of the smallest unit that a product can have: no order of the terms, and no division of them
/// into batches, changes a bit of it.
/// </summary>
/// <remarks>A superaccumulator: Kulisch, "Computer Arithmetic and Validity" (2013). A kilobyte holds every term that there can be.</remarks>
internal sealed class ExactTotal
{
    /// <summary>The unit is 2⁻²¹⁴⁸: the square of the smallest double.</summary>
    internal const int UnitExponent = 2148;

    // Products below 2²⁰⁴⁸ and 2⁶⁴ of them.
    private const int LimbBits = 32, Limbs = (UnitExponent + 2048 + 64 + LimbBits) / LimbBits;

    // Each addition changes a limb by less than 2³³.
    private const int MostPending = 1 << 29;

    private readonly long[] _limbs = new long[Limbs];
    private double _special;
    private int _pending;

    /// <summary>The sum of what was not finite: 0, an infinity or NaN.</summary>
    internal double Special => _special;

    /// <summary>The sum of all finite terms, in units.</summary>
    internal BigInteger Units
    {
        get
        {
            BigInteger sum = BigInteger.Zero;
            for (int i = Limbs - 1; i >= 0; i--)
            {
                sum = (sum << LimbBits) + _limbs[i];
            }

            return sum;
        }
    }

    /// <summary>The sum, rounded once.</summary>
    internal double Value => Mean(1);

    /// <summary>The sum divided by a count, rounded once; NaN for none.</summary>
    internal double Mean(long count) => _special != 0 ? _special : Quotient.Of(Units, (BigInteger)count << UnitExponent);

    /// <summary>Adds a number.</summary>
    internal void Add(double term)
    {
        if (!double.IsFinite(term))
        {
            _special += term;
            return;
        }

        (ulong digits, int exponent) = Parts(term);
        Add(digits, exponent + UnitExponent, double.IsNegative(term));
        Settle();
    }

    /// <summary>Adds a product, without rounding it.</summary>
    internal void AddProduct(double a, double b)
    {
        if (!double.IsFinite(a) || !double.IsFinite(b))
        {
            _special += a * b;
            return;
        }

        (ulong x, int exponentOfX) = Parts(a);
        (ulong y, int exponentOfY) = Parts(b);
        ulong high = Math.BigMul(x, y, out ulong low);
        int place = exponentOfX + exponentOfY + UnitExponent;
        bool isNegative = double.IsNegative(a) != double.IsNegative(b);
        Add(low, place, isNegative);
        if (high != 0)
        {
            Add(high, place + 64, isNegative);
        }

        Settle();
    }

    /// <summary>Adds what another sum has.</summary>
    internal void Add(ExactTotal other)
    {
        Carry();
        other.Carry();
        for (int i = 0; i < Limbs; i++)
        {
            _limbs[i] += other._limbs[i];
        }

        _special += other._special;
        Carry();
    }

    /// <summary>Starts again from 0.</summary>
    internal void Clear()
    {
        Array.Clear(_limbs);
        (_special, _pending) = (0, 0);
    }

    // The number is digits · 2^exponent.
    private static (ulong Digits, int Exponent) Parts(double value)
    {
        const int FractionBits = 52, Bias = 1075;
        ulong bits = BitConverter.DoubleToUInt64Bits(value);
        ulong fraction = bits & ((1UL << FractionBits) - 1);
        int exponent = (int)(bits >> FractionBits) & 0x7FF;
        return exponent == 0 ? (fraction, 1 - Bias) : (fraction | (1UL << FractionBits), exponent - Bias);
    }

    private void Add(ulong digits, int place, bool isNegative)
    {
        int limb = place / LimbBits;
        UInt128 shifted = (UInt128)digits << (place % LimbBits);
        for (; shifted != 0; shifted >>= LimbBits, limb++)
        {
            long part = (long)(uint)shifted;
            _limbs[limb] += isNegative ? -part : part;
        }
    }

    private void Settle()
    {
        if (++_pending == MostPending)
        {
            Carry();
        }
    }

    private void Carry()
    {
        for (int i = 0; i < Limbs - 1; i++)
        {
            long carried = _limbs[i] >> LimbBits;
            _limbs[i] -= carried << LimbBits;
            _limbs[i + 1] += carried;
        }

        _pending = 0;
    }
}

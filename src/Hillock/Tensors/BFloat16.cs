using System.Globalization;
using System.Runtime.CompilerServices;

namespace Hillock.Tensors;

/// <summary>A number of 8 significant bits with the range of <see cref="float"/>: the upper half of a binary32.</summary>
/// <remarks>Conversions to it round once, to nearest with ties to even; from it they are exact.</remarks>
/// <param name="Bits">The sign bit, 8 exponent bits and 7 fraction bits.</param>
public readonly record struct BFloat16(ushort Bits)
{
    /// <summary>The value as a <see cref="float"/>, exactly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator float(BFloat16 value) => BitConverter.UInt32BitsToSingle((uint)value.Bits << 16);

    /// <summary>The nearest BFloat16; NaN stays a (quiet) NaN, magnitudes from 3.3961775e38 on become infinite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static explicit operator BFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        uint rounded = (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16;
        return new(float.IsNaN(value) ? (ushort)((bits >> 16) | 0x40) : (ushort)rounded);
    }

    /// <summary>The nearest BFloat16, rounded once.</summary>
    public static explicit operator BFloat16(double value)
    {
        // Round to odd keeps enough of the discarded bits in the float that the second rounding is that of the double.
        float nearest = (float)value;
        uint bits = BitConverter.SingleToUInt32Bits(nearest);
        if (!double.IsNaN(value) && nearest != value && (bits & 1) == 0)
        {
            bits = Math.Abs((double)nearest) > Math.Abs(value) ? bits - 1 : bits + 1;
        }

        return (BFloat16)BitConverter.UInt32BitsToSingle(bits);
    }

    /// <summary>The value in the invariant culture's shortest form.</summary>
    public override string ToString() => ((float)this).ToString(CultureInfo.InvariantCulture);
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hillock.Kernels;

/// <summary>Turns the bits of an element into an unsigned number of the same size that sorts as the elements do.</summary>
/// <remarks>A NaN, whatever its sign and payload, comes after everything else; −0 and +0 are equal.</remarks>
internal interface IKeyOrder<TBits>
    where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
{
    static abstract TBits KeyOf(TBits bits);

    static abstract bool IsNaN(TBits bits);
}

/// <summary>The order of floating-point numbers of any size, given the bits of +∞.</summary>
internal static class FloatingOrder
{
    /// <summary>Magnitudes count up from the sign bit for positive numbers and down from it for negative ones.</summary>
    /// <remarks>Without a branch on the sign, which no processor can foresee.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TBits KeyOf<TBits>(TBits bits, TBits infinity)
        where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>, IMinMaxValue<TBits>
    {
        TBits sign = TBits.MaxValue ^ (TBits.MaxValue >>> 1);
        TBits magnitude = bits & ~sign;
        TBits negative = TBits.Zero - (bits >>> ((8 * Unsafe.SizeOf<TBits>()) - 1));
        TBits key = (magnitude ^ negative) - negative + sign;
        return magnitude > infinity ? TBits.MaxValue : key;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsNaN<TBits>(TBits bits, TBits infinity)
        where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>, IMinMaxValue<TBits> =>
        (bits & (TBits.MaxValue >>> 1)) > infinity;
}

/// <summary>The order of <see cref="double"/>.</summary>
internal readonly struct DoubleOrder : IKeyOrder<ulong>
{
    private const ulong Infinity = 0x7FF0_0000_0000_0000;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong KeyOf(ulong bits) => FloatingOrder.KeyOf(bits, Infinity);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsNaN(ulong bits) => FloatingOrder.IsNaN(bits, Infinity);
}

/// <summary>The order of <see cref="float"/>.</summary>
internal readonly struct SingleOrder : IKeyOrder<uint>
{
    private const uint Infinity = 0x7F80_0000;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint KeyOf(uint bits) => FloatingOrder.KeyOf(bits, Infinity);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsNaN(uint bits) => FloatingOrder.IsNaN(bits, Infinity);
}

/// <summary>The order of <see cref="Half"/>.</summary>
internal readonly struct HalfOrder : IKeyOrder<ushort>
{
    private const ushort Infinity = 0x7C00;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort KeyOf(ushort bits) => FloatingOrder.KeyOf(bits, Infinity);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsNaN(ushort bits) => FloatingOrder.IsNaN(bits, Infinity);
}

/// <summary>The order of the upper halves of <see cref="float"/>.</summary>
internal readonly struct UpperHalfOrder : IKeyOrder<ushort>
{
    private const ushort Infinity = 0x7F80;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort KeyOf(ushort bits) => FloatingOrder.KeyOf(bits, Infinity);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsNaN(ushort bits) => FloatingOrder.IsNaN(bits, Infinity);
}

/// <summary>The order of signed whole numbers.</summary>
internal readonly struct SignedOrder<TBits> : IKeyOrder<TBits>
    where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>, IMinMaxValue<TBits>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TBits KeyOf(TBits bits) => bits ^ TBits.MaxValue ^ (TBits.MaxValue >>> 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsNaN(TBits bits) => false;
}

/// <summary>The order of unsigned whole numbers, and of truth values.</summary>
internal readonly struct UnsignedOrder<TBits> : IKeyOrder<TBits>
    where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TBits KeyOf(TBits bits) => bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsNaN(TBits bits) => false;
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hillock.Kernels;

/// <summary>Sixteen doubles in 4 vectors of 256 bits.</summary>
internal readonly struct SixteenDoubles256 : ISixteenDoubles<SixteenDoubles256>
{
    private readonly Vector256<double> _v0;
    private readonly Vector256<double> _v1;
    private readonly Vector256<double> _v2;
    private readonly Vector256<double> _v3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private SixteenDoubles256(
        Vector256<double> v0, Vector256<double> v1,
        Vector256<double> v2, Vector256<double> v3)
    {
        _v0 = v0;
        _v1 = v1;
        _v2 = v2;
        _v3 = v3;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles256 Create(double value)
    {
        Vector256<double> v = Vector256.Create(value);
        return new(v, v, v, v);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles256 Load(ref float source, nuint index) => new(
        Widen(ref source, index),
        Widen(ref source, index + 4),
        Widen(ref source, index + 8),
        Widen(ref source, index + 12));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles256 Load(ref double source, nuint index) => new(
        Vector256.LoadUnsafe(ref source, index),
        Vector256.LoadUnsafe(ref source, index + 4),
        Vector256.LoadUnsafe(ref source, index + 8),
        Vector256.LoadUnsafe(ref source, index + 12));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles256 operator +(SixteenDoubles256 x, SixteenDoubles256 y) => new(
        x._v0 + y._v0,
        x._v1 + y._v1,
        x._v2 + y._v2,
        x._v3 + y._v3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles256 operator -(SixteenDoubles256 x, SixteenDoubles256 y) => new(
        x._v0 - y._v0,
        x._v1 - y._v1,
        x._v2 - y._v2,
        x._v3 - y._v3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles256 operator *(SixteenDoubles256 x, SixteenDoubles256 y) => new(
        x._v0 * y._v0,
        x._v1 * y._v1,
        x._v2 * y._v2,
        x._v3 * y._v3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles256 operator /(SixteenDoubles256 x, SixteenDoubles256 y) => new(
        x._v0 / y._v0,
        x._v1 / y._v1,
        x._v2 / y._v2,
        x._v3 / y._v3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles256 Abs(SixteenDoubles256 x) => new(Vector256.Abs(x._v0), Vector256.Abs(x._v1), Vector256.Abs(x._v2), Vector256.Abs(x._v3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles256 Lesser(SixteenDoubles256 x, SixteenDoubles256 y) => new(
        Vector256.MinNative(x._v0, y._v0),
        Vector256.MinNative(x._v1, y._v1),
        Vector256.MinNative(x._v2, y._v2),
        Vector256.MinNative(x._v3, y._v3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles256 FusedMultiplyAdd(SixteenDoubles256 x, SixteenDoubles256 y, SixteenDoubles256 z) => new(
        Vector256.FusedMultiplyAdd(x._v0, y._v0, z._v0),
        Vector256.FusedMultiplyAdd(x._v1, y._v1, z._v1),
        Vector256.FusedMultiplyAdd(x._v2, y._v2, z._v2),
        Vector256.FusedMultiplyAdd(x._v3, y._v3, z._v3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref float target, nuint index)
    {
        Vector256.Narrow(_v0, _v1).StoreUnsafe(ref target, index);
        Vector256.Narrow(_v2, _v3).StoreUnsafe(ref target, index + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref double target, nuint index)
    {
        _v0.StoreUnsafe(ref target, index);
        _v1.StoreUnsafe(ref target, index + 4);
        _v2.StoreUnsafe(ref target, index + 8);
        _v3.StoreUnsafe(ref target, index + 12);
    }

    // A load of half a vector widens without a shuffle.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Widen(ref float source, nuint index) =>
        Avx.IsSupported
            ? Avx.ConvertToVector256Double(Vector128.LoadUnsafe(ref source, index))
            : Vector256.WidenLower(Vector256.Create(Vector128.LoadUnsafe(ref source, index), default));
}

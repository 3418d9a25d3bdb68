using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hillock.Kernels;

/// <summary>Sixteen doubles in 8 vectors of 128 bits.</summary>
internal readonly struct SixteenDoubles128 : ISixteenDoubles<SixteenDoubles128>
{
    private readonly Vector128<double> _v0;
    private readonly Vector128<double> _v1;
    private readonly Vector128<double> _v2;
    private readonly Vector128<double> _v3;
    private readonly Vector128<double> _v4;
    private readonly Vector128<double> _v5;
    private readonly Vector128<double> _v6;
    private readonly Vector128<double> _v7;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private SixteenDoubles128(
        Vector128<double> v0, Vector128<double> v1, Vector128<double> v2, Vector128<double> v3,
        Vector128<double> v4, Vector128<double> v5, Vector128<double> v6, Vector128<double> v7)
    {
        _v0 = v0;
        _v1 = v1;
        _v2 = v2;
        _v3 = v3;
        _v4 = v4;
        _v5 = v5;
        _v6 = v6;
        _v7 = v7;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles128 Create(double value)
    {
        Vector128<double> v = Vector128.Create(value);
        return new(v, v, v, v, v, v, v, v);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles128 Load(ref float source, nuint index)
    {
        (Vector128<double> v0, Vector128<double> v1) = Vector128.Widen(Vector128.LoadUnsafe(ref source, index));
        (Vector128<double> v2, Vector128<double> v3) = Vector128.Widen(Vector128.LoadUnsafe(ref source, index + 4));
        (Vector128<double> v4, Vector128<double> v5) = Vector128.Widen(Vector128.LoadUnsafe(ref source, index + 8));
        (Vector128<double> v6, Vector128<double> v7) = Vector128.Widen(Vector128.LoadUnsafe(ref source, index + 12));
        return new(v0, v1, v2, v3, v4, v5, v6, v7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles128 Load(ref double source, nuint index) => new(
        Vector128.LoadUnsafe(ref source, index),
        Vector128.LoadUnsafe(ref source, index + 2),
        Vector128.LoadUnsafe(ref source, index + 4),
        Vector128.LoadUnsafe(ref source, index + 6),
        Vector128.LoadUnsafe(ref source, index + 8),
        Vector128.LoadUnsafe(ref source, index + 10),
        Vector128.LoadUnsafe(ref source, index + 12),
        Vector128.LoadUnsafe(ref source, index + 14));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles128 operator +(SixteenDoubles128 x, SixteenDoubles128 y) => new(
        x._v0 + y._v0,
        x._v1 + y._v1,
        x._v2 + y._v2,
        x._v3 + y._v3,
        x._v4 + y._v4,
        x._v5 + y._v5,
        x._v6 + y._v6,
        x._v7 + y._v7);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles128 operator -(SixteenDoubles128 x, SixteenDoubles128 y) => new(
        x._v0 - y._v0,
        x._v1 - y._v1,
        x._v2 - y._v2,
        x._v3 - y._v3,
        x._v4 - y._v4,
        x._v5 - y._v5,
        x._v6 - y._v6,
        x._v7 - y._v7);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles128 operator *(SixteenDoubles128 x, SixteenDoubles128 y) => new(
        x._v0 * y._v0,
        x._v1 * y._v1,
        x._v2 * y._v2,
        x._v3 * y._v3,
        x._v4 * y._v4,
        x._v5 * y._v5,
        x._v6 * y._v6,
        x._v7 * y._v7);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles128 operator /(SixteenDoubles128 x, SixteenDoubles128 y) => new(
        x._v0 / y._v0,
        x._v1 / y._v1,
        x._v2 / y._v2,
        x._v3 / y._v3,
        x._v4 / y._v4,
        x._v5 / y._v5,
        x._v6 / y._v6,
        x._v7 / y._v7);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles128 Abs(SixteenDoubles128 x) => new(
        Vector128.Abs(x._v0),
        Vector128.Abs(x._v1),
        Vector128.Abs(x._v2),
        Vector128.Abs(x._v3),
        Vector128.Abs(x._v4),
        Vector128.Abs(x._v5),
        Vector128.Abs(x._v6),
        Vector128.Abs(x._v7));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles128 Lesser(SixteenDoubles128 x, SixteenDoubles128 y) => new(
        Vector128.MinNative(x._v0, y._v0),
        Vector128.MinNative(x._v1, y._v1),
        Vector128.MinNative(x._v2, y._v2),
        Vector128.MinNative(x._v3, y._v3),
        Vector128.MinNative(x._v4, y._v4),
        Vector128.MinNative(x._v5, y._v5),
        Vector128.MinNative(x._v6, y._v6),
        Vector128.MinNative(x._v7, y._v7));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles128 FusedMultiplyAdd(SixteenDoubles128 x, SixteenDoubles128 y, SixteenDoubles128 z) => new(
        Vector128.FusedMultiplyAdd(x._v0, y._v0, z._v0),
        Vector128.FusedMultiplyAdd(x._v1, y._v1, z._v1),
        Vector128.FusedMultiplyAdd(x._v2, y._v2, z._v2),
        Vector128.FusedMultiplyAdd(x._v3, y._v3, z._v3),
        Vector128.FusedMultiplyAdd(x._v4, y._v4, z._v4),
        Vector128.FusedMultiplyAdd(x._v5, y._v5, z._v5),
        Vector128.FusedMultiplyAdd(x._v6, y._v6, z._v6),
        Vector128.FusedMultiplyAdd(x._v7, y._v7, z._v7));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref float target, nuint index)
    {
        Vector128.Narrow(_v0, _v1).StoreUnsafe(ref target, index);
        Vector128.Narrow(_v2, _v3).StoreUnsafe(ref target, index + 4);
        Vector128.Narrow(_v4, _v5).StoreUnsafe(ref target, index + 8);
        Vector128.Narrow(_v6, _v7).StoreUnsafe(ref target, index + 12);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref double target, nuint index)
    {
        _v0.StoreUnsafe(ref target, index);
        _v1.StoreUnsafe(ref target, index + 2);
        _v2.StoreUnsafe(ref target, index + 4);
        _v3.StoreUnsafe(ref target, index + 6);
        _v4.StoreUnsafe(ref target, index + 8);
        _v5.StoreUnsafe(ref target, index + 10);
        _v6.StoreUnsafe(ref target, index + 12);
        _v7.StoreUnsafe(ref target, index + 14);
    }
}

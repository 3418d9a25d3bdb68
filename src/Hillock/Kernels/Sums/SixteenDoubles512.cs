using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hillock.Kernels;

/// <summary>Sixteen doubles in 2 vectors of 512 bits.</summary>
internal readonly struct SixteenDoubles512 : ISixteenDoubles<SixteenDoubles512>
{
    private readonly Vector512<double> _v0;
    private readonly Vector512<double> _v1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private SixteenDoubles512(Vector512<double> v0, Vector512<double> v1)
    {
        _v0 = v0;
        _v1 = v1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles512 Create(double value)
    {
        Vector512<double> v = Vector512.Create(value);
        return new(v, v);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles512 Load(ref float source, nuint index) => new(Widen(ref source, index), Widen(ref source, index + 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles512 Load(ref double source, nuint index) =>
        new(Vector512.LoadUnsafe(ref source, index), Vector512.LoadUnsafe(ref source, index + 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles512 operator +(SixteenDoubles512 x, SixteenDoubles512 y) => new(x._v0 + y._v0, x._v1 + y._v1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles512 operator -(SixteenDoubles512 x, SixteenDoubles512 y) => new(x._v0 - y._v0, x._v1 - y._v1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles512 operator *(SixteenDoubles512 x, SixteenDoubles512 y) => new(x._v0 * y._v0, x._v1 * y._v1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles512 operator /(SixteenDoubles512 x, SixteenDoubles512 y) => new(x._v0 / y._v0, x._v1 / y._v1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles512 Abs(SixteenDoubles512 x) => new(Vector512.Abs(x._v0), Vector512.Abs(x._v1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles512 Lesser(SixteenDoubles512 x, SixteenDoubles512 y) =>
        new(Vector512.MinNative(x._v0, y._v0), Vector512.MinNative(x._v1, y._v1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles512 FusedMultiplyAdd(SixteenDoubles512 x, SixteenDoubles512 y, SixteenDoubles512 z) => new(
        Vector512.FusedMultiplyAdd(x._v0, y._v0, z._v0),
        Vector512.FusedMultiplyAdd(x._v1, y._v1, z._v1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref float target, nuint index)
    {
        Vector512.Narrow(_v0, _v1).StoreUnsafe(ref target, index);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref double target, nuint index)
    {
        _v0.StoreUnsafe(ref target, index);
        _v1.StoreUnsafe(ref target, index + 8);
    }

    // A load of half a vector widens without a shuffle.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Widen(ref float source, nuint index) =>
        Avx512F.IsSupported
            ? Avx512F.ConvertToVector512Double(Vector256.LoadUnsafe(ref source, index))
            : Vector512.WidenLower(Vector512.Create(Vector256.LoadUnsafe(ref source, index), default));
}

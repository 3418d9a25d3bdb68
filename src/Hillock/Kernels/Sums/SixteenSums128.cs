using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Sixteen sums in 8 vectors of 128 bits.</summary>
internal readonly partial struct SixteenSums128 : ISixteenSums<SixteenSums128>
{
    private readonly Vector128<double> _s0;
    private readonly Vector128<double> _s1;
    private readonly Vector128<double> _s2;
    private readonly Vector128<double> _s3;
    private readonly Vector128<double> _s4;
    private readonly Vector128<double> _s5;
    private readonly Vector128<double> _s6;
    private readonly Vector128<double> _s7;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private SixteenSums128(
        Vector128<double> s0, Vector128<double> s1, Vector128<double> s2, Vector128<double> s3, Vector128<double> s4, Vector128<double> s5,
        Vector128<double> s6, Vector128<double> s7)
    {
        _s0 = s0;
        _s1 = s1;
        _s2 = s2;
        _s3 = s3;
        _s4 = s4;
        _s5 = s5;
        _s6 = s6;
        _s7 = s7;
    }

    public static SixteenSums128 Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SixteenSums128 Add<TFunction>(TFunction function, ref float x, nuint index)
        where TFunction : struct, IUnaryFunction
    {
        (Vector128<double> a0, Vector128<double> a1) = Vector128.Widen(function.Apply(Lanes128<float>.Load(ref x, index)).Value);
        (Vector128<double> a2, Vector128<double> a3) = Vector128.Widen(function.Apply(Lanes128<float>.Load(ref x, index + 4)).Value);
        (Vector128<double> a4, Vector128<double> a5) = Vector128.Widen(function.Apply(Lanes128<float>.Load(ref x, index + 8)).Value);
        (Vector128<double> a6, Vector128<double> a7) = Vector128.Widen(function.Apply(Lanes128<float>.Load(ref x, index + 12)).Value);
        return new(
            _s0 + a0,
            _s1 + a1,
            _s2 + a2,
            _s3 + a3,
            _s4 + a4,
            _s5 + a5,
            _s6 + a6,
            _s7 + a7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SixteenSums128 Add<TFunction>(TFunction function, ref double x, nuint index)
        where TFunction : struct, IUnaryFunction => new(
            _s0 + function.Apply(Lanes128<double>.Load(ref x, index)).Value,
            _s1 + function.Apply(Lanes128<double>.Load(ref x, index + 2)).Value,
            _s2 + function.Apply(Lanes128<double>.Load(ref x, index + 4)).Value,
            _s3 + function.Apply(Lanes128<double>.Load(ref x, index + 6)).Value,
            _s4 + function.Apply(Lanes128<double>.Load(ref x, index + 8)).Value,
            _s5 + function.Apply(Lanes128<double>.Load(ref x, index + 10)).Value,
            _s6 + function.Apply(Lanes128<double>.Load(ref x, index + 12)).Value,
            _s7 + function.Apply(Lanes128<double>.Load(ref x, index + 14)).Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SixteenSums128 AddProduct(ref float x, ref float y, nuint index)
    {
        (Vector128<double> a0, Vector128<double> a1) = Vector128.Widen(Vector128.LoadUnsafe(ref x, index));
        (Vector128<double> b0, Vector128<double> b1) = Vector128.Widen(Vector128.LoadUnsafe(ref y, index));
        (Vector128<double> a2, Vector128<double> a3) = Vector128.Widen(Vector128.LoadUnsafe(ref x, index + 4));
        (Vector128<double> b2, Vector128<double> b3) = Vector128.Widen(Vector128.LoadUnsafe(ref y, index + 4));
        (Vector128<double> a4, Vector128<double> a5) = Vector128.Widen(Vector128.LoadUnsafe(ref x, index + 8));
        (Vector128<double> b4, Vector128<double> b5) = Vector128.Widen(Vector128.LoadUnsafe(ref y, index + 8));
        (Vector128<double> a6, Vector128<double> a7) = Vector128.Widen(Vector128.LoadUnsafe(ref x, index + 12));
        (Vector128<double> b6, Vector128<double> b7) = Vector128.Widen(Vector128.LoadUnsafe(ref y, index + 12));
        return new(
            _s0 + (a0 * b0),
            _s1 + (a1 * b1),
            _s2 + (a2 * b2),
            _s3 + (a3 * b3),
            _s4 + (a4 * b4),
            _s5 + (a5 * b5),
            _s6 + (a6 * b6),
            _s7 + (a7 * b7));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SixteenSums128 AddProduct(ref double x, ref double y, nuint index) => new(
            _s0 + (Vector128.LoadUnsafe(ref x, index) * Vector128.LoadUnsafe(ref y, index)),
            _s1 + (Vector128.LoadUnsafe(ref x, index + 2) * Vector128.LoadUnsafe(ref y, index + 2)),
            _s2 + (Vector128.LoadUnsafe(ref x, index + 4) * Vector128.LoadUnsafe(ref y, index + 4)),
            _s3 + (Vector128.LoadUnsafe(ref x, index + 6) * Vector128.LoadUnsafe(ref y, index + 6)),
            _s4 + (Vector128.LoadUnsafe(ref x, index + 8) * Vector128.LoadUnsafe(ref y, index + 8)),
            _s5 + (Vector128.LoadUnsafe(ref x, index + 10) * Vector128.LoadUnsafe(ref y, index + 10)),
            _s6 + (Vector128.LoadUnsafe(ref x, index + 12) * Vector128.LoadUnsafe(ref y, index + 12)),
            _s7 + (Vector128.LoadUnsafe(ref x, index + 14) * Vector128.LoadUnsafe(ref y, index + 14)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Fold()
    {
        Vector128<double> quarter = ((_s0 + _s4) + (_s2 + _s6)) + ((_s1 + _s5) + (_s3 + _s7));
        return quarter.ToScalar() + quarter.GetElement(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref double sums)
    {
        _s0.StoreUnsafe(ref sums);
        _s1.StoreUnsafe(ref sums, 2);
        _s2.StoreUnsafe(ref sums, 4);
        _s3.StoreUnsafe(ref sums, 6);
        _s4.StoreUnsafe(ref sums, 8);
        _s5.StoreUnsafe(ref sums, 10);
        _s6.StoreUnsafe(ref sums, 12);
        _s7.StoreUnsafe(ref sums, 14);
    }
}

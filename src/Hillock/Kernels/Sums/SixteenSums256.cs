using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Sixteen sums in 4 vectors of 256 bits.</summary>
internal readonly partial struct SixteenSums256 : ISixteenSums<SixteenSums256>
{
    private readonly Vector256<double> _s0;
    private readonly Vector256<double> _s1;
    private readonly Vector256<double> _s2;
    private readonly Vector256<double> _s3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private SixteenSums256(Vector256<double> s0, Vector256<double> s1, Vector256<double> s2, Vector256<double> s3)
    {
        _s0 = s0;
        _s1 = s1;
        _s2 = s2;
        _s3 = s3;
    }

    public static SixteenSums256 Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SixteenSums256 Add<TFunction>(TFunction function, ref float x, nuint index)
        where TFunction : struct, IUnaryFunction
    {
        (Vector256<double> a0, Vector256<double> a1) = Vector256.Widen(function.Apply(Lanes256<float>.Load(ref x, index)).Value);
        (Vector256<double> a2, Vector256<double> a3) = Vector256.Widen(function.Apply(Lanes256<float>.Load(ref x, index + 8)).Value);
        return new(
            _s0 + a0,
            _s1 + a1,
            _s2 + a2,
            _s3 + a3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SixteenSums256 Add<TFunction>(TFunction function, ref double x, nuint index)
        where TFunction : struct, IUnaryFunction => new(
            _s0 + function.Apply(Lanes256<double>.Load(ref x, index)).Value,
            _s1 + function.Apply(Lanes256<double>.Load(ref x, index + 4)).Value,
            _s2 + function.Apply(Lanes256<double>.Load(ref x, index + 8)).Value,
            _s3 + function.Apply(Lanes256<double>.Load(ref x, index + 12)).Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SixteenSums256 AddProduct(ref float x, ref float y, nuint index)
    {
        (Vector256<double> a0, Vector256<double> a1) = Vector256.Widen(Vector256.LoadUnsafe(ref x, index));
        (Vector256<double> b0, Vector256<double> b1) = Vector256.Widen(Vector256.LoadUnsafe(ref y, index));
        (Vector256<double> a2, Vector256<double> a3) = Vector256.Widen(Vector256.LoadUnsafe(ref x, index + 8));
        (Vector256<double> b2, Vector256<double> b3) = Vector256.Widen(Vector256.LoadUnsafe(ref y, index + 8));
        return new(
            _s0 + (a0 * b0),
            _s1 + (a1 * b1),
            _s2 + (a2 * b2),
            _s3 + (a3 * b3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SixteenSums256 AddProduct(ref double x, ref double y, nuint index) => new(
            _s0 + (Vector256.LoadUnsafe(ref x, index) * Vector256.LoadUnsafe(ref y, index)),
            _s1 + (Vector256.LoadUnsafe(ref x, index + 4) * Vector256.LoadUnsafe(ref y, index + 4)),
            _s2 + (Vector256.LoadUnsafe(ref x, index + 8) * Vector256.LoadUnsafe(ref y, index + 8)),
            _s3 + (Vector256.LoadUnsafe(ref x, index + 12) * Vector256.LoadUnsafe(ref y, index + 12)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Fold()
    {
        Vector256<double> half = (_s0 + _s2) + (_s1 + _s3);
        Vector128<double> quarter = half.GetLower() + half.GetUpper();
        return quarter.ToScalar() + quarter.GetElement(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref double sums)
    {
        _s0.StoreUnsafe(ref sums);
        _s1.StoreUnsafe(ref sums, 4);
        _s2.StoreUnsafe(ref sums, 8);
        _s3.StoreUnsafe(ref sums, 12);
    }
}

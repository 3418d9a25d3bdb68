using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Sixteen sums in 2 vectors of 512 bits.</summary>
internal readonly partial struct SixteenSums512 : ISixteenSums<SixteenSums512>
{
    private readonly Vector512<double> _s0;
    private readonly Vector512<double> _s1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private SixteenSums512(Vector512<double> s0, Vector512<double> s1)
    {
        _s0 = s0;
        _s1 = s1;
    }

    public static SixteenSums512 Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SixteenSums512 Add<TFunction>(TFunction function, ref float x, nuint index)
        where TFunction : struct, IUnaryFunction
    {
        if (typeof(TFunction) == typeof(Reduce.Term))
        {
            // Two loads of half a vector widen without a shuffle.
            return new(_s0 + Widen(ref x, index), _s1 + Widen(ref x, index + 8));
        }

        (Vector512<double> a0, Vector512<double> a1) = Vector512.Widen(function.Apply(Lanes512<float>.Load(ref x, index)).Value);
        return new(_s0 + a0, _s1 + a1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SixteenSums512 Add<TFunction>(TFunction function, ref double x, nuint index)
        where TFunction : struct, IUnaryFunction => new(
            _s0 + function.Apply(Lanes512<double>.Load(ref x, index)).Value,
            _s1 + function.Apply(Lanes512<double>.Load(ref x, index + 8)).Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SixteenSums512 AddProduct(ref float x, ref float y, nuint index)
    {
        return new(
            _s0 + (Widen(ref x, index) * Widen(ref y, index)),
            _s1 + (Widen(ref x, index + 8) * Widen(ref y, index + 8)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SixteenSums512 AddProduct(ref double x, ref double y, nuint index) => new(
            _s0 + (Vector512.LoadUnsafe(ref x, index) * Vector512.LoadUnsafe(ref y, index)),
            _s1 + (Vector512.LoadUnsafe(ref x, index + 8) * Vector512.LoadUnsafe(ref y, index + 8)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref double sums)
    {
        _s0.StoreUnsafe(ref sums);
        _s1.StoreUnsafe(ref sums, 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Fold()
    {
        Vector512<double> s = _s0 + _s1;
        Vector256<double> half = s.GetLower() + s.GetUpper();
        Vector128<double> quarter = half.GetLower() + half.GetUpper();
        return quarter.ToScalar() + quarter.GetElement(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Widen(ref float x, nuint index) =>
        Avx512F.IsSupported
            ? Avx512F.ConvertToVector512Double(Vector256.LoadUnsafe(ref x, index))
            : Vector512.WidenLower(Vector512.Create(Vector256.LoadUnsafe(ref x, index), default));
}

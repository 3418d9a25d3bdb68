using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hillock.Kernels;

/// <summary>256 bits.</summary>
internal readonly unsafe struct PoolingLanes256<T> : IPoolingLanes<T, Vector256<T>>
    where T : unmanaged
{
    public static int Count => Vector256<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Load(T* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<T> vector, T* target) => vector.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Create(double value) =>
        typeof(T) == typeof(float) ? Vector256.Create((float)value).As<float, T>() : Vector256.Create(value).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Place(int place) =>
        typeof(T) == typeof(float) ? Vector256.Create(place).As<int, T>() : Vector256.Create((long)place).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> AddPlaces(Vector256<T> x, Vector256<T> y) => typeof(T) == typeof(float)
        ? (x.As<T, int>() + y.As<T, int>()).As<int, T>()
        : (x.As<T, long>() + y.As<T, long>()).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePlaces(Vector256<T> places, int* target)
    {
        if (typeof(T) == typeof(float))
        {
            places.As<T, int>().Store(target);
        }
        else
        {
            Vector128.Narrow(places.As<T, long>().GetLower(), places.As<T, long>().GetUpper()).Store(target);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Even(Vector256<T> x, Vector256<T> y)
    {
        if (Avx2.IsSupported)
        {
            Vector256<double> mixed = typeof(T) == typeof(float)
                ? Avx.Shuffle(x.As<T, float>(), y.As<T, float>(), 0x88).AsDouble()
                : Avx.UnpackLow(x.As<T, double>(), y.As<T, double>());
            return Avx2.Permute4x64(mixed, 0xD8).As<double, T>();
        }

        return Vector256.Create(
            PoolingLanes128<T>.Even(x.GetLower(), x.GetUpper()), PoolingLanes128<T>.Even(y.GetLower(), y.GetUpper()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Odd(Vector256<T> x, Vector256<T> y)
    {
        if (Avx2.IsSupported)
        {
            Vector256<double> mixed = typeof(T) == typeof(float)
                ? Avx.Shuffle(x.As<T, float>(), y.As<T, float>(), 0xDD).AsDouble()
                : Avx.UnpackHigh(x.As<T, double>(), y.As<T, double>());
            return Avx2.Permute4x64(mixed, 0xD8).As<double, T>();
        }

        return Vector256.Create(
            PoolingLanes128<T>.Odd(x.GetLower(), x.GetUpper()), PoolingLanes128<T>.Odd(y.GetLower(), y.GetUpper()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTwice(Vector256<T> vector, T* target)
    {
        if (typeof(T) == typeof(float))
        {
            Vector256<int> x = vector.As<T, int>();
            Vector256.Shuffle(x, Vector256.Create(0, 0, 1, 1, 2, 2, 3, 3)).As<int, T>().Store(target);
            Vector256.Shuffle(x, Vector256.Create(4, 4, 5, 5, 6, 6, 7, 7)).As<int, T>().Store(target + Count);
        }
        else
        {
            Vector256<long> x = vector.As<T, long>();
            Vector256.Shuffle(x, Vector256.Create(0L, 0, 1, 1)).As<long, T>().Store(target);
            Vector256.Shuffle(x, Vector256.Create(2L, 2, 3, 3)).As<long, T>().Store(target + Count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Wins(Vector256<T> next, Vector256<T> best) =>
        Vector256.AndNot(Vector256.Equals(best, best), Vector256.LessThanOrEqual(next, best));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Select(Vector256<T> mask, Vector256<T> x, Vector256<T> y) => Vector256.ConditionalSelect(mask, x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Average(Vector256<T> a, Vector256<T> b, Vector256<T> c, Vector256<T> d, double factor)
    {
        Vector256<double> by = Vector256.Create(factor);
        return typeof(T) == typeof(float)
            ? Vector256.Narrow(
                ((Vector256<double>.Zero + (Lower(a) + Lower(b))) + (Lower(c) + Lower(d))) * by,
                ((Vector256<double>.Zero + (Upper(a) + Upper(b))) + (Upper(c) + Upper(d))) * by).As<float, T>()
            : (((Vector256<double>.Zero + (a.As<T, double>() + b.As<T, double>())) + (c.As<T, double>() + d.As<T, double>())) * by).As<double, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Divide(Vector256<T> x, Vector256<T> y) => x / y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Lower(Vector256<T> x) => Vector256.WidenLower(x.As<T, float>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Upper(Vector256<T> x) => Vector256.WidenUpper(x.As<T, float>());
}

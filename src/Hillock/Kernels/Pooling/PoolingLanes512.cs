using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hillock.Kernels;

/// <summary>512 bits.</summary>
internal readonly unsafe struct PoolingLanes512<T> : IPoolingLanes<T, Vector512<T>>
    where T : unmanaged
{
    public static int Count => Vector512<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Load(T* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<T> vector, T* target) => vector.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Create(double value) =>
        typeof(T) == typeof(float) ? Vector512.Create((float)value).As<float, T>() : Vector512.Create(value).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Place(int place) =>
        typeof(T) == typeof(float) ? Vector512.Create(place).As<int, T>() : Vector512.Create((long)place).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> AddPlaces(Vector512<T> x, Vector512<T> y) => typeof(T) == typeof(float)
        ? (x.As<T, int>() + y.As<T, int>()).As<int, T>()
        : (x.As<T, long>() + y.As<T, long>()).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePlaces(Vector512<T> places, int* target)
    {
        if (typeof(T) == typeof(float))
        {
            places.As<T, int>().Store(target);
        }
        else
        {
            Vector256.Narrow(places.As<T, long>().GetLower(), places.As<T, long>().GetUpper()).Store(target);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Even(Vector512<T> x, Vector512<T> y)
    {
        if (Avx512F.IsSupported)
        {
            return typeof(T) == typeof(float)
                ? Avx512F.PermuteVar16x32x2(
                    x.As<T, int>(), Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30), y.As<T, int>()).As<int, T>()
                : Avx512F.PermuteVar8x64x2(x.As<T, long>(), Vector512.Create(0L, 2, 4, 6, 8, 10, 12, 14), y.As<T, long>()).As<long, T>();
        }

        return Vector512.Create(
            PoolingLanes256<T>.Even(x.GetLower(), x.GetUpper()), PoolingLanes256<T>.Even(y.GetLower(), y.GetUpper()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Odd(Vector512<T> x, Vector512<T> y)
    {
        if (Avx512F.IsSupported)
        {
            return typeof(T) == typeof(float)
                ? Avx512F.PermuteVar16x32x2(
                    x.As<T, int>(), Vector512.Create(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31), y.As<T, int>()).As<int, T>()
                : Avx512F.PermuteVar8x64x2(x.As<T, long>(), Vector512.Create(1L, 3, 5, 7, 9, 11, 13, 15), y.As<T, long>()).As<long, T>();
        }

        return Vector512.Create(
            PoolingLanes256<T>.Odd(x.GetLower(), x.GetUpper()), PoolingLanes256<T>.Odd(y.GetLower(), y.GetUpper()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTwice(Vector512<T> vector, T* target)
    {
        if (typeof(T) == typeof(float))
        {
            Vector512<int> x = vector.As<T, int>();
            Vector512.Shuffle(x, Vector512.Create(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7)).As<int, T>().Store(target);
            Vector512.Shuffle(x, Vector512.Create(8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13, 14, 14, 15, 15)).As<int, T>().Store(target + Count);
        }
        else
        {
            Vector512<long> x = vector.As<T, long>();
            Vector512.Shuffle(x, Vector512.Create(0L, 0, 1, 1, 2, 2, 3, 3)).As<long, T>().Store(target);
            Vector512.Shuffle(x, Vector512.Create(4L, 4, 5, 5, 6, 6, 7, 7)).As<long, T>().Store(target + Count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Wins(Vector512<T> next, Vector512<T> best) =>
        Vector512.AndNot(Vector512.Equals(best, best), Vector512.LessThanOrEqual(next, best));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Select(Vector512<T> mask, Vector512<T> x, Vector512<T> y) => Vector512.ConditionalSelect(mask, x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Average(Vector512<T> a, Vector512<T> b, Vector512<T> c, Vector512<T> d, double factor)
    {
        Vector512<double> by = Vector512.Create(factor);
        return typeof(T) == typeof(float)
            ? Vector512.Narrow(
                ((Vector512<double>.Zero + (Lower(a) + Lower(b))) + (Lower(c) + Lower(d))) * by,
                ((Vector512<double>.Zero + (Upper(a) + Upper(b))) + (Upper(c) + Upper(d))) * by).As<float, T>()
            : (((Vector512<double>.Zero + (a.As<T, double>() + b.As<T, double>())) + (c.As<T, double>() + d.As<T, double>())) * by).As<double, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Divide(Vector512<T> x, Vector512<T> y) => x / y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Lower(Vector512<T> x) => Vector512.WidenLower(x.As<T, float>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Upper(Vector512<T> x) => Vector512.WidenUpper(x.As<T, float>());
}

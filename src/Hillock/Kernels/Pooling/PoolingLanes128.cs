using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hillock.Kernels;

/// <summary>128 bits.</summary>
internal readonly unsafe struct PoolingLanes128<T> : IPoolingLanes<T, Vector128<T>>
    where T : unmanaged
{
    public static int Count => Vector128<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Load(T* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<T> vector, T* target) => vector.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Create(double value) =>
        typeof(T) == typeof(float) ? Vector128.Create((float)value).As<float, T>() : Vector128.Create(value).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Place(int place) =>
        typeof(T) == typeof(float) ? Vector128.Create(place).As<int, T>() : Vector128.Create((long)place).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> AddPlaces(Vector128<T> x, Vector128<T> y) => typeof(T) == typeof(float)
        ? (x.As<T, int>() + y.As<T, int>()).As<int, T>()
        : (x.As<T, long>() + y.As<T, long>()).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePlaces(Vector128<T> places, int* target)
    {
        if (typeof(T) == typeof(float))
        {
            places.As<T, int>().Store(target);
        }
        else
        {
            target[0] = (int)places.As<T, long>().GetElement(0);
            target[1] = (int)places.As<T, long>().GetElement(1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Even(Vector128<T> x, Vector128<T> y) => typeof(T) == typeof(float)
        ? Sse.IsSupported
            ? Sse.Shuffle(x.As<T, float>(), y.As<T, float>(), 0x88).As<float, T>()
            : Lowers(Vector128.Shuffle(x.As<T, int>(), Vector128.Create(0, 2, 1, 3)), Vector128.Shuffle(y.As<T, int>(), Vector128.Create(0, 2, 1, 3)))
        : Vector128.Create(x.GetLower(), y.GetLower());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Odd(Vector128<T> x, Vector128<T> y) => typeof(T) == typeof(float)
        ? Sse.IsSupported
            ? Sse.Shuffle(x.As<T, float>(), y.As<T, float>(), 0xDD).As<float, T>()
            : Lowers(Vector128.Shuffle(x.As<T, int>(), Vector128.Create(1, 3, 0, 2)), Vector128.Shuffle(y.As<T, int>(), Vector128.Create(1, 3, 0, 2)))
        : Vector128.Create(x.GetUpper(), y.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTwice(Vector128<T> vector, T* target)
    {
        if (typeof(T) == typeof(float))
        {
            Vector128<int> x = vector.As<T, int>();
            Vector128.Shuffle(x, Vector128.Create(0, 0, 1, 1)).As<int, T>().Store(target);
            Vector128.Shuffle(x, Vector128.Create(2, 2, 3, 3)).As<int, T>().Store(target + Count);
        }
        else
        {
            Vector128<long> x = vector.As<T, long>();
            Vector128.Shuffle(x, Vector128.Create(0L, 0)).As<long, T>().Store(target);
            Vector128.Shuffle(x, Vector128.Create(1L, 1)).As<long, T>().Store(target + Count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Lowers(Vector128<int> x, Vector128<int> y) => Vector128.Create(x.GetLower(), y.GetLower()).As<int, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Wins(Vector128<T> next, Vector128<T> best) =>
        Vector128.AndNot(Vector128.Equals(best, best), Vector128.LessThanOrEqual(next, best));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Select(Vector128<T> mask, Vector128<T> x, Vector128<T> y) => Vector128.ConditionalSelect(mask, x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Average(Vector128<T> a, Vector128<T> b, Vector128<T> c, Vector128<T> d, double factor)
    {
        Vector128<double> by = Vector128.Create(factor);
        return typeof(T) == typeof(float)
            ? Vector128.Narrow(
                ((Vector128<double>.Zero + (Lower(a) + Lower(b))) + (Lower(c) + Lower(d))) * by,
                ((Vector128<double>.Zero + (Upper(a) + Upper(b))) + (Upper(c) + Upper(d))) * by).As<float, T>()
            : (((Vector128<double>.Zero + (a.As<T, double>() + b.As<T, double>())) + (c.As<T, double>() + d.As<T, double>())) * by).As<double, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Divide(Vector128<T> x, Vector128<T> y) => x / y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> Lower(Vector128<T> x) => Vector128.WidenLower(x.As<T, float>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> Upper(Vector128<T> x) => Vector128.WidenUpper(x.As<T, float>());
}

using System.Runtime.CompilerServices;

namespace Hillock.Kernels;

/// <summary>One lane: what remains where there are no vectors. A mask is a place, 0 or all bits.</summary>
internal readonly unsafe struct PoolingLanes1<T> : IPoolingLanes<T, T>
    where T : unmanaged
{
    public static int Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Load(T* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(T vector, T* target) => *target = vector;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Create(double value) => typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>((float)value) : Unsafe.BitCast<double, T>(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Place(int place) => typeof(T) == typeof(float) ? Unsafe.BitCast<int, T>(place) : Unsafe.BitCast<long, T>(place);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T AddPlaces(T x, T y) => Place(ToInt32(x) + ToInt32(y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePlaces(T places, int* target) => *target = ToInt32(places);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Even(T x, T y) => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Odd(T x, T y) => y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTwice(T vector, T* target) => target[0] = target[1] = vector;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Wins(T next, T best) => Place(!IsAtMost(next, best) && !IsNaN(best) ? -1 : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Select(T mask, T x, T y) => ToInt32(mask) != 0 ? x : y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Average(T a, T b, T c, T d, double factor)
    {
        double mean = ((0 + (Wide(a) + Wide(b))) + (Wide(c) + Wide(d))) * factor;
        return typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>((float)mean) : Unsafe.BitCast<double, T>(mean);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Divide(T x, T y) => typeof(T) == typeof(float)
        ? Unsafe.BitCast<float, T>(Unsafe.BitCast<T, float>(x) / Unsafe.BitCast<T, float>(y))
        : Unsafe.BitCast<double, T>(Unsafe.BitCast<T, double>(x) / Unsafe.BitCast<T, double>(y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Wide(T x) => typeof(T) == typeof(float) ? Unsafe.BitCast<T, float>(x) : Unsafe.BitCast<T, double>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsAtMost(T x, T y) => typeof(T) == typeof(float)
        ? Unsafe.BitCast<T, float>(x) <= Unsafe.BitCast<T, float>(y)
        : Unsafe.BitCast<T, double>(x) <= Unsafe.BitCast<T, double>(y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsNaN(T x) => !IsAtMost(x, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int ToInt32(T place) => typeof(T) == typeof(float) ? Unsafe.BitCast<T, int>(place) : (int)Unsafe.BitCast<T, long>(place);
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hillock.Kernels;

/// <summary>Loads and stores sixteen elements of either type, whole or the end of a row.</summary>
internal static class SixteenDoubles
{
    internal const nuint Length = Chunk16<double>.Length;

    /// <summary>Sixteen elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TDoubles Load<TDoubles, TElement>(ref TElement source, nuint index)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> =>
        typeof(TElement) == typeof(float)
            ? TDoubles.Load(ref Unsafe.As<TElement, float>(ref source), index)
            : TDoubles.Load(ref Unsafe.As<TElement, double>(ref source), index);

    /// <summary>Fewer than sixteen elements, and zeros after them.</summary>
    [SkipLocalsInit]
    internal static TDoubles LoadEnd<TDoubles, TElement>(ref TElement source, nuint index, nuint count)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        Chunk16<TElement> chunk = default;
        Chunk16.Copy(ref Unsafe.Add(ref source, index), ref chunk.First, count);
        return Load<TDoubles, TElement>(ref chunk.First, 0);
    }

    /// <summary>Asks for sixteen elements that are needed later.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Prefetch<TElement>(ref TElement source, nuint index)
        where TElement : unmanaged
    {
        CacheLine.Prefetch(ref source, index);
        if (typeof(TElement) == typeof(double))
        {
            CacheLine.Prefetch(ref source, index + (Length / 2));
        }
    }

    /// <summary>Stores sixteen elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Store<TDoubles, TElement>(TDoubles value, ref TElement target, nuint index)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (typeof(TElement) == typeof(float))
        {
            value.Store(ref Unsafe.As<TElement, float>(ref target), index);
        }
        else
        {
            value.Store(ref Unsafe.As<TElement, double>(ref target), index);
        }
    }

    /// <summary>Stores the first of sixteen elements.</summary>
    [SkipLocalsInit]
    internal static void StoreEnd<TDoubles, TElement>(TDoubles value, ref TElement target, nuint index, nuint count)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        Unsafe.SkipInit(out Chunk16<TElement> chunk);
        Store(value, ref chunk.First, 0);
        Chunk16.Copy(ref chunk.First, ref Unsafe.Add(ref target, index), count);
    }

    /// <summary>The first of sixteen numbers, and zeros in the place of the others.</summary>
    [SkipLocalsInit]
    internal static TDoubles Start<TDoubles>(TDoubles value, nuint count)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        Unsafe.SkipInit(out Chunk16<double> chunk);
        value.Store(ref chunk.First, 0);
        for (nuint i = count; i < Length; i++)
        {
            Unsafe.Add(ref chunk.First, i) = 0;
        }

        return TDoubles.Load(ref chunk.First, 0);
    }

    /// <summary>The least of sixteen numbers; of NaN and a number either.</summary>
    [SkipLocalsInit]
    internal static double Least<TDoubles>(TDoubles value)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        Unsafe.SkipInit(out Chunk16<double> chunk);
        value.Store(ref chunk.First, 0);
        for (nuint half = Length / 2; half > 0; half /= 2)
        {
            for (nuint i = 0; i < half; i++)
            {
                Unsafe.Add(ref chunk.First, i) = double.MinNative(Unsafe.Add(ref chunk.First, i), Unsafe.Add(ref chunk.First, i + half));
            }
        }

        return chunk.First;
    }

    /// <summary>The sum by halves, as <see cref="Reduce"/> says.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    [SkipLocalsInit]
    internal static double Sum<TDoubles>(TDoubles value)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        Unsafe.SkipInit(out Chunk16<double> chunk);
        value.Store(ref chunk.First, 0);
        return Chunk16.Fold(ref chunk.First);
    }
}

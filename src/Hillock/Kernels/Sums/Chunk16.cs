using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Sixteen elements in memory: the ends of rows, filled up, and vectors taken apart.</summary>
[InlineArray(Length)]
internal struct Chunk16<TElement>
    where TElement : unmanaged
{
    internal const int Length = 16;

    internal TElement First;
}

/// <summary>What is done to sixteen elements in memory.</summary>
internal static class Chunk16
{
    /// <summary>Fills a chunk.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Fill<TLanes, TElement>(ref TElement chunk, TElement value)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        for (nuint j = 0; j < Chunk16<TElement>.Length; j += (nuint)TLanes.Count)
        {
            TLanes.Create(value).Store(ref chunk, j);
        }
    }

    /// <summary>Copies up to sixteen elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Copy<TElement>(ref TElement from, ref TElement to, nuint count)
        where TElement : unmanaged =>
        MemoryMarshal.CreateReadOnlySpan(ref from, (int)count).CopyTo(MemoryMarshal.CreateSpan(ref to, (int)count));

    /// <summary>The largest of some elements, a power of two and at least a 128-bit vector of them; whatever with a NaN among them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TElement Largest<TElement>(ref TElement first, nuint count)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        Lanes128<TElement> largest = Lanes128<TElement>.Load(ref first, 0);
        for (nuint j = (nuint)Lanes128<TElement>.Count; j < count; j += (nuint)Lanes128<TElement>.Count)
        {
            largest = Lanes128<TElement>.Max(largest, Lanes128<TElement>.Load(ref first, j));
        }

        if (typeof(TElement) == typeof(float))
        {
            Vector128<float> value = largest.Value.As<TElement, float>();
            value = Lanes128<float>.Max(new(value), new(Vector128.Shuffle(value, Vector128.Create(2, 3, 0, 1)))).Value;
            value = Lanes128<float>.Max(new(value), new(Vector128.Shuffle(value, Vector128.Create(1, 0, 3, 2)))).Value;
            return value.As<float, TElement>().ToScalar();
        }
        else
        {
            Vector128<double> value = largest.Value.As<TElement, double>();
            value = Lanes128<double>.Max(new(value), new(Vector128.Shuffle(value, Vector128.Create(1L, 0L)))).Value;
            return value.As<double, TElement>().ToScalar();
        }
    }

    /// <summary>Adds sixteen sums by halves, as <see cref="Reduce"/> says.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double Fold(ref double sums)
    {
        Vector128<double> s0 = Vector128.LoadUnsafe(ref sums) + Vector128.LoadUnsafe(ref sums, 8);
        Vector128<double> s2 = Vector128.LoadUnsafe(ref sums, 2) + Vector128.LoadUnsafe(ref sums, 10);
        Vector128<double> s4 = Vector128.LoadUnsafe(ref sums, 4) + Vector128.LoadUnsafe(ref sums, 12);
        Vector128<double> s6 = Vector128.LoadUnsafe(ref sums, 6) + Vector128.LoadUnsafe(ref sums, 14);
        Vector128<double> s = (s0 + s4) + (s2 + s6);
        return s.ToScalar() + s.GetElement(1);
    }

    /// <summary>Adds sixteen elements to sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TSums Add<TSums, TElement>(TSums sums, ref TElement x, nuint index)
        where TSums : struct, ISixteenSums<TSums>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> =>
        typeof(TElement) == typeof(float)
            ? sums.Add(default(Reduce.Term), ref Unsafe.As<TElement, float>(ref x), index)
            : sums.Add(default(Reduce.Term), ref Unsafe.As<TElement, double>(ref x), index);

    /// <summary>Adds the products of sixteen pairs of elements to sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TSums AddProduct<TSums, TElement>(TSums sums, ref TElement x, ref TElement y, nuint index)
        where TSums : struct, ISixteenSums<TSums>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> =>
        typeof(TElement) == typeof(float)
            ? sums.AddProduct(ref Unsafe.As<TElement, float>(ref x), ref Unsafe.As<TElement, float>(ref y), index)
            : sums.AddProduct(ref Unsafe.As<TElement, double>(ref x), ref Unsafe.As<TElement, double>(ref y), index);

    /// <summary>The element as a double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double Widen<TElement>(TElement x)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> =>
        typeof(TElement) == typeof(float) ? (float)(object)x : (double)(object)x;
}

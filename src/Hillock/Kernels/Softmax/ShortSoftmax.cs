using System.Numerics;
using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>The terms of softmaxes of rows of at most sixteen elements, each row in one go.</summary>
internal static class ShortSoftmax
{
    private const nuint Chunk = Chunk16<float>.Length;

    /// <summary>Writes the exponentials of the rows, their sums and how they were kept in range.</summary>
    /// <param name="temperature">The inverse temperature.</param>
    /// <param name="x">The rows.</param>
    /// <param name="e">The exponentials, sixteen places a row, zeros after the last; room for an even number of rows.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="length">The number of elements of a row.</param>
    /// <param name="sums">The sums of the rows.</param>
    /// <param name="shifts">The shifts of the rows.</param>
    internal static void Exponentials<TLanes, TSums, TElement, TTemperature>(
        TTemperature temperature, ref TElement x, ref TElement e, int rows, nuint length, Span<double> sums, Span<SoftmaxShift<TElement>> shifts)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
        where TTemperature : struct, ITemperature
    {
        Arrange<TLanes, TElement, TTemperature>(temperature, ref x, ref e, rows, length, shifts);
        for (int i = 0; i < rows; i += 2)
        {
            int next = Math.Min(i + 1, rows - 1);
            ref TElement first = ref Unsafe.Add(ref e, (nuint)i * Chunk);
            ref TElement second = ref Unsafe.Add(ref first, Chunk);
            if (shifts[i].IsNear && shifts[next].IsNear)
            {
                TwoRows<TLanes, TElement, TTemperature>(temperature, ref first, ref second, in shifts[i], in shifts[next]);
                continue;
            }

            OneRow<TLanes, TElement, TTemperature>(temperature, ref first, in shifts[i]);
            if (next > i)
            {
                OneRow<TLanes, TElement, TTemperature>(temperature, ref second, in shifts[next]);
            }
        }

        Sum<TSums, TElement>(ref e, rows, sums);
    }

    /// <summary>Copies rows to sixteen places each, with −∞ after the last, and finds the largest terms.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    [SkipLocalsInit]
    private static void Arrange<TLanes, TElement, TTemperature>(
        TTemperature temperature, ref TElement x, ref TElement e, int rows, nuint length, Span<SoftmaxShift<TElement>> shifts)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
        where TTemperature : struct, ITemperature
    {
        Unsafe.SkipInit(out Chunk16<TElement> mask);
        Unsafe.SkipInit(out Chunk16<TElement> row);
        for (nuint j = 0; j < Chunk; j++)
        {
            Unsafe.Add(ref mask.First, j) = j < length ? TElement.One : TElement.Zero;
        }

        // A row may be read sixteen elements at a time as long as the next rows are there.
        nuint room = (nuint)rows * length;
        TLanes none = TLanes.Create(TElement.NegativeInfinity);
        for (int i = 0; i < rows; i++)
        {
            nuint start = (nuint)i * length;
            bool wide = start + Chunk <= room;
            if (!wide)
            {
                Chunk16.Copy(ref Unsafe.Add(ref x, start), ref row.First, length);
            }

            ref TElement target = ref Unsafe.Add(ref e, (nuint)i * Chunk);
            ref TElement source = ref wide ? ref Unsafe.Add(ref x, start) : ref row.First;
            for (nuint j = 0; j < Chunk; j += (nuint)TLanes.Count)
            {
                TLanes valid = TLanes.Load(ref mask.First, j) > TLanes.Zero;
                TLanes.Select(valid, temperature.Signed(TLanes.Load(ref source, j)), none).Store(ref target, j);
            }

            shifts[i] = SoftmaxShift<TElement>.Of(temperature, Chunk16.Largest(ref target, Chunk));
        }
    }

    /// <summary>The exponentials of two rows side by side, in place: the processor finds twice the independent work.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void TwoRows<TLanes, TElement, TTemperature>(
        TTemperature temperature, ref TElement first, ref TElement second, in SoftmaxShift<TElement> a, in SoftmaxShift<TElement> b)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
        where TTemperature : struct, ITemperature
    {
        var floor = new Twice<TLanes, TElement>(TLanes.Create(a.Floor), TLanes.Create(b.Floor));
        var exponent = new Twice<TLanes, TElement>(TLanes.Create(a.Exponent), TLanes.Create(b.Exponent));
        for (nuint j = 0; j < Chunk; j += (nuint)TLanes.Count)
        {
            var x = new Twice<TLanes, TElement>(TLanes.Load(ref first, j), TLanes.Load(ref second, j));
            Twice<TLanes, TElement> y = SoftmaxTerms.Near(temperature, x, floor, exponent);
            y.First.Store(ref first, j);
            y.Second.Store(ref second, j);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void OneRow<TLanes, TElement, TTemperature>(TTemperature temperature, ref TElement e, in SoftmaxShift<TElement> shift)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
        where TTemperature : struct, ITemperature
    {
        if (!shift.IsNear)
        {
            SoftmaxTerms.Far<TLanes, TElement, Magnitude<TTemperature>>(new(temperature), shift, ref e, ref e, Chunk);
            return;
        }

        for (nuint j = 0; j < Chunk; j += (nuint)TLanes.Count)
        {
            SoftmaxTerms.Near(temperature, TLanes.Load(ref e, j), TLanes.Create(shift.Floor), TLanes.Create(shift.Exponent)).Store(ref e, j);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    [SkipLocalsInit]
    private static void Sum<TSums, TElement>(ref TElement e, int rows, Span<double> sums)
        where TSums : struct, ISixteenSums<TSums>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        Unsafe.SkipInit(out Chunk16<double> lanes);
        for (int i = 0; i < rows; i++)
        {
            Chunk16.Add(TSums.Zero, ref e, (nuint)i * Chunk).Store(ref lanes.First);
            sums[i] = Chunk16.Fold(ref lanes.First);
        }
    }

    /// <summary>A temperature whose sign has been applied already.</summary>
    private readonly struct Magnitude<TTemperature>(TTemperature temperature) : ITemperature
        where TTemperature : struct, ITemperature
    {
        public static bool IsWide => TTemperature.IsWide;

        double ITemperature.Magnitude => temperature.Magnitude;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Signed<T>(T x)
            where T : struct, IReal<T> => x;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Wide<T> Scaled<T>(T signed)
            where T : struct, IReal<T> => temperature.Scaled(signed);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Wide<T> Scaled<T>(Wide<T> difference)
            where T : struct, IReal<T> => temperature.Scaled(difference);
    }
}

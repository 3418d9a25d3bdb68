using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hillock.Kernels;

/// <summary>The two sums that a normalisation needs of a row, over the tree of <see cref="Reduce"/>.</summary>
internal static class NormTerms
{
    /// <summary>The two sums of a row.</summary>
    /// <param name="term">What is added.</param>
    /// <param name="x">The elements.</param>
    /// <param name="dy">The gradients of the results.</param>
    /// <param name="weight">The weights.</param>
    /// <param name="length">The number of elements.</param>
    /// <param name="second">The second sum.</param>
    /// <param name="ahead">How far from here the next row lies, where it does not follow and is prefetched; 0 where it does.</param>
    internal static double Sum<TTerm, TDoubles, TElement>(
        TTerm term, ref TElement x, ref TElement dy, ref TElement weight, nuint length, out double second, nuint ahead = 0)
        where TTerm : struct, INormTerm
        where TDoubles : struct, ISixteenDoubles<TDoubles>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (length <= Reduce.BlockLength)
        {
            return Block<TTerm, TDoubles, TElement>(term, ref x, ref dy, ref weight, length, out second, ahead);
        }

        int blocks = (int)((length + Reduce.BlockLength - 1) / Reduce.BlockLength);
        double[] sums = ArrayPool<double>.Shared.Rent(2 * blocks);
        for (int i = 0; i < blocks; i++)
        {
            nuint start = (nuint)i * Reduce.BlockLength;
            sums[i] = Block<TTerm, TDoubles, TElement>(
                term, ref Unsafe.Add(ref x, start), ref Unsafe.Add(ref dy, start), ref Unsafe.Add(ref weight, start),
                Math.Min(length - start, Reduce.BlockLength), out sums[blocks + i], ahead);
        }

        double first = Reduce.Pairwise(sums.AsSpan(0, blocks));
        second = Reduce.Pairwise(sums.AsSpan(blocks, blocks));
        ArrayPool<double>.Shared.Return(sums);
        return first;
    }

    [SkipLocalsInit]
    private static double Block<TTerm, TDoubles, TElement>(
        TTerm term, ref TElement x, ref TElement dy, ref TElement weight, nuint length, out double second, nuint ahead)
        where TTerm : struct, INormTerm
        where TDoubles : struct, ISixteenDoubles<TDoubles>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        Unsafe.SkipInit(out Chunk16<double> sums1);
        Unsafe.SkipInit(out Chunk16<double> sums2);
        nuint whole = length & ~(SixteenDoubles.Length - 1);
        Whole<TTerm, TDoubles, TElement>(term, ref x, ref dy, ref weight, whole, ref sums1.First, ref sums2.First, ahead);
        if (whole < length)
        {
            End<TTerm, TDoubles, TElement>(term, ref x, ref dy, ref weight, whole, length - whole, ref sums1.First, ref sums2.First);
        }

        second = Chunk16.Fold(ref sums2.First);
        return Chunk16.Fold(ref sums1.First);
    }

    // Without any call, across which the sums would have to lie in memory: the compiler then keeps them there in the loop, too.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Whole<TTerm, TDoubles, TElement>(
        TTerm term, ref TElement x, ref TElement dy, ref TElement weight, nuint length, ref double sums1, ref double sums2, nuint ahead)
        where TTerm : struct, INormTerm
        where TDoubles : struct, ISixteenDoubles<TDoubles>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        TDoubles first = TDoubles.Create(0);
        TDoubles second = TDoubles.Create(0);
        for (nuint i = 0; i < length; i += SixteenDoubles.Length)
        {
            if (ahead != 0)
            {
                SixteenDoubles.Prefetch(ref x, i + ahead);
                if (TTerm.TakesGradient)
                {
                    SixteenDoubles.Prefetch(ref dy, i + ahead);
                }
            }

            TDoubles own = SixteenDoubles.Load<TDoubles, TElement>(ref x, i);
            term.Add(
                own, TTerm.TakesGradient ? SixteenDoubles.Load<TDoubles, TElement>(ref dy, i) : own,
                TTerm.TakesWeight ? SixteenDoubles.Load<TDoubles, TElement>(ref weight, i) : own, ref first, ref second);
        }

        first.Store(ref sums1, 0);
        second.Store(ref sums2, 0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void End<TTerm, TDoubles, TElement>(
        TTerm term, ref TElement x, ref TElement dy, ref TElement weight, nuint index, nuint count, ref double sums1, ref double sums2)
        where TTerm : struct, INormTerm
        where TDoubles : struct, ISixteenDoubles<TDoubles>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        TDoubles first = TDoubles.Create(0);
        TDoubles second = TDoubles.Create(0);
        TDoubles own = SixteenDoubles.LoadEnd<TDoubles, TElement>(ref x, index, count);
        term.Add(
            own, TTerm.TakesGradient ? SixteenDoubles.LoadEnd<TDoubles, TElement>(ref dy, index, count) : own,
            TTerm.TakesWeight ? SixteenDoubles.LoadEnd<TDoubles, TElement>(ref weight, index, count) : own, ref first, ref second);
        (TDoubles.Load(ref sums1, 0) + SixteenDoubles.Start(first, count)).Store(ref sums1, 0);
        (TDoubles.Load(ref sums2, 0) + SixteenDoubles.Start(second, count)).Store(ref sums2, 0);
    }

    /// <summary>The squares of the differences from a value, and the differences.</summary>
    internal readonly struct Deviation(double mean) : INormTerm
    {
        public static bool TakesGradient => false;

        public static bool TakesWeight => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add<TDoubles>(TDoubles x, TDoubles dy, TDoubles weight, ref TDoubles first, ref TDoubles second)
            where TDoubles : struct, ISixteenDoubles<TDoubles>
        {
            TDoubles deviation = x - TDoubles.Create(mean);
            first = TDoubles.FusedMultiplyAdd(deviation, deviation, first);
            second += deviation;
        }
    }

    /// <summary>
    /// The gradients of the normalised elements, and their products with the deviations: with the normalised elements, once multiplied. For floats, of which
    /// no product leaves the range of doubles.
    /// </summary>
    internal readonly struct DeviationGradient(double mean) : INormTerm
    {
        public static bool TakesGradient => true;

        public static bool TakesWeight => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add<TDoubles>(TDoubles x, TDoubles dy, TDoubles weight, ref TDoubles first, ref TDoubles second)
            where TDoubles : struct, ISixteenDoubles<TDoubles>
        {
            TDoubles gradient = dy * weight;
            first += gradient;
            second = TDoubles.FusedMultiplyAdd(gradient, x - TDoubles.Create(mean), second);
        }
    }

    /// <summary>The gradients of the results, and their products with the deviations; see <see cref="DeviationGradient"/>.</summary>
    internal readonly struct PlainDeviationGradient(double mean) : INormTerm
    {
        public static bool TakesGradient => true;

        public static bool TakesWeight => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add<TDoubles>(TDoubles x, TDoubles dy, TDoubles weight, ref TDoubles first, ref TDoubles second)
            where TDoubles : struct, ISixteenDoubles<TDoubles>
        {
            first += dy;
            second = TDoubles.FusedMultiplyAdd(dy, x - TDoubles.Create(mean), second);
        }
    }

    /// <summary>The gradients of the normalised elements, and their products with those.</summary>
    internal readonly struct Gradient(double mean, double inverse) : INormTerm
    {
        public static bool TakesGradient => true;

        public static bool TakesWeight => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add<TDoubles>(TDoubles x, TDoubles dy, TDoubles weight, ref TDoubles first, ref TDoubles second)
            where TDoubles : struct, ISixteenDoubles<TDoubles>
        {
            TDoubles gradient = dy * weight;
            first += gradient;
            second = TDoubles.FusedMultiplyAdd(gradient, (x - TDoubles.Create(mean)) * TDoubles.Create(inverse), second);
        }
    }

    /// <summary>The gradients of the results, and their products with the normalised elements.</summary>
    internal readonly struct PlainGradient(double mean, double inverse) : INormTerm
    {
        public static bool TakesGradient => true;

        public static bool TakesWeight => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add<TDoubles>(TDoubles x, TDoubles dy, TDoubles weight, ref TDoubles first, ref TDoubles second)
            where TDoubles : struct, ISixteenDoubles<TDoubles>
        {
            first += dy;
            second = TDoubles.FusedMultiplyAdd(dy, (x - TDoubles.Create(mean)) * TDoubles.Create(inverse), second);
        }
    }
}

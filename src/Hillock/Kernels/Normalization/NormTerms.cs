using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hillock.Kernels;

/// <summary>The two sums that a normalisation needs of a row, over the tree of <see cref="Reduce"/>.</summary>
internal static class NormTerms
{
    internal static double Sum<TTerm, TDoubles, TElement>(TTerm term, ref TElement x, ref TElement dy, ref TElement weight, nuint length, out double second)
        where TTerm : struct, INormTerm
        where TDoubles : struct, ISixteenDoubles<TDoubles>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (length <= Reduce.BlockLength)
        {
            return Block<TTerm, TDoubles, TElement>(term, ref x, ref dy, ref weight, length, out second);
        }

        int blocks = (int)((length + Reduce.BlockLength - 1) / Reduce.BlockLength);
        double[] sums = ArrayPool<double>.Shared.Rent(2 * blocks);
        for (int i = 0; i < blocks; i++)
        {
            nuint start = (nuint)i * Reduce.BlockLength;
            sums[i] = Block<TTerm, TDoubles, TElement>(
                term, ref Unsafe.Add(ref x, start), ref Unsafe.Add(ref dy, start), ref Unsafe.Add(ref weight, start),
                Math.Min(length - start, Reduce.BlockLength), out sums[blocks + i]);
        }

        double first = Reduce.Pairwise(sums.AsSpan(0, blocks));
        second = Reduce.Pairwise(sums.AsSpan(blocks, blocks));
        ArrayPool<double>.Shared.Return(sums);
        return first;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double Block<TTerm, TDoubles, TElement>(TTerm term, ref TElement x, ref TElement dy, ref TElement weight, nuint length, out double second)
        where TTerm : struct, INormTerm
        where TDoubles : struct, ISixteenDoubles<TDoubles>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        TDoubles sum1 = TDoubles.Create(0);
        TDoubles sum2 = TDoubles.Create(0);
        nuint i = 0;
        for (; i + SixteenDoubles.Length <= length; i += SixteenDoubles.Length)
        {
            TDoubles term1 = term.Of(
                SixteenDoubles.Load<TDoubles, TElement>(ref x, i), SixteenDoubles.Load<TDoubles, TElement>(ref dy, i),
                SixteenDoubles.Load<TDoubles, TElement>(ref weight, i), out TDoubles term2);
            sum1 += term1;
            sum2 += term2;
        }

        if (i < length)
        {
            nuint count = length - i;
            TDoubles term1 = term.Of(
                SixteenDoubles.LoadEnd<TDoubles, TElement>(ref x, i, count), SixteenDoubles.LoadEnd<TDoubles, TElement>(ref dy, i, count),
                SixteenDoubles.LoadEnd<TDoubles, TElement>(ref weight, i, count), out TDoubles term2);
            sum1 += SixteenDoubles.Start(term1, count);
            sum2 += SixteenDoubles.Start(term2, count);
        }

        second = SixteenDoubles.Sum(sum2);
        return SixteenDoubles.Sum(sum1);
    }

    /// <summary>The squares of the differences from a value, and the differences.</summary>
    internal readonly struct Deviation(double mean) : INormTerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TDoubles Of<TDoubles>(TDoubles x, TDoubles dy, TDoubles weight, out TDoubles second)
            where TDoubles : struct, ISixteenDoubles<TDoubles>
        {
            second = x - TDoubles.Create(mean);
            return second * second;
        }
    }

    /// <summary>The gradients of the normalised elements, and their products with those.</summary>
    internal readonly struct Gradient(double mean, double inverse) : INormTerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TDoubles Of<TDoubles>(TDoubles x, TDoubles dy, TDoubles weight, out TDoubles second)
            where TDoubles : struct, ISixteenDoubles<TDoubles>
        {
            TDoubles gradient = dy * weight;
            second = gradient * ((x - TDoubles.Create(mean)) * TDoubles.Create(inverse));
            return gradient;
        }
    }

    /// <summary>The gradients of the results, and their products with the normalised elements.</summary>
    internal readonly struct PlainGradient(double mean, double inverse) : INormTerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TDoubles Of<TDoubles>(TDoubles x, TDoubles dy, TDoubles weight, out TDoubles second)
            where TDoubles : struct, ISixteenDoubles<TDoubles>
        {
            second = dy * ((x - TDoubles.Create(mean)) * TDoubles.Create(inverse));
            return dy;
        }
    }
}

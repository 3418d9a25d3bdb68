using System.Numerics;
using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Sums and scalar products of a row that do not depend on the order of its elements.</summary>
/// <remarks>
/// Each term is rounded to a whole multiple of a unit, a fixed part of a bound that no term exceeds; adding whole numbers is exact in any order. Terms
/// of float32 are counted in 64-bit integers, in units of 2⁻⁵¹ of the bound; of float64 in doubles, in units of 2⁻⁴¹ and what that leaves over in units of
/// 2⁻⁸², of which a block has at most 2⁵³. So <c>n</c> terms are off by at most <c>n·2⁻⁵²</c> and <c>n·2⁻⁸³</c> bounds, less than the tree of
/// <see cref="Reduce"/> where a term is near the bound. The trick: adding <c>1.5·2⁵²</c> units to a number rounds it to whole units, which are then the last
/// bits of the sum (Dekker 1971; for reproducible sums Demmel and Nguyen 2013, "Fast reproducible floating-point summation").
/// </remarks>
internal static class WholeSums
{
    // Above, what is added to a term is out of range.
    private const double LargestBound = 1e290;
    private const double SmallestNormal = 2.2250738585072014e-308;

    // 2⁻¹⁰⁰ and 2⁻⁹⁰⁰.
    private const double LeastSingle = 7.888609052210118e-31;
    private const double LeastDouble = 1.1830521861667747e-271;

    /// <summary>What rounds to ones: 1.5·2⁵².</summary>
    internal const double ShifterOfOnes = 6755399441055744;

    /// <summary>The sum of a row.</summary>
    /// <param name="x">The row.</param>
    /// <param name="length">The number of elements.</param>
    /// <param name="bound">A power of two that no magnitude exceeds; what it is may depend on the elements, but not on their order.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double Sum<TLanes, TSums, TElement>(ref TElement x, nuint length, double bound)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        double sum = Terms<TLanes, TSums, TElement>(ref x, ref x, length, bound, WholeTerms.Elements);
        return double.IsNaN(sum) ? RowSums.Sum<TSums, TElement>(ref x, length) : sum;
    }

    /// <summary>The scalar product of two rows; <paramref name="bound"/> is one of the products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double Dot<TLanes, TSums, TElement>(ref TElement x, ref TElement y, nuint length, double bound)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        double sum = Terms<TLanes, TSums, TElement>(ref x, ref y, length, bound, WholeTerms.Products);
        return double.IsNaN(sum) ? RowSums.Dot<TSums, TElement>(ref x, ref y, length) : sum;
    }

    /// <summary>The sum of the terms of a row; NaN if not all of them are numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double Terms<TLanes, TSums, TElement>(ref TElement x, ref TElement y, nuint length, double bound, WholeTerms terms)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        return length > Reduce.BlockLength || !(bound <= LargestBound)
            ? Blocks<TLanes, TSums, TElement>(ref x, ref y, length, bound, terms)
            : typeof(TElement) == typeof(float)
            ? WholeBlocks.Single<TSums>(ref Unsafe.As<TElement, float>(ref x), ref Unsafe.As<TElement, float>(ref y), length, bound, terms, out long units)
                ? WholeSum.OfSingle(units, bound)
                : double.NaN
            : WholeBlocks.Double<TLanes, TElement>(ref x, ref y, length, bound, terms, out double fine) + fine;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double Blocks<TLanes, TSums, TElement>(ref TElement x, ref TElement y, nuint length, double bound, WholeTerms terms)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        WholeSum sum = default;
        return Add<TLanes, TSums, TElement>(ref sum, ref x, ref y, length, bound, terms) ? sum.Value(bound) : double.NaN;
    }

    /// <summary>Adds the terms of a row, or of a part of one, to a sum; says whether all of them are numbers.</summary>
    internal static bool Add<TLanes, TSums, TElement>(ref WholeSum sum, ref TElement x, ref TElement y, nuint length, double bound, WholeTerms terms)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        bool areNumbers = bound <= LargestBound;
        for (nuint start = 0; areNumbers && start < length; start += Reduce.BlockLength)
        {
            ref TElement a = ref Unsafe.Add(ref x, start);
            ref TElement b = ref Unsafe.Add(ref y, start);
            nuint count = Math.Min(length - start, Reduce.BlockLength);
            if (typeof(TElement) == typeof(float))
            {
                areNumbers = WholeBlocks.Single<TSums>(
                    ref Unsafe.As<TElement, float>(ref a), ref Unsafe.As<TElement, float>(ref b), count, bound, terms, out long units);
                sum.AddSingle(units);
            }
            else
            {
                double coarse = WholeBlocks.Double<TLanes, TElement>(ref a, ref b, count, bound, terms, out double fine);
                areNumbers = !double.IsNaN(coarse);
                sum.AddDouble(coarse, fine, bound);
            }
        }

        return areNumbers;
    }

    /// <summary>A power of two above all magnitudes of a row; whatever with a NaN among them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double Bound<TLanes, TElement>(ref TElement x, nuint length)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        nuint lanes = (nuint)TLanes.Count;
        TLanes a = TLanes.Zero;
        TLanes b = TLanes.Zero;
        nuint i = 0;
        for (; i + (2 * lanes) <= length; i += 2 * lanes)
        {
            a = TLanes.Max(TLanes.Abs(TLanes.Load(ref x, i)), a);
            b = TLanes.Max(TLanes.Abs(TLanes.Load(ref x, i + lanes)), b);
        }

        if (i < length)
        {
            Rest(ref x, length, i, ref a, ref b);
        }

        return PowerAbove<TLanes, TElement>(TLanes.Max(a, b));
    }

    /// <summary>A power of two above all magnitudes of the products of two rows; whatever with a NaN among them.</summary>
    /// <remarks>A magnitude is rounded, so that it may be a power of two that the product itself does not reach; it is below the bound all the same.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double Bound<TLanes, TElement>(ref TElement x, ref TElement y, nuint length)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        nuint lanes = (nuint)TLanes.Count;
        TLanes a = TLanes.Zero;
        TLanes b = TLanes.Zero;
        nuint i = 0;
        for (; i + (2 * lanes) <= length; i += 2 * lanes)
        {
            a = TLanes.Max(TLanes.Abs(TLanes.Load(ref x, i) * TLanes.Load(ref y, i)), a);
            b = TLanes.Max(TLanes.Abs(TLanes.Load(ref x, i + lanes) * TLanes.Load(ref y, i + lanes)), b);
        }

        for (; i + lanes <= length; i += lanes)
        {
            a = TLanes.Max(TLanes.Abs(TLanes.Load(ref x, i) * TLanes.Load(ref y, i)), a);
        }

        if (i < length)
        {
            Chunk16<TElement> products = default;
            for (nuint j = 0; i < length; i++, j++)
            {
                Unsafe.Add(ref products.First, j) = Unsafe.Add(ref x, i) * Unsafe.Add(ref y, i);
            }

            b = TLanes.Max(TLanes.Abs(TLanes.Load(ref products.First, 0)), b);
        }

        // Where products may have underflowed, a bound whose units are still far below the normal numbers.
        double least = typeof(TElement) == typeof(float) ? LeastSingle : LeastDouble;
        double bound = PowerAbove<TLanes, TElement>(TLanes.Max(a, b));
        return bound < least ? least : bound;
    }

    /// <summary>The power of two below the largest lane, by clearing the mantissa, and twice that; 0 of a subnormal number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double PowerAbove<TLanes, TElement>(TLanes magnitudes)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        Unsafe.SkipInit(out Chunk16<TElement> buffer);
        magnitudes.Store(ref buffer.First, 0);
        double largest = Chunk16.Widen(Chunk16.Largest(ref buffer.First, (nuint)TLanes.Count));
        return 2 * BitConverter.UInt64BitsToDouble(BitConverter.DoubleToUInt64Bits(largest + SmallestNormal) & 0x7FF0_0000_0000_0000);
    }

    /// <summary>The last elements of a row, some of them perhaps for a second time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rest<TLanes, TElement>(ref TElement x, nuint length, nuint index, ref TLanes a, ref TLanes b)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        nuint lanes = (nuint)TLanes.Count;
        if (length < lanes)
        {
            Chunk16<TElement> last = default;
            Chunk16.Copy(ref x, ref last.First, length);
            a = TLanes.Abs(TLanes.Load(ref last.First, 0));
            return;
        }

        if (index + lanes <= length)
        {
            a = TLanes.Max(TLanes.Abs(TLanes.Load(ref x, index)), a);
        }

        b = TLanes.Max(TLanes.Abs(TLanes.Load(ref x, length - lanes)), b);
    }
}

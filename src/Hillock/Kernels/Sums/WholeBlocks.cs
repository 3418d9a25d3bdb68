using System.Numerics;
using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>The inner loops of <see cref="WholeSums"/>: a block of at most <see cref="Reduce.BlockLength"/> terms.</summary>
internal static class WholeBlocks
{
    private const nuint Chunk = Chunk16<float>.Length;

    // 1.5·2⁵² units of 2⁻⁵¹ and of 2⁻⁴¹ bounds, and the part that the second unit is of the first.
    private const double SingleShifter = 3;
    private const double DoubleShifter = 3072;
    private const double Finer = 4.547473508864641e-13;

    /// <summary>Adds terms of float32; says whether all are numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool Single<TSums>(ref float x, ref float y, nuint length, double bound, WholeTerms terms, out long units)
        where TSums : struct, ISixteenSums<TSums>
    {
        nuint whole = length & ~(Chunk - 1);
        bool areNumbers = true;
        units = whole == 0 ? 0 : Chunks<TSums>(ref x, ref y, whole, bound, terms, out areNumbers);
        if (whole < length)
        {
            units += Last(ref Unsafe.Add(ref x, whole), ref Unsafe.Add(ref y, whole), length - whole, bound, terms, out bool isLastNumbers);
            areNumbers &= isLastNumbers;
        }

        return areNumbers;
    }

    /// <summary>The last terms, of which there are fewer than sixteen, one by one: what is added is the same.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Last(ref float x, ref float y, nuint length, double bound, WholeTerms terms, out bool areNumbers)
    {
        double shifter = terms == WholeTerms.Exponentials ? WholeSums.ShifterOfOnes : SingleShifter * bound;
        ulong bits = BitConverter.DoubleToUInt64Bits(shifter);
        ulong sum = 0;
        ulong all = 0;
        for (nuint i = 0; i < length; i++)
        {
            double term = terms == WholeTerms.Products
                ? Math.FusedMultiplyAdd(Unsafe.Add(ref x, i), (double)Unsafe.Add(ref y, i), shifter)
                : Unsafe.Add(ref x, i) + shifter;
            sum += BitConverter.DoubleToUInt64Bits(term);
            all |= BitConverter.DoubleToUInt64Bits(term);
        }

        // Sign and exponent of all sums are the shifter's.
        areNumbers = all >> 52 == bits >> 52;
        return (long)(sum - (length * bits));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Chunks<TSums>(ref float x, ref float y, nuint length, double bound, WholeTerms terms, out bool areNumbers)
        where TSums : struct, ISixteenSums<TSums> => terms == WholeTerms.Exponentials
            ? TSums.Whole(ref x, length, out areNumbers)
            : TSums.Whole(ref x, ref y, length, SingleShifter * bound, terms == WholeTerms.Products, out areNumbers);

    /// <summary>Adds terms of float64: multiples of the coarse unit and of the fine one; NaN if not all are numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double Double<TLanes, TElement>(ref TElement x, ref TElement y, nuint length, double bound, WholeTerms terms, out double fine)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        nuint whole = length & ~((nuint)TLanes.Count - 1);
        double coarse = Lanes<TLanes, TElement>(ref x, ref y, whole, bound, terms, out fine);
        if (whole < length)
        {
            Chunk16<TElement> lastX = default;
            Chunk16<TElement> lastY = default;
            Chunk16.Copy(ref Unsafe.Add(ref x, whole), ref lastX.First, length - whole);
            Chunk16.Copy(ref Unsafe.Add(ref y, whole), ref lastY.First, length - whole);
            coarse += Lanes<TLanes, TElement>(ref lastX.First, ref lastY.First, (nuint)TLanes.Count, bound, terms, out double lastFine);
            fine += lastFine;
        }

        return coarse;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Lanes<TLanes, TElement>(ref TElement x, ref TElement y, nuint length, double bound, WholeTerms terms, out double fineSum)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        TLanes shifter = TLanes.Const(DoubleShifter * bound);
        TLanes finer = TLanes.Const(DoubleShifter * bound * Finer);
        TLanes coarse = TLanes.Zero;
        TLanes fine = TLanes.Zero;
        if (terms == WholeTerms.Products)
        {
            for (nuint i = 0; i < length; i += (nuint)TLanes.Count)
            {
                TLanes a = TLanes.Load(ref x, i);
                TLanes b = TLanes.Load(ref y, i);
                TLanes product = a * b;
                TLanes rounded = (product + shifter) - shifter;
                coarse += rounded;
                fine += (((product - rounded) + TLanes.MultiplySubtract(a, b, product)) + finer) - finer;
            }
        }
        else
        {
            for (nuint i = 0; i < length; i += (nuint)TLanes.Count)
            {
                TLanes term = TLanes.Load(ref x, i);
                TLanes rounded = (term + shifter) - shifter;
                coarse += rounded;
                fine += ((term - rounded) + finer) - finer;
            }
        }

        // A term that is no number makes both sums so.
        Unsafe.SkipInit(out Chunk16<TElement> lanes);
        fineSum = Fold(fine, ref lanes.First);
        return Fold(coarse, ref lanes.First);
    }

    /// <summary>Adds lanes of whole units, exactly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Fold<TLanes, TElement>(TLanes sums, ref TElement buffer)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        sums.Store(ref buffer, 0);
        double sum = 0;
        for (nuint j = 0; j < (nuint)TLanes.Count; j++)
        {
            sum += Chunk16.Widen(Unsafe.Add(ref buffer, j));
        }

        return sum;
    }
}

using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hillock.Kernels;

/// <summary>
/// Sums without any error, as unevaluated sums of a few doubles: what differences are made of that cancel to nothing but the digits a rounded sum has lost.
/// </summary>
/// <remarks>
/// Of each term the bits above a grid are taken off by adding and subtracting a large number; they are whole numbers of small units, which add up exactly in
/// any order. What is left goes to the next, finer grid (Zhu and Hayes, "Correct rounding and a hybrid approach to exact floating-point summation", 2009).
/// Numbers that are of like size need two grids.
/// </remarks>
internal static class ExactSum
{
    /// <summary>How many parts a sum of <c>2³¹</c> doubles may have.</summary>
    internal const int MostParts = 128;

    /// <summary>The sum of the elements times a power of two, 1 unless they are next to the largest, or of the products with others.</summary>
    /// <param name="x">The elements, finite.</param>
    /// <param name="y">Floats to multiply floats with, whose products a double holds; or nothing.</param>
    /// <param name="parts">The parts, written; room for <see cref="MostParts"/>.</param>
    /// <param name="factor">The power of two.</param>
    /// <param name="vectorBits">The width of vectors.</param>
    /// <returns>How many parts there are.</returns>
    internal static int Of<TElement>(ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> y, Span<double> parts, out double factor, int vectorBits)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        double largest = Math.Abs(double.CreateTruncating(TensorPrimitives.MaxMagnitude(x)));
        largest *= y.IsEmpty ? 1 : Math.Abs(double.CreateTruncating(TensorPrimitives.MaxMagnitude(y)));
        factor = largest > 1e280 ? 1 / (double)(1L << 60) / (1L << 60) : 1;
        if (!(largest > 0 && double.IsFinite(largest)))
        {
            parts[0] = 0;
            return 1;
        }

        // Sums of all terms stay below a quarter of the grid's large number, which is below 2^(top + 1).
        int room = BitOperations.Log2((uint)x.Length) + 3;
        int top = Math.ILogB(largest * factor) + 1 + room;
        Span<double> grids = stackalloc double[MostParts];
        int levels = 0;
        for (; levels < MostParts; levels++, top += room - 53)
        {
            // The last grid is that of the smallest numbers.
            grids[levels] = Math.ScaleB(1.5, Math.Max(top, -1022));
            if (top <= -1022)
            {
                levels++;
                break;
            }
        }

        return vectorBits switch
        {
            >= 512 => Of<SixteenDoubles512, TElement>(x, y, factor, grids[..levels], parts),
            256 => Of<SixteenDoubles256, TElement>(x, y, factor, grids[..levels], parts),
            _ => Of<SixteenDoubles128, TElement>(x, y, factor, grids[..levels], parts),
        };
    }

    /// <summary>Adds up numbers, rounding once or nearly so; they are written over.</summary>
    /// <remarks>Shewchuk, "Adaptive precision floating-point arithmetic" (1997), Grow-Expansion: parts that do not overlap, added from the smallest.</remarks>
    internal static double Total(Span<double> terms)
    {
        int count = 0;
        foreach (double term in terms)
        {
            double sum = term;
            int kept = 0;
            for (int i = 0; i < count; i++)
            {
                double next = sum + terms[i];
                double fromSum = next - terms[i];
                double lost = (sum - fromSum) + (terms[i] - (next - fromSum));
                if (lost != 0)
                {
                    terms[kept++] = lost;
                }

                sum = next;
            }

            terms[kept++] = sum;
            count = kept;
        }

        double total = 0;
        for (int i = 0; i < count; i++)
        {
            total += terms[i];
        }

        return total;
    }

    /// <summary>Writes the two parts of a product.</summary>
    internal static void Product(double a, double b, Span<double> parts)
    {
        parts[0] = a * b;
        parts[1] = Math.FusedMultiplyAdd(a, b, -parts[0]);
    }

    [SkipLocalsInit]
    private static int Of<TDoubles, TElement>(ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> y, double factor, ReadOnlySpan<double> grids, Span<double> parts)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        Span<double> sums = stackalloc double[MostParts * Chunk16<double>.Length];
        sums.Clear();
        int used = Math.Min(2, grids.Length);
        for (int start = 0, end; start < x.Length; start = end)
        {
            end = Partition.End(start, Reduce.BlockLength, x.Length);
            ReadOnlySpan<TElement> xs = x[start..end], ys = y.IsEmpty ? y : y[start..end];
            if (OnTwoGrids<TDoubles, TElement>(xs, ys, factor, grids[0], grids[used - 1], sums))
            {
                used = Math.Max(used, OnFinerGrids<TDoubles, TElement>(xs, ys, factor, grids, sums));
            }
        }

        for (int level = 0; level < used; level++)
        {
            parts[level] = Chunk16.Fold(ref sums[level * Chunk16<double>.Length]);
        }

        return used;
    }

    /// <summary>Adds up what is above the first two grids, and says whether anything is left.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool OnTwoGrids<TDoubles, TElement>(
        ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> y, double factor, double first, double second, Span<double> sums)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        ref double all = ref MemoryMarshal.GetReference(sums);
        TDoubles sum = TDoubles.Load(ref all, 0), next = TDoubles.Load(ref all, SixteenDoubles.Length), left = TDoubles.Create(0);
        TDoubles coarse = TDoubles.Create(first), fine = TDoubles.Create(second), scale = TDoubles.Create(factor);
        for (nuint i = 0; i < (nuint)x.Length; i += SixteenDoubles.Length)
        {
            TDoubles rest = Terms<TDoubles, TElement>(x, y, i) * scale;
            TDoubles taken = (rest + coarse) - coarse;
            sum += taken;
            rest -= taken;
            taken = (rest + fine) - fine;
            next += taken;
            left += TDoubles.Abs(rest - taken);
        }

        sum.Store(ref all, 0);
        next.Store(ref all, SixteenDoubles.Length);
        return SixteenDoubles.Sum(left) > 0;
    }

    /// <summary>Adds up what the first two grids left, and gives the number of grids that took.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int OnFinerGrids<TDoubles, TElement>(
        ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> y, double factor, ReadOnlySpan<double> grids, Span<double> sums)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        ref double all = ref MemoryMarshal.GetReference(sums);
        TDoubles scale = TDoubles.Create(factor);
        int used = 0;
        for (nuint i = 0; i < (nuint)x.Length; i += SixteenDoubles.Length)
        {
            TDoubles rest = Terms<TDoubles, TElement>(x, y, i) * scale;
            for (int level = 0; level < grids.Length && (level < 2 || SixteenDoubles.Sum(TDoubles.Abs(rest)) > 0); level++)
            {
                TDoubles grid = TDoubles.Create(grids[level]);
                TDoubles taken = (rest + grid) - grid;
                rest -= taken;
                if (level >= 2)
                {
                    nuint place = (nuint)level * SixteenDoubles.Length;
                    (TDoubles.Load(ref all, place) + taken).Store(ref all, place);
                    used = Math.Max(used, level + 1);
                }
            }
        }

        return used;
    }

    /// <summary>Sixteen terms, or as many as there are and zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TDoubles Terms<TDoubles, TElement>(ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> y, nuint i)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        ref TElement xs = ref MemoryMarshal.GetReference(x), ys = ref MemoryMarshal.GetReference(y);
        nuint count = (nuint)x.Length - i;
        if (count < SixteenDoubles.Length)
        {
            TDoubles end = SixteenDoubles.LoadEnd<TDoubles, TElement>(ref xs, i, count);
            return y.IsEmpty ? end : end * SixteenDoubles.LoadEnd<TDoubles, TElement>(ref ys, i, count);
        }

        TDoubles whole = SixteenDoubles.Load<TDoubles, TElement>(ref xs, i);
        return y.IsEmpty ? whole : whole * SixteenDoubles.Load<TDoubles, TElement>(ref ys, i);
    }
}

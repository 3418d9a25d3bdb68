using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hillock.Kernels;

/// <summary>Sums without any error, as unevaluated sums of a few doubles: what differences are made of that cancel to nothing but the digits a rounded sum has lost.</summary>
/// <remarks>
/// Of each term the bits above a grid are taken off by adding and subtracting a large number; they are whole numbers of small units, which add up exactly in any
/// order. What is left goes to the next, finer grid (Zhu and Hayes, "Correct rounding and a hybrid approach to exact floating-point summation", 2009). Numbers that are
/// of like size need two grids.
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
        ref double all = ref MemoryMarshal.GetReference(sums);
        ref TElement xs = ref MemoryMarshal.GetReference(x), ys = ref MemoryMarshal.GetReference(y);
        var scale = TDoubles.Create(factor);
        int used = 1;
        for (nuint i = 0; i < (nuint)x.Length; i += SixteenDoubles.Length)
        {
            nuint count = (nuint)x.Length - i;
            bool isWhole = count >= SixteenDoubles.Length;
            TDoubles rest = isWhole ? SixteenDoubles.Load<TDoubles, TElement>(ref xs, i) : SixteenDoubles.LoadEnd<TDoubles, TElement>(ref xs, i, count);
            if (!y.IsEmpty)
            {
                rest *= isWhole ? SixteenDoubles.Load<TDoubles, TElement>(ref ys, i) : SixteenDoubles.LoadEnd<TDoubles, TElement>(ref ys, i, count);
            }

            rest *= scale;
            int level = 0;
            do
            {
                // Two grids before looking whether anything is left.
                for (int end = Math.Min(level + 2, grids.Length); level < end; level++)
                {
                    var grid = TDoubles.Create(grids[level]);
                    TDoubles taken = (rest + grid) - grid;
                    rest -= taken;
                    nuint place = (nuint)level * SixteenDoubles.Length;
                    (TDoubles.Load(ref all, place) + taken).Store(ref all, place);
                }
            }
            while (level < grids.Length && SixteenDoubles.Sum(TDoubles.Abs(rest)) > 0);
            used = Math.Max(used, level);
        }

        for (int level = 0; level < used; level++)
        {
            parts[level] = Chunk16.Fold(ref Unsafe.Add(ref all, level * Chunk16<double>.Length));
        }

        return used;
    }
}

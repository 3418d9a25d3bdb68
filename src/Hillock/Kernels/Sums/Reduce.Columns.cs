using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hillock.Kernels;

public static partial class Reduce
{
    // Sixteen sums of this many columns fill 16 KiB, half of a first-level cache.
    private const int StripWidth = 128;

    /// <summary>Computes <c>y[j] = Σᵢ x[i, j] / divisor</c> of a matrix with a distance between rows.</summary>
    /// <param name="x">The terms; row <c>i</c> starts at <c>i·rowStride</c>.</param>
    /// <param name="rows">The number of terms of each sum.</param>
    /// <param name="rowStride">The distance between rows.</param>
    /// <param name="y">The sums, one a column, rounded once; the bits of a sum over rows of the transposed matrix.</param>
    /// <param name="divisor">1, or the number of terms for a mean.</param>
    public static void SumColumns<TElement>(ReadOnlySpan<TElement> x, int rows, int rowStride, Span<TElement> y, double divisor = 1)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        SumColumnsBody<TElement> body = new SumColumnsBody<TElement>(x, rows, rowStride, y, divisor, StripWidth);
        int strips = Partition.Count(y.Length, StripWidth);
        if ((long)rows * y.Length >= ParallelLength)
        {
            Parallelism.For(strips, body);
        }
        else
        {
            for (int i = 0; i < strips; i++)
            {
                body.Invoke(i);
            }
        }
    }

    /// <summary>Adds rows of at most 4096 to block sums, one a column.</summary>
    /// <param name="first">The first element.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="rowStride">The distance between rows.</param>
    /// <param name="lanes">Room for sixteen sums of each column; holds the block sums at its start afterwards.</param>
    /// <param name="columns">The number of columns.</param>
    internal static void ColumnBlock<TElement>(ref TElement first, int rows, nint rowStride, Span<double> lanes, int columns)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        lanes.Clear();
        ref double sums = ref MemoryMarshal.GetReference(lanes);
        for (int i = 0; i < rows; i++)
        {
            AddRow(ref Unsafe.Add(ref first, i * rowStride), ref Unsafe.Add(ref sums, (i & 15) * columns), (nuint)columns);
        }

        for (int half = 8; half > 0; half /= 2)
        {
            AddRow(ref Unsafe.Add(ref sums, half * columns), ref sums, (nuint)(half * columns));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRow<TElement>(ref TElement x, ref double sums, nuint columns)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        nuint j = 0;
        if (typeof(TElement) == typeof(float))
        {
            ref float from = ref Unsafe.As<TElement, float>(ref x);
            for (; j + (nuint)Vector<float>.Count <= columns; j += (nuint)Vector<float>.Count)
            {
                nuint k = j + (nuint)Vector<double>.Count;
                Vector.Widen(Vector.LoadUnsafe(ref from, j), out Vector<double> low, out Vector<double> high);
                (Vector.LoadUnsafe(ref sums, j) + low).StoreUnsafe(ref sums, j);
                (Vector.LoadUnsafe(ref sums, k) + high).StoreUnsafe(ref sums, k);
            }

            for (; j < columns; j++)
            {
                Unsafe.Add(ref sums, j) += Unsafe.Add(ref from, j);
            }
        }
        else
        {
            ref double from = ref Unsafe.As<TElement, double>(ref x);
            for (; j + (nuint)Vector<double>.Count <= columns; j += (nuint)Vector<double>.Count)
            {
                (Vector.LoadUnsafe(ref sums, j) + Vector.LoadUnsafe(ref from, j)).StoreUnsafe(ref sums, j);
            }

            for (; j < columns; j++)
            {
                Unsafe.Add(ref sums, j) += Unsafe.Add(ref from, j);
            }
        }
    }
}

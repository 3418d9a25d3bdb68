using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>The distances of every row of one matrix from every row of another.</summary>
/// <remarks>
/// From the differences themselves, so that nothing cancels. Every distance is one sum in ascending order, computed in one lane of a vector: the bits
/// depend neither on the width nor on the threads.
/// </remarks>
internal static class PairDistances
{
    // Rows of the second matrix that lie side by side in a panel, and rows of the first that share it.
    private const int Width = 32;
    private const int RowsEach = 32;

    // Elements of a row that are in the panel at a time: with 32 rows they fill 512 KiB.
    private const int Depth = 2048;

    // Doubles in 512 bits.
    private const int LargestVector = 8;

    /// <summary>Computes <c>distances[b, i, j] = ‖x[b, i] − y[b, j]‖</c>.</summary>
    /// <param name="norm">The norm.</param>
    /// <param name="x">The first matrices, [batches, rows, length].</param>
    /// <param name="y">The second matrices, [batches, others, length].</param>
    /// <param name="batches">How many matrices.</param>
    /// <param name="rows">The rows of each first matrix.</param>
    /// <param name="others">The rows of each second matrix.</param>
    /// <param name="length">The elements of a row.</param>
    /// <param name="distances">Room for [batches, rows, others].</param>
    internal static void Compute<TNorm>(
        TNorm norm, ReadOnlySpan<double> x, ReadOnlySpan<double> y, int batches, int rows, int others, int length, Span<double> distances)
        where TNorm : struct, IPairNorm
    {
        int blocks = Partition.Count(rows, RowsEach);
        Parallelism.For(checked(batches * blocks), new Body<TNorm>(norm, x, y, rows, others, length, distances, blocks));
    }

    private readonly ref struct Body<TNorm>(
        TNorm norm, ReadOnlySpan<double> x, ReadOnlySpan<double> y, int rows, int others, int length, Span<double> distances, int blocks) : IParallelBody,
        ILanesBody<double>
        where TNorm : struct, IPairNorm
    {
        private readonly ReadOnlySpan<double> _x = x;
        private readonly ReadOnlySpan<double> _y = y;
        private readonly Span<double> _distances = distances;

        public void Invoke(int index) => VectorWidth.Run<Body<TNorm>, double>(this, index, VectorWidth.Bits);

        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Invoke<TLanes>(int index)
            where TLanes : struct, ILanes<TLanes, double>
        {
            int batch = index / blocks;
            int start = index % blocks * RowsEach;
            int end = Partition.End(start, RowsEach, rows);

            // Whole vectors of any width.
            int width = Partition.Count(Math.Min(Width, others), LargestVector) * LargestVector;
            double[] panel = ArrayPool<double>.Shared.Rent(width * Math.Min(Depth, Math.Max(1, length)));
            Span<double> sums = stackalloc double[RowsEach * Width];
            Span<double> largest = stackalloc double[TNorm.IsScaled ? RowsEach * Width : 0];
            sums.Clear();
            for (int column = 0; column < others; column += Width)
            {
                int count = Math.Min(Width, others - column);
                ReadOnlySpan<double> second = _y.Slice(((batch * others) + column) * length, count * length);
                if (TNorm.IsScaled)
                {
                    Pass<TLanes, LargestNorm>(default, (batch * rows) + start, end - start, second, count, panel, width, largest, default);
                }

                Pass<TLanes, TNorm>(norm, (batch * rows) + start, end - start, second, count, panel, width, sums, largest);
                for (int i = 0; i < end - start; i++)
                {
                    int row = (batch * rows) + start + i;
                    Span<double> line = sums.Slice(i * Width, count);
                    for (int j = 0; j < count; j++)
                    {
                        if (TNorm.IsDoubtful(line[j]))
                        {
                            line[j] = Scaled(_x.Slice(row * length, length), second.Slice(j * length, length));
                        }
                    }

                    line.CopyTo(_distances.Slice((row * others) + column, count));
                }
            }

            ArrayPool<double>.Shared.Return(panel);
        }

        /// <summary>Computes the norms of the differences of some rows from a panel, part after part of the rows, so that the panel stays small.</summary>
        private void Pass<TLanes, TSum>(
            TSum sum, int row, int count, ReadOnlySpan<double> second, int columns, Span<double> panel, int width, Span<double> sums,
            ReadOnlySpan<double> largest)
            where TLanes : struct, ILanes<TLanes, double>
            where TSum : struct, IPairNorm
        {
            for (int from = 0; from < length; from = Partition.End(from, Depth, length))
            {
                int depth = Partition.End(from, Depth, length) - from;
                (bool isFirst, bool isLast) = (from == 0, from + depth == length);
                Pack(second, columns, from, depth, panel, width);
                for (int i = 0; i < count; i++)
                {
                    ReadOnlySpan<double> first = _x.Slice(((row + i) * length) + from, depth);
                    Span<double> line = sums.Slice(i * Width, Width);
                    ReadOnlySpan<double> divisors = largest.IsEmpty ? default : largest.Slice(i * Width, Width);
                    Line<TLanes, TSum>(sum, first, panel, width, columns, line, divisors, isFirst, isLast);
                }
            }
        }

        /// <summary>Lays parts of rows side by side; zeros fill the panel up.</summary>
        private void Pack(ReadOnlySpan<double> second, int count, int from, int depth, Span<double> panel, int width)
        {
            for (int k = 0; k < depth; k++)
            {
                Span<double> target = panel.Slice(k * width, width);
                for (int j = 0; j < count; j++)
                {
                    target[j] = second[(j * length) + from + k];
                }

                target[count..].Clear();
            }
        }

        private static void Line<TLanes, TSum>(
            TSum norm, ReadOnlySpan<double> first, ReadOnlySpan<double> panel, int width, int count, Span<double> line, ReadOnlySpan<double> divisors,
            bool isFirst, bool isLast)
            where TLanes : struct, ILanes<TLanes, double>
            where TSum : struct, IPairNorm
        {
            ref double x = ref MemoryMarshal.GetReference(first);
            ref double y = ref MemoryMarshal.GetReference(panel);
            ref double sums = ref MemoryMarshal.GetReference(line);
            nuint depth = (nuint)first.Length;
            nuint step = (nuint)width;
            nuint lanes = (nuint)TLanes.Count;
            for (nuint j = 0; j < (nuint)count; j += lanes)
            {
                if (TSum.IsScaled)
                {
                    TLanes largest = TLanes.Load(ref MemoryMarshal.GetReference(divisors), j);
                    TLanes sum = OneScaled(norm, ref x, depth, ref y, step, j, Start<TLanes>(ref sums, j, isFirst), largest);
                    sum = isLast ? TLanes.Select(IsOrdinary(largest) > TLanes.Zero, largest * norm.Root(sum), largest) : sum;
                    sum.Store(ref sums, j);
                }
                else if (j + (4 * lanes) <= step && j + lanes < (nuint)count)
                {
                    Four<TLanes, TSum>(norm, ref x, depth, ref y, step, j, ref sums, isFirst, isLast);
                    j += 3 * lanes;
                }
                else
                {
                    TLanes sum = One(norm, ref x, depth, ref y, step, j, Start<TLanes>(ref sums, j, isFirst));
                    (isLast ? norm.Root(sum) : sum).Store(ref sums, j);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static TLanes Start<TLanes>(ref double sums, nuint column, bool isFirst)
            where TLanes : struct, ILanes<TLanes, double> => isFirst ? TLanes.Zero : TLanes.Load(ref sums, column);

        /// <summary>Four vectors at a time, so that the sums do not wait for each other.</summary>
        private static void Four<TLanes, TSum>(
            TSum norm, ref double x, nuint depth, ref double y, nuint step, nuint column, ref double sums, bool isFirst, bool isLast)
            where TLanes : struct, ILanes<TLanes, double>
            where TSum : struct, IPairNorm
        {
            nuint lanes = (nuint)TLanes.Count;
            TLanes a = Start<TLanes>(ref sums, column, isFirst), b = Start<TLanes>(ref sums, column + lanes, isFirst);
            TLanes c = Start<TLanes>(ref sums, column + (2 * lanes), isFirst), d = Start<TLanes>(ref sums, column + (3 * lanes), isFirst);
            for (nuint k = 0; k < depth; k++)
            {
                TLanes own = TLanes.Create(Unsafe.Add(ref x, k));
                nuint at = (k * step) + column;
                a = norm.Add(a, own - TLanes.Load(ref y, at));
                b = norm.Add(b, own - TLanes.Load(ref y, at + lanes));
                c = norm.Add(c, own - TLanes.Load(ref y, at + (2 * lanes)));
                d = norm.Add(d, own - TLanes.Load(ref y, at + (3 * lanes)));
            }

            (isLast ? norm.Root(a) : a).Store(ref sums, column);
            (isLast ? norm.Root(b) : b).Store(ref sums, column + lanes);
            (isLast ? norm.Root(c) : c).Store(ref sums, column + (2 * lanes));
            (isLast ? norm.Root(d) : d).Store(ref sums, column + (3 * lanes));
        }

        private static TLanes One<TLanes, TSum>(TSum norm, ref double x, nuint depth, ref double y, nuint step, nuint column, TLanes sum)
            where TLanes : struct, ILanes<TLanes, double>
            where TSum : struct, IPairNorm
        {
            for (nuint k = 0; k < depth; k++)
            {
                sum = norm.Add(sum, TLanes.Create(Unsafe.Add(ref x, k)) - TLanes.Load(ref y, (k * step) + column));
            }

            return sum;
        }

        private static TLanes OneScaled<TLanes, TSum>(TSum norm, ref double x, nuint depth, ref double y, nuint step, nuint column, TLanes sum, TLanes largest)
            where TLanes : struct, ILanes<TLanes, double>
            where TSum : struct, IPairNorm
        {
            TLanes divisor = TLanes.Select(IsOrdinary(largest) > TLanes.Zero, largest, TLanes.One);
            for (nuint k = 0; k < depth; k++)
            {
                sum = norm.Add(sum, (TLanes.Create(Unsafe.Add(ref x, k)) - TLanes.Load(ref y, (k * step) + column)) / divisor);
            }

            return sum;
        }

        /// <summary>1 for a largest difference by which one can divide; 0 for 0, ∞ and NaN, which are the distance themselves.</summary>
        private static TLanes IsOrdinary<TLanes>(TLanes largest)
            where TLanes : struct, ILanes<TLanes, double> =>
            TLanes.Select(largest > TLanes.Zero, TLanes.Select(largest < TLanes.Const(double.PositiveInfinity), TLanes.One, TLanes.Zero), TLanes.Zero);

        /// <summary>One distance, the differences divided by the largest.</summary>
        private double Scaled(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
        {
            Scalar<double> largest = Scalar<double>.Zero;
            for (int k = 0; k < first.Length; k++)
            {
                largest = LargestNorm.Larger(largest, new Scalar<double>(first[k] - second[k]));
            }

            double divisor = largest.Value;
            if (!(divisor > 0 && divisor < double.PositiveInfinity))
            {
                return divisor;
            }

            Scalar<double> sum = Scalar<double>.Zero;
            for (int k = 0; k < first.Length; k++)
            {
                sum = norm.Add(sum, new Scalar<double>((first[k] - second[k]) / divisor));
            }

            return divisor * norm.Root(sum).Value;
        }
    }
}

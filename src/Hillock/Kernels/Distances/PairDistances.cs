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
        int blocks = (rows + RowsEach - 1) / RowsEach;
        Parallelism.For(checked(batches * blocks), new Body<TNorm>(norm, x, y, rows, others, length, distances, blocks));
    }

    private readonly ref struct Body<TNorm>(
        TNorm norm, ReadOnlySpan<double> x, ReadOnlySpan<double> y, int rows, int others, int length, Span<double> distances, int blocks) : IParallelBody
        where TNorm : struct, IPairNorm
    {
        private readonly ReadOnlySpan<double> _x = x;
        private readonly ReadOnlySpan<double> _y = y;
        private readonly Span<double> _distances = distances;

        public void Invoke(int index)
        {
            int batch = index / blocks;
            int start = index % blocks * RowsEach;
            int end = Math.Min(rows, start + RowsEach);
            double[] panel = ArrayPool<double>.Shared.Rent(Math.Max(1, length * Width));
            Span<double> line = stackalloc double[Width];
            for (int column = 0; column < others; column += Width)
            {
                int count = Math.Min(Width, others - column);
                ReadOnlySpan<double> second = _y.Slice(((batch * others) + column) * length, count * length);
                Pack(second, count, panel);
                for (int i = start; i < end; i++)
                {
                    int row = (batch * rows) + i;
                    ReadOnlySpan<double> first = _x.Slice(row * length, length);
                    switch (VectorWidth.Bits)
                    {
                        case >= 512:
                            Line<Lanes512<double>>(first, panel, count, line);
                            break;
                        case 256:
                            Line<Lanes256<double>>(first, panel, count, line);
                            break;
                        default:
                            Line<Lanes128<double>>(first, panel, count, line);
                            break;
                    }

                    for (int j = 0; j < count; j++)
                    {
                        if (TNorm.IsDoubtful(line[j]))
                        {
                            line[j] = Scaled(first, second.Slice(j * length, length));
                        }
                    }

                    line[..count].CopyTo(_distances.Slice((row * others) + column, count));
                }
            }

            ArrayPool<double>.Shared.Return(panel);
        }

        /// <summary>Lays rows side by side; zeros fill the panel up.</summary>
        private void Pack(ReadOnlySpan<double> second, int count, Span<double> panel)
        {
            for (int k = 0; k < length; k++)
            {
                Span<double> target = panel.Slice(k * Width, Width);
                for (int j = 0; j < count; j++)
                {
                    target[j] = second[(j * length) + k];
                }

                target[count..].Clear();
            }
        }

        private void Line<TLanes>(ReadOnlySpan<double> first, ReadOnlySpan<double> panel, int count, Span<double> line)
            where TLanes : struct, ILanes<TLanes, double>
        {
            ref double x = ref MemoryMarshal.GetReference(first);
            ref double y = ref MemoryMarshal.GetReference(panel);
            ref double result = ref MemoryMarshal.GetReference(line);
            nuint lanes = (nuint)TLanes.Count;
            for (nuint j = 0; j < (nuint)count; j += lanes)
            {
                if (TNorm.IsScaled)
                {
                    OneScaled<TLanes>(ref x, ref y, j).Store(ref result, j);
                }
                else if (j + (4 * lanes) <= Width && j + lanes < (nuint)count)
                {
                    Four<TLanes>(ref x, ref y, j, ref result);
                    j += 3 * lanes;
                }
                else
                {
                    norm.Root(One<TLanes>(ref x, ref y, j)).Store(ref result, j);
                }
            }
        }

        /// <summary>Four vectors at a time, so that the sums do not wait for each other.</summary>
        private void Four<TLanes>(ref double x, ref double y, nuint column, ref double result)
            where TLanes : struct, ILanes<TLanes, double>
        {
            nuint lanes = (nuint)TLanes.Count;
            TLanes a = TLanes.Zero, b = TLanes.Zero, c = TLanes.Zero, d = TLanes.Zero;
            for (nuint k = 0; k < (nuint)length; k++)
            {
                TLanes own = TLanes.Create(Unsafe.Add(ref x, k));
                nuint at = (k * Width) + column;
                a = norm.Add(a, own - TLanes.Load(ref y, at));
                b = norm.Add(b, own - TLanes.Load(ref y, at + lanes));
                c = norm.Add(c, own - TLanes.Load(ref y, at + (2 * lanes)));
                d = norm.Add(d, own - TLanes.Load(ref y, at + (3 * lanes)));
            }

            norm.Root(a).Store(ref result, column);
            norm.Root(b).Store(ref result, column + lanes);
            norm.Root(c).Store(ref result, column + (2 * lanes));
            norm.Root(d).Store(ref result, column + (3 * lanes));
        }

        private TLanes One<TLanes>(ref double x, ref double y, nuint column)
            where TLanes : struct, ILanes<TLanes, double>
        {
            TLanes sum = TLanes.Zero;
            for (nuint k = 0; k < (nuint)length; k++)
            {
                sum = norm.Add(sum, TLanes.Create(Unsafe.Add(ref x, k)) - TLanes.Load(ref y, (k * Width) + column));
            }

            return sum;
        }

        private TLanes OneScaled<TLanes>(ref double x, ref double y, nuint column)
            where TLanes : struct, ILanes<TLanes, double>
        {
            TLanes largest = TLanes.Zero;
            for (nuint k = 0; k < (nuint)length; k++)
            {
                largest = LargestNorm.Larger(largest, TLanes.Create(Unsafe.Add(ref x, k)) - TLanes.Load(ref y, (k * Width) + column));
            }

            // 0, ∞ and NaN are the distance themselves.
            TLanes isOrdinary =
                TLanes.Select(largest > TLanes.Zero, TLanes.Select(largest < TLanes.Const(double.PositiveInfinity), TLanes.One, TLanes.Zero), TLanes.Zero);
            TLanes divisor = TLanes.Select(isOrdinary > TLanes.Zero, largest, TLanes.One);
            TLanes sum = TLanes.Zero;
            for (nuint k = 0; k < (nuint)length; k++)
            {
                sum = norm.Add(sum, (TLanes.Create(Unsafe.Add(ref x, k)) - TLanes.Load(ref y, (k * Width) + column)) / divisor);
            }

            return TLanes.Select(isOrdinary > TLanes.Zero, largest * norm.Root(sum), largest);
        }

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

using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>The gradients of distances with respect to the rows of the first matrix.</summary>
/// <remarks>Each element is one sum over the rows of the second matrix in ascending order, in one lane of a vector.</remarks>
internal static class PairGradients
{
    private const int RowsEach = 8;

    /// <summary>Computes <c>dx[b, i, k] = Σⱼ dy[b, i, j]·∂‖x[b, i] − y[b, j]‖/∂x[b, i, k]</c>.</summary>
    /// <param name="norm">The norm.</param>
    /// <param name="x">The first matrices, [batches, rows, length].</param>
    /// <param name="y">The second matrices, [batches, others, length].</param>
    /// <param name="distances">The distances, [batches, rows, others].</param>
    /// <param name="gradient">Their gradients.</param>
    /// <param name="batches">How many matrices.</param>
    /// <param name="rows">The rows of each first matrix.</param>
    /// <param name="others">The rows of each second matrix.</param>
    /// <param name="length">The elements of a row.</param>
    /// <param name="result">Room for the gradients of <paramref name="x"/>.</param>
    internal static void Compute<TNorm>(
        TNorm norm, ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> distances, ReadOnlySpan<double> gradient,
        int batches, int rows, int others, int length, Span<double> result)
        where TNorm : struct, IPairNorm
    {
        int blocks = Partition.Count(rows, RowsEach);
        Parallelism.For(checked(batches * blocks), new Body<TNorm>(norm, x, y, distances, gradient, rows, others, length, result, blocks));
    }

    private readonly ref struct Body<TNorm>(
        TNorm norm, ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> distances, ReadOnlySpan<double> gradient,
        int rows, int others, int length, Span<double> result, int blocks) : IParallelBody, ILanesBody<double>
        where TNorm : struct, IPairNorm
    {
        private readonly ReadOnlySpan<double> _x = x;
        private readonly ReadOnlySpan<double> _y = y;
        private readonly ReadOnlySpan<double> _distances = distances;
        private readonly ReadOnlySpan<double> _gradient = gradient;
        private readonly Span<double> _result = result;

        public void Invoke(int index) => VectorWidth.Run<Body<TNorm>, double>(this, index, VectorWidth.Bits);

        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Invoke<TLanes>(int index)
            where TLanes : struct, ILanes<TLanes, double>
        {
            int batch = index / blocks;
            int start = index % blocks * RowsEach;
            int end = Math.Min(rows, start + RowsEach);
            double[] firstFactors = ArrayPool<double>.Shared.Rent(others), secondFactors = ArrayPool<double>.Shared.Rent(others);
            ReadOnlySpan<double> second = _y.Slice(batch * others * length, others * length);
            for (int i = start; i < end; i++)
            {
                int row = (batch * rows) + i;
                ReadOnlySpan<double> first = _x.Slice(row * length, length);
                ReadOnlySpan<double> distances = _distances.Slice(row * others, others);
                for (int j = 0; j < others; j++)
                {
                    int largest = norm is LargestNorm ? CountOf(distances[j], first, second.Slice(j * length, length)) : 0;
                    (firstFactors[j], secondFactors[j]) = norm.Factors(distances[j], largest);
                }

                ReadOnlySpan<double> gradient = _gradient.Slice(row * others, others);
                Span<double> result = _result.Slice(row * length, length);
                Row<TLanes>(first, second, firstFactors, secondFactors, gradient, result);
            }

            ArrayPool<double>.Shared.Return(firstFactors);
            ArrayPool<double>.Shared.Return(secondFactors);
        }

        private static int CountOf(double distance, ReadOnlySpan<double> first, ReadOnlySpan<double> second)
        {
            int count = 0;
            for (int k = 0; k < first.Length; k++)
            {
                count += Math.Abs(first[k] - second[k]) == distance ? 1 : 0;
            }

            return count;
        }

        private void Row<TLanes>(
            ReadOnlySpan<double> first, ReadOnlySpan<double> second, ReadOnlySpan<double> firstFactors, ReadOnlySpan<double> secondFactors,
            ReadOnlySpan<double> gradient,
            Span<double> result)
            where TLanes : struct, ILanes<TLanes, double>
        {
            nuint k = 0;
            for (; k + (nuint)TLanes.Count <= (nuint)first.Length; k += (nuint)TLanes.Count)
            {
                Column<TLanes>(k, first, second, firstFactors, secondFactors, gradient, result);
            }

            for (; k < (nuint)first.Length; k++)
            {
                Column<Scalar<double>>(k, first, second, firstFactors, secondFactors, gradient, result);
            }
        }

        private void Column<TLanes>(
            nuint k, ReadOnlySpan<double> first, ReadOnlySpan<double> second, ReadOnlySpan<double> firstFactors, ReadOnlySpan<double> secondFactors,
            ReadOnlySpan<double> gradient,
            Span<double> result)
            where TLanes : struct, ILanes<TLanes, double>
        {
            TLanes own = TLanes.Load(ref MemoryMarshal.GetReference(first), k);
            ref double other = ref MemoryMarshal.GetReference(second);
            TLanes sum = TLanes.Zero;
            for (int j = 0; j < gradient.Length; j++)
            {
                TLanes difference = own - TLanes.Load(ref other, ((nuint)j * (nuint)first.Length) + k);
                TLanes slope = norm.Slope(difference, TLanes.Create(firstFactors[j]), TLanes.Create(secondFactors[j]));
                sum = TLanes.FusedMultiplyAdd(TLanes.Create(gradient[j]), slope, sum);
            }

            sum.Store(ref MemoryMarshal.GetReference(result), k);
        }
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hillock.Kernels;

/// <summary>The averages of two by two, side by side: a row of the output at once from two of the input.</summary>
internal static unsafe class AveragePoolingPairs<T>
    where T : unmanaged
{
    internal static bool Fits(PoolingGeometry geometry, PoolingDivisors divisors) =>
        MaxPoolingPairs<T>.Fits(geometry) && divisors.IsUniform && BitOperations.IsPow2((long)Math.Abs(Divisor(divisors)));

    internal static void Run<TVector, TLanes>(PoolingGeometry geometry, PoolingDivisors divisors, PoolingBlock block, T* x, T* y)
        where TVector : struct
        where TLanes : struct, IPoolingLanes<T, TVector>
    {
        int width = geometry.X.Input, length = geometry.X.Output;
        double factor = 1 / Divisor(divisors);
        for (int plane = block.First; plane < block.End; plane++)
        {
            T* source = x + ((nint)plane * geometry.InputVolume), target = y + ((nint)plane * geometry.OutputVolume);
            int end;
            for (int row = block.Row; row < block.EndRow; row = end)
            {
                (int depth, int height) = Math.DivRem(row, geometry.Y.Output);
                end = Partition.End(row, geometry.Y.Output - height, block.EndRow);
                Rows<TVector, TLanes>(
                    source + ((((nint)depth * geometry.Y.Input) + (2 * height)) * width), width, target + ((nint)row * length), length, end - row, factor);
            }
        }
    }

    private static double Divisor(PoolingDivisors divisors) => divisors.Row(0, 0) * divisors.X[0];

    // Rows are of a vector or more; the last vector overlaps the one before.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows<TVector, TLanes>(T* row, int width, T* y, int length, int rows, double factor)
        where TVector : struct
        where TLanes : struct, IPoolingLanes<T, TVector>
    {
        int count = TLanes.Count;
        for (int i = 0; i < rows; i++)
        {
            int o = 0;
            while (true)
            {
                T* at = row + (2 * (nint)o);
                TVector low = TLanes.Load(at), high = TLanes.Load(at + count);
                TVector nextLow = TLanes.Load(at + width), nextHigh = TLanes.Load(at + width + count);
                TLanes.Store(
                    TLanes.Average(
                        TLanes.Even(low, high), TLanes.Odd(low, high), TLanes.Even(nextLow, nextHigh), TLanes.Odd(nextLow, nextHigh), factor), y + o);
                if (o == length - count)
                {
                    break;
                }

                o = Math.Min(o + count, length - count);
            }

            row += 2 * (nint)width;
            y += length;
        }
    }
}

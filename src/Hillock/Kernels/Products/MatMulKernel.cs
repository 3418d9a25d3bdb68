// Longer than other files: the tile is written out sum by sum, because accumulators in an array would live in memory instead of registers.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Hillock.Kernels;

/// <summary>The register tile: <c>C[i, j] = (0 or C[i, j]) + Σₖ A[i, k] · B[k, j]</c>, one chain of FMAs over ascending k.</summary>
/// <remarks>
/// One source for every tile of up to 8 rows and 3 vectors. The tile's size and the vector are type arguments, so each
/// combination is compiled on its own: rows and vectors that it lacks vanish, and its accumulators stay in registers
/// (24 of them for 8 x 3; in an array they would live in memory, hence the long form).
/// Each k loads 3 vectors of B and broadcasts 8 elements of A for 24 FMAs: 11 loads in the 12 cycles that two FMA units take.
/// Broadcasts go to a register because as operands of the FMAs they would be 24 loads, and bound the loop by the load ports.
/// </remarks>
internal static unsafe class MatMulKernel<T, TVector, TLanes>
    where T : unmanaged
    where TVector : struct
    where TLanes : struct, IMatMulLanes<T, TVector>
{
    /// <summary>Vectors in the tile of <see cref="RunRow"/>: enough chains to cover an FMA's latency of 4 cycles on two units.</summary>
    public const int RowVectors = 8;

    // Rows of an unpacked B to fetch ahead: 8 steps of 12 cycles cover the L2 cache's latency and most of the L3 cache's.
    private const int RowsAhead = 8;

    /// <summary>Computes one tile.</summary>
    /// <typeparam name="TRows">The rows of the tile, 1 to 8.</typeparam>
    /// <typeparam name="TVectors">The vectors in a row of the tile, 1 to 3.</typeparam>
    /// <typeparam name="TMode">
    /// 0 for rows of B at equal distances; 1 to copy them to <paramref name="panel"/> on the way, for the tiles below; 2 for rows of B where
    /// <paramref name="table"/> says.
    /// </typeparam>
    /// <param name="a">A[0, 0]; element (i, k) is at <c>i · aRow + k · aStep</c>.</param>
    /// <param name="aRow">Distance between rows of A.</param>
    /// <param name="aStep">Distance between columns of A.</param>
    /// <param name="b">B[0, 0]; rows are contiguous.</param>
    /// <param name="bStep">Distance between rows of B.</param>
    /// <param name="c">C[0, 0]; rows are contiguous.</param>
    /// <param name="cRow">Distance between rows of C.</param>
    /// <param name="depth">The number of steps of k.</param>
    /// <param name="resume">Whether the chains start from what C holds instead of zero.</param>
    /// <param name="panel">Where copied rows of B go, one after the other.</param>
    /// <param name="table">The place of each row of B, counted from <paramref name="b"/>.</param>
    /// <param name="start">With a table: what the chains of each row start from unless they resume; null for zeros.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TRows, TVectors, TMode>(
        T* a, nint aRow, nint aStep, T* b, nint bStep, T* c, nint cRow, nint depth, bool resume, T* panel, nint* table, T* start)
        where TRows : struct, ICount
        where TVectors : struct, ICount
        where TMode : struct, ICount
    {
        TVector c00 = default, c01 = default, c02 = default;
        TVector c10 = default, c11 = default, c12 = default;
        TVector c20 = default, c21 = default, c22 = default;
        TVector c30 = default, c31 = default, c32 = default;
        TVector c40 = default, c41 = default, c42 = default;
        TVector c50 = default, c51 = default, c52 = default;
        TVector c60 = default, c61 = default, c62 = default;
        TVector c70 = default, c71 = default, c72 = default;
        if (resume)
        {
            T* source = c;
            c00 = TLanes.Load(source);
            if (TVectors.Value > 1)
            {
                c01 = TLanes.Load(source + TLanes.Count);
            }

            if (TVectors.Value > 2)
            {
                c02 = TLanes.Load(source + (2 * TLanes.Count));
            }

            if (TRows.Value > 1)
            {
                source += cRow;
                c10 = TLanes.Load(source);
                if (TVectors.Value > 1)
                {
                    c11 = TLanes.Load(source + TLanes.Count);
                }

                if (TVectors.Value > 2)
                {
                    c12 = TLanes.Load(source + (2 * TLanes.Count));
                }
            }

            if (TRows.Value > 2)
            {
                source += cRow;
                c20 = TLanes.Load(source);
                if (TVectors.Value > 1)
                {
                    c21 = TLanes.Load(source + TLanes.Count);
                }

                if (TVectors.Value > 2)
                {
                    c22 = TLanes.Load(source + (2 * TLanes.Count));
                }
            }

            if (TRows.Value > 3)
            {
                source += cRow;
                c30 = TLanes.Load(source);
                if (TVectors.Value > 1)
                {
                    c31 = TLanes.Load(source + TLanes.Count);
                }

                if (TVectors.Value > 2)
                {
                    c32 = TLanes.Load(source + (2 * TLanes.Count));
                }
            }

            if (TRows.Value > 4)
            {
                source += cRow;
                c40 = TLanes.Load(source);
                if (TVectors.Value > 1)
                {
                    c41 = TLanes.Load(source + TLanes.Count);
                }

                if (TVectors.Value > 2)
                {
                    c42 = TLanes.Load(source + (2 * TLanes.Count));
                }
            }

            if (TRows.Value > 5)
            {
                source += cRow;
                c50 = TLanes.Load(source);
                if (TVectors.Value > 1)
                {
                    c51 = TLanes.Load(source + TLanes.Count);
                }

                if (TVectors.Value > 2)
                {
                    c52 = TLanes.Load(source + (2 * TLanes.Count));
                }
            }

            if (TRows.Value > 6)
            {
                source += cRow;
                c60 = TLanes.Load(source);
                if (TVectors.Value > 1)
                {
                    c61 = TLanes.Load(source + TLanes.Count);
                }

                if (TVectors.Value > 2)
                {
                    c62 = TLanes.Load(source + (2 * TLanes.Count));
                }
            }

            if (TRows.Value > 7)
            {
                source += cRow;
                c70 = TLanes.Load(source);
                if (TVectors.Value > 1)
                {
                    c71 = TLanes.Load(source + TLanes.Count);
                }

                if (TVectors.Value > 2)
                {
                    c72 = TLanes.Load(source + (2 * TLanes.Count));
                }
            }
        }
        else if (TMode.Value == 2 && start != null)
        {
            c00 = c01 = c02 = TLanes.Broadcast(start);
            if (TRows.Value > 1)
            {
                c10 = c11 = c12 = TLanes.Broadcast(start + 1);
            }

            if (TRows.Value > 2)
            {
                c20 = c21 = c22 = TLanes.Broadcast(start + 2);
            }

            if (TRows.Value > 3)
            {
                c30 = c31 = c32 = TLanes.Broadcast(start + 3);
            }

            if (TRows.Value > 4)
            {
                c40 = c41 = c42 = TLanes.Broadcast(start + 4);
            }

            if (TRows.Value > 5)
            {
                c50 = c51 = c52 = TLanes.Broadcast(start + 5);
            }

            if (TRows.Value > 6)
            {
                c60 = c61 = c62 = TLanes.Broadcast(start + 6);
            }

            if (TRows.Value > 7)
            {
                c70 = c71 = c72 = TLanes.Broadcast(start + 7);
            }
        }

        // Three base pointers and two strides address eight rows within x86's addressing modes.
        nint aRow2 = aRow * 2;
        T* a3 = a + (aRow * 3);
        T* a6 = a + (aRow * 6);

        // The C of the tile below is fetched row by row while this one computes: all at once would block the fill buffers.
        T* ahead = c + (TRows.Value * cRow);
        nint chunk = TMode.Value == 2 ? depth : (nint)((nuint)(depth + TRows.Value - 1) / (nuint)TRows.Value);
        T* origin = b;
        while (depth > 0)
        {
            if (TMode.Value != 2)
            {
                Prefetch<TVectors>(ahead);
                ahead += cRow;
            }

            nint steps = depth < chunk ? depth : chunk;
            depth -= steps;
            for (; steps > 0; steps--)
            {
                if (TMode.Value == 2)
                {
                    b = origin + *table;
                    table++;
                }

                TVector b0 = TLanes.Load(b);
                TVector b1 = TVectors.Value > 1 ? TLanes.Load(b + TLanes.Count) : default;
                TVector b2 = TVectors.Value > 2 ? TLanes.Load(b + (2 * TLanes.Count)) : default;
                if (TMode.Value == 1)
                {
                    Prefetch<TVectors>(b + (RowsAhead * bStep));
                    TLanes.Store(b0, panel);
                    if (TVectors.Value > 1)
                    {
                        TLanes.Store(b1, panel + TLanes.Count);
                    }

                    if (TVectors.Value > 2)
                    {
                        TLanes.Store(b2, panel + (2 * TLanes.Count));
                    }

                    panel += TVectors.Value * TLanes.Count;
                }

                TVector x = TLanes.Broadcast(a);
                c00 = TLanes.Fma(x, b0, c00);
                if (TVectors.Value > 1)
                {
                    c01 = TLanes.Fma(x, b1, c01);
                }

                if (TVectors.Value > 2)
                {
                    c02 = TLanes.Fma(x, b2, c02);
                }

                if (TRows.Value > 1)
                {
                    x = TLanes.Broadcast(a + aRow);
                    c10 = TLanes.Fma(x, b0, c10);
                    if (TVectors.Value > 1)
                    {
                        c11 = TLanes.Fma(x, b1, c11);
                    }

                    if (TVectors.Value > 2)
                    {
                        c12 = TLanes.Fma(x, b2, c12);
                    }
                }

                if (TRows.Value > 2)
                {
                    x = TLanes.Broadcast(a + aRow2);
                    c20 = TLanes.Fma(x, b0, c20);
                    if (TVectors.Value > 1)
                    {
                        c21 = TLanes.Fma(x, b1, c21);
                    }

                    if (TVectors.Value > 2)
                    {
                        c22 = TLanes.Fma(x, b2, c22);
                    }
                }

                if (TRows.Value > 3)
                {
                    x = TLanes.Broadcast(a3);
                    c30 = TLanes.Fma(x, b0, c30);
                    if (TVectors.Value > 1)
                    {
                        c31 = TLanes.Fma(x, b1, c31);
                    }

                    if (TVectors.Value > 2)
                    {
                        c32 = TLanes.Fma(x, b2, c32);
                    }
                }

                if (TRows.Value > 4)
                {
                    x = TLanes.Broadcast(a3 + aRow);
                    c40 = TLanes.Fma(x, b0, c40);
                    if (TVectors.Value > 1)
                    {
                        c41 = TLanes.Fma(x, b1, c41);
                    }

                    if (TVectors.Value > 2)
                    {
                        c42 = TLanes.Fma(x, b2, c42);
                    }
                }

                if (TRows.Value > 5)
                {
                    x = TLanes.Broadcast(a3 + aRow2);
                    c50 = TLanes.Fma(x, b0, c50);
                    if (TVectors.Value > 1)
                    {
                        c51 = TLanes.Fma(x, b1, c51);
                    }

                    if (TVectors.Value > 2)
                    {
                        c52 = TLanes.Fma(x, b2, c52);
                    }
                }

                if (TRows.Value > 6)
                {
                    x = TLanes.Broadcast(a6);
                    c60 = TLanes.Fma(x, b0, c60);
                    if (TVectors.Value > 1)
                    {
                        c61 = TLanes.Fma(x, b1, c61);
                    }

                    if (TVectors.Value > 2)
                    {
                        c62 = TLanes.Fma(x, b2, c62);
                    }
                }

                if (TRows.Value > 7)
                {
                    x = TLanes.Broadcast(a6 + aRow);
                    c70 = TLanes.Fma(x, b0, c70);
                    if (TVectors.Value > 1)
                    {
                        c71 = TLanes.Fma(x, b1, c71);
                    }

                    if (TVectors.Value > 2)
                    {
                        c72 = TLanes.Fma(x, b2, c72);
                    }
                }

                a += aStep;
                if (TRows.Value > 3)
                {
                    a3 += aStep;
                }

                if (TRows.Value > 6)
                {
                    a6 += aStep;
                }

                if (TMode.Value != 2)
                {
                    b += bStep;
                }
            }
        }

        TLanes.Store(c00, c);
        if (TVectors.Value > 1)
        {
            TLanes.Store(c01, c + TLanes.Count);
        }

        if (TVectors.Value > 2)
        {
            TLanes.Store(c02, c + (2 * TLanes.Count));
        }

        if (TRows.Value > 1)
        {
            c += cRow;
            TLanes.Store(c10, c);
            if (TVectors.Value > 1)
            {
                TLanes.Store(c11, c + TLanes.Count);
            }

            if (TVectors.Value > 2)
            {
                TLanes.Store(c12, c + (2 * TLanes.Count));
            }
        }

        if (TRows.Value > 2)
        {
            c += cRow;
            TLanes.Store(c20, c);
            if (TVectors.Value > 1)
            {
                TLanes.Store(c21, c + TLanes.Count);
            }

            if (TVectors.Value > 2)
            {
                TLanes.Store(c22, c + (2 * TLanes.Count));
            }
        }

        if (TRows.Value > 3)
        {
            c += cRow;
            TLanes.Store(c30, c);
            if (TVectors.Value > 1)
            {
                TLanes.Store(c31, c + TLanes.Count);
            }

            if (TVectors.Value > 2)
            {
                TLanes.Store(c32, c + (2 * TLanes.Count));
            }
        }

        if (TRows.Value > 4)
        {
            c += cRow;
            TLanes.Store(c40, c);
            if (TVectors.Value > 1)
            {
                TLanes.Store(c41, c + TLanes.Count);
            }

            if (TVectors.Value > 2)
            {
                TLanes.Store(c42, c + (2 * TLanes.Count));
            }
        }

        if (TRows.Value > 5)
        {
            c += cRow;
            TLanes.Store(c50, c);
            if (TVectors.Value > 1)
            {
                TLanes.Store(c51, c + TLanes.Count);
            }

            if (TVectors.Value > 2)
            {
                TLanes.Store(c52, c + (2 * TLanes.Count));
            }
        }

        if (TRows.Value > 6)
        {
            c += cRow;
            TLanes.Store(c60, c);
            if (TVectors.Value > 1)
            {
                TLanes.Store(c61, c + TLanes.Count);
            }

            if (TVectors.Value > 2)
            {
                TLanes.Store(c62, c + (2 * TLanes.Count));
            }
        }

        if (TRows.Value > 7)
        {
            c += cRow;
            TLanes.Store(c70, c);
            if (TVectors.Value > 1)
            {
                TLanes.Store(c71, c + TLanes.Count);
            }

            if (TVectors.Value > 2)
            {
                TLanes.Store(c72, c + (2 * TLanes.Count));
            }
        }
    }

    /// <summary>Computes one row of C, <see cref="RowVectors"/> vectors wide; the parameters are those of the tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunRow(T* a, nint aStep, T* b, nint bStep, T* c, nint depth, bool resume)
    {
        TVector c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default;
        if (resume)
        {
            c0 = TLanes.Load(c);
            c1 = TLanes.Load(c + TLanes.Count);
            c2 = TLanes.Load(c + (2 * TLanes.Count));
            c3 = TLanes.Load(c + (3 * TLanes.Count));
            c4 = TLanes.Load(c + (4 * TLanes.Count));
            c5 = TLanes.Load(c + (5 * TLanes.Count));
            c6 = TLanes.Load(c + (6 * TLanes.Count));
            c7 = TLanes.Load(c + (7 * TLanes.Count));
        }

        for (; depth > 0; depth--)
        {
            TVector x = TLanes.Broadcast(a);
            c0 = TLanes.Fma(x, TLanes.Load(b), c0);
            c1 = TLanes.Fma(x, TLanes.Load(b + TLanes.Count), c1);
            c2 = TLanes.Fma(x, TLanes.Load(b + (2 * TLanes.Count)), c2);
            c3 = TLanes.Fma(x, TLanes.Load(b + (3 * TLanes.Count)), c3);
            c4 = TLanes.Fma(x, TLanes.Load(b + (4 * TLanes.Count)), c4);
            c5 = TLanes.Fma(x, TLanes.Load(b + (5 * TLanes.Count)), c5);
            c6 = TLanes.Fma(x, TLanes.Load(b + (6 * TLanes.Count)), c6);
            c7 = TLanes.Fma(x, TLanes.Load(b + (7 * TLanes.Count)), c7);
            a += aStep;
            b += bStep;
        }

        TLanes.Store(c0, c);
        TLanes.Store(c1, c + TLanes.Count);
        TLanes.Store(c2, c + (2 * TLanes.Count));
        TLanes.Store(c3, c + (3 * TLanes.Count));
        TLanes.Store(c4, c + (4 * TLanes.Count));
        TLanes.Store(c5, c + (5 * TLanes.Count));
        TLanes.Store(c6, c + (6 * TLanes.Count));
        TLanes.Store(c7, c + (7 * TLanes.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch<TVectors>(T* row)
        where TVectors : struct, ICount
    {
        if (Sse.IsSupported)
        {
            // A prefetch never faults, so it may point past the end. The last one is for rows that straddle a cache line.
            Sse.Prefetch0(row);
            if (TVectors.Value > 1)
            {
                Sse.Prefetch0(row + TLanes.Count);
            }

            if (TVectors.Value > 2)
            {
                Sse.Prefetch0(row + (2 * TLanes.Count));
            }

            Sse.Prefetch0(row + (TVectors.Value * TLanes.Count) - 1);
        }
    }
}

using System.Runtime.CompilerServices;

namespace Hillock.Kernels;

/// <summary>Blocks a product for the caches, packs panels, and runs the register tiles, on one thread.</summary>
/// <remarks>
/// Loops from the outside: column blocks of C whose packed B stays in the L2 or L3 cache; blocks of k; row blocks whose packed A stays
/// in the L2 cache; panels of B as wide as a register tile; register tiles down the rows. A tile starts from zero in the first
/// block of k and from C in the later ones, so the chain of each element runs on unbroken.
/// </remarks>
internal static unsafe class MatMulDriver<T, TVector, TLanes>
    where T : unmanaged
    where TVector : struct
    where TLanes : struct, IMatMulLanes<T, TVector>
{
    // A longer block of k loads and stores C less often; a panel of B for 384 is 72 KiB, which streams from the L2 cache at the
    // 16 bytes a cycle that a tile uses. On Emerald Rapids 192 to 512 lie within 5 % of each other, this being the best.
    private const int DepthLimit = 384;

    // The packed B and A of a block: together they leave room in an L2 cache of 2 MiB and do not thrash one of 1 MiB.
    private const int PackedBytesB = 1 << 20;
    private const int PackedBytesA = 1 << 18;

    // Rows of B that the single-row kernel reads side by side: as many pages as the first-level TLB holds with room to spare.
    private const int RowDepth = 64;

    // Packing A pays when each packed element is used for this many tiles: until then its rows are read in place.
    private const int PackedATiles = 8;

    // Up to this many tiles of rows B is read in place.
    private static int DirectRows => 2 * TLanes.TileRows;

    /// <summary>Runs a product whose k is not 0.</summary>
    public static void Run(in MatMulProblem<T> problem)
    {
        MatMulProblem<T> p = Cost(in problem) <= Cost(problem.Transposed) ? problem : problem.Transposed;
        if (p.M == 1 && p.CColumn == 1)
        {
            int columns = RunRow(in p);
            if (columns == p.N)
            {
                return;
            }

            p = p.Block(0, columns, 1, p.N - columns);
        }

        RunTiles(in p);
    }

    /// <summary>Estimates the cycles of a product for each k, to choose which operand goes along the lanes.</summary>
    private static double Cost(in MatMulProblem<T> p)
    {
        int vectors = Partition.Count(p.N, TLanes.Count);
        double cost = 0.5 * vectors * p.M;
        if (p.BColumn != 1)
        {
            cost += 0.3 * p.N;
        }
        else if (p.M > DirectRows)
        {
            cost += 0.1 * p.N;
        }

        if (p.CColumn != 1)
        {
            cost += 3.0 * p.M * p.N / Math.Clamp(p.K, 1, DepthLimit);
        }

        return cost;
    }

    /// <summary>Computes a single row but for its last columns, and returns how many it did.</summary>
    private static int RunRow(in MatMulProblem<T> p)
    {
        if (typeof(T) == typeof(float) && p.BRow == 1 && p.BColumn != 1 && TLanes.Count >= 8 && MatMulDots.IsSupported)
        {
            int j = 0;
            for (; j + MatMulDots.Columns <= p.N; j += MatMulDots.Columns)
            {
                MatMulDots.Run((float*)p.A, p.AColumn, (float*)p.B + (j * p.BColumn), p.BColumn, (float*)p.C + j, p.K, p.Accumulate);
            }

            return j;
        }

        int width = MatMulKernel<T, TVector, TLanes>.RowVectors * TLanes.Count;
        int columns = p.BColumn == 1 ? p.N / width * width : 0;
        if (columns == 0)
        {
            return 0;
        }

        for (int pc = 0; pc < p.K; pc = Partition.End(pc, RowDepth, p.K))
        {
            int depth = Math.Min(RowDepth, p.K - pc);
            for (int j = 0; j < columns; j = Partition.End(j, width, columns))
            {
                MatMulKernel<T, TVector, TLanes>.RunRow(
                    p.A + (pc * p.AColumn), p.AColumn, p.B + (pc * p.BRow) + j, p.BRow, p.C + j, depth, p.Accumulate || pc > 0);
            }
        }

        return columns;
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunTiles(in MatMulProblem<T> problem)
    {
        MatMulProblem<T> p = problem;
        int tileRows = TLanes.TileRows;
        int tileColumns = TLanes.TileVectors * TLanes.Count;
        int depthBlocks = Partition.Count(p.K, DepthLimit);
        int depthBlock = Partition.Count(p.K, depthBlocks);
        int columnBlock = Math.Min(Partition.Count(p.N, tileColumns), Math.Max(1, PackedBytesB / sizeof(T) / depthBlock / tileColumns)) * tileColumns;
        bool directB = p.BColumn == 1 && p.M <= DirectRows;
        bool packA = p.N >= PackedATiles * tileColumns && p.M >= tileRows;
        int rowBlock = packA ? Math.Min(Partition.Count(p.M, tileRows), Math.Max(1, PackedBytesA / sizeof(T) / depthBlock / tileRows)) * tileRows : p.M;
        int rowStep = p.M > tileRows && p.M < 2 * tileRows && !packA ? (p.M + 1) / 2 : tileRows;

        T* bPack = (T*)MatMulBuffer.Rent(((nint)columnBlock + (packA ? rowBlock : 0)) * depthBlock * sizeof(T));
        T* aPack = bPack + ((nint)columnBlock * depthBlock);
        T* tile = stackalloc T[tileRows * tileColumns];

        for (int jc = 0; jc < p.N; jc = Partition.End(jc, columnBlock, p.N))
        {
            int jcEnd = Partition.End(jc, columnBlock, p.N);
            for (int pc = 0; pc < p.K; pc = Partition.End(pc, depthBlock, p.K))
            {
                int depth = Math.Min(depthBlock, p.K - pc);
                bool resume = p.Accumulate || pc > 0;
                for (int ic = 0; ic < p.M; ic = Partition.End(ic, rowBlock, p.M))
                {
                    int icEnd = Partition.End(ic, rowBlock, p.M);
                    if (packA)
                    {
                        for (int i = ic; i < icEnd; i = Partition.End(i, tileRows, icEnd))
                        {
                            T* from = p.A + (i * p.ARow) + (pc * p.AColumn);
                            MatMulPacking<T>.Pack(from, p.ARow, p.AColumn, Math.Min(tileRows, icEnd - i), depth, aPack + ((nint)(i - ic) * depth), tileRows);
                        }
                    }

                    int width;
                    for (int jr = jc; jr < jcEnd; jr = Partition.End(jr, width, jcEnd))
                    {
                        // Of four vectors, two tiles of two do better than one of three and one of one.
                        int vectors = (jcEnd - jr + TLanes.Count - 1) / TLanes.Count;
                        vectors = vectors == 4 ? 2 : Math.Min(vectors, TLanes.TileVectors);
                        width = vectors * TLanes.Count;
                        int columns = Math.Min(width, jcEnd - jr);
                        bool whole = columns == width && p.CColumn == 1;
                        T* b = p.B + (jr * p.BColumn) + (pc * p.BRow);
                        nint bStep = p.BRow;
                        T* copy = null;
                        if (!directB || columns != width)
                        {
                            T* panel = bPack + ((nint)(jr - jc) * depth);
                            if (ic == 0 && whole && p.BColumn == 1 && icEnd - ic >= tileRows && rowStep == tileRows)
                            {
                                copy = panel;
                            }
                            else
                            {
                                if (ic == 0)
                                {
                                    MatMulPacking<T>.Pack(b, p.BColumn, p.BRow, columns, depth, panel, width);
                                }

                                b = panel;
                                bStep = width;
                            }
                        }

                        for (int ir = ic; ir < icEnd; ir = Partition.End(ir, rowStep, icEnd))
                        {
                            int rows = Math.Min(rowStep, icEnd - ir);
                            T* a = p.A + (ir * p.ARow) + (pc * p.AColumn);
                            nint aRow = p.ARow, aStep = p.AColumn;
                            if (packA)
                            {
                                a = aPack + ((nint)(ir - ic) * depth);
                                aRow = 1;
                                aStep = tileRows;
                            }

                            T* c = p.C + (ir * p.CRow) + (jr * p.CColumn);
                            if (!whole)
                            {
                                if (resume)
                                {
                                    MoveTile(c, p.CRow, p.CColumn, tile, width, 1, rows, columns);
                                }

                                Tile<Count0>(vectors, rows, a, aRow, aStep, b, bStep, tile, width, depth, resume, null, null);
                                MoveTile(tile, width, 1, c, p.CRow, p.CColumn, rows, columns);
                            }
                            else if (copy != null)
                            {
                                CopyingTile(vectors, a, aRow, aStep, b, bStep, c, p.CRow, depth, resume, copy);
                                b = copy;
                                bStep = width;
                                copy = null;
                            }
                            else
                            {
                                Tile<Count0>(vectors, rows, a, aRow, aStep, b, bStep, c, p.CRow, depth, resume, null, null);
                            }
                        }
                    }
                }
            }
        }
    }

    private static void MoveTile(T* source, nint sourceRow, nint sourceColumn, T* target, nint targetRow, nint targetColumn, int rows, int columns)
    {
        for (int i = 0; i < rows; i++)
        {
            if (sourceColumn == 1 && targetColumn == 1)
            {
                new ReadOnlySpan<T>(source, columns).CopyTo(new Span<T>(target, columns));
            }
            else
            {
                for (int j = 0; j < columns; j++)
                {
                    target[j * targetColumn] = source[j * sourceColumn];
                }
            }

            source += sourceRow;
            target += targetRow;
        }
    }

    private static void CopyingTile(int vectors, T* a, nint aRow, nint aStep, T* b, nint bStep, T* c, nint cRow, nint depth, bool resume, T* panel)
    {
        // The largest tile has 8 or 6 rows; the constant condition leaves one of them.
        switch (vectors)
        {
            case 1 when TLanes.TileRows == 8:
                MatMulKernel<T, TVector, TLanes>.Run<Count8, Count1, Count1>(a, aRow, aStep, b, bStep, c, cRow, depth, resume, panel, null, null);
                break;
            case 2 when TLanes.TileRows == 8:
                MatMulKernel<T, TVector, TLanes>.Run<Count8, Count2, Count1>(a, aRow, aStep, b, bStep, c, cRow, depth, resume, panel, null, null);
                break;
            case 3 when TLanes.TileRows == 8:
                MatMulKernel<T, TVector, TLanes>.Run<Count8, Count3, Count1>(a, aRow, aStep, b, bStep, c, cRow, depth, resume, panel, null, null);
                break;
            case 1:
                MatMulKernel<T, TVector, TLanes>.Run<Count6, Count1, Count1>(a, aRow, aStep, b, bStep, c, cRow, depth, resume, panel, null, null);
                break;
            default:
                MatMulKernel<T, TVector, TLanes>.Run<Count6, Count2, Count1>(a, aRow, aStep, b, bStep, c, cRow, depth, resume, panel, null, null);
                break;
        }
    }

    /// <summary>Computes one register tile of whole vectors.</summary>
    internal static void Tile<TMode>(
        int vectors, int rows, T* a, nint aRow, nint aStep, T* b, nint bStep, T* c, nint cRow, nint depth, bool resume, nint* table, T* start)
        where TMode : struct, ICount
    {
        switch (vectors)
        {
            case 1:
                Tile<Count1, TMode>(rows, a, aRow, aStep, b, bStep, c, cRow, depth, resume, table, start);
                break;
            case 2:
                Tile<Count2, TMode>(rows, a, aRow, aStep, b, bStep, c, cRow, depth, resume, table, start);
                break;
            default:
                Tile<Count3, TMode>(rows, a, aRow, aStep, b, bStep, c, cRow, depth, resume, table, start);
                break;
        }
    }

    private static void Tile<TVectors, TMode>(
        int rows, T* a, nint aRow, nint aStep, T* b, nint bStep, T* c, nint cRow, nint depth, bool resume, nint* table, T* start)
        where TMode : struct, ICount
        where TVectors : struct, ICount
    {
        switch (rows)
        {
            case 1:
                MatMulKernel<T, TVector, TLanes>.Run<Count1, TVectors, TMode>(a, aRow, aStep, b, bStep, c, cRow, depth, resume, null, table, start);
                break;
            case 2:
                MatMulKernel<T, TVector, TLanes>.Run<Count2, TVectors, TMode>(a, aRow, aStep, b, bStep, c, cRow, depth, resume, null, table, start);
                break;
            case 3:
                MatMulKernel<T, TVector, TLanes>.Run<Count3, TVectors, TMode>(a, aRow, aStep, b, bStep, c, cRow, depth, resume, null, table, start);
                break;
            case 4:
                MatMulKernel<T, TVector, TLanes>.Run<Count4, TVectors, TMode>(a, aRow, aStep, b, bStep, c, cRow, depth, resume, null, table, start);
                break;
            case 5:
                MatMulKernel<T, TVector, TLanes>.Run<Count5, TVectors, TMode>(a, aRow, aStep, b, bStep, c, cRow, depth, resume, null, table, start);
                break;
            case 6:
                MatMulKernel<T, TVector, TLanes>.Run<Count6, TVectors, TMode>(a, aRow, aStep, b, bStep, c, cRow, depth, resume, null, table, start);
                break;
            case 7:
                MatMulKernel<T, TVector, TLanes>.Run<Count7, TVectors, TMode>(a, aRow, aStep, b, bStep, c, cRow, depth, resume, null, table, start);
                break;
            default:
                MatMulKernel<T, TVector, TLanes>.Run<Count8, TVectors, TMode>(a, aRow, aStep, b, bStep, c, cRow, depth, resume, null, table, start);
                break;
        }
    }
}

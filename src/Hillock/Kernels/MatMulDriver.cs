using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hillock.Kernels;

/// <summary>Pointers and strides of one product, <c>C (m x n) = A (m x k) · B (k x n)</c>.</summary>
[StructLayout(LayoutKind.Auto)]
internal unsafe struct MatMulProblem<T>
    where T : unmanaged
{
    public int M, N, K;
    public T* A, B, C;
    public nint ARow, AColumn, BRow, BColumn, CRow, CColumn;
    public bool Accumulate;
}

internal static class Tune
{
    public static int PanelBytes = int.Parse(Environment.GetEnvironmentVariable("PB") ?? "36864", null);
    public static int BBytes = int.Parse(Environment.GetEnvironmentVariable("BB") ?? "1048576", null);
    public static int ABytes = int.Parse(Environment.GetEnvironmentVariable("AB") ?? "262144", null);
    public static int DirectRows = int.Parse(Environment.GetEnvironmentVariable("DR") ?? "2", null);
    public static int Pf = int.Parse(Environment.GetEnvironmentVariable("PF") ?? "2", null);
    public static int Pl = int.Parse(Environment.GetEnvironmentVariable("PL") ?? "0", null);
    public static int Skip = int.Parse(Environment.GetEnvironmentVariable("SK") ?? "0", null);
    public static readonly int Pd = int.Parse(Environment.GetEnvironmentVariable("PD") ?? "8", null);
    public static int FC = int.Parse(Environment.GetEnvironmentVariable("FC") ?? "1", null);
    public static int PackAColumns = int.Parse(Environment.GetEnvironmentVariable("PA") ?? "8", null);
}

/// <summary>Blocks a product for the caches and runs it on one thread.</summary>
internal static unsafe class MatMulDriver<T, TVector, TLanes>
    where T : unmanaged
    where TVector : struct
    where TLanes : struct, IMatMulLanes<T, TVector>
{
    private static int TileColumns => TLanes.TileVectors * TLanes.Count;

    public static void Run(in MatMulProblem<T> problem)
    {
        MatMulProblem<T> p = problem;
        int tileRows = TLanes.TileRows;
        int tileColumns = TileColumns;
        int depthLimit = Math.Min(384, Math.Max(16, Tune.PanelBytes / (tileColumns * sizeof(T))));
        int depthBlocks = (p.K + depthLimit - 1) / depthLimit;
        int depthBlock = (p.K + depthBlocks - 1) / depthBlocks;
        int columnBlock = Math.Min(RoundUp(p.N, tileColumns), Math.Max(1, Tune.BBytes / sizeof(T) / depthBlock / tileColumns) * tileColumns);
        bool directB = p.BColumn == 1 && p.M <= Tune.DirectRows * tileRows;
        bool packA = p.N >= Tune.PackAColumns * tileColumns && p.M >= tileRows;
        int rowBlock = packA ? Math.Min(RoundUp(p.M, tileRows), Math.Max(1, Tune.ABytes / sizeof(T) / depthBlock / tileRows) * tileRows) : p.M;

        T* bPack = (T*)MatMulBuffer.Rent(((nint)columnBlock + (packA ? rowBlock : 0)) * depthBlock * sizeof(T));
        T* aPack = bPack + ((nint)columnBlock * depthBlock);
        T* tile = stackalloc T[tileRows * tileColumns];

        for (int jc = 0; jc < p.N; jc += columnBlock)
        {
            int jcEnd = Math.Min(p.N, jc + columnBlock);
            for (int pc = 0; pc < p.K; pc += depthBlock)
            {
                int depth = Math.Min(depthBlock, p.K - pc);
                bool resume = p.Accumulate || pc > 0;
                for (int ic = 0; ic < p.M; ic += rowBlock)
                {
                    int icEnd = Math.Min(p.M, ic + rowBlock);
                    if (packA && (Tune.Skip & 2) == 0)
                    {
                        for (int i = ic; i < icEnd; i += tileRows)
                        {
                            MatMulPacking<T>.Pack(p.A + (i * p.ARow) + (pc * p.AColumn), p.ARow, p.AColumn, Math.Min(tileRows, icEnd - i), depth, aPack + ((nint)(i - ic) * depth), tileRows);
                        }
                    }

                    int width;
                    for (int jr = jc; jr < jcEnd; jr += width)
                    {
                        // Two tiles of two vectors do better than one of three and one of one.
                        int vectors = (jcEnd - jr + TLanes.Count - 1) / TLanes.Count;
                        vectors = vectors == TLanes.TileVectors + 1 && vectors == 4 ? 2 : Math.Min(vectors, TLanes.TileVectors);
                        width = vectors * TLanes.Count;
                        int columns = Math.Min(width, jcEnd - jr);
                        T* b = p.B + (jr * p.BColumn) + (pc * p.BRow);
                        nint bStep = p.BRow;
                        bool whole = columns == width && p.CColumn == 1;
                        T* copy = null;
                        if (!directB && whole && p.BColumn == 1 && ic == 0 && p.M >= tileRows && Tune.FC != 0)
                        {
                            copy = bPack + ((nint)(jr - jc) * depth);
                        }
                        else if (!directB || columns != width)
                        {
                            T* panel = bPack + ((nint)(jr - jc) * depth);
                            if (ic == 0 && (Tune.Skip & 1) == 0)
                                MatMulPacking<T>.Pack(b, p.BColumn, p.BRow, columns, depth, panel, width);
                            b = panel;
                            bStep = width;
                        }

                        for (int ir = ic; ir < icEnd; ir += tileRows)
                        {
                            int rows = Math.Min(tileRows, icEnd - ir);
                            T* a = p.A + (ir * p.ARow) + (pc * p.AColumn);
                            nint aRow = p.ARow, aStep = p.AColumn;
                            if (packA && (Tune.Skip & 2) == 0)
                            {
                                a = aPack + ((nint)(ir - ic) * depth);
                                aRow = 1;
                                aStep = tileRows;
                            }

                            T* c = p.C + (ir * p.CRow) + (jr * p.CColumn);
                            if (whole)
                            {
                                Tile(rows, vectors, a, aRow, aStep, b, bStep, c, p.CRow, depth, resume, Tune.Pf == 0 ? c : c + tileRows * p.CRow, copy);
                                if (copy != null)
                                {
                                    b = copy;
                                    bStep = width;
                                    copy = null;
                                }
                            }
                            else
                            {
                                if (resume)
                                    Gather(c, p.CRow, p.CColumn, rows, columns, tile, width);
                                Tile(rows, vectors, a, aRow, aStep, b, bStep, tile, width, depth, resume, tile, null);
                                Scatter(tile, width, rows, columns, c, p.CRow, p.CColumn);
                            }
                        }
                    }
                }
            }
        }
    }

    private static void Prefetch(T* c, nint cRow, int rows, int columns)
    {
        if (System.Runtime.Intrinsics.X86.Sse.IsSupported)
        {
            byte* p = (byte*)c;
            for (int i = 0; i < rows; i++)
            {
                if (Tune.Pl == 0)
                {
                for (nint j = 0; j < columns * sizeof(T); j += 64)
                    System.Runtime.Intrinsics.X86.Sse.Prefetch0(p + j);
                }
                else
                {
                for (nint j = 0; j < columns * sizeof(T); j += 64)
                    System.Runtime.Intrinsics.X86.Sse.Prefetch1(p + j);
                }
                p += cRow * sizeof(T);
            }
        }
    }

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;

    private static void Gather(T* c, nint cRow, nint cColumn, int rows, int columns, T* tile, int width)
    {
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
                tile[(i * width) + j] = c[(i * cRow) + (j * cColumn)];
        }
    }

    private static void Scatter(T* tile, int width, int rows, int columns, T* c, nint cRow, nint cColumn)
    {
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
                c[(i * cRow) + (j * cColumn)] = tile[(i * width) + j];
        }
    }

    private static void Tile(int rows, int vectors, T* a, nint aRow, nint aStep, T* b, nint bStep, T* c, nint cRow, nint depth, bool resume, T* ahead, T* panel)
    {
        switch (vectors)
        {
            case 1:
                Tile<Count1>(rows, a, aRow, aStep, b, bStep, c, cRow, depth, resume, ahead, panel);
                break;
            case 2:
                Tile<Count2>(rows, a, aRow, aStep, b, bStep, c, cRow, depth, resume, ahead, panel);
                break;
            default:
                Tile<Count3>(rows, a, aRow, aStep, b, bStep, c, cRow, depth, resume, ahead, panel);
                break;
        }
    }

    private static void Copy<TVectors>(T* a, nint aRow, nint aStep, T* b, nint bStep, T* c, nint cRow, nint depth, bool resume, T* ahead, T* panel)
        where TVectors : struct, ICount
    {
        switch (TLanes.TileRows)
        {
            case 6:
                MatMulKernel<T, TVector, TLanes>.Run<Count6, TVectors, Count1>(a, aRow, aStep, b, bStep, c, cRow, depth, resume, ahead, panel);
                break;
            default:
                MatMulKernel<T, TVector, TLanes>.Run<Count8, TVectors, Count1>(a, aRow, aStep, b, bStep, c, cRow, depth, resume, ahead, panel);
                break;
        }
    }

    private static void Tile<TVectors>(int rows, T* a, nint aRow, nint aStep, T* b, nint bStep, T* c, nint cRow, nint depth, bool resume, T* ahead, T* panel)
        where TVectors : struct, ICount
    {
        if (panel != null)
        {
            Copy<TVectors>(a, aRow, aStep, b, bStep, c, cRow, depth, resume, ahead, panel);
            return;
        }
        switch (rows)
        {
            case 1:
                MatMulKernel<T, TVector, TLanes>.Run<Count1, TVectors, Count0>(a, aRow, aStep, b, bStep, c, cRow, depth, resume, ahead, panel);
                break;
            case 2:
                MatMulKernel<T, TVector, TLanes>.Run<Count2, TVectors, Count0>(a, aRow, aStep, b, bStep, c, cRow, depth, resume, ahead, panel);
                break;
            case 3:
                MatMulKernel<T, TVector, TLanes>.Run<Count3, TVectors, Count0>(a, aRow, aStep, b, bStep, c, cRow, depth, resume, ahead, panel);
                break;
            case 4:
                MatMulKernel<T, TVector, TLanes>.Run<Count4, TVectors, Count0>(a, aRow, aStep, b, bStep, c, cRow, depth, resume, ahead, panel);
                break;
            case 5:
                MatMulKernel<T, TVector, TLanes>.Run<Count5, TVectors, Count0>(a, aRow, aStep, b, bStep, c, cRow, depth, resume, ahead, panel);
                break;
            case 6:
                MatMulKernel<T, TVector, TLanes>.Run<Count6, TVectors, Count0>(a, aRow, aStep, b, bStep, c, cRow, depth, resume, ahead, panel);
                break;
            case 7:
                MatMulKernel<T, TVector, TLanes>.Run<Count7, TVectors, Count0>(a, aRow, aStep, b, bStep, c, cRow, depth, resume, ahead, panel);
                break;
            default:
                MatMulKernel<T, TVector, TLanes>.Run<Count8, TVectors, Count0>(a, aRow, aStep, b, bStep, c, cRow, depth, resume, ahead, panel);
                break;
        }
    }
}

/// <summary>The packing buffer of the current thread: grown when needed, reused, and collected with its thread.</summary>
internal static unsafe class MatMulBuffer
{
    [ThreadStatic]
    private static byte[]? Bytes;

    /// <summary>A 64-byte aligned buffer whose contents are undefined; it stays valid until the thread's next call.</summary>
    public static void* Rent(nint bytes)
    {
        byte[]? buffer = Bytes;
        if (buffer is null || buffer.Length < bytes + 64)
            Bytes = buffer = GC.AllocateUninitializedArray<byte>(checked((int)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)bytes + 64)), pinned: true);
        nint address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(buffer));
        return (void*)((address + 63) & ~63);
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hillock.Kernels;

/// <summary>Copies elements between memory of different strides.</summary>
internal static class StridedCopy
{
    // A tile of a transposition: 16 rows and 16 columns of 4 bytes touch 16 cache lines on each side.
    private const int Tile = 16;

    // Elements of a transposition below which a second thread costs more than it brings, and those of a piece of it.
    private const int ParallelLength = 1 << 16;
    private const int PieceLength = 1 << 14;

    /// <summary>Copies every element of an index space from one layout to another.</summary>
    /// <param name="source">The memory to read; index 0 is the first element.</param>
    /// <param name="sourceStrides">The distance of neighbours along each axis; 0 repeats, and negatives go back in front of index 0.</param>
    /// <param name="target">The memory to write.</param>
    /// <param name="targetStrides">The distance of neighbours along each axis.</param>
    /// <param name="dimensions">The lengths of the axes.</param>
    internal static void Copy<T>(
        ReadOnlySpan<T> source, ReadOnlySpan<int> sourceStrides, Span<T> target, ReadOnlySpan<int> targetStrides, ReadOnlySpan<int> dimensions)
        where T : unmanaged
    {
        Span<int> lengths = stackalloc int[dimensions.Length + 2];
        Span<int> from = stackalloc int[dimensions.Length + 2];
        Span<int> to = stackalloc int[dimensions.Length + 2];
        int rank = Coalesce(dimensions, sourceStrides, targetStrides, lengths, from, to);
        if (rank < 0)
        {
            return;
        }

        // At least two axes, so that the loops below need no special cases.
        int padding = Math.Max(0, 2 - rank);
        if (padding > 0)
        {
            lengths[..rank].CopyTo(lengths[padding..]);
            from[..rank].CopyTo(from[padding..]);
            to[..rank].CopyTo(to[padding..]);
            lengths[..padding].Fill(1);
            from[..padding].Clear();
            to[..padding].Clear();
            rank += padding;
        }

        MoveUnitStrideToSecondLast(lengths[..rank], from, to);
        Run(ref MemoryMarshal.GetReference(source), from[..rank], ref MemoryMarshal.GetReference(target), to, lengths);
    }

    /// <summary>Drops axes of length 1 and joins axes that lie one within the other in both layouts.</summary>
    /// <returns>The number of axes left, or −1 if there are no elements.</returns>
    internal static int Coalesce(
        ReadOnlySpan<int> dimensions, ReadOnlySpan<int> xStrides, ReadOnlySpan<int> yStrides, Span<int> lengths, Span<int> x, Span<int> y)
    {
        int rank = 0;
        for (int i = 0; i < dimensions.Length; i++)
        {
            int length = dimensions[i];
            if (length == 0)
            {
                return -1;
            }

            if (length == 1)
            {
                continue;
            }

            if (rank > 0 && x[rank - 1] == (long)length * xStrides[i] && y[rank - 1] == (long)length * yStrides[i])
            {
                lengths[rank - 1] *= length;
                x[rank - 1] = xStrides[i];
                y[rank - 1] = yStrides[i];
            }
            else
            {
                lengths[rank] = length;
                x[rank] = xStrides[i];
                y[rank] = yStrides[i];
                rank++;
            }
        }

        return rank;
    }

    private static void MoveUnitStrideToSecondLast(Span<int> lengths, Span<int> from, Span<int> to)
    {
        int inner = lengths.Length - 1;
        if (from[inner] <= 1)
        {
            return;
        }

        for (int i = 0; i < inner; i++)
        {
            if (from[i] == 1)
            {
                (lengths[i], lengths[inner - 1]) = (lengths[inner - 1], lengths[i]);
                (from[i], from[inner - 1]) = (from[inner - 1], from[i]);
                (to[i], to[inner - 1]) = (to[inner - 1], to[i]);
                return;
            }
        }
    }

    private static void Run<T>(ref T source, ReadOnlySpan<int> from, ref T target, ReadOnlySpan<int> to, ReadOnlySpan<int> lengths)
    {
        int rank = from.Length;
        Span<int> index = stackalloc int[rank];
        index.Clear();
        nint s = 0;
        nint t = 0;
        while (true)
        {
            Plane(
                ref Unsafe.Add(ref source, s), from[^2], from[^1], ref Unsafe.Add(ref target, t), to[rank - 2], to[rank - 1], lengths[rank - 2],
                lengths[rank - 1]);
            int axis = rank - 3;
            for (; axis >= 0; axis--)
            {
                s += from[axis];
                t += to[axis];
                if (++index[axis] < lengths[axis])
                {
                    break;
                }

                s -= (nint)from[axis] * lengths[axis];
                t -= (nint)to[axis] * lengths[axis];
                index[axis] = 0;
            }

            if (axis < 0)
            {
                return;
            }
        }
    }

    private static void Plane<T>(ref T source, nint sourceRow, nint sourceColumn, ref T target, nint targetRow, nint targetColumn, int rows, int columns)
    {
        if (targetColumn == 1 && sourceColumn is >= -1 and <= 1)
        {
            for (int i = 0; i < rows; i++)
            {
                Span<T> row = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref target, i * targetRow), columns);
                ref T first = ref Unsafe.Add(ref source, i * sourceRow);
                if (sourceColumn == 0)
                {
                    row.Fill(first);
                }
                else if (sourceColumn < 0)
                {
                    MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref first, 1 - columns), columns).CopyTo(row);
                    row.Reverse();
                }
                else
                {
                    MemoryMarshal.CreateReadOnlySpan(ref first, columns).CopyTo(row);
                }
            }

            return;
        }

        if ((long)rows * columns < ParallelLength)
        {
            Tiles(ref source, sourceRow, sourceColumn, ref target, targetRow, targetColumn, rows, columns);
            return;
        }

        int each = Math.Max(Tile, PieceLength / columns / Tile * Tile);
        Parallelism.For(
            Partition.Count(rows, each), new Pieces<T>(ref source, sourceRow, sourceColumn, ref target, targetRow, targetColumn, rows, columns, each));
    }

    private static void Tiles<T>(ref T source, nint sourceRow, nint sourceColumn, ref T target, nint targetRow, nint targetColumn, int rows, int columns)
    {
        bool isTransposition = Unsafe.SizeOf<T>() == sizeof(float) && sourceRow == 1 && targetColumn == 1 && Sse.IsSupported;
        for (int i0 = 0; i0 < rows; i0 += Tile)
        {
            int i1 = Math.Min(rows, i0 + Tile);
            for (int j0 = 0; j0 < columns; j0 += Tile)
            {
                int j1 = Math.Min(columns, j0 + Tile);
                if (isTransposition && i1 - i0 == Tile && j1 - j0 == Tile)
                {
                    Transpose(
                        ref Unsafe.As<T, float>(ref Unsafe.Add(ref source, i0 + (j0 * sourceColumn))), sourceColumn,
                        ref Unsafe.As<T, float>(ref Unsafe.Add(ref target, (i0 * targetRow) + j0)), targetRow);
                    continue;
                }

                for (int i = i0; i < i1; i++)
                {
                    ref T sourceStart = ref Unsafe.Add(ref source, i * sourceRow);
                    ref T targetStart = ref Unsafe.Add(ref target, i * targetRow);
                    for (nint j = j0; j < j1; j++)
                    {
                        Unsafe.Add(ref targetStart, j * targetColumn) = Unsafe.Add(ref sourceStart, j * sourceColumn);
                    }
                }
            }
        }
    }

    /// <summary>Transposes a tile of 4-byte elements, four by four; nothing is computed with them, so they need not be floats.</summary>
    private static void Transpose(ref float source, nint sourceStride, ref float target, nint targetStride)
    {
        for (int i = 0; i < Tile; i += 4)
        {
            for (int j = 0; j < Tile; j += 4)
            {
                ref float from = ref Unsafe.Add(ref source, i + (j * sourceStride));
                ref float to = ref Unsafe.Add(ref target, (i * targetStride) + j);
                Vector128<float> r0 = Vector128.LoadUnsafe(ref from);
                Vector128<float> r1 = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, sourceStride));
                Vector128<float> r2 = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, 2 * sourceStride));
                Vector128<float> r3 = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, 3 * sourceStride));
                Vector128<float> low01 = Sse.UnpackLow(r0, r1), high01 = Sse.UnpackHigh(r0, r1), low23 = Sse.UnpackLow(r2, r3), high23 = Sse.UnpackHigh(r2, r3);
                Sse.MoveLowToHigh(low01, low23).StoreUnsafe(ref to);
                Sse.MoveHighToLow(low23, low01).StoreUnsafe(ref Unsafe.Add(ref to, targetStride));
                Sse.MoveLowToHigh(high01, high23).StoreUnsafe(ref Unsafe.Add(ref to, 2 * targetStride));
                Sse.MoveHighToLow(high23, high01).StoreUnsafe(ref Unsafe.Add(ref to, 3 * targetStride));
            }
        }
    }

    /// <summary>Rows of a plane, some for each thread.</summary>
    private readonly ref struct Pieces<T>(
        ref T source, nint sourceRow, nint sourceColumn, ref T target, nint targetRow, nint targetColumn, int rows, int columns, int each) : IParallelBody
    {
        private readonly ref T _source = ref source;
        private readonly ref T _target = ref target;

        public void Invoke(int index)
        {
            int start = index * each;
            Tiles(
                ref Unsafe.Add(ref _source, start * sourceRow), sourceRow, sourceColumn, ref Unsafe.Add(ref _target, start * targetRow), targetRow,
                targetColumn,
                Math.Min(each, rows - start), columns);
        }
    }
}

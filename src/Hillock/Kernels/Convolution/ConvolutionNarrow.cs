using System.Runtime.CompilerServices;

namespace Hillock.Kernels;

/// <summary>Tiles of few rows: six vectors of places, wherever they lie, so that there are chains enough to hide the latency of an addition.</summary>
/// <remarks>Vectors may overlap, as the last of a line does with the one before it: what both compute is the same.</remarks>
internal static unsafe class ConvolutionNarrow<T, TVector, TLanes>
    where T : unmanaged
    where TVector : struct
    where TLanes : struct, IMatMulLanes<T, TVector>
{
    /// <summary>The vectors of a tile.</summary>
    internal const int Vectors = 6;

    /// <summary>Gets the most rows whose sums fit the registers: those of 16 hold two.</summary>
    internal static int MostRows => TLanes.TileRows == 8 ? 4 : 2;

    /// <summary>Lists the vectors of a strip: a pair of numbers for each, of where it begins in the buffer and of where its sums go.</summary>
    /// <returns>How many there are, a multiple of <see cref="Vectors"/>: the last repeats.</returns>
    internal static int List(ConvolutionLayout layout, in ConvolutionStrip strip, bool direct, nint* list)
    {
        int lines = direct ? strip.Lines : 1;
        int width = direct ? strip.Width : Partition.Count(((strip.Lines - 1) * layout.Pitch) + strip.Width, TLanes.Count) * TLanes.Count;
        int count = 0;
        for (int y = 0; y < lines; y++)
        {
            for (int x = 0; x < width; x = Partition.End(x, TLanes.Count, width))
            {
                int first = Math.Min(x, width - TLanes.Count);
                list[2 * count] = ((nint)y * layout.Pitch) + first;
                list[(2 * count) + 1] = ((nint)y * width) + first;
                count++;
            }
        }

        for (; count % Vectors != 0; count++)
        {
            list[2 * count] = list[(2 * count) - 2];
            list[(2 * count) + 1] = list[(2 * count) - 1];
        }

        return count;
    }

    /// <summary>The most numbers that <see cref="List"/> writes.</summary>
    internal static nint Length(ConvolutionLayout layout) => 2 * (Partition.Count(layout.Pitch, TLanes.Count) * (nint)layout.Lines + Vectors);

    /// <summary>Computes all vectors of a list for 1 to 4 rows.</summary>
    internal static void Run(int rows, T* a, T* b, nint* table, nint* list, int count, T* c, nint cRow, nint depth, T* start)
    {
        switch (rows)
        {
            case 1:
                Run<Count1>(a, b, table, list, count, c, cRow, depth, start);
                break;
            case 2:
                Run<Count2>(a, b, table, list, count, c, cRow, depth, start);
                break;
            case 3:
                Run<Count3>(a, b, table, list, count, c, cRow, depth, start);
                break;
            default:
                Run<Count4>(a, b, table, list, count, c, cRow, depth, start);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TRows>(T* weights, T* b, nint* table, nint* list, int count, T* c, nint cRow, nint depth, T* start)
        where TRows : struct, ICount
    {
        for (int tiles = count / Vectors; tiles > 0; tiles--)
        {
            TVector c00 = start != null ? TLanes.Broadcast(start) : default;
            TVector c01 = c00, c02 = c00, c03 = c00, c04 = c00, c05 = c00;
            TVector c10 = TRows.Value > 1 && start != null ? TLanes.Broadcast(start + 1) : default;
            TVector c11 = c10, c12 = c10, c13 = c10, c14 = c10, c15 = c10;
            TVector c20 = TRows.Value > 2 && start != null ? TLanes.Broadcast(start + 2) : default;
            TVector c21 = c20, c22 = c20, c23 = c20, c24 = c20, c25 = c20;
            TVector c30 = TRows.Value > 3 && start != null ? TLanes.Broadcast(start + 3) : default;
            TVector c31 = c30, c32 = c30, c33 = c30, c34 = c30, c35 = c30;
            T* a = weights;
            nint* rows = table;
            T* origin = b + list[0];
            nint d1 = list[2] - list[0], d2 = list[4] - list[0], d3 = list[6] - list[0], d4 = list[8] - list[0], d5 = list[10] - list[0];
            for (nint k = depth; k > 0; k--)
            {
                T* from = origin + *rows;
                rows++;
                TVector b0 = TLanes.Load(from);
                TVector b1 = TLanes.Load(from + d1);
                TVector b2 = TLanes.Load(from + d2);
                TVector b3 = TLanes.Load(from + d3);
                TVector b4 = TLanes.Load(from + d4);
                TVector b5 = TLanes.Load(from + d5);
                TVector value = TLanes.Broadcast(a);
                c00 = TLanes.Fma(value, b0, c00);
                c01 = TLanes.Fma(value, b1, c01);
                c02 = TLanes.Fma(value, b2, c02);
                c03 = TLanes.Fma(value, b3, c03);
                c04 = TLanes.Fma(value, b4, c04);
                c05 = TLanes.Fma(value, b5, c05);

                if (TRows.Value > 1)
                {
                    value = TLanes.Broadcast(a + 1);
                    c10 = TLanes.Fma(value, b0, c10);
                    c11 = TLanes.Fma(value, b1, c11);
                    c12 = TLanes.Fma(value, b2, c12);
                    c13 = TLanes.Fma(value, b3, c13);
                    c14 = TLanes.Fma(value, b4, c14);
                    c15 = TLanes.Fma(value, b5, c15);
                }

                if (TRows.Value > 2)
                {
                    value = TLanes.Broadcast(a + 2);
                    c20 = TLanes.Fma(value, b0, c20);
                    c21 = TLanes.Fma(value, b1, c21);
                    c22 = TLanes.Fma(value, b2, c22);
                    c23 = TLanes.Fma(value, b3, c23);
                    c24 = TLanes.Fma(value, b4, c24);
                    c25 = TLanes.Fma(value, b5, c25);
                }

                if (TRows.Value > 3)
                {
                    value = TLanes.Broadcast(a + 3);
                    c30 = TLanes.Fma(value, b0, c30);
                    c31 = TLanes.Fma(value, b1, c31);
                    c32 = TLanes.Fma(value, b2, c32);
                    c33 = TLanes.Fma(value, b3, c33);
                    c34 = TLanes.Fma(value, b4, c34);
                    c35 = TLanes.Fma(value, b5, c35);
                }

                a += TRows.Value;
            }

            T* to = c;
            TLanes.Store(c00, to + list[1]);
            TLanes.Store(c01, to + list[3]);
            TLanes.Store(c02, to + list[5]);
            TLanes.Store(c03, to + list[7]);
            TLanes.Store(c04, to + list[9]);
            TLanes.Store(c05, to + list[11]);

            if (TRows.Value > 1)
            {
                to += cRow;
                TLanes.Store(c10, to + list[1]);
                TLanes.Store(c11, to + list[3]);
                TLanes.Store(c12, to + list[5]);
                TLanes.Store(c13, to + list[7]);
                TLanes.Store(c14, to + list[9]);
                TLanes.Store(c15, to + list[11]);
            }

            if (TRows.Value > 2)
            {
                to += cRow;
                TLanes.Store(c20, to + list[1]);
                TLanes.Store(c21, to + list[3]);
                TLanes.Store(c22, to + list[5]);
                TLanes.Store(c23, to + list[7]);
                TLanes.Store(c24, to + list[9]);
                TLanes.Store(c25, to + list[11]);
            }

            if (TRows.Value > 3)
            {
                to += cRow;
                TLanes.Store(c30, to + list[1]);
                TLanes.Store(c31, to + list[3]);
                TLanes.Store(c32, to + list[5]);
                TLanes.Store(c33, to + list[7]);
                TLanes.Store(c34, to + list[9]);
                TLanes.Store(c35, to + list[11]);
            }

            list += 2 * Vectors;
        }
    }
}

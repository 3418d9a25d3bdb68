using System.Runtime.CompilerServices;

namespace Hillock.Kernels;

/// <summary>
/// The register tile of a weight's gradient: <c>C[i, j] = (0 or C[i, j]) + Σ x[row i, place]·B[place, j]</c>, a chain over ascending places.
/// </summary>
/// <remarks>
/// The rows are those of taps: they read the same strip of the source at offsets of their own, so that nothing is copied for each of them. The lanes are
/// channels of the target, by which an element of x is broadcast; or groups, by which x has a vector for each place.
/// </remarks>
internal static unsafe class ConvolutionWeightKernel<T, TVector, TLanes>
    where T : unmanaged
    where TVector : struct
    where TLanes : struct, IMatMulLanes<T, TVector>
{
    /// <summary>Computes a tile of up to 8 rows and 3 vectors.</summary>
    /// <typeparam name="TRows">The rows of the tile, 1 to 8.</typeparam>
    /// <typeparam name="TVectors">The vectors in a row of the tile, 1 to 3.</typeparam>
    /// <typeparam name="TGrouped">1 where the lanes are groups; 0 where they are channels.</typeparam>
    /// <param name="x">The strip of the source.</param>
    /// <param name="table">Where each row begins in it.</param>
    /// <param name="b">The gradient of y: the vectors of each place, one place after the other.</param>
    /// <param name="c">The sums of the first row; rows follow each other.</param>
    /// <param name="lines">The number of lines, 1 or more.</param>
    /// <param name="width">The places in a line, 1 or more.</param>
    /// <param name="skip">The distance in x from behind a line to the next.</param>
    /// <param name="resume">Whether the chains start from what C holds instead of zero.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run<TRows, TVectors, TGrouped>(T* x, nint* table, T* b, T* c, nint lines, nint width, nint skip, bool resume)
        where TRows : struct, ICount
        where TVectors : struct, ICount
        where TGrouped : struct, ICount
    {
        TVector c00 = default, c01 = default, c02 = default;
        TVector c10 = default, c11 = default, c12 = default;
        TVector c20 = default, c21 = default, c22 = default;
        TVector c30 = default, c31 = default, c32 = default;
        TVector c40 = default, c41 = default, c42 = default;
        TVector c50 = default, c51 = default, c52 = default;
        TVector c60 = default, c61 = default, c62 = default;
        TVector c70 = default, c71 = default, c72 = default;
        int row = TVectors.Value * TLanes.Count;
        if (resume)
        {
            T* from = c;
            c00 = TLanes.Load(from);
            c01 = TVectors.Value > 1 ? TLanes.Load(from + TLanes.Count) : default;
            c02 = TVectors.Value > 2 ? TLanes.Load(from + (2 * TLanes.Count)) : default;
            if (TRows.Value > 1)
            {
                from += row;
                c10 = TLanes.Load(from);
                c11 = TVectors.Value > 1 ? TLanes.Load(from + TLanes.Count) : default;
                c12 = TVectors.Value > 2 ? TLanes.Load(from + (2 * TLanes.Count)) : default;
            }

            if (TRows.Value > 2)
            {
                from += row;
                c20 = TLanes.Load(from);
                c21 = TVectors.Value > 1 ? TLanes.Load(from + TLanes.Count) : default;
                c22 = TVectors.Value > 2 ? TLanes.Load(from + (2 * TLanes.Count)) : default;
            }

            if (TRows.Value > 3)
            {
                from += row;
                c30 = TLanes.Load(from);
                c31 = TVectors.Value > 1 ? TLanes.Load(from + TLanes.Count) : default;
                c32 = TVectors.Value > 2 ? TLanes.Load(from + (2 * TLanes.Count)) : default;
            }

            if (TRows.Value > 4)
            {
                from += row;
                c40 = TLanes.Load(from);
                c41 = TVectors.Value > 1 ? TLanes.Load(from + TLanes.Count) : default;
                c42 = TVectors.Value > 2 ? TLanes.Load(from + (2 * TLanes.Count)) : default;
            }

            if (TRows.Value > 5)
            {
                from += row;
                c50 = TLanes.Load(from);
                c51 = TVectors.Value > 1 ? TLanes.Load(from + TLanes.Count) : default;
                c52 = TVectors.Value > 2 ? TLanes.Load(from + (2 * TLanes.Count)) : default;
            }

            if (TRows.Value > 6)
            {
                from += row;
                c60 = TLanes.Load(from);
                c61 = TVectors.Value > 1 ? TLanes.Load(from + TLanes.Count) : default;
                c62 = TVectors.Value > 2 ? TLanes.Load(from + (2 * TLanes.Count)) : default;
            }

            if (TRows.Value > 7)
            {
                from += row;
                c70 = TLanes.Load(from);
                c71 = TVectors.Value > 1 ? TLanes.Load(from + TLanes.Count) : default;
                c72 = TVectors.Value > 2 ? TLanes.Load(from + (2 * TLanes.Count)) : default;
            }
        }

        // One pointer moves; the rows lie at constant distances from it.
        nint first = table[0];
        nint d1 = TRows.Value > 1 ? table[1] - first : 0;
        nint d2 = TRows.Value > 2 ? table[2] - first : 0;
        nint d3 = TRows.Value > 3 ? table[3] - first : 0;
        nint d4 = TRows.Value > 4 ? table[4] - first : 0;
        nint d5 = TRows.Value > 5 ? table[5] - first : 0;
        nint d6 = TRows.Value > 6 ? table[6] - first : 0;
        nint d7 = TRows.Value > 7 ? table[7] - first : 0;
        x += first;
        for (; lines > 0; lines--)
        {
            for (nint places = width; places > 0; places--)
            {
                TVector b0 = TLanes.Load(b);
                TVector b1 = TVectors.Value > 1 ? TLanes.Load(b + TLanes.Count) : default;
                TVector b2 = TVectors.Value > 2 ? TLanes.Load(b + (2 * TLanes.Count)) : default;
                TVector value = TGrouped.Value == 1 ? TLanes.Load(x) : TLanes.Broadcast(x);
                c00 = TLanes.Fma(value, b0, c00);
                c01 = TVectors.Value > 1 ? TLanes.Fma(value, b1, c01) : default;
                c02 = TVectors.Value > 2 ? TLanes.Fma(value, b2, c02) : default;
                if (TRows.Value > 1)
                {
                    value = TGrouped.Value == 1 ? TLanes.Load(x + d1) : TLanes.Broadcast(x + d1);
                    c10 = TLanes.Fma(value, b0, c10);
                    c11 = TVectors.Value > 1 ? TLanes.Fma(value, b1, c11) : default;
                    c12 = TVectors.Value > 2 ? TLanes.Fma(value, b2, c12) : default;
                }

                if (TRows.Value > 2)
                {
                    value = TGrouped.Value == 1 ? TLanes.Load(x + d2) : TLanes.Broadcast(x + d2);
                    c20 = TLanes.Fma(value, b0, c20);
                    c21 = TVectors.Value > 1 ? TLanes.Fma(value, b1, c21) : default;
                    c22 = TVectors.Value > 2 ? TLanes.Fma(value, b2, c22) : default;
                }

                if (TRows.Value > 3)
                {
                    value = TGrouped.Value == 1 ? TLanes.Load(x + d3) : TLanes.Broadcast(x + d3);
                    c30 = TLanes.Fma(value, b0, c30);
                    c31 = TVectors.Value > 1 ? TLanes.Fma(value, b1, c31) : default;
                    c32 = TVectors.Value > 2 ? TLanes.Fma(value, b2, c32) : default;
                }

                if (TRows.Value > 4)
                {
                    value = TGrouped.Value == 1 ? TLanes.Load(x + d4) : TLanes.Broadcast(x + d4);
                    c40 = TLanes.Fma(value, b0, c40);
                    c41 = TVectors.Value > 1 ? TLanes.Fma(value, b1, c41) : default;
                    c42 = TVectors.Value > 2 ? TLanes.Fma(value, b2, c42) : default;
                }

                if (TRows.Value > 5)
                {
                    value = TGrouped.Value == 1 ? TLanes.Load(x + d5) : TLanes.Broadcast(x + d5);
                    c50 = TLanes.Fma(value, b0, c50);
                    c51 = TVectors.Value > 1 ? TLanes.Fma(value, b1, c51) : default;
                    c52 = TVectors.Value > 2 ? TLanes.Fma(value, b2, c52) : default;
                }

                if (TRows.Value > 6)
                {
                    value = TGrouped.Value == 1 ? TLanes.Load(x + d6) : TLanes.Broadcast(x + d6);
                    c60 = TLanes.Fma(value, b0, c60);
                    c61 = TVectors.Value > 1 ? TLanes.Fma(value, b1, c61) : default;
                    c62 = TVectors.Value > 2 ? TLanes.Fma(value, b2, c62) : default;
                }

                if (TRows.Value > 7)
                {
                    value = TGrouped.Value == 1 ? TLanes.Load(x + d7) : TLanes.Broadcast(x + d7);
                    c70 = TLanes.Fma(value, b0, c70);
                    c71 = TVectors.Value > 1 ? TLanes.Fma(value, b1, c71) : default;
                    c72 = TVectors.Value > 2 ? TLanes.Fma(value, b2, c72) : default;
                }

                x += TGrouped.Value == 1 ? TLanes.Count : 1;
                b += row;
            }

            x += skip;
        }

        Store<TVectors>(c00, c01, c02, c);

        if (TRows.Value > 1)
        {
            c += row;
            Store<TVectors>(c10, c11, c12, c);
        }

        if (TRows.Value > 2)
        {
            c += row;
            Store<TVectors>(c20, c21, c22, c);
        }

        if (TRows.Value > 3)
        {
            c += row;
            Store<TVectors>(c30, c31, c32, c);
        }

        if (TRows.Value > 4)
        {
            c += row;
            Store<TVectors>(c40, c41, c42, c);
        }

        if (TRows.Value > 5)
        {
            c += row;
            Store<TVectors>(c50, c51, c52, c);
        }

        if (TRows.Value > 6)
        {
            c += row;
            Store<TVectors>(c60, c61, c62, c);
        }

        if (TRows.Value > 7)
        {
            c += row;
            Store<TVectors>(c70, c71, c72, c);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVectors>(TVector first, TVector second, TVector third, T* c)
        where TVectors : struct, ICount
    {
        TLanes.Store(first, c);
        if (TVectors.Value > 1)
        {
            TLanes.Store(second, c + TLanes.Count);
        }

        if (TVectors.Value > 2)
        {
            TLanes.Store(third, c + (2 * TLanes.Count));
        }
    }
}

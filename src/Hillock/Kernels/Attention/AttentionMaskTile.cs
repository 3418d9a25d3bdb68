using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hillock.Kernels;

/// <summary>Writes what masks add to a tile of scores, −∞ where they hide one; a key to each row, a query to each column.</summary>
internal static unsafe class AttentionMaskTile<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Fills the tile, unless nothing or everything is hidden.</summary>
    /// <param name="problem">The masks.</param>
    /// <param name="head">The matrix.</param>
    /// <param name="query">The first query.</param>
    /// <param name="rows">The number of queries.</param>
    /// <param name="width">The columns of the tile.</param>
    /// <param name="key">The first key.</param>
    /// <param name="keys">The number of keys.</param>
    /// <param name="tile">The tile.</param>
    internal static AttentionMaskKind Fill(AttentionProblem<T> problem, int head, int query, int rows, int width, int key, int keys, T* tile)
    {
        bool begun = false;
        if (problem.CausalOffset is { } offset && (long)key + keys - 1 > (long)query + offset)
        {
            if (key >= problem.KeyEnd(query, rows))
            {
                return AttentionMaskKind.Hidden;
            }

            Begin(ref begun, tile, keys * width);
            for (int j = 0; j < keys; j++)
            {
                int hidden = (int)Math.Clamp((long)key + j - offset - query, 0, rows);
                new Span<T>(tile + ((nint)j * width), hidden).Fill(T.NegativeInfinity);
            }
        }

        foreach (ref readonly AttentionMaskPart<T> mask in problem.Masks.AsSpan())
        {
            if (!mask.IsTruth)
            {
                Begin(ref begun, tile, keys * width);
                Add(mask, problem.Beta, head, query, rows, width, key, keys, tile);
                continue;
            }

            int count = mask.Query == 0
                ? HideKeys(mask, head, rows, width, key, keys, tile, ref begun)
                : Hide(mask, head, query, rows, width, key, keys, tile, ref begun);
            if (count == keys * rows)
            {
                return AttentionMaskKind.Hidden;
            }
        }

        return begun ? AttentionMaskKind.Masked : AttentionMaskKind.Plain;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Begin(ref bool begun, T* tile, int length)
    {
        if (!begun)
        {
            new Span<T>(tile, length).Clear();
            begun = true;
        }
    }

    /// <summary>Hides keys from all queries alike.</summary>
    private static int HideKeys(in AttentionMaskPart<T> mask, int head, int rows, int width, int key, int keys, T* tile, ref bool begun)
    {
        byte* truth = mask.TruthAt(head, 0, key);
        int count = 0;
        for (int j = 0; j < keys; j++)
        {
            if (truth[(nint)j * mask.Key] == mask.Hides)
            {
                Begin(ref begun, tile, keys * width);
                new Span<T>(tile + ((nint)j * width), rows).Fill(T.NegativeInfinity);
                count += rows;
            }
        }

        return count;
    }

    private static int Hide(in AttentionMaskPart<T> mask, int head, int query, int rows, int width, int key, int keys, T* tile, ref bool begun)
    {
        byte hides = mask.Hides;
        ulong none = hides == 0 ? 0x0101010101010101UL : 0;
        int count = 0;
        for (int i = 0; i < rows; i++)
        {
            byte* truth = mask.TruthAt(head, query + i, key);
            for (int j = 0; j < keys; j++)
            {
                if (mask.Key == 1)
                {
                    // Eight at a time where none of them hides.
                    while (j + 8 <= keys && Unsafe.ReadUnaligned<ulong>(truth + j) == none)
                    {
                        j += 8;
                    }

                    if (j >= keys)
                    {
                        break;
                    }
                }

                if (truth[(nint)j * mask.Key] == hides)
                {
                    Begin(ref begun, tile, keys * width);
                    tile[((nint)j * width) + i] = T.NegativeInfinity;
                    count++;
                }
            }
        }

        return count;
    }

    private static void Add(in AttentionMaskPart<T> mask, double beta, int head, int query, int rows, int width, int key, int keys, T* tile)
    {
        T factor = T.CreateTruncating(beta);
        for (int i = 0; i < rows; i++)
        {
            T* bias = mask.BiasAt(head, query + i, key);
            T* to = tile + i;
            for (int j = 0; j < keys; j++)
            {
                T value = bias[(nint)j * mask.Key];

                // Hidden, whatever the sign of the factor.
                *to = value == T.NegativeInfinity || *to == T.NegativeInfinity ? T.NegativeInfinity : *to + (factor * value);
                to += width;
            }
        }
    }
}

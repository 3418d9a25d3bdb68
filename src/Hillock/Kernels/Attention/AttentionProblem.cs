using System.Numerics;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>What an attention is computed from: memory, sizes and settings.</summary>
internal sealed class AttentionProblem<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Keys in a tile. The results depend on it, by where a sum is scaled to a new maximum, so it is one constant.</summary>
    internal const int KeyTile = 128;

    /// <summary>The most queries in a tile: three register tiles of three 512-bit vectors of floats.</summary>
    internal const int LargestQueryTile = 144;

    /// <summary>The number of matrices of queries.</summary>
    internal required int Heads { get; init; }

    /// <summary>The matrices of queries that share one of keys and values.</summary>
    internal required int Group { get; init; }

    /// <summary>The number of queries in a matrix, L.</summary>
    internal required int L { get; init; }

    /// <summary>The number of keys in a matrix, S.</summary>
    internal required int S { get; init; }

    /// <summary>The width of queries and keys.</summary>
    internal required int Width { get; init; }

    /// <summary>The width of values.</summary>
    internal required int ValueWidth { get; init; }

    internal required AttentionOperand<T> Queries { get; init; }

    internal required AttentionOperand<T> Keys { get; init; }

    internal required AttentionOperand<T> Values { get; init; }

    internal required AttentionOperand<T> Outputs { get; init; }

    /// <summary>The largest score of each query, 0 where it sees no key.</summary>
    internal required AttentionOperand<T> Largest { get; init; }

    /// <summary>The reciprocal of each query's sum of exponentials, 0 where it sees no key.</summary>
    internal required AttentionOperand<T> Inverse { get; init; }

    internal required AttentionMaskPart<T>[] Masks { get; init; }

    /// <summary>Query i sees the keys up to i + offset.</summary>
    internal required int? CausalOffset { get; init; }

    internal required double Scale { get; init; }

    internal required double Beta { get; init; }

    internal required double? Cap { get; init; }

    internal required double Dropout { get; init; }

    internal required Philox Random { get; init; }

    internal required ulong RandomStart { get; init; }

    internal required int VectorBits { get; init; }

    /// <summary>What products of queries and keys are multiplied by in all, but for a cap.</summary>
    internal T Factor => T.CreateTruncating(Scale * Beta);

    /// <summary>The number of tiles of queries.</summary>
    internal int QueryTiles => Partition.Count(L, QueryTile);

    /// <summary>Queries in a tile; nothing depends on it.</summary>
    internal int QueryTile => L <= LargestQueryTile ? Math.Max(L, 1) : 96;

    /// <summary>The number of tiles of keys.</summary>
    internal int KeyTiles => Partition.Count(S, KeyTile);

    /// <summary>Whether a second thread costs more than it brings: below some 10 us of one core.</summary>
    internal bool IsSmall => (long)Heads * L * S * (Width + ValueWidth) < 800_000;

    /// <summary>Runs blocks of work on threads, or here where that is faster.</summary>
    internal void For<TBody>(int count, in TBody body)
        where TBody : struct, IParallelBody
    {
        if (!IsSmall)
        {
            Parallelism.For(count, body);
            return;
        }

        TBody local = body;
        for (int i = 0; i < count; i++)
        {
            local.Invoke(i);
        }
    }

    /// <summary>The end of the keys that any query of a tile sees.</summary>
    internal int KeyEnd(int query, int rows) => CausalOffset is { } offset ? (int)Math.Clamp((long)query + rows + offset, 0, S) : S;
}

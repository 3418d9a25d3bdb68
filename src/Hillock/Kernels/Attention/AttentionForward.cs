using System.Numerics;
using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Attention of a tile of queries: the keys' tiles pass by, and only each query's largest score and sum are kept.</summary>
/// <remarks>
/// Tiles are transposed, a query to each column, so that maxima, sums and scalings go along lanes. Every number of a query comes from the same operations
/// whatever other queries are in the tile. Source: Dao, Fu, Ermon, Rudra, Ré, "FlashAttention" (2022); Milakov, Gimelshein, "Online normalizer
/// calculation for softmax" (2018).
/// </remarks>
internal readonly unsafe struct AttentionForward<T>(AttentionProblem<T> problem) : IParallelBody, ILanesBody<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Computes all outputs, largest scores and reciprocals of sums.</summary>
    internal static void Run(AttentionProblem<T> problem) => problem.For(problem.Heads * problem.QueryTiles, new AttentionForward<T>(problem));

    public void Invoke(int index) => VectorWidth.Run<AttentionForward<T>, T>(this, index, problem.VectorBits);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Invoke<TLanes>(int index)
        where TLanes : struct, ILanes<TLanes, T>
    {
        // The last tiles of a causal mask are the longest: they come first.
        int head = index % problem.Heads;
        int tile = problem.QueryTiles - 1 - (index / problem.Heads);
        AttentionWorkspace<T> space = AttentionWorkspace<T>.Rent(problem);
        int query = tile * problem.QueryTile;
        int rows = Math.Min(problem.QueryTile, problem.L - query);
        int width = AttentionPass<TLanes, T>.Columns(rows);
        AttentionPass<TLanes, T>.Transpose(problem.Queries, head, query, rows, problem.Width, space.Queries);
        new Span<T>(space.Largest, width).Fill(T.NegativeInfinity);
        new Span<T>(space.Sums, width).Clear();
        bool begun = false;
        int end = problem.KeyEnd(query, rows);
        for (int key = 0; key < end; key = Partition.End(key, AttentionProblem<T>.KeyTile, end))
        {
            int keys = Math.Min(AttentionProblem<T>.KeyTile, end - key);
            AttentionMaskKind kind = AttentionPass<TLanes, T>.Products(problem, space, head, query, rows, key, keys);
            if (kind != AttentionMaskKind.Hidden)
            {
                T* bias = kind == AttentionMaskKind.Masked ? space.Bias : null;
                Add<TLanes>(problem, space, bias, head, query, rows, key, keys, begun);
                begun = true;
            }
        }

        Finish<TLanes>(problem, space, head, query, rows, begun);
    }

    private static void Add<TLanes>(
        AttentionProblem<T> problem, in AttentionWorkspace<T> space, T* bias, int head, int query, int rows, int key, int keys, bool begun)
        where TLanes : struct, ILanes<TLanes, T>
    {
        int width = AttentionPass<TLanes, T>.Columns(rows);
        new ReadOnlySpan<T>(space.Largest, width).CopyTo(new Span<T>(space.Factors, width));
        AttentionLanes<TLanes, T>.Scores(space.Scores, bias, keys, width, AttentionPass<TLanes, T>.Factor(problem), space.Largest);
        AttentionLanes<TLanes, T>.Exponentials(space.Scores, keys, width, space.Largest, space.Factors, space.Sums);
        if (begun && new ReadOnlySpan<T>(space.Factors, width).ContainsAnyExcept(T.One))
        {
            AttentionLanes<TLanes, T>.MultiplyRows(space.Outputs, space.Factors, problem.ValueWidth, width);
        }

        if (problem.Dropout > 0)
        {
            AttentionPass<TLanes, T>.Drop(problem, space, head, query, rows, key, keys);
            AttentionLanes<TLanes, T>.Multiply(space.Scores, space.Kept, keys * width);
        }

        AttentionOperand<T> v = problem.Values;
        T* values = v.At(head / problem.Group, key);
        if (bias != null && !AttentionLanes<TLanes, T>.IsFinite(values, keys, problem.ValueWidth, v.Row))
        {
            if (!begun)
            {
                new Span<T>(space.Outputs, problem.ValueWidth * width).Clear();
            }

            AttentionProducts<T>.AddVisibleToQueries(bias, space.Scores, keys, rows, width, values, v.Row, problem.ValueWidth, space.Outputs);
            return;
        }

        AttentionProducts<T>.Run(problem.ValueWidth, width, keys, values, 1, v.Row, space.Scores, width, space.Outputs, width, begun, problem.VectorBits);
    }

    private static void Finish<TLanes>(AttentionProblem<T> problem, in AttentionWorkspace<T> space, int head, int query, int rows, bool begun)
        where TLanes : struct, ILanes<TLanes, T>
    {
        int width = AttentionPass<TLanes, T>.Columns(rows);
        AttentionLanes<TLanes, T>.Finish(space.Largest, space.Sums, width);
        new ReadOnlySpan<T>(space.Largest, rows).CopyTo(new Span<T>(problem.Largest.At(0, (head * problem.L) + query), rows));
        new ReadOnlySpan<T>(space.Sums, rows).CopyTo(new Span<T>(problem.Inverse.At(0, (head * problem.L) + query), rows));
        if (begun)
        {
            AttentionLanes<TLanes, T>.MultiplyRows(space.Outputs, space.Sums, problem.ValueWidth, width);
        }
        else
        {
            new Span<T>(space.Outputs, problem.ValueWidth * width).Clear();
        }

        AttentionOperand<T> o = problem.Outputs;
        MatMulPacking<T>.Move(space.Outputs, width, 1, problem.ValueWidth, rows, o.At(head, query), o.Row);
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>The weights of a tile of queries, from the largest scores and sums that the outputs were computed with.</summary>
internal readonly unsafe struct AttentionWeights<T>(AttentionProblem<T> problem, AttentionOperand<T> weights) : IParallelBody, ILanesBody<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Computes all weights, after the dropout.</summary>
    internal static void Run(AttentionProblem<T> problem, AttentionOperand<T> weights) =>
        problem.For(problem.Heads * problem.QueryTiles, new AttentionWeights<T>(problem, weights));

    public void Invoke(int index) => VectorWidth.Run<AttentionWeights<T>, T>(this, index, problem.VectorBits);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Invoke<TLanes>(int index)
        where TLanes : struct, ILanes<TLanes, T>
    {
        int head = index / problem.QueryTiles;
        int tile = index % problem.QueryTiles;
        AttentionWorkspace<T> space = AttentionWorkspace<T>.Rent(problem);
        int query = tile * problem.QueryTile;
        int rows = Math.Min(problem.QueryTile, problem.L - query);
        int width = AttentionPass<TLanes, T>.Columns(rows);
        AttentionPass<TLanes, T>.Transpose(problem.Queries, head, query, rows, problem.Width, space.Queries);
        AttentionPass<TLanes, T>.LoadLines(problem, space, head, query, rows);
        for (int key = 0; key < problem.S; key = Partition.End(key, AttentionProblem<T>.KeyTile, problem.S))
        {
            int keys = Math.Min(AttentionProblem<T>.KeyTile, problem.S - key);
            AttentionMaskKind kind = AttentionPass<TLanes, T>.Products(problem, space, head, query, rows, key, keys);
            if (kind == AttentionMaskKind.Hidden)
            {
                for (int i = 0; i < rows; i++)
                {
                    new Span<T>(weights.At(head, query + i) + key, keys).Clear();
                }

                continue;
            }

            T* bias = kind == AttentionMaskKind.Masked ? space.Bias : null;
            AttentionLanes<TLanes, T>.Weights(space.Scores, bias, keys, width, AttentionPass<TLanes, T>.Factor(problem), space.Largest, space.Sums);
            if (problem.Dropout > 0)
            {
                AttentionPass<TLanes, T>.Drop(problem, space, head, query, rows, key, keys);
                AttentionLanes<TLanes, T>.Multiply(space.Scores, space.Kept, keys * width);
            }

            MatMulPacking<T>.Move(space.Scores, width, 1, keys, rows, weights.At(head, query) + key, weights.Row);
        }
    }
}

using System.Numerics;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>What forward and backward share: the products of a tile, its masks and its dropout, for one vector width.</summary>
internal static unsafe class AttentionPass<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The columns of tiles: whole vectors.</summary>
    internal static int Columns(int rows) => (rows + 15) / 16 * 16;

    /// <summary>Writes rows as columns, with columns of zeros behind them.</summary>
    internal static void Transpose(in AttentionOperand<T> operand, int matrix, int first, int rows, int columns, T* target) =>
        MatMulPacking<T>.Pack(operand.At(matrix, first), operand.Row, 1, rows, columns, target, Columns(rows));

    /// <summary>Loads the largest scores and the reciprocals of sums, zeros behind them.</summary>
    internal static void LoadLines(AttentionProblem<T> problem, in AttentionWorkspace<T> space, int head, int query, int rows)
    {
        int width = Columns(rows);
        new Span<T>(space.Largest, width).Clear();
        new Span<T>(space.Sums, width).Clear();
        new ReadOnlySpan<T>(problem.Largest.At(0, (head * problem.L) + query), rows).CopyTo(new Span<T>(space.Largest, rows));
        new ReadOnlySpan<T>(problem.Inverse.At(0, (head * problem.L) + query), rows).CopyTo(new Span<T>(space.Sums, rows));
    }

    /// <summary>Computes the products of keys and queries, capped if there is a cap, and what masks add.</summary>
    /// <returns>Hidden if nothing is to be done.</returns>
    internal static AttentionMaskKind Products(AttentionProblem<T> problem, in AttentionWorkspace<T> space, int head, int query, int rows, int key, int keys)
    {
        int width = Columns(rows);
        AttentionMaskKind kind = AttentionMaskTile<T>.Fill(problem, head, query, rows, width, key, keys, space.Bias);
        if (kind == AttentionMaskKind.Hidden)
        {
            return kind;
        }

        AttentionOperand<T> k = problem.Keys;
        AttentionProducts<T>.Run(
            keys, width, problem.Width, k.At(head / problem.Group, key), k.Row, 1, space.Queries, width, space.Scores, width, false, problem.VectorBits);
        if (problem.Cap is { } cap)
        {
            AttentionLanes<TLanes, T>.Cap(
                space.Scores, space.Tangents, keys * width, T.CreateTruncating(problem.Scale / cap), T.CreateTruncating(cap * problem.Beta));
        }

        return kind;
    }

    /// <summary>What products are multiplied by to become scores: the cap has done it.</summary>
    internal static T Factor(AttentionProblem<T> problem) => problem.Cap is null ? problem.Factor : T.One;

    /// <summary>Draws the factors of the dropout of a tile.</summary>
    internal static void Drop(AttentionProblem<T> problem, in AttentionWorkspace<T> space, int head, int query, int rows, int key, int keys)
    {
        float limit = (float)problem.Dropout;
        T factor = T.CreateTruncating(1 / (1 - problem.Dropout));
        Span<float> draws = stackalloc float[AttentionProblem<T>.KeyTile];
        for (int i = 0; i < rows; i++)
        {
            ulong first = ((((ulong)head * (ulong)problem.L) + (ulong)(query + i)) * (ulong)problem.S) + (ulong)key;
            problem.Random.FillUniform(draws[..keys], problem.RandomStart + first);
            T* to = space.Uniform + ((nint)i * keys);
            for (int j = 0; j < keys; j++)
            {
                to[j] = draws[j] < limit ? T.Zero : factor;
            }
        }

        MatMulPacking<T>.Pack(space.Uniform, keys, 1, rows, keys, space.Kept, Columns(rows));
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>The gradients of an attention: weights are computed again, tile by tile.</summary>
/// <remarks>
/// <para>With weights P, gradients G of the outputs O and <c>D = Σ G·O</c>: <c>dV = Pᵀ·G</c>, <c>dS = P·(G·Vᵀ − D)</c>, <c>dQ = dS·K</c>,
/// <c>dK = dSᵀ·Q</c>. Source: Dao, Fu, Ermon, Rudra, Ré, "FlashAttention" (2022).</para>
/// <para>Each gradient is one chain of additions: of a query over the keys, of a key over the queries. So the order of the tiles is free as long as both
/// ascend: a task takes a whole matrix of keys; or, where there are too few for the threads, each gradient's tile is a task, at the cost of computing
/// the weights twice.</para>
/// </remarks>
internal readonly unsafe struct AttentionBackward<T>(
    AttentionProblem<T> problem, AttentionGradients<T> gradients, AttentionTask task) : IParallelBody, ILanesBody<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Computes the gradients that have memory; those of scores must be zeros before.</summary>
    internal static void Run(AttentionProblem<T> problem, AttentionGradients<T> gradients)
    {
        int matrices = problem.Heads / problem.Group;
        int threads = problem.IsSmall ? 1 : Parallelism.Threads;
        long rounds = Partition.Count(matrices, threads);

        // Five products for a matrix's task, seven for tiles': unless idle threads weigh more.
        if (5 * rounds * threads <= 7L * matrices || problem.QueryTiles * problem.KeyTiles <= 1)
        {
            problem.For(matrices, new AttentionBackward<T>(problem, gradients, AttentionTask.Matrix));
            return;
        }

        if (gradients.Queries.Exists || gradients.Scores.Exists)
        {
            Parallelism.For(problem.Heads * problem.QueryTiles, new AttentionBackward<T>(problem, gradients, AttentionTask.Queries));
        }

        if (gradients.Keys.Exists || gradients.Values.Exists)
        {
            Parallelism.For(matrices * problem.KeyTiles, new AttentionBackward<T>(problem, gradients, AttentionTask.Keys));
        }
    }

    public void Invoke(int index) => VectorWidth.Run<AttentionBackward<T>, T>(this, index, problem.VectorBits);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Invoke<TLanes>(int index)
        where TLanes : struct, ILanes<TLanes, T>
    {
        switch (task)
        {
            case AttentionTask.Queries:
                new Worker<TLanes>(problem, gradients with { Keys = default, Values = default })
                    .Queries(index % problem.Heads, problem.QueryTiles - 1 - (index / problem.Heads), 0, problem.S, []);
                break;
            case AttentionTask.Keys:
                int first = index / (problem.Heads / problem.Group) * AttentionProblem<T>.KeyTile;
                new Worker<TLanes>(problem, gradients with { Queries = default, Scores = default })
                    .Matrix(index % (problem.Heads / problem.Group), first, Partition.End(first, AttentionProblem<T>.KeyTile, problem.S));
                break;
            default:
                new Worker<TLanes>(problem, gradients).Matrix(index, 0, problem.S);
                break;
        }
    }

    private readonly struct Worker<TLanes>(AttentionProblem<T> problem, AttentionGradients<T> gradients)
        where TLanes : struct, ILanes<TLanes, T>
    {
        private readonly AttentionWorkspace<T> _space = AttentionWorkspace<T>.Rent(problem);

        /// <summary>What some keys of a matrix take part in.</summary>
        internal void Matrix(int matrix, int start, int end)
        {
            // Whether a tile of keys has been written to.
            int tiles = Partition.Count(end - start, AttentionProblem<T>.KeyTile);
            Span<bool> written = tiles <= 1024 ? stackalloc bool[1024] : new bool[tiles];
            written.Clear();
            for (int i = 0; i < problem.Group; i++)
            {
                for (int tile = 0; tile < problem.QueryTiles; tile++)
                {
                    Queries((matrix * problem.Group) + i, tile, start, end, written);
                }
            }

            for (int i = 0; i < tiles; i++)
            {
                if (!written[i])
                {
                    int first = start + (i * AttentionProblem<T>.KeyTile);
                    Clear(matrix, first, Partition.End(first, AttentionProblem<T>.KeyTile, end));
                }
            }

            for (int j = start; j < end && gradients.Keys.Exists; j++)
            {
                AttentionLanes<TLanes, T>.Scale(gradients.Keys.At(matrix, j), problem.Width, problem.Factor);
            }
        }

        /// <summary>What a tile of queries and some keys take part in.</summary>
        internal void Queries(int head, int tile, int start, int end, Span<bool> written)
        {
            int query = tile * problem.QueryTile;
            int rows = Math.Min(problem.QueryTile, problem.L - query);
            int width = AttentionPass<TLanes, T>.Columns(rows);
            end = Math.Min(end, problem.KeyEnd(query, rows));
            if (start < end)
            {
                Begin(head, query, rows);
            }

            bool begun = false;
            for (int key = start; key < end; key = Partition.End(key, AttentionProblem<T>.KeyTile, end))
            {
                int keys = Math.Min(AttentionProblem<T>.KeyTile, end - key);
                AttentionMaskKind kind = AttentionPass<TLanes, T>.Products(problem, _space, head, query, rows, key, keys);
                if (kind != AttentionMaskKind.Hidden)
                {
                    bool isWritten = false;
                    if (!written.IsEmpty)
                    {
                        // The diagonal may end this tile, and not a later one.
                        ref bool first = ref written[(key - start) / AttentionProblem<T>.KeyTile];
                        isWritten = first;
                        first = true;
                        if (!isWritten)
                        {
                            Clear(head / problem.Group, key + keys, Partition.End(key, AttentionProblem<T>.KeyTile, problem.S));
                        }
                    }

                    Pair(kind == AttentionMaskKind.Masked ? _space.Bias : null, head, query, rows, key, keys, begun, isWritten);
                    begun = true;
                }
            }

            if (!gradients.Queries.Exists)
            {
                return;
            }

            if (begun)
            {
                AttentionLanes<TLanes, T>.Scale(_space.Others, problem.Width * width, problem.Factor);
            }
            else
            {
                new Span<T>(_space.Others, problem.Width * width).Clear();
            }

            MatMulPacking<T>.Move(_space.Others, width, 1, problem.Width, rows, gradients.Queries.At(head, query), gradients.Queries.Row);
        }

        /// <summary>Sets the gradients of some keys to 0.</summary>
        private void Clear(int matrix, int start, int end)
        {
            for (int j = start; j < end; j++)
            {
                if (gradients.Keys.Exists)
                {
                    new Span<T>(gradients.Keys.At(matrix, j), problem.Width).Clear();
                }

                if (gradients.Values.Exists)
                {
                    new Span<T>(gradients.Values.At(matrix, j), problem.ValueWidth).Clear();
                }
            }
        }

        /// <summary>Loads what a tile of queries has.</summary>
        private void Begin(int head, int query, int rows)
        {
            AttentionPass<TLanes, T>.Transpose(problem.Queries, head, query, rows, problem.Width, _space.Queries);
            AttentionPass<TLanes, T>.Transpose(gradients.Outputs, head, query, rows, problem.ValueWidth, _space.Outputs);
            AttentionPass<TLanes, T>.Transpose(problem.Outputs, head, query, rows, problem.ValueWidth, _space.Others);
            AttentionPass<TLanes, T>.LoadLines(problem, _space, head, query, rows);
            AttentionLanes<TLanes, T>.Dots(_space.Outputs, _space.Others, problem.ValueWidth, AttentionPass<TLanes, T>.Columns(rows), _space.Factors);
        }

        /// <summary>Adds what a tile of scores gives to the gradients.</summary>
        private void Pair(T* bias, int head, int query, int rows, int key, int keys, bool begun, bool isWritten)
        {
            AttentionWorkspace<T> space = _space;
            int matrix = head / problem.Group;
            int width = AttentionPass<TLanes, T>.Columns(rows);
            int length = keys * width;
            AttentionOperand<T> v = problem.Values;
            AttentionProducts<T>.Run(
                keys, width, problem.ValueWidth, v.At(matrix, key), v.Row, 1, space.Outputs, width, space.Gradients, width, false, problem.VectorBits);
            T factor = AttentionPass<TLanes, T>.Factor(problem);
            if (bias == null && problem.Dropout == 0)
            {
                AttentionLanes<TLanes, T>.WeightsAndGradients(space.Scores, space.Gradients, keys, width, factor, space.Largest, space.Sums, space.Factors);
            }
            else
            {
                AttentionLanes<TLanes, T>.Weights(space.Scores, bias, keys, width, factor, space.Largest, space.Sums);
                if (problem.Dropout > 0)
                {
                    AttentionPass<TLanes, T>.Drop(problem, space, head, query, rows, key, keys);
                    AttentionLanes<TLanes, T>.Multiply(space.Gradients, space.Kept, length);
                }

                AttentionLanes<TLanes, T>.ScoreGradients(space.Scores, space.Gradients, bias, keys, width, space.Factors);
                if (problem.Dropout > 0)
                {
                    AttentionLanes<TLanes, T>.Multiply(space.Scores, space.Kept, length);
                }
            }

            if (gradients.Scores.Exists)
            {
                MatMulPacking<T>.Move(space.Gradients, width, 1, keys, rows, gradients.Scores.At(head, query) + key, gradients.Scores.Row);
            }

            if (problem.Cap is not null)
            {
                AttentionLanes<TLanes, T>.CapGradients(space.Gradients, space.Tangents, bias, length);
            }

            if (gradients.Values.Exists)
            {
                AddToKeys(
                    bias, space.Scores, rows, keys, width, gradients.Outputs, head, query, problem.ValueWidth, gradients.Values.At(matrix, key),
                    gradients.Values.Row, isWritten);
            }

            if (gradients.Keys.Exists)
            {
                AddToKeys(
                    bias, space.Gradients, rows, keys, width, problem.Queries, head, query, problem.Width, gradients.Keys.At(matrix, key), gradients.Keys.Row,
                    isWritten);
            }

            if (gradients.Queries.Exists)
            {
                AddToQueries(bias, rows, keys, width, problem.Keys.At(matrix, key), begun);
            }
        }

        private void AddToKeys(
            T* bias, T* tile, int rows, int keys, int width, in AttentionOperand<T> operand, int head, int query, int columns, T* sums, int sumsRow,
            bool isWritten)
        {
            T* x = operand.At(head, query);
            if (bias != null && !AttentionLanes<TLanes, T>.IsFinite(x, rows, columns, operand.Row))
            {
                for (int j = 0; !isWritten && j < keys; j++)
                {
                    new Span<T>(sums + ((nint)j * sumsRow), columns).Clear();
                }

                AttentionProducts<T>.AddVisibleToKeys(bias, tile, keys, rows, width, x, operand.Row, columns, sums, sumsRow);
                return;
            }

            AttentionProducts<T>.Run(keys, columns, rows, tile, width, 1, x, operand.Row, sums, sumsRow, isWritten, problem.VectorBits);
        }

        private void AddToQueries(T* bias, int rows, int keys, int width, T* k, bool begun)
        {
            AttentionOperand<T> operand = problem.Keys;
            if (bias != null && !AttentionLanes<TLanes, T>.IsFinite(k, keys, problem.Width, operand.Row))
            {
                if (!begun)
                {
                    new Span<T>(_space.Others, problem.Width * width).Clear();
                }

                AttentionProducts<T>.AddVisibleToQueries(bias, _space.Gradients, keys, rows, width, k, operand.Row, problem.Width, _space.Others);
                return;
            }

            AttentionProducts<T>.Run(problem.Width, width, keys, k, 1, operand.Row, _space.Gradients, width, _space.Others, width, begun, problem.VectorBits);
        }
    }
}

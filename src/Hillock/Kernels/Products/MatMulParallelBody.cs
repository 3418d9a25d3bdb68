namespace Hillock.Kernels;

/// <summary>A product cut into a grid of blocks of C, each of which is a product of its own.</summary>
/// <remarks>Blocks pack what they need themselves: a little packing is done twice, but nobody waits for anybody.</remarks>
internal readonly struct MatMulParallelBody<T> : IParallelBody
    where T : unmanaged
{
    // Cuts fall on multiples of these, which all register tiles divide or nearly so; this is a matter of speed alone.
    private const int RowUnit = 8;
    private const int ColumnUnit = 16;

    // Multiply-adds for which another block per thread is worth its packing: it evens out uneven cores.
    private const long BlockWork = 16_000_000;

    private readonly MatMulProblem<T> _problem;
    private readonly int _vectorBits;
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _across;

    public MatMulParallelBody(in MatMulProblem<T> problem, int vectorBits, int threads)
    {
        _problem = problem;
        _vectorBits = vectorBits;
        long work = (long)problem.M * problem.N * problem.K;
        int target = threads * (int)Math.Clamp(work / (BlockWork * threads), 1, 4);
        double best = double.PositiveInfinity;
        for (int down = 1; down <= target; down++)
        {
            int rows = Part(problem.M, down, RowUnit);
            int across = Partition.Count(target, down);
            int columns = Part(problem.N, across, ColumnUnit);
            int blocks = Partition.Count(problem.M, rows) * Partition.Count(problem.N, columns);

            // Time in cycles for each k: 32 multiply-adds a cycle, packing about 0.3 cycles an element.
            double cost = Math.Ceiling((double)blocks / threads) * (((double)rows * columns / 32) + (0.3 * (rows + columns)));
            if (cost < best)
            {
                best = cost;
                _rows = rows;
                _columns = columns;
            }
        }

        _across = Partition.Count(problem.N, _columns);
        Count = Partition.Count(problem.M, _rows) * _across;
    }

    /// <summary>Gets the number of blocks.</summary>
    public int Count { get; }

    public void Invoke(int index)
    {
        int row = index / _across * _rows;
        int column = index % _across * _columns;
        MatMulProblem<T> block = _problem.Block(row, column, Math.Min(_rows, _problem.M - row), Math.Min(_columns, _problem.N - column));
        MatMul.RunBlock(in block, _vectorBits);
    }

    /// <summary>The length of a part of <paramref name="size"/>: whole units, but for a size of too many to round up.</summary>
    private static int Part(int size, int parts, int unit) => (int)Math.Min(int.MaxValue, (long)Partition.Count(Partition.Count(size, parts), unit) * unit);
}
